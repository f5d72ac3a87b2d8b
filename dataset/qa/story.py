"""A story of facts, a question about it, and its wording.

    facts   has(Mira, key)  in(Mira, garden)      query  where(key)      answer  garden      hops 2

    "Mira picked up the key. Mira is in the garden. Where is the key?"

A kind of reasoning draws a world, tells facts about it, and computes the answer from the world; no answer is written by
hand. Facts and queries are data, and their sentences come from tables of templates. The tests invert these tables, so
that they can solve a story in another way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dataset.qa.names import Cast


@dataclass(frozen=True)
class Fact:
    """The content of a sentence: a relation, and the words between which it holds."""

    relation: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Story:
    """A told world.

    Attributes:
        facts: in the order in which they are told.
        query: the question.
        answer: one word, or a few.
        hops: the fewest facts that must be combined for the answer.
        notes: intermediate results that lead to the answer, in order, each of a few words. In the modes of
            `modes.CHAINED` they are questions: the first follows from the query, each further one from the facts and
            the note before it, and the answer from the last one.
    """

    facts: tuple[Fact, ...]
    query: Fact
    answer: str
    hops: int
    notes: tuple[str, ...] = ()


def asking(word: str, *what: str) -> tuple[str, ...]:
    """Notes that each ask for something, as in `where key`, `where Mira`."""
    return tuple(f"{word} {each}" for each in what)


Templates = Mapping[str, Sequence[str]]
"""Sentences by relation, as in `{"has": ["{0} has the {1}.", "The {1} is with {0}."]}`. A sentence has one meaning."""


@dataclass(frozen=True)
class Kind:
    """One kind of reasoning.

    Attributes:
        name: the name that scores are grouped by.
        hops: numbers of hops in training and in tests.
        longer: larger numbers of hops, for the test set `longer`; may be empty.
        make: draws a story that needs the given number of hops, with people of the cast.
        statements, queries: the wordings of its facts and questions.
        easier: smaller numbers of hops, which only training has: they teach the single steps.
        share: how many questions training has of this kind, relative to kinds that are learned fast.
    """

    name: str
    hops: tuple[int, ...]
    longer: tuple[int, ...]
    make: Callable[[np.random.Generator, int, Cast], Story]
    statements: Templates
    queries: Templates
    easier: tuple[int, ...] = ()
    share: int = 1

    def phrasings(self) -> int:
        """How many wordings there are for the simplest story of this kind: one sentence and the question."""
        return min(map(len, self.statements.values())) * min(map(len, self.queries.values()))


def interleaved(rng: np.random.Generator, *tales: Sequence[Fact]) -> tuple[Fact, ...]:
    """The facts of several tales, mixed at random; the facts of one tale keep their order."""
    turns = np.repeat(np.arange(len(tales)), [len(tale) for tale in tales])
    ahead = [iter(tale) for tale in tales]
    return tuple(next(ahead[turn]) for turn in rng.permutation(turns).tolist())


def tell(story: Story, kind: Kind, rng: np.random.Generator) -> str:
    """The text of a story: its facts, then its question."""
    sentences = [_say(fact, kind.statements, rng) for fact in story.facts]
    return " ".join([*sentences, _say(story.query, kind.queries, rng)])


def _say(fact: Fact, templates: Templates, rng: np.random.Generator) -> str:
    choices = templates[fact.relation]
    sentence = choices[int(rng.integers(len(choices)))].format(*fact.words)
    return sentence[0].upper() + sentence[1:]
