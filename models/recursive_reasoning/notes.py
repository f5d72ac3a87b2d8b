"""Notes that a network writes and reads back: what it may see of them, how it reads and how it spells them.

    question   Where is the key?         notes   Mira | Tor | <end>         answer   hall

Each note follows from the question and the notes before it, mostly in one look, and so does the answer from all of
them. In training a network reads the true notes, so that one step of a row teaches all of its looks at once; a note
sees those before it alone. Afterwards it reads what it has itself written: an improvement step notes all that follows
from the notes of the step before, so that with each step one more note is right, and nothing else is handed on.

Text in lines is read by attention: each note is one position of the network, an answer one for each of its tokens. A
row with numbers has no attention: there each note has a position that holds all that is known before it
(`models.recursive_reasoning.numbers.NumberNotes`).

This is how a decoder is trained, and how Jacobi decoding reads it out (Song et al. 2021, arXiv 2002.03629), with notes
of a few tokens in place of tokens.
"""

from __future__ import annotations

import torch
from torch import nn

from dataset.text import PAD, SPECIAL
from models.layers import CastedLinear
from models.recursive_reasoning.lines import LinePooling


def visible(prefix_len: int, answer_slots: int, notes: int, lines: int) -> torch.Tensor:
    """What each position may attend to: (L, L) bool, for what stands in front, the answer, notes, and lines.

    The front and lines see each other, a note sees them and all notes up to itself, the answer sees everything.
    """
    turn = torch.tensor([*[0] * prefix_len, *[notes + 1] * answer_slots, *range(1, notes + 1), *[0] * lines])
    return turn[:, None] >= turn


def said(notes: torch.Tensor) -> torch.Tensor:
    """Notes (B, notes, note_len) as they are read, the rest PAD: nothing behind END, no note behind an empty one."""
    read = (notes >= len(SPECIAL)).cumprod(2)
    read = read * read[:, :, :1].cumprod(1)
    return torch.where(read.bool(), notes, PAD)


def count(notes: torch.Tensor) -> torch.Tensor:
    """How many notes (B, notes, note_len) there are, as `said` gives them: (B,)."""
    return (notes[:, :, 0] != PAD).sum(1)


class NotePooling(nn.Module):
    """Add the note before to each note's position (B, answer_slots + notes, D), and the last to those of the answer.

    A note is pooled as a line is. Each channel of it is scaled by 1 + G x, where x is the position it is added to and G
    starts at zero: what is asked says as what the one who is noted is sought. Notes end with the first that is empty;
    within a note, what stands behind END is not read.
    """

    def __init__(self, notes: int, width: int) -> None:
        super().__init__()
        self.notes = notes
        self.gate = CastedLinear(width, width, bias=False)
        nn.init.zeros_(self.gate.weight)

    def forward(
        self, positions: torch.Tensor, tokens: torch.Tensor, lines: LinePooling, embed: nn.Module
    ) -> torch.Tensor:
        """Read notes (B, notes * note_len)."""
        notes = said(tokens.unflatten(1, (self.notes, -1)))
        pooled = lines.pooled(notes, embed)  # (B, notes, D)
        last = (count(notes) - 1).clamp_min(0)  # (B,), the first where none is said: it is zero
        last_note = pooled.gather(1, last.view(-1, 1, 1).expand(-1, 1, pooled.shape[-1]))
        answer_slots = positions.shape[1] - self.notes
        before = torch.cat((last_note.expand(-1, answer_slots, -1), torch.zeros_like(last_note), pooled[:, :-1]), dim=1)
        return positions + torch.addcmul(before, before, self.gate(positions))


class Spelling(nn.Module):
    """What the positions of an answer and of notes (B, answer_slots + notes, D) say of each token: (B, slots, D).

    A position of the answer is a token; those of a note have a matrix each, which starts as the identity.
    """

    def __init__(self, notes: int, note_len: int, width: int) -> None:
        super().__init__()
        self.notes = notes
        self.places = CastedLinear(width, note_len * width, bias=False)
        with torch.no_grad():
            self.places.weight.copy_(torch.eye(width).repeat(note_len, 1))

    def forward(self, positions: torch.Tensor) -> torch.Tensor:
        answer, notes = positions.split((positions.shape[1] - self.notes, self.notes), dim=1)
        spelled = self.places(notes).unflatten(-1, (-1, notes.shape[-1])).flatten(1, 2)  # (B, note_slots, D)
        return torch.cat((answer, spelled), dim=1)
