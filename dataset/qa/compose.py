"""Two stories in one: the second refers to the answer of the first without naming it.

    order       Mira is taller than Tor. [...] Who is the tallest?                  Mira
    kinship     Al is the father of Mira. [...] Who is the grandmother of Mira?     Ul
    together    Mira is taller than Tor. Al is the father of Mira. [...]
                Who is the grandmother of the tallest?                              Ul

Both stories are about the same people (or rooms), and their facts are mixed. The question `tallest` of the first and
the question `grandmother` of the second become the question `grandmother of tallest`. Its words are those of the first
question, then those of the second except the described one. A statement of the second story may contain the
description instead: `The tallest has the key.`
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product
from string import Formatter

import numpy as np

from dataset.qa.names import Cast
from dataset.qa.story import Fact, Kind, Story, Templates, interleaved
from dataset.qa.words import pick, shuffled

_PEOPLE = 10
"""Enough people for any two stories together."""


@dataclass(frozen=True)
class Part:
    """A kind as one part of a composition.

    Attributes:
        phrases: of a first part: phrases that describe its answer, by question; slots stand for the question's words.
        statement: of a second part: the relation whose first word is described; "" if the question's is.
        things: the set that the described word belongs to; empty for people.
    """

    kind: Kind
    phrases: Templates = field(default_factory=dict)
    statement: str = ""
    things: Sequence[str] = ()


def compose(first: Part, second: Part, hops: Sequence[int], longer: Sequence[int]) -> Kind:
    """The kind of stories of `second` in which a description stands for the answer of a story of `first`.

    The numbers of hops add up.
    """
    one, two = first.kind, second.kind
    assert not set(one.statements) & set(two.statements), "a fact must be of one story"

    def make(rng: np.random.Generator, count: int, cast: Cast) -> Story:
        few = cast.few(_PEOPLE, rng)
        steps = pick(rng, _splits(count, one, two))
        known, asking = one.make(rng, steps, few), two.make(rng, count - steps, few)
        names = second.things or [first + last for first, last in few.pairs]
        asking = _about(known, asking, names, second.statement, rng)
        plain = _describing(asking, second.statement)
        words = known.query.words + plain.words[1:]
        described = Fact(_joined(plain.relation, known.query.relation), words)
        facts = [described if fact is plain else fact for fact in asking.facts]
        query = described if plain is asking.query else asking.query
        return Story(interleaved(rng, known.facts, facts), query, asking.answer, count)

    statements, queries = {**one.statements, **two.statements}, two.queries
    if second.statement:
        statements |= _with_phrases({second.statement: two.statements[second.statement]}, first.phrases)
    else:
        queries = _with_phrases(two.queries, first.phrases)
    return Kind(f"{one.name}+{two.name}", tuple(hops), tuple(longer), make, statements, queries)


def _splits(hops: int, one: Kind, two: Kind) -> list[int]:
    """The numbers of hops that the first part may have; if possible, both parts have numbers that occur in training."""
    trained = [steps for steps in one.hops if hops - steps in two.hops]
    return trained or [steps for steps in one.hops + one.longer if hops - steps in two.hops + two.longer]


def _joined(asked: str, known: str) -> str:
    return f"{asked} of {known}"


def _with_phrases(wordings: Templates, phrases: Templates) -> dict[str, list[str]]:
    """Every sentence with every phrase in its first slot; the phrase's own slots are numbered first."""
    return {
        _joined(asked, known): [
            wording.format(phrase, *(f"{{{_slots(phrase) + other}}}" for other in range(_slots(wording) - 1)))
            for wording, phrase in product(wordings[asked], phrases[known])
        ]
        for asked, known in product(wordings, phrases)
    }


def _slots(wording: str) -> int:
    return len({name for _, name, _, _ in Formatter().parse(wording) if name})


def _describing(story: Story, relation: str) -> Fact:
    """The fact, or question, whose first word will be described."""
    if not relation:
        return story.query
    return next(fact for fact in story.facts if fact.relation == relation and set(fact.words) & set(story.query.words))


def _about(known: Story, asking: Story, names: Sequence[str], relation: str, rng: np.random.Generator) -> Story:
    """The second story, retold with the people (or rooms) of the first, so that its described one is `known.answer`."""
    described = _describing(asking, relation).words[0]
    met = [name for name in _words(known) if name in names and name != known.answer]
    unmet = [name for name in names if name not in met and name != known.answer]
    others = [name for name in _words(asking) if name in names and name != described]
    new = dict(zip(shuffled(rng, others), met + shuffled(rng, unmet), strict=False)) | {described: known.answer}

    def renamed(fact: Fact) -> Fact:
        return Fact(fact.relation, tuple(new.get(word, word) for word in fact.words))

    facts = tuple(map(renamed, asking.facts))
    return Story(facts, renamed(asking.query), new.get(asking.answer, asking.answer), asking.hops)


def _words(story: Story) -> dict[str, None]:
    """The different words of a story, in order."""
    return dict.fromkeys(word for fact in (*story.facts, story.query) for word in fact.words)
