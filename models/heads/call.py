"""Tool calling: logits of the decision, of the tool in focus, and of each argument's value, for `encoder=tools`.

A tool is chosen by comparing the latent of FOCUS with the tools' latents; the first and last word of a value by
comparing an argument's latent with the words. A word's vector is joined by the latent of its own position (its line, or
its argument), so that it knows what the rest of the conversation has made of it. Three things hold for any tool:

    words of an argument's own text that stand near a word count for it, so that `mass` is found in "a mass of 45 kg";
    arguments of one tool seldom have the same value, so that each takes from the others what it is likely to have;
    a call is less likely where one of its required arguments has no value.

The last word is looked for behind the first one: in training behind the right one. Letters of a spelled value come from
the latent of DECIDE.

Logits are those of `dataset.tools.classes`; classes that a place cannot have are far below all others.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn

from dataset.common import IGNORE_LABEL_ID
from dataset.text.word_vocabulary import MARKERS
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
from models.encoders.tools import MOST_WORDS, Places, Tools, Words
from models.heads.base import NEVER, Head, HeadConfig
from models.kernels.active import may_leave_out
from models.layers import CastedLinear
from models.recursive_reasoning.config import CoreConfig

_TOGETHER = 8
"""Rows whose words are compared together where padding costs time."""
_BEFORE, _BEHIND = 6, 3
"""So many words before and behind a word count as near."""
_LEAST_FREE = 0.02
"""What is left of a word at least when other arguments claim it."""
_LEAST_SURE = -5.0
"""The least log probability that counts for an argument's value."""
_OUT_OF_REACH = -30.0
"""What is added to the score of a last word where a value cannot end. `NEVER` would make one wrong first word the whole
loss of an evaluation."""
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
        self.complete = nn.Parameter(torch.tensor(1.0))
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
        self.names_word = CastedLinear(D, 1, bias=True)
        near = torch.zeros(2, _BEFORE + _BEHIND + 1)  # of the first and of the last word of a value
        near[:, _BEFORE - 2 : _BEFORE] = 1.0
        self.near = nn.Parameter(near)
        self.rivalry = nn.Parameter(torch.tensor(1.0))
        self.lengths = nn.Parameter(torch.zeros(LONGEST_VALUE))
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
        labelled_only: bool = False,
        details: Words | None = None,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        assert details is not None, "encoder=tools gives details"
        z = answer[:, self.prefix_len :]
        front = self.classes.front
        wanted = z.new_ones(len(z), front, dtype=torch.bool)
        if labelled_only:
            assert labels is not None
            wanted = labels[:, :front] != IGNORE_LABEL_ID
        firsts = self._firsts(labels) if self.training and labels is not None else None
        logits = self._logits(z, details, wanted, firsts)
        return logits if labelled_only else logits.view(len(z), front, -1), answer[:, 0]

    def _firsts(self, labels: torch.Tensor) -> torch.Tensor:
        """The first word (B, A) of each argument's value, -1 where the labels (B, L) know none."""
        first = labels[:, ARGUMENTS_START : self.classes.letters_start : 2].long()
        return (first - self.classes.first_word).clamp_min(-1)

    def _logits(self, z: torch.Tensor, words: Words, wanted: torch.Tensor, firsts: torch.Tensor | None) -> torch.Tensor:
        """The logits (N, classes) of the N `wanted` (B, front) places, row by row.

        With the right `firsts` (B, A) the scores of last words are those behind them.
        """
        classes = self.classes
        pairs = at_least_float32(self._pairs(z, words, firsts))  # (B, 2 A, W)
        z = at_least_float32(z)
        arguments = z[:, self.first_argument : self.first_line]
        known, tool_scores = self.known(arguments) + self.possible[2], self._tool_scores(z, words)
        with torch.no_grad():  # the decision must not bend what is said of the arguments
            complete = self._completeness(known, pairs, tool_scores, words.places)
        rows, places = wanted.nonzero(as_tuple=True)
        logits = pairs.new_full((len(rows), classes.count), NEVER)

        at = places == DECIDE
        logits[at, :OUTCOMES] = self.decide(z[rows[at], 0]) + self.possible[0]
        logits[at, Outcome.CALL] += self.complete * complete[rows[at]]
        at = places == FOCUS
        logits[at, :OUTCOMES] = self.focus(z[rows[at], 1]) + self.possible[1]
        tools = slice(classes.first_tool, classes.first_letter)
        logits[at, tools] = tool_scores[rows[at]]
        at = places == CALLS
        logits[at, tools] = self.calls(z[rows[at], 0])
        at = (places >= ARGUMENTS_START) & (places < classes.letters_start)
        place = places[at] - ARGUMENTS_START
        logits[at, classes.first_word : classes.first_word + pairs.shape[-1]] = pairs[rows[at], place]
        at = at & ((places - ARGUMENTS_START) % 2 == 0)
        logits[at, :OUTCOMES] = known[rows[at], (places[at] - ARGUMENTS_START) // 2]
        at = places >= classes.letters_start
        place = places[at] - classes.letters_start
        letters = self.lm_head(F.rms_norm(z[rows[at], 0] + self.letter_places[place].to(z.dtype), z.shape[-1:]))
        logits[at, Outcome.END] = letters[:, 0]
        logits[at, classes.first_letter : classes.first_word] = letters[:, 1:]
        return logits

    def _completeness(
        self, known: torch.Tensor, pairs: torch.Tensor, tool_scores: torch.Tensor, places: Places
    ) -> torch.Tensor:
        """How sure the least sure required argument of the tool in focus has a value: log probabilities (B,).

        Args:
            known: logits (B, A, outcomes) of the arguments.
            pairs: scores (B, 2 A, W) of words as their first and last ones.
            tool_scores: (B, tools).
        """
        words = pairs[:, ::2].logsumexp(-1)
        missing = torch.zeros(OUTCOMES, dtype=torch.bool, device=known.device)
        missing[[Outcome.ABSENT, Outcome.ASKED]] = True
        valued = torch.logaddexp(known.masked_fill(missing, NEVER).logsumexp(-1), words)
        sure = valued - torch.logaddexp(known.logsumexp(-1), words)  # (B, A)
        tool = torch.arange(tool_scores.shape[1], device=known.device).view(1, -1, 1)
        needed = places.required.unsqueeze(1) & (places.tool_of_argument.unsqueeze(1) == tool)
        least = sure.unsqueeze(1).masked_fill(~needed, 0).amin(-1)  # (B, tools)
        return (tool_scores.softmax(-1) * least.clamp_min(_LEAST_SURE)).sum(-1)

    def _tool_scores(self, z: torch.Tensor, words: Words) -> torch.Tensor:
        """How well each tool fits the conversation: (B, tools)."""
        tools = slice(2, self.first_argument)
        scores = self.scale * self.choose_query(z[:, 1:2]) @ self.choose_key(z[:, tools]).mT
        return scores[:, 0].masked_fill(~words.places.taken[:, tools], NEVER)

    def _pairs(self, z: torch.Tensor, words: Words, firsts: torch.Tensor | None) -> torch.Tensor:
        """Scores of every word as first and as last one of each argument's value: (B, 2 arguments, words)."""
        places = words.places
        arguments = z[:, self.first_argument : self.first_line]
        own = self.join_position(z).flatten(0, 1)[places.rows * self.positions + places.positions]
        gate, value = (self.join_word(words.vectors) + own).chunk(2, dim=-1)
        joined = F.rms_norm(words.vectors + self.joined(F.silu(gate) * value), z.shape[-1:], eps=self.eps)
        named = self._named_near(words)
        if not may_leave_out(z.device):
            return self._pairs_of(arguments, joined, named, firsts, places)
        # Rows of like length are compared together, so that little padding is among them.
        groups = [g.sort().values for g in places.rows.bincount(minlength=len(z)).argsort().split(_TOGETHER)]
        taken = places.taken[:, self.first_argument : self.first_line].sum(1)
        scores = []
        for chosen in groups:
            own, alone = places.of(chosen)
            most = max(int(taken[chosen].max()), 1)
            right = None if firsts is None else firsts[chosen, :most]
            scores.append(self._pairs_of(arguments[chosen, :most], joined[own], named[own, :, :most], right, alone))
        longest, room = scores[-1].shape[-1], 2 * arguments.shape[1]
        padded = [F.pad(x, (0, longest - x.shape[-1], 0, room - x.shape[1]), value=NEVER) for x in scores]
        return torch.cat(padded)[torch.cat(groups).argsort()]

    def _named_near(self, words: Words) -> torch.Tensor:
        """How much near each word of the conversation names an argument, for first and last words: (N, 2, arguments).

        A word names the arguments in whose own text it stands; one that stands in several counts for each of them less.
        Other words of a row, such as those of tools, have zeros.
        """
        places, vectors = words.places, words.vectors
        _, word = (places.rows * MOST_WORDS + places.numbers).unique(return_inverse=True)
        argument = places.positions - self.first_argument
        names = (argument >= 0) & ~places.is_said & (places.numbers >= MARKERS)
        stands_in = vectors.new_zeros(len(word) + 1, self.first_line - self.first_argument)
        stands_in[word[names], argument[names]] = 1
        stands_in = stands_in / stands_in.sum(1, keepdim=True).clamp_min(1)
        said = places.is_said.unsqueeze(1).to(vectors.dtype)
        named = said * self.names_word(vectors).sigmoid() * stands_in[word]
        near = vectors.new_zeros(len(word), 2, named.shape[1])
        # Rows begin with tools, which name nothing, so that neighbours in another row add zeros.
        for weights, away in zip(self.near.to(vectors.dtype).unbind(1), range(-_BEFORE, _BEHIND + 1), strict=True):
            near = near + weights.view(1, 2, 1) * _moved(named, -away).unsqueeze(1)
        return said.unsqueeze(1) * near

    def _pairs_of(
        self,
        arguments: torch.Tensor,
        joined: torch.Tensor,
        named: torch.Tensor,
        firsts: torch.Tensor | None,
        places: Places,
    ) -> torch.Tensor:
        """The scores (B, 2 A, W) for arguments (B, A, D), words (N, D), and what is named near them (N, 2, A).

        W is the length of the longest row.
        """
        B = len(arguments)
        longest = int(places.columns.max()) + 1 if len(places.columns) else 1
        joined = joined.new_zeros(B, longest, joined.shape[-1]).index_put((places.rows, places.columns), joined)
        near = named.new_zeros(B, longest, *named.shape[1:]).index_put((places.rows, places.columns), named)
        near_first, near_last = near.permute(2, 0, 3, 1)  # (B, A, W)
        joined = self._with_mentions(joined, places)
        padding = torch.ones(B, 1, longest, dtype=torch.bool, device=joined.device)
        padding[places.rows, 0, places.columns] = False
        first = self.scale * self.first_query(arguments) @ joined.mT + near_first
        first = self._without_taken(first.masked_fill(padding, NEVER), arguments, places)
        chosen = first.argmax(-1)
        if firsts is not None:
            chosen = torch.where(firsts >= 0, firsts, chosen)
        begins = joined.gather(1, chosen.unsqueeze(-1).expand(-1, -1, joined.shape[-1]))
        queries = self.last_query(torch.cat((arguments, begins), dim=-1))
        last = self.scale * queries @ joined.mT + near_last + self._behind(chosen, longest)
        return torch.stack((first, last.masked_fill(padding, NEVER)), dim=2).flatten(1, 2)

    def _without_taken(self, first: torch.Tensor, arguments: torch.Tensor, places: Places) -> torch.Tensor:
        """Scores (B, A, W) of first words, lower where another argument of the same tool is likely to begin there."""
        known = self.known(arguments) + self.possible[2]
        begins = torch.cat((known.to(first.dtype), first), dim=-1).softmax(-1)[..., OUTCOMES:]
        A = first.shape[1]
        taken = places.taken[:, self.first_argument : self.first_argument + A]
        tool = places.tool_of_argument[:, :A]
        rivals = (tool.unsqueeze(1) == tool.unsqueeze(2)) & taken.unsqueeze(1)
        rivals = rivals & ~torch.eye(A, dtype=torch.bool, device=rivals.device)
        claimed = rivals.to(begins.dtype) @ begins
        return first + self.rivalry * (1 - claimed).clamp_min(_LEAST_FREE).log()

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

    def _behind(self, first: torch.Tensor, words: int) -> torch.Tensor:
        """What a last word gains by the length of the value, a loss where no value ends: (B, arguments, words).

        Args:
            first: (B, arguments), the first word of each argument's value.
        """
        further = torch.arange(words, device=first.device) - first.unsqueeze(-1)
        gains = self.lengths[further.clamp(0, LONGEST_VALUE - 1)]
        return torch.where((further >= 0) & (further < LONGEST_VALUE), gains, _OUT_OF_REACH)


def _moved(x: torch.Tensor, steps: int) -> torch.Tensor:
    """The rows of x (N, ...) moved by so many places, zeros where none comes from."""
    if steps == 0:
        return x
    zeros = x.new_zeros(min(abs(steps), len(x)), *x.shape[1:])
    return torch.cat((zeros, x[:-steps])) if steps > 0 else torch.cat((x[-steps:], zeros))
