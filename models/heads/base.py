"""The base class of heads. A new head is a file here whose class `config/head/<file>.yaml` names.

class Positions(Head):                        the default: logits of every position
    def __init__(self, config, core, encoder): ...
    def read(self, answer, inputs):           latents (B, L, D) -> input of the logits (B, P, W), input of q (B, D)
    def logits(self, vectors):                (..., W) -> (..., V)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from pydantic import BaseModel, ConfigDict
from torch import nn

from dataset.common import IGNORE_LABEL_ID
from models.encoders.base import Encoder
from models.layers import CastedLinear
from utils.classes import load_subclass

if TYPE_CHECKING:
    from models.recursive_reasoning.config import CoreConfig


NEVER = -1e4
"""The logit of a class that a place cannot have; far from the limits of every type."""


class HeadConfig(BaseModel):
    """Settings of a head. A head without settings uses this class."""

    model_config = ConfigDict(extra="forbid")


class Head(nn.Module):
    """Turns the latent of an answer into logits. A subclass sets `reads` and `lm_head` and writes `read`.

    Attributes:
        reads: number of the encoder's positions that the head reads, from the first on.
        answers: number of the row's positions, from the first on, that the head answers; labels of other positions are
            not trained on and do not count. None: it answers all that have labels.
        writes_notes: the logits include the notes.
        answers_each_position: the logits of each token come from the latent of its own position alone.
    """

    config_class: type[HeadConfig] = HeadConfig
    registered_as = "head"
    """First part of the names of its parameters in a checkpoint."""
    reads: int
    answers: int | None = None
    writes_notes = False
    answers_each_position = False
    lm_head: CastedLinear

    def read(self, answer: torch.Tensor, inputs: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Choose the vectors that become logits, and the vector that becomes q.

        Args:
            answer: the latent of the answer (B, L, D); its first positions are those of a puzzle embedding.
            inputs: the tokens (B, seq_len) that the encoder read.

        Returns:
            vectors (B, P, W) for the first P tokens of the row; the input of q (B, D).
        """
        raise NotImplementedError

    def logits(self, vectors: torch.Tensor) -> torch.Tensor:
        """(..., W) to (..., V)."""
        return self.lm_head(vectors)

    def forward(
        self,
        answer: torch.Tensor,
        inputs: torch.Tensor,
        labels: torch.Tensor | None = None,
        labelled_only: bool = False,
        details: Any = None,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits (B, P, V), and the input of q (B, D).

        Args:
            answer, inputs: latents (B, L, D) and tokens (B, seq_len).
            labels: (B, seq_len), in training. A part of an answer may be learned with the parts before it as they ought
                to be.
            labelled_only: give logits (N, V) of the N labelled positions only, row by row.
            details: the encoder's.
        """
        vectors, q_input = self.read(answer, inputs)
        if labelled_only:
            assert labels is not None
            vectors = vectors[labels[:, : vectors.shape[1]] != IGNORE_LABEL_ID]
        return self.logits(vectors), q_input


def build_head(core: CoreConfig, encoder: Encoder) -> Head:
    """The head that `core.head` names.

    Raises:
        UserError: there is no such class.
        ValueError: its settings are wrong or do not fit the data or the encoder.
    """
    head_class = load_subclass("head.name", core.head.name, "models", Head)
    return head_class(head_class.config_class(**core.head.settings), core, encoder)
