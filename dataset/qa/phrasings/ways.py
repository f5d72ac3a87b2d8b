"""Wordings in a short notation, and the openings of questions.

    said("person room", "{0} [went|ran] to the {1}.")     {0} went to the {1}.   {0} ran to the {1}.
    asked("thing", ["who has the {0}"], [])               who has the {0}?   so who has the {0}?   tell me, who ...

Brackets hold alternatives, of which one may be empty. A slot's role says what kind of word fits: a person, a room, a
number. So a typed sentence can be compared with a wording, word by word (`dataset.qa.sentences`).

Every tenth wording of a relation is held out of training. The usual wordings of a kind stand before these, and are
never held out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

HELD_OUT = 10
"""One wording in so many is held out of training."""
_USUAL_SHARE = 4
"""One sentence in so many has a usual wording, if there are many others."""
_DIRECT = (
    "{q}?",
    "so {q}?",
    "and {q}?",
    "now {q}[?|.]",
    "tell me, {q}[?|.]",
    "please tell me, {q}[?|.]",
    "question: {q}?",
    "well, {q}?",
)
"""Openings of a question in the order of words that a question has."""
_INDIRECT = (
    "tell me {q}.",
    "please tell me {q}.",
    "can you tell me {q}?",
    "could you tell me {q}?",
    "do you know {q}[?|.]",
    "I want to know {q}.",
    "I would like to know {q}.",
    "say {q}.",
    "please say {q}.",
)
"""Openings of a question in the order of words that a statement has."""


@dataclass(frozen=True)
class Phrases:
    """The wordings of one relation.

    Attributes:
        roles: what stands in the slots, such as `person` or `room`; `person|thing` for either.
        plain: wordings that take no opening.
        direct, indirect: questions without their mark, which take the openings `DIRECT` and `INDIRECT`.
        read: wordings that are read, but that no story has: a word in small letters stands at the beginning.
    """

    roles: tuple[str, ...]
    plain: tuple[str, ...] = ()
    direct: tuple[str, ...] = ()
    indirect: tuple[str, ...] = ()
    read: tuple[str, ...] = ()

    @property
    def wordings(self) -> tuple[str, ...]:
        """All of them, each question with every opening."""
        found = [opening.replace("{q}", one) for one in self.direct for opening in DIRECT]
        found += [opening.replace("{q}", one) for one in self.indirect for opening in INDIRECT]
        return tuple(dict.fromkeys([*found, *self.plain]))


Table = Mapping[str, Phrases]
"""Wordings by relation."""


def ways(*patterns: str) -> tuple[str, ...]:
    """All wordings of some patterns, each once."""
    found = []
    for pattern in patterns:
        parts = [part.split("|") for part in re.split(r"\[([^\]]*)\]", pattern)]
        for chosen in product(*(part if place % 2 else ["|".join(part)] for place, part in enumerate(parts))):
            found.append(" ".join("".join(chosen).split()).replace(" ,", ",").replace(" .", "."))
    return tuple(dict.fromkeys(found))


DIRECT, INDIRECT = ways(*_DIRECT), ways(*_INDIRECT)
"""All openings."""


def said(roles: str, *patterns: str, read: Sequence[str] = ()) -> Phrases:
    """Wordings of a statement; see `Phrases` for those that are only read."""
    return Phrases(tuple(roles.split()), plain=ways(*patterns), read=ways(*read))


def asked(roles: str, direct: Sequence[str], indirect: Sequence[str] = (), other: Iterable[str] = ()) -> Phrases:
    """Wordings of a question, with all openings.

    Args:
        direct: patterns without their mark, in the order of words that a question has.
        indirect: the same as a part of a sentence, as in "where {0} is".
        other: patterns that take no opening.
    """
    return Phrases(tuple(roles.split()), ways(*other), ways(*direct), ways(*indirect))


def parted(usual: Sequence[str], phrases: Phrases) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The wordings of training, and those that are held out of it, of which every word stands in others of training.

    A quarter of training has the usual wordings: these are repeated as often as that takes.
    """
    more = [wording for wording in phrases.wordings if wording not in usual]
    left = Counter(word for wording in (*usual, *more) for word in _words(wording))
    trained, held_out = list[str](), list[str]()
    since = 0
    for wording in more:
        since += 1
        words = _words(wording)
        if since >= HELD_OUT and all(left[word] > 1 for word in words):
            since = 0
            left.subtract(words)
            held_out.append(wording)
        else:
            trained.append(wording)
    times = max(1, len(trained) // (len(usual) * (_USUAL_SHARE - 1)))
    return (*usual, *trained, *(tuple(usual) * (times - 1))), tuple(held_out)


def _words(wording: str) -> set[str]:
    return set(re.findall(r"[A-Za-z]+", wording.lower()))
