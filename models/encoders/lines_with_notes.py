"""Text in lines with notes: one position for each slot of the answer, each note, and each line.

A note is pooled as a line is, and added to the position of the next note. That position writes the next note. The last
note is added to the positions of the answer.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from models.encoders.lines import Lines, LinesConfig
from models.layers import CastedLinear
from models.notes import count_notes, notes_of, require_notes
from models.recursive_reasoning.config import CoreConfig


class LinesWithNotes(Lines):
    """Tokens (B, seq_len) to (B, answer_slots + notes + lines, D).

    A note is added to a position x after each of its channels is scaled by 1 + G x; G starts at zero. The scale lets
    the question choose the role in which the note's person is looked up.
    """

    reads_notes = True
    may_see: torch.Tensor

    def __init__(self, config: LinesConfig, core: CoreConfig) -> None:
        require_notes(core.layout, "encoder=lines_with_notes")
        super().__init__(config, core)
        self.layout = core.layout
        self.note_gate = CastedLinear(core.hidden_size, core.hidden_size, bias=False)
        nn.init.zeros_(self.note_gate.weight)
        self.register_buffer("may_see", self.order_of_positions(core.prefix_len), persistent=False)

    def order_of_positions(self, prefix_len: int) -> torch.Tensor:
        """Which positions may attend to which: (L, L) bool.

        Prefix and lines see each other. A note also sees the notes up to itself. The answer sees everything.
        """
        notes, lines = self.layout.notes, self.positions - self.slots
        answer_slots = self.slots - notes
        rank = torch.tensor([*[0] * prefix_len, *[notes + 1] * answer_slots, *range(1, notes + 1), *[0] * lines])
        return rank[:, None] >= rank

    def slot_positions(self, core: CoreConfig) -> int:
        return (core.layout.answer_slots or 0) + core.layout.notes

    def forward(self, inputs: torch.Tensor, active: torch.Tensor | None = None, details: Any = None) -> torch.Tensor:
        x = self.pooling(inputs, self.embed_tokens)
        slots, lines = x[:, : self.slots], x[:, self.slots :]
        before = self.notes_before(inputs)
        slots = slots + torch.addcmul(before, before, self.note_gate(slots))
        return torch.cat((slots, lines), dim=1) / self.scale

    def notes_before(self, inputs: torch.Tensor) -> torch.Tensor:
        """The note that each position before the lines reads: (B, seq_len) to (B, answer_slots + notes, D).

        A position of the answer reads the last note. A position of a note reads the note before it. The vector is zero
        if there is no such note.
        """
        notes = notes_of(inputs, self.layout)
        return self.from_note_before(notes, self.pooling.pooled(notes, self.embed_tokens))

    def from_note_before(self, notes: torch.Tensor, vectors: torch.Tensor) -> torch.Tensor:
        """What each position before the lines takes from the note that it reads.

        Args:
            notes: tokens (B, notes, note_len) of `models.notes.notes_of`.
            vectors: (B, notes, D), what to take from each note; zero for empty notes.

        Returns:
            (B, answer_slots + notes, D).
        """
        last = (count_notes(notes) - 1).clamp_min(0)  # (B,); without notes it is the first note, whose vector is zero
        last_note = vectors.gather(1, last.view(-1, 1, 1).expand(-1, 1, vectors.shape[-1]))
        for_answer = last_note.expand(-1, self.slots - self.layout.notes, -1)
        return torch.cat((for_answer, torch.zeros_like(last_note), vectors[:, :-1]), dim=1)

    def visible(self, inputs: torch.Tensor, details: Any = None) -> torch.Tensor:
        return self.may_see
