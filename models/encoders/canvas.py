"""Code with comments: one position for each token, which knows its place in its line and which comment it belongs to.

    tokens     def f ( xs ) : ;  # d is the sum of xs ;  d = max ( xs ) ;  return d ;
    comment    0 0 0 0 0  0 0 0  1 1 1  1   1   1  1  1  1 1 1   1 1  1 1  1      1 1
    column     0 1 2 3 4  5 6 7  0 1 2  3   4   5  6  7  0 1 2   3 4  5 6  0      1 2

Short convolutions let each token's vector take in its neighbours of the same line. Padding is left out, and so is the
head, since comments and code have all of its names; only its first token stays, from whose position q is read.
"""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from pydantic import Field
from torch import nn

from models.common import trunc_normal_init_
from models.encoders.base import Encoder, EncoderConfig
from models.encoders.tools import Convolution
from models.recursive_reasoning.config import CoreConfig

_PLACE_STD = 0.5
"""Spread of the vectors of places, beside 1 of tokens."""


class CanvasConfig(EncoderConfig):
    """Settings of `Canvas`."""

    convolutions: int = Field(1, ge=0)
    """Number of convolutions over the tokens."""


class Canvas(Encoder):
    """Tokens (B, seq_len) to (B, seq_len, D)."""

    config_class = CanvasConfig

    def __init__(self, config: CanvasConfig, core: CoreConfig) -> None:
        super().__init__()
        canvas = core.layout.canvas
        if canvas is None:
            raise ValueError("encoder=canvas needs code with comments (dataset.json: no layout.canvas)")
        if not core.attends:
            raise ValueError("encoder=canvas hides padding, which mlp_t and dense cannot do; use attention")
        D = core.hidden_size
        self.canvas, self.positions, self.prefix_len = canvas, core.seq_len, core.prefix_len
        self.eps, self.dtype = core.rms_norm_eps, core.dtype
        self.tokens = nn.Parameter(trunc_normal_init_(torch.empty(core.vocab_size, D), std=1.0))
        self.comments = nn.Parameter(trunc_normal_init_(torch.empty(core.seq_len, D), std=_PLACE_STD))
        self.columns = nn.Parameter(trunc_normal_init_(torch.empty(core.seq_len, D), std=_PLACE_STD))
        self.convolutions = nn.ModuleList(Convolution(D, self.eps) for _ in range(config.convolutions))

    def forward(self, inputs: torch.Tensor, active: torch.Tensor | None = None, details: Any = None) -> torch.Tensor:
        comment, column = self.places(inputs)
        taken = self.taken(inputs)
        tokens, column = inputs[taken], column[taken]  # (N,), row after row
        x = F.embedding(tokens, self.tokens) + F.embedding(comment[taken], self.comments)
        x = F.rms_norm((x + F.embedding(column, self.columns)).to(self.dtype), x.shape[-1:], eps=self.eps)
        for convolution in self.convolutions:
            x = convolution(x, column > 0)
        return x.new_zeros(*inputs.shape, x.shape[-1]).index_put((taken,), x) / x.shape[-1] ** 0.5

    def places(self, inputs: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Of each token, the number of comments up to it, and its place in its line: (B, seq_len) each."""
        order = torch.arange(inputs.shape[1], device=inputs.device)
        begins = F.pad(inputs[:, :-1] == self.canvas.line_break, (1, 0), value=True)
        column = order - torch.where(begins, order, 0).cummax(1).values
        return (inputs == self.canvas.comment).cumsum(1), column

    def taken(self, inputs: torch.Tensor) -> torch.Tensor:
        """Which tokens are read: (B, seq_len) bool."""
        is_behind_head = F.pad((inputs == self.canvas.line_break).cumsum(1)[:, :-1] > 0, (1, 0))
        is_behind_head[:, 0] = True
        return (inputs != 0) & is_behind_head

    def visible(self, inputs: torch.Tensor, details: Any = None) -> torch.Tensor:
        """What is left out is seen by nobody."""
        return F.pad(self.taken(inputs), (self.prefix_len, 0), value=True)[:, None, None]
