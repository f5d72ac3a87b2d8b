"""Notes that a network writes and reads back, as tokens.

    question   Where is the key?         notes   Mira | Tor | <end>         answer   hall

Each note follows from the question and the notes before it, mostly in one look, and so does the answer from all of
them. In training a network reads the true notes, so that one step of a row teaches all of its looks at once; a note
sees those before it alone. Afterwards it reads what it has itself written: an improvement step notes all that follows
from the notes of the step before, so that with each step one more note is right, and nothing else is handed on.

This is how a decoder is trained, and how Jacobi decoding reads it out (Song et al. 2021, arXiv 2002.03629), with notes
of a few tokens in place of tokens. `encoders.lines_with_notes` reads them by attention, `encoders.numbers_with_notes`
without; `heads.notes` and `heads.numbers_with_notes` write them; `carries.notes` hands them on.
"""

from __future__ import annotations

import torch

from dataset.layout import Layout
from dataset.text.special import PAD, SPECIAL


def notes_of(inputs: torch.Tensor, layout: Layout) -> torch.Tensor:
    """The notes of inputs (B, seq_len) as a network reads them, the rest PAD: (B, notes, note_len).

    Nothing behind an END is read, and no note behind an empty one.
    """
    notes = inputs[:, layout.answer_slots : layout.slots].unflatten(1, (layout.notes, -1))
    read = (notes >= len(SPECIAL)).cumprod(2)
    read = read * read[:, :, :1].cumprod(1)
    return torch.where(read.bool(), notes, PAD)


def count_notes(notes: torch.Tensor) -> torch.Tensor:
    """How many notes (B, notes, note_len) there are, as `notes_of` gives them: (B,)."""
    return (notes[:, :, 0] != PAD).sum(1)


def require_notes(layout: Layout, what: str) -> None:
    """`ValueError` where the data have no notes."""
    if not layout.notes:
        raise ValueError(f"{what} is about notes, and the data have none (dataset.json names no note_len)")
