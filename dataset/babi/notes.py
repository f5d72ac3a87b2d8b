"""Notes of a question: the sentences that its answer needs, each found by the question and the notes before it.

The files name these sentences in the order of reasoning. A note begins with a letter that names its sentence: A is the
last one before the question, B the one before it. So a note also tells the moment at which its sentence was told:

    question  Where is the apple?             supported by lines 6 and 1 of seven
    notes     B Daniel put down the apple there. | G Daniel went to the bedroom.

Sentences that relate two things, as in "The garden is south of the office", are told as a chain that begins with the
thing which the question names first. The things on the way are the first note, as they alone stand both in a sentence
with the chain's begin and in one with its end. Then come the steps of the chain: a sentence, then all relations so far,
each told from the side of what is known:

    question  Is the red square above the pink rectangle?
    support   The red sphere is to the right of the red square.      B, the last but one
              The red sphere is above the pink rectangle.            A
    notes     red sphere | B The red sphere is to the right of the red square. | left
              | A The red sphere is above the pink rectangle. | left above
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
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class _Relation(NamedTuple):
    """A sentence about two things, as in "The box fits inside the chest.", and its name."""

    first: str
    words: str
    second: str
    name: str

    def told_from(self, thing: str) -> _Relation:
        """The same, beginning with one of its two things."""
        return self if thing == self.first else _Relation(self.second, _OPPOSITE[self.words], self.first, self.name)

    def word(self) -> str:
        """The relation in one word: "above", "left", "bigger", "inside"."""
        return next(word for word in reversed(self.words.split()) if word not in ("of", "than"))


def line_name(after: int) -> str:
    """The name of the sentence that has `after` sentences between itself and the question: A to Z, then AA, AB."""
    name = ""
    after += 1
    while after:
        after, letter = divmod(after - 1, len(_LETTERS))
        name = _LETTERS[letter] + name
    return name


def notes_of(asked: str, support: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """The notes of a question.

    Args:
        support: the sentences that its answer needs, in the order in which the file names them, each as its name and
            its text.
    """
    matches = [(name, match) for name, sentence in support if (match := _SENTENCE.fullmatch(sentence))]
    relations = [_Relation(match[1], match[2], match[3], name) for name, match in matches]
    is_chain = 1 < len(support) == len(relations)
    if not (is_chain and (chain := _chain(asked, relations))):
        return tuple(f"{name} {sentence}" for name, sentence in support)
    notes, words = [" ".join(relation.second for relation in chain[:-1])], []
    sentences = dict(support)
    for relation in chain:
        words.append(relation.word())
        notes += [f"{relation.name} {sentences[relation.name]}", " ".join(words)]
    return tuple(notes)


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
