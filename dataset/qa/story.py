"""A story of facts, a question about it, and its wording.

    facts   has(Mira, key)  in(Mira, garden)      query  where(key)      answer  garden      hops 2

    "Mira picked up the key. Mira is in the garden. Where is the key?"

A kind of reasoning draws a world, tells facts of it, and computes the answer by executing the world: no answer is
written by hand. Facts and queries are data, their sentences come from tables of templates, so that whoever inverts the
tables has the facts back and can solve the story in another way (the tests do).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dataset.qa.names import Cast


@dataclass(frozen=True)
class Fact:
    """Something that a sentence says: a relation, and the words that it holds between."""

    relation: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Story:
    """A told world.

    Attributes:
        facts: in the order in which they are told.
        query: what is asked.
        answer: one word, or a few.
        hops: facts that must be combined for the answer, at least.
        notes: what is found on the way to the answer, in order, each of a few words of the story or that follow.
    """

    facts: tuple[Fact, ...]
    query: Fact
    answer: str
    hops: int
    notes: tuple[str, ...] = ()


Templates = Mapping[str, Sequence[str]]
"""Sentences by relation, as in `{"has": ["{0} has the {1}.", "The {1} is with {0}."]}`; no sentence fits two facts."""


@dataclass(frozen=True)
class Kind:
    """One kind of reasoning.

    Attributes:
        name: as scores are grouped by it.
        hops: that questions need, in training and in tests.
        longer: more of them, for the test of longer chains; empty where there are none.
        make: draws a story that needs so many hops, with people of the cast.
        statements, queries: the wording of its facts and questions.
        easier: fewer hops, of which training has questions too: the steps that the others are made of.
        share: questions of it in training for one of a kind that is learned fast.
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
        """How many ways there are to say the simplest story of this kind: one sentence, then the question."""
        return min(map(len, self.statements.values())) * min(map(len, self.queries.values()))


def interleaved(rng: np.random.Generator, *tales: Sequence[Fact]) -> tuple[Fact, ...]:
    """The facts of some tales told at once: in random order, but those of one tale in theirs."""
    turns = np.repeat(np.arange(len(tales)), [len(tale) for tale in tales])
    ahead = [iter(tale) for tale in tales]
    return tuple(next(ahead[turn]) for turn in rng.permutation(turns).tolist())


def tell(story: Story, kind: Kind, rng: np.random.Generator) -> str:
    """Put a story into words: its facts, then its question."""
    sentences = [_say(fact, kind.statements, rng) for fact in story.facts]
    return " ".join([*sentences, _say(story.query, kind.queries, rng)])


def _say(fact: Fact, templates: Templates, rng: np.random.Generator) -> str:
    choices = templates[fact.relation]
    sentence = choices[int(rng.integers(len(choices)))].format(*fact.words)
    return sentence[0].upper() + sentence[1:]
