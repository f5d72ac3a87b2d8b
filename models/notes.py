"""Notes that a network writes and reads back, as tokens.

    question   Where is the key?         notes   Mira | Tor | <end>         answer   hall

Each note follows from the question and the notes before it. The answer follows from the question and all notes.

In training, a network reads the true notes. One improvement step then teaches all notes of a row at once; each note
sees only the notes before it. In evaluation, a network reads its own notes: an improvement step reads the notes that
the step before has written, and writes all of them again. With each step, one more note becomes right. Nothing but the
notes is handed from step to step.

A decoder is trained in the same way, and Jacobi decoding (Song et al. 2021, arXiv 2002.03629) reads it out in the same
way; notes of a few tokens take the place of tokens. `encoders.lines_with_notes` reads notes with attention,
`encoders.numbers_with_notes` without. `heads.notes` and `heads.numbers_with_notes` write them. `carries.notes` hands
them on.
"""

from __future__ import annotations

import torch

from dataset.layout import Layout
from dataset.text.special import PAD, SPECIAL


def notes_of(inputs: torch.Tensor, layout: Layout) -> torch.Tensor:
    """The notes in inputs (B, seq_len), as a network reads them: (B, notes, note_len), all other tokens PAD.

    A note ends at its first special token, such as END. Notes after an empty note are not read.
    """
    notes = inputs[:, layout.answer_slots : layout.slots].unflatten(1, (layout.notes, -1))
    is_read = (notes >= len(SPECIAL)).cumprod(2)
    is_read = is_read * is_read[:, :, :1].cumprod(1)
    return torch.where(is_read.bool(), notes, PAD)


def count_notes(notes: torch.Tensor) -> torch.Tensor:
    """Number of notes in each row (B,), from notes (B, notes, note_len) as `notes_of` gives them."""
    return (notes[:, :, 0] != PAD).sum(1)


def require_notes(layout: Layout, what: str) -> None:
    """Raise `ValueError` if the data have no notes."""
    if not layout.notes:
        raise ValueError(f"{what} is about notes, and the data have none (dataset.json names no note_len)")
