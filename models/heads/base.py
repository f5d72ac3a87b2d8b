"""What a head is. A new one is a file here, with a class that `head=<file>` names (config/head/<file>.yaml).

class Positions(Head):                        the default: logits of every position
    def __init__(self, config, core, encoder): ...
    def read(self, answer, inputs):           latents (B, L, D) -> what becomes logits (B, P, W), what becomes q (B, D)
    def logits(self, vectors):                (..., W) -> (..., V)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from pydantic import BaseModel, ConfigDict
from torch import nn

from dataset.common import IGNORE_LABEL_ID
from models.encoders.base import Encoder
from models.layers import CastedLinear
from utils.classes import load_class

if TYPE_CHECKING:
    from models.recursive_reasoning.config import CoreConfig


class HeadConfig(BaseModel):
    """Settings of a head; one without any needs no class of its own."""

    model_config = ConfigDict(extra="forbid")


class Head(nn.Module):
    """Makes logits of the latents of an answer. A subclass sets `reads` and `lm_head` and writes `read`.

    Attributes:
        reads: how many of the encoder's positions, from the first on, the head reads.
        writes_notes: the logits contain those of notes.
    """

    config_class: type[HeadConfig] = HeadConfig
    registered_as = "head"
    """The name before those of its parameters in a checkpoint."""
    reads: int
    writes_notes = False
    lm_head: CastedLinear

    def read(self, answer: torch.Tensor, inputs: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Choose what becomes logits and q.

        Args:
            answer: the latent of the answer (B, L, D), positions of a puzzle embedding in front.
            inputs: the tokens (B, seq_len) that the encoder read.

        Returns:
            (B, P, W) for the first P tokens of the row, and (B, D).
        """
        raise NotImplementedError

    def logits(self, vectors: torch.Tensor) -> torch.Tensor:
        """(..., W) to (..., V)."""
        return self.lm_head(vectors)

    def forward(
        self, answer: torch.Tensor, inputs: torch.Tensor, labels: torch.Tensor | None = None
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits (B, P, V), and what decides on halting (B, D); with `labels` (B, seq_len) logits (N, V) of the N
        labelled positions alone, row by row."""
        vectors, decides = self.read(answer, inputs)
        if labels is not None:
            vectors = vectors[labels[:, : vectors.shape[1]] != IGNORE_LABEL_ID]
        return self.logits(vectors), decides


def build_head(core: CoreConfig, encoder: Encoder) -> Head:
    """The head that `core.head` names.

    Raises:
        UserError: there is no such class.
        ValueError: its settings are wrong, or do not fit the data or the encoder.
    """
    head_class = load_class(core.head.name, "models")
    if not issubclass(head_class, Head):
        raise ValueError(f"head.name={core.head.name} is no Head")
    return head_class(head_class.config_class(**core.head.settings), core, encoder)
