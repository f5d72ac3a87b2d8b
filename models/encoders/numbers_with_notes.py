"""A row with numbers whose notes are read too: what is known of it after each of its notes.

One position stands before the first note, one behind each. The first position writes the first note, the second has
read it and writes the next, and so on; the one behind the last note says the answer. Notes are ordered newest first, so
that the latest one always uses the same channels, and calculating with it is learned once for all problems.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F

from models.encoders.numbers import PART_WIDTH, Numbers, NumbersConfig
from models.layers import CastedEmbedding, CastedLinear
from models.notes import count_notes, notes_of, require_notes
from models.recursive_reasoning.config import CoreConfig

NOTE_PARTS = 3
"""Numbers of a note: a result that is kept and the two of a step."""


class NumbersWithNotes(Numbers):
    """Tokens (B, seq_len) to (B, 1 + notes, D)."""

    reads_notes = True
    may_see: torch.Tensor

    def __init__(self, config: NumbersConfig, core: CoreConfig) -> None:
        require_notes(core.layout, "encoder=numbers_with_notes")
        super().__init__(config, core)
        D, notes = core.hidden_size, core.layout.notes
        self.layout, self.eps = core.layout, core.rms_norm_eps
        self.positions = 1 + notes
        self.proj = CastedLinear(notes * NOTE_PARTS * PART_WIDTH, D, bias=False)
        self.embed_written = CastedEmbedding(notes + 1, D, init_std=0.3, cast_to=core.dtype)
        # With attention, a position sees the prefix and what was known before it; the prefix sees itself alone.
        turn = torch.tensor([*[0] * core.prefix_len, *range(1, notes + 2)])
        self.register_buffer("may_see", turn[:, None] >= turn, persistent=False)

    def forward(self, inputs: torch.Tensor, active: torch.Tensor | None = None) -> torch.Tensor:
        row = self.pooling(inputs)  # (B, 1, D)
        known = self.before_and_after_notes(inputs)  # (B, 1 + notes, notes * NOTE_PARTS * PART_WIDTH)
        written = self.embed_written.embedding_weight.to(row.dtype)  # (1 + notes, D)
        if active is None:
            x = row + written + self.proj(known)
        else:
            of_row, place = active // self.positions, active % self.positions
            x = row.index_select(0, of_row) + written.index_select(0, place).unsqueeze(1)
            x = x + self.proj(known.flatten(0, 1).index_select(0, active)).unsqueeze(1)
        return F.rms_norm(x, x.shape[-1:], eps=self.eps) / self.scale

    def before_and_after_notes(self, inputs: torch.Tensor) -> torch.Tensor:
        """The notes that each position has read, the newest first: (B, 1 + notes, notes * NOTE_PARTS * PART_WIDTH)."""
        notes = notes_of(inputs, self.layout)
        count = self.layout.notes
        parts = self.pooling.cut_up(notes.flatten(0, 1), NOTE_PARTS).view(len(inputs), count, -1)
        return torch.cat([F.pad(parts[:, : count + 1 - age], (0, 0, age, 0)) for age in range(1, count + 1)], dim=-1)

    def visible(self, inputs: torch.Tensor) -> torch.Tensor:
        return self.may_see

    def active_positions(self, inputs: torch.Tensor) -> torch.Tensor:
        """The positions up to the one behind the last note."""
        last = count_notes(notes_of(inputs, self.layout))
        places = torch.arange(self.positions, device=inputs.device)
        return (places <= last.unsqueeze(1)).flatten().nonzero().squeeze(1)
