"""A row of text as one position of a network, cut into parts that end with a number; for calculations in words.

    A pen costs 4 dollars and 12 pens cost ?      parts   [A pen costs 4]  [dollars and 12]  [pens cost ?]

The first number of a question is always in the first part, no matter how many words come before it or how many digits
it has. A part counts its tokens from its end, so units are in the last place and tens in the place before.

A part's vector is the sum over its tokens of a learned vector for this token in this place. Tokens further from the end
than `_PLACES` share the furthest place. The vectors of all parts, side by side, are projected to one position. The
network then calculates with channels, as in `DenseBlock`, and need not find digits among words.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import torch
import torch.nn.functional as F
from pydantic import Field
from torch import nn

from models.encoders.base import Encoder, EncoderConfig
from models.layers import CastedEmbedding, CastedLinear
from models.recursive_reasoning.config import CoreConfig

PART_WIDTH = 48
"""Channels of a part."""
_PLACES = 6
"""Number of different places in a part, counted from its end: enough for a number of five digits and its sign."""


class NumbersConfig(EncoderConfig):
    """Settings of `Numbers`."""

    parts: int = Field(10, ge=1, le=10_000)
    """Number of parts of a question; each ends with a number, and the last part takes the rest."""


class Numbers(Encoder):
    """Tokens (B, seq_len) to (B, 1, D)."""

    config_class = NumbersConfig
    stands_alone = True

    def __init__(self, config: NumbersConfig, core: CoreConfig) -> None:
        super().__init__()
        layout, D = core.layout, core.hidden_size
        if layout.answer_slots is None:
            raise ValueError("encoder=numbers is about text, and the data have none (dataset.json: no answer_slots)")
        if core.puzzle_emb_ndim and core.dense:
            raise ValueError("encoder=numbers with dense=True takes each position by itself: set puzzle_emb_ndim=0")
        if core.mlp_t:
            raise ValueError("encoder=numbers makes a row one position: mlp_t=True has none to mix")
        self.positions = 1
        self.scale = D**0.5
        self.pooling = NumberPooling(
            layout.slots, config.parts, core.vocab_size, layout.digits, D, core.rms_norm_eps, core.dtype
        )

    def forward(self, inputs: torch.Tensor, active: torch.Tensor | None = None, details: Any = None) -> torch.Tensor:
        return self.pooling(inputs) / self.scale


class NumberPooling(nn.Module):
    """Tokens (B, seq_len) to (B, 1, D), of root mean square about 1.

    Args:
        slots: number of tokens before the question; they are not read.
        parts: number of parts of a question; the last part takes the rest.
        vocab_size: number of different tokens.
        digits: the tokens that make up numbers; a run of digits is a number.
        width: D.
        eps: added to the mean square in the norms.
        dtype: of the result.
        pad_id: the token that fills up rows.
    """

    is_digit: torch.Tensor
    """(vocab_size,), True for digits."""

    def __init__(
        self,
        slots: int,
        parts: int,
        vocab_size: int,
        digits: Collection[int],
        width: int,
        eps: float,
        dtype: torch.dtype,
        pad_id: int = 0,
    ) -> None:
        super().__init__()
        self.slots, self.parts, self.pad_id, self.eps = slots, parts, pad_id, eps
        self.vocab_size = vocab_size
        is_digit = torch.zeros(vocab_size, dtype=torch.bool)
        is_digit[list(digits)] = True
        self.register_buffer("is_digit", is_digit, persistent=False)
        self.embed_places = CastedEmbedding(_PLACES * vocab_size, PART_WIDTH, init_std=1.0, cast_to=dtype)
        self.proj = CastedLinear(parts * PART_WIDTH, width, bias=False)

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        """Cut the questions into parts, put these side by side, and project them."""
        row = self.proj(self.cut_up(tokens[:, self.slots :], self.parts).flatten(1))
        return F.rms_norm(row, self.proj.weight.shape[:1], eps=self.eps).unsqueeze(1)

    def cut_up(self, texts: torch.Tensor, parts: int) -> torch.Tensor:
        """Texts (B, L) to the vectors of their parts (B, parts, PART_WIDTH)."""
        part, place = self.cut(texts, parts)
        words = self.embed_places(place * self.vocab_size + texts)  # (B, L, PART_WIDTH)
        # A matrix product adds up in a fixed order on a GPU, and needs no synchronisation.
        members = (part.unsqueeze(1) == torch.arange(parts, device=part.device).view(-1, 1)).to(words.dtype)
        return F.rms_norm(members @ words, (PART_WIDTH,), eps=self.eps)

    def cut(self, question: torch.Tensor, parts: int) -> tuple[torch.Tensor, torch.Tensor]:
        """The part of each token (B, L), -1 for padding, and its distance from the part's end, below `_PLACES`."""
        filled = question != self.pad_id
        digit = self.is_digit[question]
        ends = digit & ~F.pad(digit[:, 1:], (0, 1))
        before = (ends.cumsum(1) - ends.long()).clamp_max(parts - 1)
        last = filled & ~F.pad(filled[:, 1:], (0, 1))
        ends = last | (ends & (before < parts - 1))
        position = torch.arange(question.shape[1], device=question.device).expand_as(question)
        beyond = torch.where(ends, position, question.shape[1])
        end = beyond.flip(1).cummin(1).values.flip(1)  # the nearest end from here on
        return torch.where(filled, before, -1), (end - position).clamp(0, _PLACES - 1)
