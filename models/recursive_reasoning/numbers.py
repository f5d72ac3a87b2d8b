"""A row of text as one position of a network, cut behind its numbers; for problems whose numbers are what counts.

    A pen costs 4 dollars and 12 pens cost ?      parts   [A pen costs 4]  [dollars and 12]  [pens cost ?]

The first number of a question stands in the first part, whatever is said before it and however many digits it has, and
a part counts its words from its end: units stand in the last place, tens before them. A part is the sum of a vector for
each of its tokens in its place; words further from the end than `_PLACES` have no place. The parts side by side,
projected, are what the network holds of the row: calculating is then a matter of channels, as in `DenseBlock`, not of
finding digits among words.
"""

from __future__ import annotations

from collections.abc import Collection

import torch
import torch.nn.functional as F
from torch import nn

from models.layers import CastedEmbedding, CastedLinear

PART_WIDTH = 48
"""Channels of a part."""
SLOT_WIDTH = 32
"""Channels of a slot in front; the head turns them into a token."""
NOTE_PARTS = 3
"""Numbers of a note: a result that is kept and the two of a step."""
_PLACES = 6
"""Places of a part, from its end, that differ: a number of five digits and its sign."""


class NumberPooling(nn.Module):
    """Tokens (B, seq_len) to (B, 1, D), of root mean square about 1.

    Args:
        slots: tokens before the question, which are not read.
        parts: into which a question is cut; the last one takes what is left.
        vocab_size: of the tokens.
        digits: the tokens that numbers are made of; a run of them is a number.
        width: D.
        eps: of the norms.
        dtype: of the result.
        pad_id: the token that fills rows up.
    """

    is_digit: torch.Tensor
    """(vocab_size,), True for digits."""

    def __init__(
        self,
        slots: int,
        parts: int,
        vocab_size: int,
        digits: Collection[int],
        width: int,
        eps: float,
        dtype: torch.dtype,
        pad_id: int = 0,
    ) -> None:
        super().__init__()
        self.slots, self.parts, self.pad_id, self.eps = slots, parts, pad_id, eps
        self.vocab_size = vocab_size
        is_digit = torch.zeros(vocab_size, dtype=torch.bool)
        is_digit[list(digits)] = True
        self.register_buffer("is_digit", is_digit, persistent=False)
        self.embed_places = CastedEmbedding(_PLACES * vocab_size, PART_WIDTH, init_std=1.0, cast_to=dtype)
        self.proj = CastedLinear(parts * PART_WIDTH, width, bias=False)

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        """Cut the questions and put their parts side by side."""
        row = self.proj(self.cut_up(tokens[:, self.slots :], self.parts).flatten(1))
        return F.rms_norm(row, self.proj.weight.shape[:1], eps=self.eps).unsqueeze(1)

    def cut_up(self, texts: torch.Tensor, parts: int) -> torch.Tensor:
        """The parts of texts (B, L), each the sum of its tokens: (B, parts, PART_WIDTH)."""
        part, place = self.cut(texts, parts)
        words = self.embed_places(place * self.vocab_size + texts)  # (B, L, PART_WIDTH)
        # As a product, so that a GPU adds up in one order and never waits for the host.
        members = (part.unsqueeze(1) == torch.arange(parts, device=part.device).view(-1, 1)).to(words.dtype)
        return F.rms_norm(members @ words, (PART_WIDTH,), eps=self.eps)

    def cut(self, question: torch.Tensor, parts: int) -> tuple[torch.Tensor, torch.Tensor]:
        """The part of each token (B, L), -1 for padding, and how far it stands from the part's end, below `_PLACES`."""
        filled = question != self.pad_id
        digit = self.is_digit[question]
        ends = digit & ~F.pad(digit[:, 1:], (0, 1))
        before = (ends.cumsum(1) - ends.long()).clamp_max(parts - 1)
        last = filled & ~F.pad(filled[:, 1:], (0, 1))
        ends = last | (ends & (before < parts - 1))
        position = torch.arange(question.shape[1], device=question.device).expand_as(question)
        beyond = torch.where(ends, position, question.shape[1])
        end = beyond.flip(1).cummin(1).values.flip(1)  # the nearest end from here on
        return torch.where(filled, before, -1), (end - position).clamp(0, _PLACES - 1)


class NumberNotes(nn.Module):
    """What is known of a row after each of its notes: one position before the first note, one behind each.

    The first position writes the first note, the second has read it and writes the next, and so on; the one behind the
    last note says the answer. A note stands where its age says, the last one always in the same channels, so that
    calculating with it is learned once for all problems.

    Args:
        notes: that there are slots for.
        width: D.
        eps: of the norm.
        dtype: of the result.
    """

    def __init__(self, notes: int, width: int, eps: float, dtype: torch.dtype) -> None:
        super().__init__()
        self.notes, self.eps = notes, eps
        self.proj = CastedLinear(notes * NOTE_PARTS * PART_WIDTH, width, bias=False)
        self.embed_written = CastedEmbedding(notes + 1, width, init_std=0.3, cast_to=dtype)

    def forward(
        self, row: torch.Tensor, notes: torch.Tensor, pooling: NumberPooling, asked: torch.Tensor | None = None
    ) -> torch.Tensor:
        """Read notes as `notes.said` gives them.

        Args:
            row: (B, 1, D), what `pooling` made of the question.
            notes: (B, notes, note_len).
            pooling: cuts them up as it does questions.
            asked: (N,), numbers of positions, counted through all rows; None for all of them.

        Returns:
            (B, 1 + notes, D), or (N, 1, D) of those that are asked for.
        """
        parts = pooling.cut_up(notes.flatten(0, 1), NOTE_PARTS).view(len(notes), self.notes, -1)
        read = torch.cat(  # (B, 1 + notes, notes * NOTE_PARTS * PART_WIDTH), the last note first
            [F.pad(parts[:, : self.notes + 1 - age], (0, 0, age, 0)) for age in range(1, self.notes + 1)], dim=-1
        )
        written = self.embed_written.embedding_weight.to(row.dtype)
        if asked is None:
            known = row + written + self.proj(read)
        else:
            of_row, place = asked // len(written), asked % len(written)
            known = row.index_select(0, of_row) + written.index_select(0, place).unsqueeze(1)
            known = known + self.proj(read.flatten(0, 1).index_select(0, asked)).unsqueeze(1)
        return F.rms_norm(known, known.shape[-1:], eps=self.eps)


class SlotReader(nn.Module):
    """What positions hold of each slot: (..., D) to (..., slots, SLOT_WIDTH).

    Args:
        slots: tokens that a position says.
        width: D.
        eps: of the norm, which gives a slot root mean square 1.
    """

    def __init__(self, slots: int, width: int, eps: float) -> None:
        super().__init__()
        self.eps = eps
        self.proj = CastedLinear(width, slots * SLOT_WIDTH, bias=False)

    def forward(self, positions: torch.Tensor) -> torch.Tensor:
        """Read the slots."""
        return F.rms_norm(self.proj(positions).unflatten(-1, (-1, SLOT_WIDTH)), (SLOT_WIDTH,), eps=self.eps)
