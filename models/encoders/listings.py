"""Listings, lines whose tokens mean something by their place: code, lists of numbers. One position for each line.

    tokens   [slot slot | a = [ 3 1 4 ] _ | b = sorted ( a ) _ _]        positions   slot slot line line

A line's vector is a linear function of the vectors of its tokens, with weights of their own for each place. `lines`
scales the vector of a word by its place instead, which tells sentences apart and blurs the order of a list.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn

from models.encoders.base import EncoderConfig
from models.encoders.lines import Lines
from models.layers import CastedEmbedding, CastedLinear
from models.recursive_reasoning.config import CoreConfig

_PERIODS = (2, 3, 4, 5, 7, 10, 16, 25, 50, 100, 200, 400)
_NUMBER_STD = 0.1
"""Spread of what is drawn in the vectors of numbers, besides their features."""


class ListingsConfig(EncoderConfig):
    """Settings of `Listings`."""

    token_width: int = 32
    """Number of channels of a token's vector."""


class Listings(Lines):
    """Tokens (B, seq_len) to (B, slots + lines, D)."""

    config_class = ListingsConfig
    config: ListingsConfig  # type: ignore[assignment]

    def make_table(self, core: CoreConfig) -> CastedEmbedding:
        return token_vectors(core, self.config.token_width)

    def make_pooling(self, core: CoreConfig) -> PlacePooling:
        return PlacePooling(self.slots, core, self.config.token_width)

    def start(self, network: nn.Module) -> None:
        """There is nothing to change: vectors of tokens are too short for `encoders.matching`."""


def token_vectors(core: CoreConfig, width: int) -> CastedEmbedding:
    """A table of token vectors (vocab_size, width). Those of numbers start with what the number is modulo some periods.

    A sum is then a rotation of vectors, which a network finds sooner than a table of pairs.
    """
    table = CastedEmbedding(core.vocab_size, width, init_std=1.0, cast_to=core.dtype)
    numbers = core.layout.numbers
    if numbers is not None:
        values = torch.arange(numbers.smallest, numbers.smallest + numbers.count)
        angles = 2 * torch.pi * values[:, None] / torch.tensor(_PERIODS)
        features = torch.cat((angles.sin(), angles.cos()), dim=1)[:, :width]
        with torch.no_grad():
            rows = table.embedding_weight[numbers.first : numbers.first + numbers.count]
            rows.mul_(_NUMBER_STD)
            rows[:, : features.shape[1]] += features
    return table


class PlacePooling(nn.Module):
    """Tokens (B, seq_len) to vectors of root mean square about 1, (B, slot_positions + lines, D).

    Args:
        slot_positions: number of positions before the lines.
        width: number of channels of a token's vector.
    """

    def __init__(self, slot_positions: int, core: CoreConfig, width: int) -> None:
        super().__init__()
        layout, D = core.layout, core.hidden_size
        assert layout.line_len is not None
        self.start, self.line_len, self.eps = layout.slots, layout.line_len, core.rms_norm_eps
        self.slots = nn.Parameter(torch.randn(slot_positions, D))
        self.order = nn.Parameter(torch.randn(layout.lines(core.seq_len), D))
        self.weights = CastedLinear(self.line_len * width, D, bias=False)

    def forward(self, tokens: torch.Tensor, embed: nn.Module) -> torch.Tensor:
        """Look the tokens up in `embed`, pool each line and add its place among the lines."""
        pooled = self.pooled(tokens[:, self.start :].unflatten(1, (-1, self.line_len)), embed)
        lines = F.rms_norm(pooled + self.order.to(pooled.dtype), pooled.shape[-1:], eps=self.eps)
        return torch.cat((self.slots.to(pooled.dtype).expand(len(pooled), -1, -1), lines), dim=1)

    def pooled(self, lines: torch.Tensor, embed: nn.Module) -> torch.Tensor:
        """The vectors (B, lines, D) of lines (B, lines, at most `line_len` tokens)."""
        vectors = embed(F.pad(lines, (0, self.line_len - lines.shape[-1])))
        pooled = self.weights(vectors.flatten(2))
        return F.rms_norm(pooled, pooled.shape[-1:], eps=self.eps)
