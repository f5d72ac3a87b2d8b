"""Logits of an answer and of notes, whose tokens may be copied: for `encoder=digits_with_notes`.

A slot's vector is the sum of what its position says and of a token that is copied out of the encoder's cells: the
digits of the question and of the position's latest note. So no digit that is merely copied passes through a position.
"""

from __future__ import annotations

import torch
from torch import nn

from dataset.common import IGNORE_LABEL_ID
from models.encoders import digits_with_notes
from models.encoders.base import Encoder
from models.heads.base import HeadConfig
from models.heads.numbers import SLOT_WIDTH, SlotReader
from models.heads.numbers_with_notes import NumbersWithNotes
from models.layers import CastedEmbedding, CastedLinear
from models.notes import count_notes, notes_of
from models.recursive_reasoning.config import CoreConfig


class Pointers(nn.Module):
    """Where slots copy from: positions (B, P, D) to a softmax over cells (B, P, slots, cells)."""

    def __init__(self, slots: int, cells: int, core: CoreConfig) -> None:
        super().__init__()
        self.slots = SlotReader(slots, core.hidden_size, core.rms_norm_eps)
        self.choose = CastedLinear(SLOT_WIDTH, cells, bias=False)

    def forward(self, positions: torch.Tensor) -> torch.Tensor:
        return self.choose(self.slots(positions)).softmax(-1)


class DigitsWithNotes(NumbersWithNotes):
    """(B, 1 + notes, D) to (B, slots, V)."""

    def __init__(self, config: HeadConfig, core: CoreConfig, encoder: Encoder) -> None:
        if not isinstance(encoder, digits_with_notes.DigitsWithNotes):
            raise ValueError("head=digits_with_notes copies digits of the question: choose encoder=digits_with_notes")
        super().__init__(config, core, encoder)
        assert core.layout.answer_slots is not None
        self.question_cells = encoder.question_cells
        self.note_pointers = Pointers(core.layout.note_len, encoder.cells, core)
        self.answer_pointers = Pointers(core.layout.answer_slots, encoder.cells, core)
        self.embed_cells = CastedEmbedding(core.vocab_size, SLOT_WIDTH, init_std=1.0, cast_to=core.dtype)

    def forward(
        self,
        answer: torch.Tensor,
        inputs: torch.Tensor,
        labels: torch.Tensor | None = None,
        labelled_only: bool = False,
        details: digits_with_notes.Cells | None = None,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        assert details is not None, "encoder=digits_with_notes gives details"
        positions = answer[:, self.prefix_len :]  # (B, 1 + notes, D)
        last = count_notes(notes_of(inputs, self.layout)).view(-1, 1, 1)
        after_notes = positions.gather(1, last.expand(-1, 1, positions.shape[-1]))  # (B, 1, D)
        question, note = self.embed_cells(details.question), self.embed_cells(details.note)
        latest = note.gather(1, last.unsqueeze(-1).expand(-1, 1, *note.shape[2:]))
        answers = self.slot_reader(after_notes) + self.copied(self.answer_pointers(after_notes), question, latest)
        notes = self.note_reader(positions[:, :-1])
        notes = notes + self.copied(self.note_pointers(positions[:, :-1]), question, note[:, :-1])
        vectors = torch.cat((answers.flatten(1, 2), notes.flatten(1, 2)), dim=1)
        if labelled_only:
            assert labels is not None
            vectors = vectors[labels[:, : vectors.shape[1]] != IGNORE_LABEL_ID]
        return self.logits(vectors), after_notes.squeeze(1)

    def copied(self, pointers: torch.Tensor, question: torch.Tensor, note: torch.Tensor) -> torch.Tensor:
        """The tokens that slots point at, (B, P, slots, SLOT_WIDTH).

        Args:
            pointers: (B, P, slots, cells).
            question: vectors of the question's cells, (B, cells, SLOT_WIDTH).
            note: those of each position's latest note, (B, P, cells, SLOT_WIDTH).
        """
        of_question, of_note = pointers.split((self.question_cells, note.shape[2]), dim=-1)
        return (of_question.flatten(1, 2) @ question).view(*of_note.shape[:3], -1) + of_note @ note
