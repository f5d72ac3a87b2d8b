"""A row of text as one position of a network, cut behind its numbers; for problems whose numbers are what counts.

    A pen costs 4 dollars and 12 pens cost ?      parts   [A pen costs 4]  [dollars and 12]  [pens cost ?]

The first number of a question stands in the first part, whatever is said before it and however many digits it has, and
a part counts its words from its end: units stand in the last place, tens before them. A part is the sum of a vector for
each of its tokens in its place; words further from the end than `_PLACES` have no place. The parts side by side,
projected, are what the network holds of the row: calculating is then a matter of channels, as in `DenseBlock`, not of
finding digits among words.
"""

from __future__ import annotations

from collections.abc import Collection

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
"""Places of a part, counted from its end, that are told apart: those of a number of five digits and its sign."""


class NumbersConfig(EncoderConfig):
    """Settings of `Numbers`."""

    parts: int = Field(10, ge=1, le=10_000)
    """Into how many parts a question is cut behind its numbers; the last part takes what is left."""


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

    def forward(self, inputs: torch.Tensor, active: torch.Tensor | None = None) -> torch.Tensor:
        return self.pooling(inputs) / self.scale


class NumberPooling(nn.Module):
    """Tokens (B, seq_len) to (B, 1, D), of root mean square about 1.

    Args:
        slots: tokens before the question, which are not read.
        parts: into which a question is cut; the last one takes what is left.
        vocab_size: of the tokens.
        digits: the tokens that numbers are made of; a run of them is a number.
        width: D.
        eps: of the norms.
        dtype: of the result.
        pad_id: the token that fills rows up.
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
        """Cut the questions and put their parts side by side."""
        row = self.proj(self.cut_up(tokens[:, self.slots :], self.parts).flatten(1))
        return F.rms_norm(row, self.proj.weight.shape[:1], eps=self.eps).unsqueeze(1)

    def cut_up(self, texts: torch.Tensor, parts: int) -> torch.Tensor:
        """The parts of texts (B, L), each the sum of its tokens: (B, parts, PART_WIDTH)."""
        part, place = self.cut(texts, parts)
        words = self.embed_places(place * self.vocab_size + texts)  # (B, L, PART_WIDTH)
        # As a product, so that a GPU adds up in one order and never waits for the host.
        members = (part.unsqueeze(1) == torch.arange(parts, device=part.device).view(-1, 1)).to(words.dtype)
        return F.rms_norm(members @ words, (PART_WIDTH,), eps=self.eps)

    def cut(self, question: torch.Tensor, parts: int) -> tuple[torch.Tensor, torch.Tensor]:
        """The part of each token (B, L), -1 for padding, and how far it stands from the part's end, below `_PLACES`."""
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
