"""Tool calling: logits of action, tool and number of calls. Arguments are not answered (`Head.answers`).

The first position, whose vector stands for the row as a whole, gives action and number of calls, q, and a query. Each
tool is scored by comparing that query with the mean of the vectors of its own words, name and description. So a tool
that was never seen is no special case, and a further tool changes the scores of the others by attention alone.

Logits are those of `dataset.tools.classes`, up to the last tool; classes that a place cannot have are far below.
"""

from __future__ import annotations

from typing import Any

import torch

from dataset.common import IGNORE_LABEL_ID
from dataset.tools.classes import ARGUMENTS_START, CALLS, DECIDE, FOCUS, Classes, Outcome
from models.encoders.base import Encoder
from models.encoders.words import WordPlaces, Words
from models.heads.base import NEVER, Head, HeadConfig
from models.layers import CastedLinear
from models.recursive_reasoning.config import CoreConfig


class Decision(Head):
    """(B, L, D) to (B, 3, classes)."""

    answers = ARGUMENTS_START

    def __init__(self, config: HeadConfig, core: CoreConfig, encoder: Encoder) -> None:
        super().__init__()
        if not isinstance(encoder, Words):
            raise ValueError("head=decision reads the words of encoder=words")
        self.classes = Classes.of(core)
        self.prefix_len, self.reads = core.prefix_len, encoder.positions
        D = core.hidden_size
        self.scale = D**-0.5
        self.action = CastedLinear(D, 2, bias=True)
        self.calls = CastedLinear(D, self.classes.sizes.tools, bias=True)
        self.no_tool = CastedLinear(D, 1, bias=True)
        self.tool_query, self.tool_key = CastedLinear(D, D, bias=False), CastedLinear(D, D, bias=False)

    def forward(
        self,
        answer: torch.Tensor,
        inputs: torch.Tensor,
        labels: torch.Tensor | None = None,
        labelled_only: bool = False,
        details: Any = None,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        assert isinstance(details, WordPlaces), "encoder=words gives details"
        row, words = answer[:, self.prefix_len], answer[:, self.prefix_len + 1 :]
        classes = self.classes
        tools = slice(classes.first_tool, classes.first_letter)
        logits = row.new_full((len(row), ARGUMENTS_START, classes.first_letter), NEVER)
        logits[:, DECIDE, [Outcome.ANSWER, Outcome.CALL]] = self.action(row)
        logits[:, FOCUS, Outcome.NO_TOOL] = self.no_tool(row)[:, 0]
        logits[:, FOCUS, tools] = self.tool_scores(row, words, details)
        logits[:, CALLS, tools] = self.calls(row)
        if labelled_only:
            assert labels is not None
            logits = logits[labels[:, :ARGUMENTS_START] != IGNORE_LABEL_ID]
        return logits, row

    def tool_scores(self, row: torch.Tensor, words: torch.Tensor, places: WordPlaces) -> torch.Tensor:
        """How well each tool fits: rows (B, D) and words (B, W, D) to (B, tools)."""
        numbers = torch.arange(self.classes.sizes.tools, device=row.device)
        own = places.tool.unsqueeze(1) == numbers.view(-1, 1)  # (B, tools, W)
        count = own.sum(-1, keepdim=True)
        pooled = own.to(words.dtype) @ words / count.clamp_min(1)  # (B, tools, D)
        scores = self.scale * (self.tool_key(pooled) @ self.tool_query(row).unsqueeze(-1)).squeeze(-1)
        return scores.masked_fill(count.squeeze(-1) == 0, NEVER)
