"""Logits of statements, one from each position of `encoder=examples`. q reads the last position."""

from __future__ import annotations

import torch

from models.encoders.base import Encoder
from models.heads.base import Head, HeadConfig
from models.layers import CastedLinear
from models.recursive_reasoning.config import CoreConfig


class Statements(Head):
    """(B, L, D) to (B, statements, V), where V covers the tokens before those of numbers."""

    answers_each_position = True

    def __init__(self, config: HeadConfig, core: CoreConfig, encoder: Encoder) -> None:
        super().__init__()
        if not encoder.reads_results or core.layout.numbers is None:
            raise ValueError("head=statements needs a position before each statement: choose encoder=examples")
        self.reads = self.answers = encoder.positions
        self.prefix_len = core.prefix_len
        self.lm_head = CastedLinear(core.hidden_size, core.layout.numbers.first, bias=False)

    def read(self, answer: torch.Tensor, inputs: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        states = answer[:, self.prefix_len : self.prefix_len + self.reads]
        return states, states[:, -1]
