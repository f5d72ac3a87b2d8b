"""A row with numbers and notes: position k describes the question and the first k notes.

Position 0 has read no note and writes the first one. Position 1 has read the first note and writes the second, and so
on. The position that has read all notes gives the answer. Inside a position, notes are ordered newest first, so that
the latest note always uses the same channels. The network then learns once how to calculate with the latest note.
"""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F

from models.encoders.numbers import PART_WIDTH, Numbers, NumbersConfig
from models.layers import CastedEmbedding, CastedLinear
from models.notes import count_notes, notes_of, require_notes
from models.recursive_reasoning.config import CoreConfig

NOTE_PARTS = 3
"""Numbers in a note: an earlier result, and the two numbers of a step."""


class NumbersWithNotes(Numbers):
    """Tokens (B, seq_len) to (B, 1 + notes, D)."""

    reads_notes = True
    note_parts = NOTE_PARTS
    may_see: torch.Tensor

    def __init__(self, config: NumbersConfig, core: CoreConfig) -> None:
        require_notes(core.layout, "encoder=numbers_with_notes")
        super().__init__(config, core)
        D, notes = core.hidden_size, core.layout.notes
        self.layout, self.eps = core.layout, core.rms_norm_eps
        self.positions = 1 + notes
        self.proj = CastedLinear(notes * self.note_parts * PART_WIDTH, D, bias=False)
        self.embed_written = CastedEmbedding(notes + 1, D, init_std=0.3, cast_to=core.dtype)
        # With attention, a position sees the prefix and the positions up to itself. The prefix sees only itself.
        rank = torch.tensor([*[0] * core.prefix_len, *range(1, notes + 2)])
        self.register_buffer("may_see", rank[:, None] >= rank, persistent=False)

    def forward(self, inputs: torch.Tensor, active: torch.Tensor | None = None, details: Any = None) -> torch.Tensor:
        row = self.pooling(inputs)  # (B, 1, D)
        notes_read = self.notes_read(inputs)  # (B, 1 + notes, notes * note_parts * PART_WIDTH)
        written = self.embed_written.embedding_weight.to(row.dtype)  # (1 + notes, D)
        if active is None:
            x = row + written + self.proj(notes_read)
        else:
            row_of, position = active // self.positions, active % self.positions
            x = row.index_select(0, row_of) + written.index_select(0, position).unsqueeze(1)
            x = x + self.proj(notes_read.flatten(0, 1).index_select(0, active)).unsqueeze(1)
        return F.rms_norm(x, x.shape[-1:], eps=self.eps) / self.scale

    def notes_read(self, inputs: torch.Tensor) -> torch.Tensor:
        """The notes that each position has read, newest first: (B, 1 + notes, notes * note_parts * PART_WIDTH)."""
        notes = notes_of(inputs, self.layout)
        count = self.layout.notes
        parts = self.pooling.cut_up(notes.flatten(0, 1), self.note_parts).view(len(inputs), count, -1)
        return torch.cat([F.pad(parts[:, : count + 1 - age], (0, 0, age, 0)) for age in range(1, count + 1)], dim=-1)

    def visible(self, inputs: torch.Tensor, details: Any = None) -> torch.Tensor:
        return self.may_see

    def active_positions(self, inputs: torch.Tensor) -> torch.Tensor:
        """The positions up to the one that has read all notes."""
        last = count_notes(notes_of(inputs, self.layout))
        places = torch.arange(self.positions, device=inputs.device)
        return (places <= last.unsqueeze(1)).flatten().nonzero().squeeze(1)
