"""Text in lines: one position for each slot at the front, and one for each line (`dataset.text.format`).

    tokens       [slot slot slot | Mira has the key . | who has it ? _]        positions   slot slot slot line line

A line's vector is the sum of its words' embeddings. Each embedding is scaled channel by channel by the word's role. A
role is the sum of two parts: a vector for the word's place in the line, as in End-To-End Memory Networks (Sukhbaatar et
al. 2015, arXiv 1503.08895), and a vector for each of the three words on either side. The neighbours distinguish a name
after "than" from a name before "is".

The last line is the question, and every slot starts from it. Attention then compares a few lines instead of all words.
It finds a line by the words that the line shares with the question.
"""

from __future__ import annotations

from typing import Any, Protocol

import torch
import torch.nn.functional as F
from einops import rearrange
from torch import nn

from models.encoders.base import Encoder, EncoderConfig
from models.encoders.matching import start_matching
from models.kernels.filled_places import sums_of_lines
from models.layers import CastedEmbedding
from models.recursive_reasoning.config import CoreConfig

_REACH = 3
"""Number of words on either side that shape a word's role."""
_PLACE_STD = 0.15
_NEIGHBOUR_STD = 0.15
"""Spread of a role's factors around 1. It is small, so that a word stays recognisable when its role changes."""
_SLOT_STD = 0.3
"""Slot vectors start small, so that every slot first attends to the question."""


class LinesConfig(EncoderConfig):
    """Settings of `Lines`."""

    matching: bool = False
    """Start with weights that search for equal content: see `models.encoders.matching`."""


class Pooling(Protocol):
    """Makes a vector of each line, and one of each slot."""

    @property
    def slots(self) -> torch.Tensor:
        """A vector of each position before the lines: (slot_positions, D)."""
        ...

    def __call__(self, tokens: torch.Tensor, embed: nn.Module) -> torch.Tensor:
        """Tokens (B, seq_len) to (B, slot_positions + lines, D)."""
        ...

    def pooled(self, lines: torch.Tensor, embed: nn.Module) -> torch.Tensor:
        """The vectors (B, lines, D) of lines (B, lines, at most `line_len` tokens)."""
        ...


class Lines(Encoder):
    """Tokens (B, seq_len) to (B, slots + lines, D)."""

    config_class: type[EncoderConfig] = LinesConfig

    def __init__(self, config: LinesConfig, core: CoreConfig) -> None:
        super().__init__()
        layout, D = core.layout, core.hidden_size
        if layout.line_len is None:
            raise ValueError("encoder=lines needs text in lines, and the data have none (dataset.json: no line_len)")
        self.config = config
        self.scale = D**0.5
        self.slots = self.slot_positions(core)
        self.positions = self.slots + layout.lines(core.seq_len)
        self.embed_tokens = self.make_table(core)
        self.pooling = self.make_pooling(core)

    def make_table(self, core: CoreConfig) -> CastedEmbedding:
        """The vectors of tokens."""
        return CastedEmbedding(core.vocab_size, core.hidden_size, init_std=1 / self.scale, cast_to=core.dtype)

    def make_pooling(self, core: CoreConfig) -> Pooling:
        """What turns the tokens of a line into a vector."""
        layout = core.layout
        assert layout.line_len is not None
        return LinePooling(
            self.slots, layout.slots, layout.line_len, core.vocab_size, core.hidden_size, core.rms_norm_eps
        )

    def slot_positions(self, core: CoreConfig) -> int:
        """Number of positions before the lines."""
        return core.layout.slots

    def forward(self, inputs: torch.Tensor, active: torch.Tensor | None = None, details: Any = None) -> torch.Tensor:
        return self.pooling(inputs, self.embed_tokens) / self.scale

    def start(self, network: nn.Module) -> None:
        if self.config.matching:
            start_matching(network, self.embed_tokens.embedding_weight)


class LinePooling(nn.Module):
    """Tokens (B, seq_len) to vectors of root mean square about 1, (B, slot_positions + lines, D).

    Args:
        slot_positions: number of positions before the lines.
        slots: number of tokens before the first line.
        line_len: number of tokens in a line.
        vocab_size: number of different tokens.
        width: D.
        eps: added to the mean square in the norm.
        pad_id: the token that fills up a line.
    """

    table_starts: torch.Tensor
    """First row of each neighbour's table in `neighbours`, flattened."""

    def __init__(
        self, slot_positions: int, slots: int, line_len: int, vocab_size: int, width: int, eps: float, pad_id: int = 0
    ) -> None:
        super().__init__()
        self.start, self.line_len, self.pad_id, self.eps = slots, line_len, pad_id, eps
        self.slots = nn.Parameter(_SLOT_STD * torch.randn(slot_positions, width))
        self.places = nn.Parameter(1 + _PLACE_STD * torch.randn(line_len, width))
        self.neighbours = nn.Parameter(_NEIGHBOUR_STD * torch.randn(2 * _REACH, vocab_size, width))
        self.register_buffer("table_starts", vocab_size * torch.arange(2 * _REACH), persistent=False)

    def forward(self, tokens: torch.Tensor, embed: nn.Module) -> torch.Tensor:
        """Look the tokens up in `embed` and add up each line."""
        lines = rearrange(tokens[:, self.start :], "b (line place) -> b line place", place=self.line_len)
        pooled = self.pooled(lines, embed)
        return torch.cat((self.slots.to(pooled.dtype) + pooled[:, -1:], pooled), dim=1)

    def pooled(self, lines: torch.Tensor, embed: nn.Module) -> torch.Tensor:
        """The vectors (B, lines, D) of lines (B, lines, at most `line_len` tokens); an empty line's vector is zero."""
        neighbours = self.neighbours.flatten(0, 1)
        sums = sums_of_lines(lines, self.neighbour_rows(lines), embed, self.places, neighbours, self.pad_id)
        return F.rms_norm(sums, sums.shape[-1:], eps=self.eps)

    def neighbour_rows(self, lines: torch.Tensor) -> torch.Tensor:
        """The row in `neighbours`, flattened, of each word around a word: (B, lines, tokens, 2 * _REACH)."""
        around = F.pad(lines, (_REACH, _REACH), value=self.pad_id).unfold(-1, 2 * _REACH + 1, 1)
        return torch.cat((around[..., :_REACH], around[..., _REACH + 1 :]), dim=-1) + self.table_starts
