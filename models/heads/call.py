"""Tool calling: logits of the decision, of the tool in focus, and of each argument's value, for `encoder=tools`.

A tool is chosen by comparing the latent of FOCUS with the tools' latents; the first and last word of a value by
comparing an argument's latent with the words. A word's vector is joined by the latent of its own position (its line, or
its argument), so that it knows what the rest of the conversation has made of it. The last word is looked for with the
first one at hand. Letters of spelled values come from the argument's latent.

Logits are those of `dataset.tools.classes`; classes that a place cannot have are far below all others.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn

from dataset.common import IGNORE_LABEL_ID
from dataset.tools.classes import ARGUMENTS_START, CALLS, DECIDE, FOCUS, LETTERS, Classes, Outcome
from models.common import at_least_float32, trunc_normal_init_
from models.encoders.base import Encoder
from models.encoders.tools import Tools, Words
from models.heads.base import Head, HeadConfig
from models.layers import CastedLinear
from models.recursive_reasoning.config import CoreConfig

_NEVER = -1e4
"""The logit of a class that a place cannot have; far from the limits of every type."""
_FIXED = 16


class Call(Head):
    """(B, L, D) to (B, front, classes)."""

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
        self.decide = CastedLinear(D, _FIXED, bias=True)
        self.focus = CastedLinear(D, _FIXED, bias=True)
        self.calls = CastedLinear(D, self.classes.sizes.tools, bias=True)
        self.known = CastedLinear(D, _FIXED, bias=True)
        self.choose_query, self.choose_key = CastedLinear(D, D, bias=False), CastedLinear(D, D, bias=False)
        self.join_word, self.join_position = CastedLinear(D, 2 * D, bias=False), CastedLinear(D, 2 * D, bias=False)
        self.joined = CastedLinear(D, D, bias=False)
        self.first_query, self.first_key = CastedLinear(D, D, bias=False), CastedLinear(D, D, bias=False)
        self.last_query, self.last_key = CastedLinear(2 * D, D, bias=False), CastedLinear(D, D, bias=False)
        self.letter_places = nn.Parameter(trunc_normal_init_(torch.empty(self.classes.sizes.letters, D), std=0.5))
        self.lm_head = CastedLinear(D, 1 + len(LETTERS), bias=False)
        kinds = torch.zeros(3, _FIXED)
        for row, outcomes in enumerate(
            (
                (Outcome.ANSWER, Outcome.CALL),
                (Outcome.NO_TOOL,),
                (Outcome.ABSENT, Outcome.DEFAULT, Outcome.ASKED, Outcome.ANY, Outcome.SPELLED),
            )
        ):
            kinds[row] = _NEVER
            kinds[row, list(outcomes)] = 0
        self.register_buffer("possible", kinds, persistent=False)

    def forward(
        self,
        answer: torch.Tensor,
        inputs: torch.Tensor,
        labels: torch.Tensor | None = None,
        details: Words | None = None,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        assert details is not None, "encoder=tools gives details"
        z = answer[:, self.prefix_len :]
        logits = self._logits(z, inputs, details)
        if labels is not None:
            logits = logits[labels[:, : logits.shape[1]] != IGNORE_LABEL_ID]
        return logits, answer[:, 0]

    def _logits(self, z: torch.Tensor, inputs: torch.Tensor, words: Words) -> torch.Tensor:
        B = len(z)
        sizes, classes = self.classes.sizes, self.classes
        places = words.places
        arguments = z[:, self.first_argument : self.first_line]
        tool_scores = self.scale * self.choose_query(z[:, 1:2]) @ self.choose_key(z[:, 2 : self.first_argument]).mT
        tool_scores = tool_scores.masked_fill(~places.taken[:, None, 2 : self.first_argument], _NEVER)  # (B, 1, T)

        own = self.join_position(z).flatten(0, 1)[places.rows * self.positions + places.positions]
        gate, value = (self.join_word(words.vectors) + own).chunk(2, dim=-1)
        joined = F.rms_norm(words.vectors + self.joined(F.silu(gate) * value), z.shape[-1:], eps=self.eps)
        longest = int(places.columns.max()) + 1 if len(places.columns) else 1
        joined = joined.new_zeros(B, longest, joined.shape[-1]).index_put((places.rows, places.columns), joined)
        is_word = torch.zeros(B, longest, dtype=torch.bool, device=z.device)
        is_word[places.rows, places.columns] = True

        first = self.scale * self.first_query(arguments) @ self.first_key(joined).mT  # (B, A, W)
        first = first.masked_fill(~is_word.unsqueeze(1), _NEVER)
        found = first.softmax(-1) @ joined
        last = self.scale * self.last_query(torch.cat((arguments, found), dim=-1)) @ self.last_key(joined).mT
        last = last.masked_fill(~is_word.unsqueeze(1), _NEVER)
        pairs = torch.stack((first, last), dim=2).flatten(1, 2)  # (B, 2 A, W)
        pairs = F.pad(pairs, (0, classes.words - longest), value=_NEVER)

        logits = z.new_full((B, classes.front, classes.count), _NEVER)
        start = ARGUMENTS_START
        logits[:, DECIDE, :_FIXED] = self.decide(z[:, 0]) + self.possible[0]
        logits[:, FOCUS, :_FIXED] = self.focus(z[:, 1]) + self.possible[1]
        logits[:, FOCUS, classes.first_tool : classes.first_letter] = tool_scores[:, 0]
        logits[:, CALLS, classes.first_tool : classes.first_letter] = self.calls(z[:, 0])
        end = classes.letters_start
        logits[:, start:end:2, :_FIXED] = self.known(arguments) + self.possible[2]
        logits[:, start:end, classes.first_word :] = pairs
        letters = self.lm_head(F.rms_norm(z[:, :1] + self.letter_places.to(z.dtype), z.shape[-1:], eps=self.eps))
        logits[:, end:, Outcome.END] = letters[..., 0]
        logits[:, end:, classes.first_letter : classes.first_word] = letters[..., 1:]
        return logits
