"""Notes of a question: the sentences that its answer needs, each found by the question and the notes before it.

The files name these sentences in the order of reasoning, and most notes are these sentences as they stand:

    question  Where is the apple?             supported by lines 6 and 1
    notes     Daniel put down the apple there. | Daniel went to the bedroom.

Sentences that relate two things, as in "The garden is south of the office", are told as a chain that begins with the
thing which the question names first. The things on the way are the first note, as they alone stand both in a sentence
with the chain's begin and in one with its end. Then come the steps of the chain, each in short: the relation, told from
the side of what is known, and the next thing. The last note has all relations:

    question  Is the red square above the pink rectangle?
    support   The red sphere is to the right of the red square.
              The red sphere is above the pink rectangle.
    notes     red sphere | left red sphere | above pink rectangle | left above
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_OPPOSITES = [
    ("is north of", "is south of"),
    ("is east of", "is west of"),
    ("is above", "is below"),
    ("is to the left of", "is to the right of"),
    ("is bigger than", "fits inside"),
]
_OPPOSITE = dict(_OPPOSITES) | {second: first for first, second in _OPPOSITES}
_SENTENCE = re.compile(rf"The (.+?) ({'|'.join(_OPPOSITE)}) the (.+?)\.")


class _Relation(NamedTuple):
    """A sentence about two things, as in "The box fits inside the chest."."""

    first: str
    words: str
    second: str

    def told_from(self, thing: str) -> _Relation:
        """The same, beginning with one of its two things."""
        return self if thing == self.first else _Relation(self.second, _OPPOSITE[self.words], self.first)

    def word(self) -> str:
        """The relation in one word: "above", "left", "bigger", "inside"."""
        return next(word for word in reversed(self.words.split()) if word not in ("of", "than"))


def notes_of(asked: str, support: Sequence[str]) -> tuple[str, ...]:
    """The notes of a question.

    Args:
        support: the sentences that its answer needs, in the order in which the file names them.
    """
    relations = [_Relation(*match.groups()) for sentence in support if (match := _SENTENCE.fullmatch(sentence))]
    is_chain = 1 < len(support) == len(relations)
    if not (is_chain and (chain := _chain(asked, relations))):
        return tuple(support)
    between = " ".join(relation.second for relation in chain[:-1])
    steps = [f"{relation.word()} {relation.second}" for relation in chain]
    return (between, *steps, " ".join(relation.word() for relation in chain))


def _chain(asked: str, relations: Sequence[_Relation]) -> list[_Relation] | None:
    """The relations from the thing that the question names first, one leading to the next; None if they do not."""
    things = sorted({thing for each in relations for thing in (each.first, each.second)}, key=len, reverse=True)
    if not (named := re.search("|".join(map(re.escape, things)), asked)):
        return None
    known, left, chain = named[0], list(relations), []
    while left:
        following = next((each for each in left if known in (each.first, each.second)), None)
        if following is None:
            return None
        left.remove(following)
        chain.append(following.told_from(known))
        known = chain[-1].second
    return chain
