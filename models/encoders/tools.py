"""Tool calling: one position for the decision and one for the focus, then one a tool, an argument, a line of the talk.

    words      [TOOL find movies REQUIRED genre ... | USER find me a comic NEXT_LINE film by ...]
    positions  [DECIDE FOCUS | tool tool _ _ | argument argument argument _ | _ _ line line]      lines end at the right

Every word becomes a vector of its own first, by two convolutions over its neighbours (`details`). A word that stands
both in the tools and in the conversation then reads what the other side says with it, so that a tool nobody has seen is
found by the words that it shares with the query. A position's vector is the sum of its words' vectors, normed; an
argument also gets its tool's, and a line its age, counted from the last line.
Attention then compares some hundred positions instead of all words, and the head reads words and positions together.

The tokens of a word hold its number and its case (`dataset.text.word_vocabulary`): all unknown words share the vectors
of their endings and hashes.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import nn

from dataset.text.word_vocabulary import CASES, ENDINGS, HASHES, MARKERS, Marker, begins_text
from dataset.tools.classes import Classes
from models.common import trunc_normal_init_
from models.encoders.base import Encoder, EncoderConfig
from models.layers import CastedLinear
from models.recursive_reasoning.config import CoreConfig

MOST_WORDS = 1 << 20
"""More than the number of different words."""
_WORD_STD = 0.2
"""Word vectors are normed when they are read. They start small, so that a step of the optimizer turns them further."""


class ToolsConfig(EncoderConfig):
    """Settings of `Tools`."""

    convolutions: int = 2
    """Number of convolutions over the words."""


class Places(NamedTuple):
    """Where the words of B rows belong.

    Attributes:
        rows, columns: (N,) row, and position behind the front, of every word or marker.
        positions: (N,) the encoder's position that each belongs to.
        numbers: (N,) number of each word without its case, or of the marker.
        is_option: (N,) bool, words of a value of an enum.
        is_said: (N,) bool, words and markers of the conversation.
        taken: (B, P) bool, positions that have words.
        tool_of_argument: (B, arguments) the tool that each argument belongs to.
        required: (B, arguments) bool, arguments without which their tool cannot be called.
    """

    rows: torch.Tensor
    columns: torch.Tensor
    positions: torch.Tensor
    numbers: torch.Tensor
    is_option: torch.Tensor
    is_said: torch.Tensor
    taken: torch.Tensor
    tool_of_argument: torch.Tensor
    required: torch.Tensor

    def of(self, chosen: torch.Tensor) -> tuple[torch.Tensor, Places]:
        """The places of the `chosen` rows (C,), which ascend, and which of the N words are theirs."""
        number = torch.full_like(self.taken[:, 0], -1, dtype=torch.long).index_copy(
            0, chosen, torch.arange(len(chosen), device=chosen.device)
        )
        rows = number[self.rows]
        words = (rows >= 0).nonzero().squeeze(1)
        return words, Places(
            rows[words],
            self.columns[words],
            self.positions[words],
            self.numbers[words],
            self.is_option[words],
            self.is_said[words],
            self.taken[chosen],
            self.tool_of_argument[chosen],
            self.required[chosen],
        )


class Tools(Encoder):
    """Tokens (B, seq_len) to (B, 2 + tools + arguments + lines, D)."""

    config_class = ToolsConfig

    def __init__(self, config: ToolsConfig, core: CoreConfig) -> None:
        super().__init__()
        self.config = config
        self.classes = Classes.of(core)
        sizes = self.classes.sizes
        D = core.hidden_size
        self.scale, self.eps = D**0.5, core.rms_norm_eps
        self.first_argument = 2 + sizes.tools
        self.first_line = self.first_argument + sizes.arguments
        self.positions = self.first_line + sizes.lines
        self.words = WordVectors(core.vocab_size, D, config.convolutions, core.rms_norm_eps, core.dtype)
        self.special = nn.Parameter(trunc_normal_init_(torch.empty(2, D), std=0.5))
        self.kinds = nn.Parameter(trunc_normal_init_(torch.empty(3, D), std=0.5))
        self.ages = nn.Parameter(trunc_normal_init_(torch.empty(sizes.lines, D), std=0.5))
        self.from_tool = CastedLinear(D, D, bias=False)
        self.from_mentions = CastedLinear(D + 2, D, bias=False)

    def details(self, inputs: torch.Tensor) -> Words:
        tokens = inputs[:, self.classes.front :]
        rows, columns = tokens.nonzero(as_tuple=True)
        places = self._places(tokens, rows, columns)
        vectors = self.words(tokens[rows, columns], rows)
        return Words(vectors + self.from_mentions(_mentions(vectors, places)), places)

    def _places(self, tokens: torch.Tensor, rows: torch.Tensor, columns: torch.Tensor) -> Places:
        index = tokens // CASES
        is_tool = index == Marker.TOOL
        is_argument = (index == Marker.REQUIRED) | (index == Marker.OPTIONAL)
        is_line = (index >= Marker.SYSTEM) & (index <= Marker.NEXT_LINE)
        tool, argument, line = (flag.cumsum(1) for flag in (is_tool, is_argument, is_line))  # (B, W), from 1
        last_line = line[:, -1:]
        # Since the last of these markers: which kind of position a word belongs to.
        starts = (is_tool | is_argument | is_line).cumsum(1)
        kind = torch.where(is_tool, 1, torch.where(is_argument, 2, torch.where(is_line, 3, 0)))
        order = torch.arange(tokens.shape[1], device=tokens.device)
        newest = torch.where(kind > 0, order, 0).cummax(1).values
        kind = kind.gather(1, newest)
        newest_option = torch.where(index == Marker.ENUM_VALUE, order, -1).cummax(1).values
        is_option = (newest_option > newest) & (index != Marker.ENUM_VALUE)
        position = torch.where(
            kind == 1,
            1 + tool,
            torch.where(kind == 2, self.first_argument - 1 + argument, self.positions - 1 - last_line + line),
        )
        position = torch.where(starts == 0, 0, position).clamp(0, self.positions - 1)
        positions = position[rows, columns]
        taken = torch.zeros(len(tokens), self.positions, dtype=torch.bool, device=tokens.device)
        taken[rows, positions] = True
        taken[:, :2] = True
        tool_of_argument = torch.zeros(
            len(tokens), self.first_line - self.first_argument, dtype=torch.long, device=tokens.device
        )
        where = is_argument[rows, columns]
        argument_rows, argument = rows[where], positions[where] - self.first_argument
        tool_of_argument[argument_rows, argument] = tool[rows, columns][where] - 1
        required = torch.zeros_like(tool_of_argument, dtype=torch.bool)
        required[argument_rows, argument] = index[rows, columns][where] == Marker.REQUIRED
        return Places(
            rows,
            columns,
            positions,
            index[rows, columns],
            is_option[rows, columns],
            (kind == 3)[rows, columns],
            taken,
            tool_of_argument,
            required,
        )

    def forward(
        self, inputs: torch.Tensor, active: torch.Tensor | None = None, details: Words | None = None
    ) -> torch.Tensor:
        words = self.details(inputs) if details is None else details
        places = words.places
        B, D = len(inputs), words.vectors.shape[-1]
        flat = places.rows * self.positions + places.positions
        sums = words.vectors.new_zeros(B * self.positions, D).index_add(0, flat, words.vectors)
        x = F.rms_norm(sums.view(B, self.positions, D), (D,), eps=self.eps)
        _, tools, arguments, lines = x.split(
            (2, self.first_argument - 2, self.first_line - self.first_argument, len(self.ages)), dim=1
        )
        of_tool = tools.gather(1, places.tool_of_argument.unsqueeze(-1).expand(-1, -1, D))
        dtype = x.dtype
        kinds = self.kinds.to(dtype)
        x = torch.cat(
            (
                lines[:, -2:].sum(1, keepdim=True) + self.special.to(dtype),  # they start from what was said last
                tools + kinds[0],
                arguments + self.from_tool(of_tool) + kinds[1],
                lines + self.ages.to(dtype) + kinds[2],
            ),
            dim=1,
        )
        return F.rms_norm(x, (D,), eps=self.eps) * places.taken.unsqueeze(-1) / self.scale

    def visible(self, inputs: torch.Tensor, details: Words | None = None) -> torch.Tensor:
        """Positions without words are seen by nobody."""
        taken = (self.details(inputs) if details is None else details).places.taken
        return taken[:, None, None, :]


class Words(NamedTuple):
    """The words of B rows.

    Attributes:
        vectors: (N, D), of root mean square about 1.
        places: where they belong.
    """

    vectors: torch.Tensor
    places: Places


class WordVectors(nn.Module):
    """Tokens (N,) of words, row after row, to vectors (N, D)."""

    def __init__(self, vocab_size: int, width: int, convolutions: int, eps: float, dtype: torch.dtype) -> None:
        super().__init__()
        self.eps, self.dtype = eps, dtype
        self.first_bucket = vocab_size // CASES - ENDINGS * HASHES
        self.known = nn.Parameter(trunc_normal_init_(torch.empty(self.first_bucket, width), std=_WORD_STD))
        self.endings = nn.Parameter(trunc_normal_init_(torch.empty(ENDINGS, width), std=0.7 * _WORD_STD))
        self.hashes = nn.Parameter(trunc_normal_init_(torch.empty(HASHES, width), std=0.7 * _WORD_STD))
        self.cases = nn.Parameter(trunc_normal_init_(torch.empty(CASES, width), std=0.3 * _WORD_STD))
        self.convolutions = nn.ModuleList(Convolution(width, eps) for _ in range(convolutions))

    def forward(self, tokens: torch.Tensor, rows: torch.Tensor) -> torch.Tensor:
        index, case = tokens // CASES, tokens % CASES
        bucket = (index - self.first_bucket).clamp_min(0)
        unknown = F.embedding(bucket // HASHES, self.endings) + F.embedding(bucket % HASHES, self.hashes)
        known = F.embedding(index.clamp_max(self.first_bucket - 1), self.known)
        x = torch.where((index < self.first_bucket).unsqueeze(-1), known, unknown) + F.embedding(case, self.cases)
        x = F.rms_norm(x.to(self.dtype), x.shape[-1:], eps=self.eps)
        follows = _follows(index, rows)
        for convolution in self.convolutions:
            x = convolution(x, follows)
        return x


def _mentions(vectors: torch.Tensor, places: Places) -> torch.Tensor:
    """What the other side says with the same word: (N, D + 2).

    For a word of a tool, the mean vector of equal words of the conversation, and for a word of the conversation that of
    the tools; then whether there are any, and how rare the word is in its row. Zeros if the other side lacks the word.
    """
    said = places.is_said.long()
    _, word = (places.rows * MOST_WORDS + places.numbers).unique(return_inverse=True)
    own, other = 2 * word + said, 2 * word + 1 - said  # equal words of a row, each side by itself
    size = 2 * len(word)
    counts = vectors.new_zeros(size).index_add(0, own, torch.ones_like(vectors[:, 0]))
    sums = vectors.new_zeros(size, vectors.shape[-1]).index_add(0, own, vectors)
    found = counts[other].unsqueeze(-1)
    shared = ((found > 0) & (places.numbers >= MARKERS).unsqueeze(-1)).to(vectors.dtype)
    mean = shared * sums[other] / found.clamp_min(1)
    return torch.cat((mean, shared, shared / (counts[own].unsqueeze(-1) + found)), dim=-1)


def _follows(index: torch.Tensor, rows: torch.Tensor) -> torch.Tensor:
    """Which words (N,) belong to the text of the word before them.

    Tools, arguments and turns are texts of their own, so that their order means nothing to a word.
    """
    follows = ~begins_text(index)
    follows[1:] &= rows[1:] == rows[:-1]
    follows[:1] = False
    return follows


class Convolution(nn.Module):
    """A word and its neighbours, (N, 3 D), through one gated layer, with a residual and a norm."""

    def __init__(self, width: int, eps: float) -> None:
        super().__init__()
        self.eps = eps
        self.inner = CastedLinear(3 * width, width, bias=False)
        self.outer = CastedLinear(width // 2, width, bias=False)

    def forward(self, x: torch.Tensor, follows: torch.Tensor) -> torch.Tensor:
        linked = follows.unsqueeze(-1).to(x.dtype)
        before = x.roll(1, 0) * linked
        after = (x * linked).roll(-1, 0)
        gate, value = self.inner(torch.cat((before, x, after), dim=-1)).chunk(2, dim=-1)
        return F.rms_norm(x + self.outer(F.silu(gate) * value), x.shape[-1:], eps=self.eps)
