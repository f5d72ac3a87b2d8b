"""Tool calling: one position for the row as a whole, which has no content, then one for each word of tools and talk.

    row        [DECIDE FOCUS CALLS ... | TOOL find movies REQUIRED genre ... USER find me a comic _ _]
    positions  [row                    | TOOL find movies REQUIRED genre ... USER find me a comic _ _]

Padding is hidden from every position. So are words that the settings leave out; they cost no time then.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import torch
import torch.nn.functional as F
from pydantic import Field

from dataset.text.word_vocabulary import CASES, Marker, begins_text
from dataset.tools.classes import Classes
from models.encoders.base import Encoder, EncoderConfig
from models.encoders.tools import WordVectors
from models.recursive_reasoning.config import CoreConfig


class WordsConfig(EncoderConfig):
    """Settings of `Words`."""

    arguments: Literal["all", "required", "none"] = "all"
    """Which arguments of the tools are read."""
    talk_words: int | None = Field(None, ge=1)
    """Most words of the conversation that are read, the latest ones; None: all."""


class WordPlaces(NamedTuple):
    """What the words of B rows are, W of each row, padding included.

    Attributes:
        read: (B, W) bool, True for words and markers that are read.
        tool: (B, W) the index of the tool whose name or description a word belongs to; -1: none.
    """

    read: torch.Tensor
    tool: torch.Tensor


class Words(Encoder):
    """Tokens (B, seq_len) to (B, 1 + words, D)."""

    config_class = WordsConfig

    def __init__(self, config: WordsConfig, core: CoreConfig) -> None:
        super().__init__()
        if not core.attends:
            raise ValueError("encoder=words hides padding, which mlp_t and dense cannot do; use attention")
        self.config = config
        self.classes = Classes.of(core)
        self.positions = 1 + self.classes.words
        self.prefix_len = core.prefix_len
        self.scale = core.hidden_size**0.5
        self.words = WordVectors(core.vocab_size, core.hidden_size, 0, core.rms_norm_eps, core.dtype)

    def details(self, inputs: torch.Tensor) -> WordPlaces:
        tokens = inputs[:, self.classes.front :]
        index = tokens // CASES
        order = torch.arange(tokens.shape[1], device=tokens.device)
        newest = torch.where(begins_text(index), order, 0).cummax(1).values
        part = index.gather(1, newest)  # the marker of the text that a word belongs to
        is_tool, is_required, is_optional = (
            part == marker for marker in (Marker.TOOL, Marker.REQUIRED, Marker.OPTIONAL)
        )
        read = tokens != Marker.PAD.token
        is_talk = read & (part >= Marker.SYSTEM)
        if self.config.arguments != "all":
            read = read & ~is_optional
        if self.config.arguments == "none":
            read = read & ~is_required
        if self.config.talk_words is not None:
            to_come = is_talk.flip(1).cumsum(1).flip(1)  # words of the conversation from here to its end
            read = read & ~(is_talk & (to_come > self.config.talk_words))
        number = (index == Marker.TOOL).cumsum(1) - 1
        return WordPlaces(read, torch.where(is_tool & read, number, -1))

    def forward(
        self, inputs: torch.Tensor, active: torch.Tensor | None = None, details: WordPlaces | None = None
    ) -> torch.Tensor:
        read = (self.details(inputs) if details is None else details).read
        tokens = inputs[:, self.classes.front :]
        flat = tokens.flatten()
        rows = torch.zeros_like(flat)  # whose word it is matters to convolutions alone, and there are none
        vectors = self.words(flat, rows).view(*tokens.shape, -1) / self.scale
        return F.pad(vectors * read.unsqueeze(-1), (0, 0, 1, 0))

    def visible(self, inputs: torch.Tensor, details: WordPlaces | None = None) -> torch.Tensor:
        """Padding and what is left out are hidden, and so is the first position, which has no content."""
        read = F.pad((self.details(inputs) if details is None else details).read, (1, 0))
        return F.pad(read, (self.prefix_len, 0), value=True)[:, None, None]
