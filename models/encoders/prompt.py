"""A prompt and the canvas of its output: one position for each slot, then one for each word.

    tokens       [SLOT SLOT SLOT | What is 48 divided by 2 ? _ _]        positions   slot slot slot What is 48 ...

Every word becomes a vector of its own first, by convolutions over its neighbours (`encoders.tools.WordVectors`). All
slots begin as their places alone. Padding is hidden from every position.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import nn

from models.common import trunc_normal_init_
from models.encoders.base import Encoder, EncoderConfig
from models.encoders.tools import WordVectors
from models.recursive_reasoning.config import CoreConfig


class PromptConfig(EncoderConfig):
    """Settings of `Prompt`."""

    convolutions: int = 2
    """Number of convolutions over the words."""


class PromptWords(NamedTuple):
    """The words of B rows, W of each row, padding included.

    Attributes:
        vectors: (B, W, D), of root mean square about 1; zeros for padding.
        taken: (B, W) bool, False for padding.
    """

    vectors: torch.Tensor
    taken: torch.Tensor


class Prompt(Encoder):
    """Tokens (B, seq_len) to (B, slots + words, D)."""

    config_class = PromptConfig

    def __init__(self, config: PromptConfig, core: CoreConfig) -> None:
        super().__init__()
        if core.layout.own_classes is None:
            raise ValueError("encoder=prompt needs prompts with a canvas (dataset.json: no layout.own_classes)")
        if not core.attends:
            raise ValueError("encoder=prompt hides padding, which mlp_t and dense cannot do; use attention")
        D = core.hidden_size
        self.scale, self.prefix_len = D**0.5, core.prefix_len
        self.slots, self.positions = core.layout.slots, core.seq_len
        self.places = nn.Parameter(trunc_normal_init_(torch.empty(self.slots, D), std=1.0))
        self.words = WordVectors(core.vocab_size, D, config.convolutions, core.rms_norm_eps, core.dtype)

    def details(self, inputs: torch.Tensor) -> PromptWords:
        tokens = inputs[:, self.slots :]
        rows, columns = tokens.nonzero(as_tuple=True)
        vectors = self.words(tokens[rows, columns], rows)
        padded = vectors.new_zeros(*tokens.shape, vectors.shape[-1]).index_put((rows, columns), vectors)
        return PromptWords(padded, tokens != 0)

    def forward(
        self, inputs: torch.Tensor, active: torch.Tensor | None = None, details: PromptWords | None = None
    ) -> torch.Tensor:
        words = (self.details(inputs) if details is None else details).vectors
        places = self.places.to(words.dtype).expand(len(words), -1, -1)
        return torch.cat((places, words), dim=1) / self.scale

    def visible(self, inputs: torch.Tensor, details: PromptWords | None = None) -> torch.Tensor:
        """Words that are padding are seen by nobody."""
        taken = inputs[:, self.slots :] != 0 if details is None else details.taken
        return F.pad(taken, (self.prefix_len + self.slots, 0), value=True)[:, None, None]
