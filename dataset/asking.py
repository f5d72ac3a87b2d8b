"""Questions as people type them, in the words that a network knows.

    Mary is in the kitchen. Who is in the kitchen?     read as   Abas is in the kitchen. Who is in the kitchen?
    the network answers Abas                           given     Mary

Three things happen to a typed question. The room of its task rewrites it (`everyday.py`, if the room has one): everyday
phrases become those of training texts, and known words stand in for names and things that no training text had. The
rules that lie with the data read the result, spell what their tokens can spell and leave out the rest. The words that
were replaced are given back in the answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, cast, runtime_checkable

import numpy as np

from dataset.tasks import Rules, everyday_of

_WORD = re.compile(r"[^\W\d_]+")
_LONG_WORD = re.compile(r"[^\W\d_]{3,}")
_MOST_SHOWN = 10
_LONGEST_SHOWN = 40

Knows = Callable[[str], bool]
"""Says whether the tokens of a network have a word, with a space before it."""


@dataclass(frozen=True)
class Rewritten:
    """A question in other words.

    Attributes:
        words: the typed word by the word that stands in for it.
    """

    text: str
    words: Mapping[str, str] = field(default_factory=dict)


class Rewrites(Protocol):
    """The function `rewrite` of a room's `everyday.py`."""

    def __call__(self, text: str, knows: Knows) -> Rewritten:
        """Say a typed question in the words of training texts. A training question stays as it is."""
        ...


@runtime_checkable
class Reads(Protocol):
    """Rules that can read a question without the words that they do not know."""

    def knows(self, word: str) -> bool:
        """See `Knows`."""
        ...

    def read(self, text: str) -> tuple[np.ndarray, list[str]]:
        """The tokens (seq_len,) of a question, and the pieces of it that no token spells and that are left out.

        Raises:
            UserError: nothing is left, or it is too long.
        """
        ...


@dataclass(frozen=True)
class Question:
    """A question as a network reads it.

    Attributes:
        inputs: (seq_len,) tokens.
        skipped: what was left out.
        words: the typed word by the word that stands in for it.
        text: what was typed.
        spelled: words that have no token of their own.
    """

    inputs: np.ndarray
    skipped: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    spelled: tuple[str, ...] = ()

    @property
    def unknown(self) -> tuple[str, ...]:
        """What was left out or spelled; empty if the network has all words of the question."""
        return self.skipped + tuple(word for word in self.spelled if word not in self.skipped)

    def given_back(self, answer: str) -> str:
        """An answer with the typed words in the place of those that stand in for them."""
        return _WORD.sub(lambda found: self.words.get(found[0], found[0]), answer)

    @property
    def notice(self) -> str | None:
        """One line that says what was left out; None if nothing was."""
        if not self.skipped:
            return None
        pieces = [_printable(piece) for piece in dict.fromkeys(self.skipped)]
        more = f" and {len(pieces) - _MOST_SHOWN} more" if len(pieces) > _MOST_SHOWN else ""
        return f"skipped, since the network has no token for it: {', '.join(pieces[:_MOST_SHOWN])}{more}"


def _printable(piece: str) -> str:
    bare = (piece.strip() or piece)[:_LONGEST_SHOWN]
    return "".join(sign if sign.isprintable() and sign != " " else f"U+{ord(sign):04X}" for sign in bare)


def read_question(rules: Rules, task: str | None, text: str) -> Question:
    """Read a question or puzzle that a person typed.

    Args:
        rules: of the network. If they are not `Reads`, the rewritten text must be a puzzle of theirs.
        task: of the network's data; None if these do not name theirs.

    Raises:
        UserError: it is no puzzle, nothing of a question can be read, or it is too long.
    """
    everyday = everyday_of(task)
    rewrite = cast(Rewrites | None, getattr(everyday, "rewrite", None))
    knows = rules.knows if isinstance(rules, Reads) else _knows_nothing
    rewritten = Rewritten(text) if rewrite is None or len(text) > _LONGEST_REWRITTEN else rewrite(text, knows)
    if not isinstance(rules, Reads):
        return Question(rules.parse(rewritten.text), words=rewritten.words, text=text)
    inputs, skipped = rules.read(rewritten.text)
    spelled = [
        word
        for word in dict.fromkeys(_LONG_WORD.findall(rewritten.text))
        if word not in rewritten.words and not any(map(rules.knows, (word, word.lower(), word.capitalize())))
    ]
    return Question(inputs, tuple(skipped), rewritten.words, text, tuple(spelled))


_LONGEST_REWRITTEN = 4000
"""Longer texts are read as they are."""


def _knows_nothing(word: str) -> bool:
    return False


def check_answer(task: str | None, question: str, answer: str) -> bool | None:
    """Whether an answer is right, found out without the network; None if that cannot be checked.

    `check` in `everyday.py` of the task's room does it, if the room has one.
    """
    check = getattr(everyday_of(task), "check", None)
    return None if check is None else check(question, answer)
