"""Decisions that need no learning, to compare a network's scores with.

    majority    the decision that is most frequent in training, nearly always "answer"; a call is one of the first tool
    overlap     right after the user spoke: call the tool whose text shares most words with what was said, if there are
                enough of them; its arguments are the enum values that were said

The number of shared words is the one with the best F1 of calling on training rows. A third comparison is the ceiling
of the layout: the decision that the labels of a row stand for (`dataset.tools.format`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from dataset.tools.conversations import Argument, Conversation, Tool
from dataset.tools.decisions import Decision, service_of_tool
from dataset.tools.rows import option_values
from dataset.tools.words import split, split_name

NEVER = 10_000
"""More shared words than there are: the overlap baseline then never calls."""


@dataclass(frozen=True)
class Baselines:
    """Baselines as they were fitted.

    Attributes:
        calls_mostly: whether a call is the most frequent decision.
        least_shared: number of shared words from which the overlap baseline calls.
    """

    calls_mostly: bool
    least_shared: int

    @classmethod
    def fit(cls, rows: Iterable[tuple[Conversation, int]]) -> Baselines:
        """Fit to the decision points of conversations, given as conversation and turn."""
        calls, shared = [], []
        for conversation, turn in rows:
            calls.append(conversation.turns[turn].call is not None)
            shared.append(_best_tool(conversation, turn)[1])
        should, most = np.array(calls, bool), np.array(shared, int)
        thresholds = range(1, int(most.max(initial=0)) + 1)
        f1 = [2 * int(should[most >= n].sum()) / max(int(should.sum() + (most >= n).sum()), 1) for n in thresholds]
        least = thresholds[int(np.argmax(f1))] if any(f1) else NEVER
        return cls(2 * int(should.sum()) > len(should), least)

    def majority(self, conversation: Conversation) -> Decision:
        """The most frequent decision."""
        if not self.calls_mostly or not conversation.tools:
            return Decision("answer")
        return Decision("call", conversation.tools[0].name)

    def overlap(self, conversation: Conversation, turn: int) -> Decision:
        """The decision by shared words."""
        tool, shared = _best_tool(conversation, turn)
        if tool is None or shared < self.least_shared:
            return Decision("answer")
        said = _folded(conversation.turns[turn - 1].text)
        found = ((argument.name, _said_value(argument, said)) for argument in tool.arguments)
        arguments = {name: value for name, value in found if value is not None}
        state = {service_of_tool(tool): arguments} if arguments else {}
        return Decision("call", tool.name, arguments, state=state)


def _best_tool(conversation: Conversation, turn: int) -> tuple[Tool | None, int]:
    """The tool that shares most words with the user's turn just before `turn`, and their number; else None and 0."""
    user = conversation.turns[turn - 1] if turn else None
    if user is None or user.role != "user" or not conversation.tools:
        return None, 0
    said = set(_folded(user.text))
    shared = [
        len(said & _words_of((tool.name, *(argument.name for argument in tool.arguments)), tool.description))
        for tool in conversation.tools
    ]
    best = int(np.argmax(shared))
    return (conversation.tools[best], shared[best]) if shared[best] else (None, 0)


@lru_cache(1 << 14)
def _words_of(names: tuple[str, ...], description: str) -> frozenset[str]:
    """The words of a tool's name, of its arguments' names, and of its description."""
    words = (word.casefold() for name in names for word in split_name(name))
    return frozenset(word for word in (*words, *_folded(description)) if word.isalnum())


def _said_value(argument: Argument, said: list[str]) -> Any:
    """The first value of an enum whose words were said one after the other; None if none was."""
    for value in option_values(argument) if argument.schema.get("enum") else ():
        words = _folded(str(value).replace("_", " "))
        if words and any(said[start : start + len(words)] == words for start in range(len(said) - len(words) + 1)):
            return value
    return None


def _folded(text: str) -> list[str]:
    return [word.text.casefold() for word in split(text)]
