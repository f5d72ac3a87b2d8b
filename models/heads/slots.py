"""Logits of a text row's slots only: its answer and its notes. q reads the very first position."""

from __future__ import annotations

import torch

from models.encoders.base import Encoder
from models.heads.base import Head, HeadConfig
from models.layers import CastedLinear
from models.recursive_reasoning.config import CoreConfig


class Slots(Head):
    """(B, L, D) to (B, slots, V): each slot has a position."""

    answers_each_position = True

    def __init__(self, config: HeadConfig, core: CoreConfig, encoder: Encoder) -> None:
        super().__init__()
        self.reads, self.prefix_len = core.layout.slots, core.prefix_len
        if not self.reads:
            raise ValueError("head=slots needs text with answer_slots, and dataset.json names none")
        if encoder.positions < self.reads or encoder.reads_notes:
            raise ValueError("head=slots needs a position for each slot: choose encoder=tokens or lines")
        self.lm_head = CastedLinear(core.hidden_size, core.vocab_size, bias=False)

    def read(self, answer: torch.Tensor, inputs: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        return answer[:, self.prefix_len : self.prefix_len + self.reads], answer[:, 0]
