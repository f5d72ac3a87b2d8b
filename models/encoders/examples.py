"""Examples of an unknown function (`dataset.code.list_rows`): a position for the state before each statement.

    [3, -1] -> [-2, 6]  and  [2, 0] -> [0, 4]       position 0    inputs and outputs
    c = [6, -2]         and  c = [4, 0]             position 1    the same, and the results c

An example's vector is made of its values, and of how each value compares with the output: which of their numbers are
equal, and the difference of numbers in the same place. Blocks of `arch.dense` work on it; then the mean over the
examples is the position's vector. Whatever is the same for all positions is computed once.
"""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from pydantic import Field
from torch import nn

from dataset.code.list_language import MOST_INPUTS
from models.encoders.base import Encoder, EncoderConfig
from models.layers import CastedEmbedding, CastedLinear, Context
from models.recursive_reasoning.blocks import ReasoningModule
from models.recursive_reasoning.config import CoreConfig

_DIFFERENCE_WIDTH = 12
_SIZES, _PERIODS = (256, 32), (2, 3, 4, 5, 8, 10, 16, 32, 64)
_ORDER_STD = 0.3
_DRAWN_STD = 0.1
"""Spread of what is drawn in the vectors of tokens, besides the features of numbers."""


class ExamplesConfig(EncoderConfig):
    """Settings of `Examples`."""

    token_width: int = Field(24, ge=1)
    """Number of channels of a token's vector."""
    value_width: int = Field(96, ge=1)
    """Number of channels of a value's vector."""
    layers: int = Field(2, ge=1)
    """Number of blocks for each example."""


class Examples(Encoder):
    """Tokens (B, seq_len) to (B, statements, D)."""

    config_class = ExamplesConfig
    stands_alone = True
    reads_results = True

    def __init__(self, config: ExamplesConfig, core: CoreConfig) -> None:
        super().__init__()
        layout, D = core.layout, core.hidden_size
        if layout.line_len is None or layout.answer_slots is None or layout.numbers is None:
            raise ValueError("encoder=examples needs examples of functions, and the data have none")
        if not core.dense or core.puzzle_emb_ndim or core.pos_encodings != "none":
            raise ValueError(
                "encoder=examples takes each position by itself: set dense=True puzzle_emb_ndim=0 pos_encodings=none"
            )
        self.positions = layout.answer_slots
        self.start_of_lines, self.line_len, self.first_number = layout.slots, layout.line_len, layout.numbers.first
        self.values = MOST_INPUTS + self.positions  # of an example; the last one is the output
        self.scale, self.eps, self.largest = D**0.5, core.rms_norm_eps, layout.numbers.count - 1
        numbers = torch.arange(layout.numbers.smallest, layout.numbers.smallest + layout.numbers.count)
        self.embed_tokens = _table(core.vocab_size, self.first_number, numbers, config.token_width, core.dtype)
        differences = torch.arange(-self.largest, self.largest + 1)
        self.embed_differences = _table(len(differences) + 1, 0, differences, _DIFFERENCE_WIDTH, core.dtype)
        self.value = CastedLinear(self.line_len * config.token_width, config.value_width, bias=False)
        compared = self.line_len * (self.line_len + _DIFFERENCE_WIDTH)
        # Each place of a value has weights of its own.
        self.place_weights = nn.Parameter(_random(self.values, config.value_width, D))
        self.compared_weights = nn.Parameter(_random(self.values - 1, compared, D))
        self.order = nn.Parameter(_ORDER_STD * torch.randn(self.positions, D))
        self.blocks = ReasoningModule(core, config.layers, self.positions, D)

    def forward(self, inputs: torch.Tensor, active: torch.Tensor | None = None, details: Any = None) -> torch.Tensor:
        lines = inputs[:, self.start_of_lines :].view(len(inputs), -1, self.values, self.line_len)
        lines = lines.permute(2, 0, 1, 3)  # (values, B, examples, line_len)
        parts = self.parts(lines)  # (values, B, examples, D)
        at_first = parts[:MOST_INPUTS].sum(0) + parts[-1]
        states = torch.cat((at_first.unsqueeze(0), parts[MOST_INPUTS:-1])).cumsum(0)  # (positions, B, examples, D)
        states = states + self.order.to(states.dtype)[:, None, None]
        x = self.blocks(states.permute(1, 0, 2, 3).contiguous(), None, Context(None, None)).mean(2)
        return F.rms_norm(x, x.shape[-1:], eps=self.eps) / self.scale

    def parts(self, lines: torch.Tensor) -> torch.Tensor:
        """What each value adds to the vector of its example: (values, B, examples, D)."""
        vectors = F.silu(self.value(self.embed_tokens(lines).flatten(3)))
        parts = _by_place(vectors, self.place_weights)
        values, output = lines[:-1], lines[-1:]
        is_number = (values >= self.first_number, output >= self.first_number)
        equal = (values.unsqueeze(-1) == output.unsqueeze(-2)) & is_number[0].unsqueeze(-1)
        differences = torch.where(is_number[0] & is_number[1], output - values + self.largest, 2 * self.largest + 1)
        compared = torch.cat((equal.flatten(3).to(parts.dtype), self.embed_differences(differences).flatten(3)), 3)
        return torch.cat((parts[:-1] + _by_place(compared, self.compared_weights), parts[-1:]))


def _table(count: int, first: int, numbers: torch.Tensor, width: int, dtype: torch.dtype) -> CastedEmbedding:
    """Vectors (count, width). Those from row `first` on begin with what their numbers are: size, sign, and periods."""
    turns = 2 * torch.pi * numbers[:, None] / torch.tensor(_PERIODS)
    size = numbers[:, None] / torch.tensor(_SIZES)
    signs = torch.stack((numbers.sign(), numbers.sign() * numbers.abs().log1p() / 5), 1)
    features = torch.cat((size, signs, torch.stack((turns.sin(), turns.cos()), 2).flatten(1)), 1)[:, :width]
    table = CastedEmbedding(count, width, _DRAWN_STD, dtype)
    with torch.no_grad():
        table.embedding_weight[first : first + len(numbers), : features.shape[1]] += features
    return table


def _by_place(vectors: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    """(values, B, examples, W) times (values, W, D)."""
    return torch.bmm(vectors.flatten(1, 2), weights.to(vectors.dtype)).unflatten(1, vectors.shape[1:3])


def _random(values: int, width: int, channels: int) -> torch.Tensor:
    return torch.randn(values, width, channels) / width**0.5
