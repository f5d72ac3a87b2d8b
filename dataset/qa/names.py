"""Names of people, made of two parts, so that tests can use names that no training story has.

A name is spelled with two tokens, its parts (`Vocabulary.of_words`). Both parts of every test name occur in training,
in other names. No two names of a story share a part.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

FIRST = tuple(
    "Ab Bel Cor Dal Ed Fen Gor Hal Il Jor Kel Lor Mar Nor Ol Per Quin Ros Sal Tam Ul Ven Wil Xan Yor Zel".split()
)
LAST = tuple("a an as ax en ia ick id in io is ix o ok on or os ot uk us".split())
_UNSEEN_SHARE = 4
"""One name in four occurs only in the test set `unseen_names`."""
EXCHANGEABLE = tuple(
    tuple(space + part for part in parts[start::_UNSEEN_SHARE])
    for parts, space in ((FIRST, " "), (LAST, ""))
    for start in range(_UNSEEN_SHARE)
)
"""Classes of tokens. Renaming tokens within their classes turns training names into training names."""


@dataclass(frozen=True)
class Cast:
    """The people that stories are about."""

    pairs: tuple[tuple[str, str], ...]
    """Both parts of each name."""

    def draw(self, count: int, rng: np.random.Generator) -> list[str]:
        """`count` names that share no part, in random order."""
        return [first + last for first, last in self.few(count, rng).pairs]

    def few(self, count: int, rng: np.random.Generator) -> Cast:
        """A cast of `count` people whose names share no part, in random order."""
        found: list[tuple[str, str]] = []
        while len(found) < count:
            first, last = self.pairs[int(rng.integers(len(self.pairs)))]
            if all(first != other[0] and last != other[1] for other in found):
                found.append((first, last))
        return Cast(tuple(found))


def casts() -> tuple[Cast, Cast]:
    """The names of training stories, and the names that only tests have; every part occurs in both."""
    seen: list[tuple[str, str]] = []
    unseen: list[tuple[str, str]] = []
    for i, first in enumerate(FIRST):
        for j, last in enumerate(LAST):
            (unseen if (i + j) % _UNSEEN_SHARE == 0 else seen).append((first, last))
    return Cast(tuple(seen)), Cast(tuple(unseen))


@cache
def spelling() -> dict[str, tuple[str, str]]:
    """The two parts of every name, as `Vocabulary.of_words` needs them."""
    return {first + last: (first, last) for first in FIRST for last in LAST}
