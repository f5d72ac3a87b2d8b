"""Text in lines with notes that are questions of their own: a note says all that the next step needs to know.

    question   Where is the key?      notes   where key | where Mira | where Tor      answer   hall

The first note is written from the question. Each further note is written from the note before it and the story, and the
answer from the last note and the story: nothing else of the question or of other notes is read. So a step cannot tell
how many steps were made before it, or what was asked at first, and a chain may be longer than any in training.
"""

from __future__ import annotations

from typing import Any

import torch
from einops import rearrange

from models.encoders.lines import LinePooling, Lines, LinesConfig
from models.notes import count_notes, notes_of, require_notes
from models.recursive_reasoning.config import CoreConfig


class LinesWithSubquestions(Lines):
    """Tokens (B, seq_len) to (B, answer_slots + notes + lines, D). All notes but the first share one slot vector."""

    reads_notes = True
    may_see: torch.Tensor
    pooling: LinePooling

    def __init__(self, config: LinesConfig, core: CoreConfig) -> None:
        require_notes(core.layout, "encoder=lines_with_subquestions")
        super().__init__(config, core)
        self.layout = core.layout
        self.register_buffer("may_see", self.story_and_itself(core.prefix_len), persistent=False)

    def story_and_itself(self, prefix_len: int) -> torch.Tensor:
        """Which positions may attend to which, (L, L) bool.

        Slots see the prefix, the story and themselves. A line sees only itself: if lines told each other what they
        say, a step could look several facts ahead, and would learn to do so on short chains only.
        """
        lines = self.positions - self.slots
        is_story = torch.tensor([*[True] * prefix_len, *[False] * self.slots, *[True] * (lines - 1), False])
        reads = torch.tensor([True] * (prefix_len + self.slots) + [False] * lines)
        return (reads.unsqueeze(1) & is_story) | torch.eye(len(is_story), dtype=torch.bool)

    def slot_positions(self, core: CoreConfig) -> int:
        return (core.layout.answer_slots or 0) + core.layout.notes

    def make_pooling(self, core: CoreConfig) -> LinePooling:
        """Its slot vectors are those of the answer, of the first note, and of all other notes."""
        layout = core.layout
        assert layout.line_len is not None and layout.answer_slots is not None
        vectors = layout.answer_slots + 2
        return LinePooling(vectors, layout.slots, layout.line_len, core.vocab_size, core.hidden_size, core.rms_norm_eps)

    def forward(self, inputs: torch.Tensor, active: torch.Tensor | None = None, details: Any = None) -> torch.Tensor:
        pooling, layout = self.pooling, self.layout
        lines = rearrange(inputs[:, layout.slots :], "b (line place) -> b line place", place=layout.line_len)
        lines = pooling.pooled(lines, self.embed_tokens)  # (B, lines, D)
        notes = notes_of(inputs, layout)
        written = count_notes(notes).view(-1, 1, 1)
        read = torch.cat((lines[:, -1:], pooling.pooled(notes, self.embed_tokens)), dim=1)  # (B, 1 + notes, D)
        last = read.gather(1, written.expand(-1, 1, read.shape[-1]))  # the question where there is no note
        answer, first, later = pooling.slots.to(lines.dtype).split((layout.answer_slots, 1, 1))
        slots = (last + answer, read[:, :1] + first, read[:, 1:-1] + later)
        return torch.cat((*slots, lines), dim=1) / self.scale

    def visible(self, inputs: torch.Tensor, details: Any = None) -> torch.Tensor:
        return self.may_see
