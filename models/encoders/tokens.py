"""The official encoder: one position for each token."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from models.encoders.base import Encoder, EncoderConfig
from models.encoders.matching import start_matching
from models.layers import CastedEmbedding
from models.recursive_reasoning.config import CoreConfig


class TokensConfig(EncoderConfig):
    """Settings of `Tokens`."""

    matching: bool = False
    """Start with weights that search for equal content: see `models.encoders.matching`."""


class Tokens(Encoder, CastedEmbedding):
    """A table of token embeddings: (B, seq_len) to (B, seq_len, D)."""

    config_class = TokensConfig
    registered_as = "embed_tokens"

    def __init__(self, config: TokensConfig, core: CoreConfig) -> None:
        D = core.hidden_size
        CastedEmbedding.__init__(self, core.vocab_size, D, init_std=D**-0.5, cast_to=core.dtype)
        self.config = config
        self.positions = core.seq_len

    def forward(self, inputs: torch.Tensor, active: torch.Tensor | None = None, details: Any = None) -> torch.Tensor:
        return CastedEmbedding.forward(self, inputs)

    def start(self, network: nn.Module) -> None:
        if self.config.matching:
            start_matching(network, self.embedding_weight)
