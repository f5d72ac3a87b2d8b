"""Logits of an answer and of notes, each note from one position: for `encoder=lines_with_notes`."""

from __future__ import annotations

import torch
from einops import rearrange

from models.encoders.base import Encoder
from models.heads.base import Head, HeadConfig
from models.layers import CastedLinear
from models.recursive_reasoning.config import CoreConfig


class Notes(Head):
    """(B, L, D) to (B, slots, V). A position of the answer gives one token, a position of a note gives `note_len`.

    A note's position is multiplied by one matrix for each of its tokens. The matrices start as the identity.
    """

    writes_notes = True

    def __init__(self, config: HeadConfig, core: CoreConfig, encoder: Encoder) -> None:
        super().__init__()
        layout, D = core.layout, core.hidden_size
        if not encoder.reads_notes or encoder.stands_alone:
            raise ValueError("head=notes needs a position for each note: choose encoder=lines_with_notes")
        self.prefix_len, self.notes = core.prefix_len, layout.notes
        self.reads = (layout.answer_slots or 0) + layout.notes
        self.places = CastedLinear(D, layout.note_len * D, bias=False)
        with torch.no_grad():
            self.places.weight.copy_(torch.eye(D).repeat(layout.note_len, 1))
        self.lm_head = CastedLinear(D, core.vocab_size, bias=False)

    def read(self, answer: torch.Tensor, inputs: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        positions = answer[:, self.prefix_len : self.prefix_len + self.reads]
        answer_tokens, notes = positions.split((self.reads - self.notes, self.notes), dim=1)
        note_tokens = rearrange(self.places(notes), "b note (place d) -> b (note place) d", d=notes.shape[-1])
        return torch.cat((answer_tokens, note_tokens), dim=1), answer[:, 0]
