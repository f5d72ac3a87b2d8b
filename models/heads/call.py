"""Tool calling: logits of the decision, of the tool in focus, and of each argument's value, for `encoder=tools`.

A tool is chosen by comparing the latent of FOCUS with the tools' latents; the first and last word of a value by
comparing an argument's latent with the words. A word's vector is joined by the latent of its own position (its line, or
its argument), so that it knows what the rest of the conversation has made of it. The last word is looked for with the
first one at hand. Letters of a spelled value come from the latent of DECIDE.

Logits are those of `dataset.tools.classes`; classes that a place cannot have are far below all others.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn

from dataset.common import IGNORE_LABEL_ID
from dataset.tools.classes import (
    ARGUMENTS_START,
    CALLS,
    DECIDE,
    FOCUS,
    LETTERS,
    LONGEST_VALUE,
    OUTCOMES,
    Classes,
    Outcome,
)
from models.common import at_least_float32, trunc_normal_init_
from models.encoders.base import Encoder
from models.encoders.tools import Places, Tools, Words
from models.heads.base import NEVER, Head, HeadConfig
from models.kernels.active import may_leave_out
from models.layers import CastedLinear
from models.recursive_reasoning.config import CoreConfig

_TOGETHER = 8
"""Rows whose words are compared together where padding costs time."""
_SAME_WORD = 6.0
"""What an equal word's score in attention starts with."""


class Call(Head):
    """(B, L, D) to (B, front, classes)."""

    possible: torch.Tensor
    """(3, 16): 0 for the outcomes that DECIDE, FOCUS and VALUE_FROM can have, `NEVER` for all others."""

    def __init__(self, config: HeadConfig, core: CoreConfig, encoder: Encoder) -> None:
        super().__init__()
        if not isinstance(encoder, Tools):
            raise ValueError("head=call reads the words of encoder=tools")
        self.classes = Classes.of(core)
        self.first_argument, self.first_line = encoder.first_argument, encoder.first_line
        self.prefix_len, self.reads, self.positions = core.prefix_len, encoder.positions, encoder.positions
        self.eps = core.rms_norm_eps
        D = core.hidden_size
        self.scale = D**-0.5
        self.decide = CastedLinear(D, OUTCOMES, bias=True)
        self.focus = CastedLinear(D, OUTCOMES, bias=True)
        self.calls = CastedLinear(D, self.classes.sizes.tools, bias=True)
        self.known = CastedLinear(D, OUTCOMES, bias=True)
        self.choose_query, self.choose_key = CastedLinear(D, D, bias=False), CastedLinear(D, D, bias=False)
        with torch.no_grad():  # tools start to be compared by the words that they share with the conversation
            self.choose_key.weight.copy_(self.choose_query.weight)
        self.join_word, self.join_position = CastedLinear(D, D, bias=False), CastedLinear(D, D, bias=False)
        self.joined = CastedLinear(D // 2, D, bias=False)
        self.recall_query, self.recalled = CastedLinear(D, D, bias=False), CastedLinear(D, D, bias=False)
        self.same_word = nn.Parameter(torch.tensor(_SAME_WORD))
        self.first_query = CastedLinear(D, D, bias=False)
        self.last_query = CastedLinear(2 * D, D, bias=False)
        self.lengths = nn.Parameter(torch.full((LONGEST_VALUE,), 3.0))
        self.letter_places = nn.Parameter(trunc_normal_init_(torch.empty(self.classes.sizes.letters, D), std=0.5))
        self.lm_head = CastedLinear(D, 1 + len(LETTERS), bias=False)
        kinds = torch.zeros(3, OUTCOMES)
        for row, outcomes in enumerate(
            (
                (Outcome.ANSWER, Outcome.CALL),
                (Outcome.NO_TOOL,),
                (Outcome.ABSENT, Outcome.DEFAULT, Outcome.ASKED, Outcome.ANY, Outcome.SPELLED),
            )
        ):
            kinds[row] = NEVER
            kinds[row, list(outcomes)] = 0
        self.register_buffer("possible", kinds, persistent=False)

    def forward(
        self,
        answer: torch.Tensor,
        inputs: torch.Tensor,
        labels: torch.Tensor | None = None,
        details: Words | None = None,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits (B, front, classes) and the input of q; with `labels`, those of the N labelled places only."""
        assert details is not None, "encoder=tools gives details"
        z = answer[:, self.prefix_len :]
        front = self.classes.front
        wanted = z.new_ones(len(z), front, dtype=torch.bool) if labels is None else labels[:, :front] != IGNORE_LABEL_ID
        logits = self._logits(z, details, wanted)
        return logits if labels is not None else logits.view(len(z), front, -1), answer[:, 0]

    def _logits(self, z: torch.Tensor, words: Words, wanted: torch.Tensor) -> torch.Tensor:
        """The logits (N, classes) of the N `wanted` (B, front) places, row by row."""
        classes = self.classes
        pairs = at_least_float32(self._pairs(z, words))  # (B, 2 A, W)
        z = at_least_float32(z)
        arguments = z[:, self.first_argument : self.first_line]
        rows, places = wanted.nonzero(as_tuple=True)
        logits = pairs.new_full((len(rows), classes.count), NEVER)

        at = places == DECIDE
        logits[at, :OUTCOMES] = self.decide(z[rows[at], 0]) + self.possible[0]
        at = places == FOCUS
        logits[at, :OUTCOMES] = self.focus(z[rows[at], 1]) + self.possible[1]
        tools = slice(classes.first_tool, classes.first_letter)
        logits[at, tools] = self._tool_scores(z, words)[rows[at]]
        at = places == CALLS
        logits[at, tools] = self.calls(z[rows[at], 0])
        at = (places >= ARGUMENTS_START) & (places < classes.letters_start)
        place = places[at] - ARGUMENTS_START
        logits[at, classes.first_word : classes.first_word + pairs.shape[-1]] = pairs[rows[at], place]
        at = at & ((places - ARGUMENTS_START) % 2 == 0)
        logits[at, :OUTCOMES] = self.known(arguments[rows[at], (places[at] - ARGUMENTS_START) // 2]) + self.possible[2]
        at = places >= classes.letters_start
        place = places[at] - classes.letters_start
        letters = self.lm_head(F.rms_norm(z[rows[at], 0] + self.letter_places[place].to(z.dtype), z.shape[-1:]))
        logits[at, Outcome.END] = letters[:, 0]
        logits[at, classes.first_letter : classes.first_word] = letters[:, 1:]
        return logits

    def _tool_scores(self, z: torch.Tensor, words: Words) -> torch.Tensor:
        """How well each tool fits the conversation: (B, tools)."""
        tools = slice(2, self.first_argument)
        scores = self.scale * self.choose_query(z[:, 1:2]) @ self.choose_key(z[:, tools]).mT
        return scores[:, 0].masked_fill(~words.places.taken[:, tools], NEVER)

    def _pairs(self, z: torch.Tensor, words: Words) -> torch.Tensor:
        """Scores of every word as first and as last one of each argument's value: (B, 2 arguments, words)."""
        places = words.places
        arguments = z[:, self.first_argument : self.first_line]
        own = self.join_position(z).flatten(0, 1)[places.rows * self.positions + places.positions]
        gate, value = (self.join_word(words.vectors) + own).chunk(2, dim=-1)
        joined = F.rms_norm(words.vectors + self.joined(F.silu(gate) * value), z.shape[-1:], eps=self.eps)
        if not may_leave_out(z.device):
            return self._pairs_of(arguments, joined, places)
        # Rows of like length are compared together, so that little padding is among them.
        groups = [g.sort().values for g in places.rows.bincount(minlength=len(z)).argsort().split(_TOGETHER)]
        taken = places.taken[:, self.first_argument : self.first_line].sum(1)
        scores = []
        for chosen in groups:
            own, alone = places.of(chosen)
            most = max(int(taken[chosen].max()), 1)
            scores.append(self._pairs_of(arguments[chosen, :most], joined[own], alone))
        longest, room = scores[-1].shape[-1], 2 * arguments.shape[1]
        padded = [F.pad(x, (0, longest - x.shape[-1], 0, room - x.shape[1]), value=NEVER) for x in scores]
        return torch.cat(padded)[torch.cat(groups).argsort()]

    def _pairs_of(self, arguments: torch.Tensor, joined: torch.Tensor, places: Places) -> torch.Tensor:
        """The scores (B, 2 A, W) for arguments (B, A, D) and words (N, D); W is the length of the longest row."""
        B = len(arguments)
        longest = int(places.columns.max()) + 1 if len(places.columns) else 1
        joined = joined.new_zeros(B, longest, joined.shape[-1]).index_put((places.rows, places.columns), joined)
        joined = self._with_mentions(joined, places)
        padding = torch.ones(B, 1, longest, dtype=torch.bool, device=joined.device)
        padding[places.rows, 0, places.columns] = False
        first = self.scale * self.first_query(arguments) @ joined.mT
        first = first.masked_fill(padding, NEVER)
        starts = first.softmax(-1)
        queries = self.last_query(torch.cat((arguments, starts @ joined), dim=-1))
        last = self.scale * queries @ joined.mT + self._behind(starts)
        return torch.stack((first, last.masked_fill(padding, NEVER)), dim=2).flatten(1, 2)

    def _with_mentions(self, joined: torch.Tensor, places: Places) -> torch.Tensor:
        """The words (B, W, D), those of enums with what the conversation says about them.

        Each word of an enum's value attends to the words of the conversation, above all to equal ones. It reads nothing
        if none is near: "nothing" competes with a score of zero.
        """
        rows, columns = places.rows[places.is_option], places.columns[places.is_option]
        counts = rows.bincount(minlength=len(joined))
        most = int(counts.max()) if len(rows) else 0
        if most == 0:
            return joined
        slots = torch.arange(len(rows), device=rows.device) - (counts.cumsum(0) - counts)[rows]
        own = joined[rows, columns]
        queries = joined.new_zeros(len(joined), most, joined.shape[-1]).index_put((rows, slots), self.recall_query(own))
        index = places.numbers.new_full(joined.shape[:2], -1)
        index[places.rows[places.is_said], places.columns[places.is_said]] = places.numbers[places.is_said]
        option_index = places.numbers.new_full((len(joined), most), -2)
        option_index[rows, slots] = places.numbers[places.is_option]
        scores = self.scale * queries @ joined.mT  # (B, options, W)
        scores = scores + self.same_word.to(scores.dtype) * (option_index.unsqueeze(2) == index.unsqueeze(1))
        scores = scores.masked_fill((index < 0).unsqueeze(1), NEVER)
        mentions = F.pad(scores, (1, 0)).softmax(-1)[..., 1:] @ joined
        return joined.index_put((rows, columns), own + self.recalled(mentions[rows, slots]))

    def _behind(self, starts: torch.Tensor) -> torch.Tensor:
        """What a last word gains by standing behind the first one, by the length of the value: (B, arguments, words).

        Args:
            starts: (B, arguments, words), the probability of each word to be the first one.
        """
        words = starts.shape[-1]
        padded = F.pad(starts, (LONGEST_VALUE - 1, 0))
        gains = self.lengths.to(starts.dtype).flip(0).unbind()
        return sum((gain * padded[..., k : k + words] for k, gain in enumerate(gains)), torch.zeros_like(starts))
