"""Logits of an answer and of notes from the positions of `encoder=numbers_with_notes`."""

from __future__ import annotations

import torch

from models.encoders.base import Encoder
from models.heads.base import Head, HeadConfig
from models.heads.numbers import SLOT_WIDTH, SlotReader
from models.layers import CastedLinear
from models.notes import count_notes, notes_of
from models.recursive_reasoning.config import CoreConfig


class NumbersWithNotes(Head):
    """(B, 1 + notes, D) to (B, slots, V). Each position but the last writes the next note.

    The answer and q come from the position that has read all notes of the row.
    """

    writes_notes = True

    def __init__(self, config: HeadConfig, core: CoreConfig, encoder: Encoder) -> None:
        super().__init__()
        if not (encoder.stands_alone and encoder.reads_notes):
            raise ValueError("head=numbers_with_notes needs a position after each note: encoder=numbers_with_notes")
        self.layout, self.prefix_len, self.reads = core.layout, core.prefix_len, encoder.positions
        D, eps = core.hidden_size, core.rms_norm_eps
        assert core.layout.answer_slots is not None  # the encoder has checked it
        self.note_reader = SlotReader(core.layout.note_len, D, eps)
        self.slot_reader = SlotReader(core.layout.answer_slots, D, eps)
        self.lm_head = CastedLinear(SLOT_WIDTH, core.vocab_size, bias=False)

    def read(self, answer: torch.Tensor, inputs: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        positions = answer[:, self.prefix_len :]  # (B, 1 + notes, D)
        last = count_notes(notes_of(inputs, self.layout)).view(-1, 1, 1)
        after_notes = positions.gather(1, last.expand(-1, 1, positions.shape[-1])).squeeze(1)  # (B, D)
        notes = self.note_reader(positions[:, :-1]).flatten(1, 2)
        return torch.cat((self.slot_reader(after_notes), notes), dim=1), after_notes
