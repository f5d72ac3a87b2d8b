"""Logits of all slots of a row from its only position: for `encoder=numbers`."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from einops import rearrange
from torch import nn

from models.encoders.base import Encoder
from models.heads.base import Head, HeadConfig
from models.layers import CastedLinear
from models.recursive_reasoning.config import CoreConfig

SLOT_WIDTH = 32
"""Channels of a slot; the output layer turns them into a token."""


class SlotReader(nn.Module):
    """A vector for each slot, read from a position: (..., D) to (..., slots, SLOT_WIDTH).

    Args:
        slots: number of tokens that a position gives.
        width: D.
        eps: added to the mean square in the norm, which gives each slot root mean square 1.
    """

    def __init__(self, slots: int, width: int, eps: float) -> None:
        super().__init__()
        self.eps = eps
        self.proj = CastedLinear(width, slots * SLOT_WIDTH, bias=False)

    def forward(self, positions: torch.Tensor) -> torch.Tensor:
        slots = rearrange(self.proj(positions), "... (slot width) -> ... slot width", width=SLOT_WIDTH)
        return F.rms_norm(slots, (SLOT_WIDTH,), eps=self.eps)


class Numbers(Head):
    """(B, 1, D) to (B, slots, V)."""

    reads = 1

    def __init__(self, config: HeadConfig, core: CoreConfig, encoder: Encoder) -> None:
        super().__init__()
        if not encoder.stands_alone or encoder.reads_notes:
            raise ValueError("head=numbers reads a row that is one position: choose encoder=numbers")
        self.prefix_len = core.prefix_len
        self.slot_reader = SlotReader(core.layout.slots, core.hidden_size, core.rms_norm_eps)
        self.lm_head = CastedLinear(SLOT_WIDTH, core.vocab_size, bias=False)

    def read(self, answer: torch.Tensor, inputs: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        row = answer[:, self.prefix_len]
        return self.slot_reader(row), row
