"""The official head: one linear layer on every position of the row. q reads the very first position."""

from __future__ import annotations

import torch

from models.encoders.base import Encoder
from models.heads.base import Head, HeadConfig
from models.layers import CastedLinear
from models.recursive_reasoning.config import CoreConfig


class Positions(Head, CastedLinear):  # type: ignore[misc]
    """(B, L, D) to (B, seq_len, V). It is itself the official layer `lm_head`, and has that name in a checkpoint."""

    registered_as = "lm_head"
    answers_each_position = True

    def __init__(self, config: HeadConfig, core: CoreConfig, encoder: Encoder) -> None:
        if encoder.positions != core.seq_len:
            raise ValueError(
                f"head=positions reads a position for each of {core.seq_len} tokens, and the encoder makes"
                f" {encoder.positions}; choose head=slots, notes or numbers"
            )
        CastedLinear.__init__(self, core.hidden_size, core.vocab_size, bias=False)
        self.reads, self.prefix_len = encoder.positions, core.prefix_len

    def read(self, answer: torch.Tensor, inputs: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        return answer[:, self.prefix_len :], answer[:, 0]

    def logits(self, vectors: torch.Tensor) -> torch.Tensor:
        return CastedLinear.forward(self, vectors)
