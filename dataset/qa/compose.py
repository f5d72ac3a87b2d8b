"""Two stories in one: the second speaks of the answer of the first without naming it.

    order       Mira is taller than Tor. [...] Who is the tallest?                  Mira
    kinship     Al is the father of Mira. [...] Who is the grandmother of Mira?     Ul
    together    Mira is taller than Tor. Al is the father of Mira. [...]
                Who is the grandmother of the tallest?                              Ul

Both are about the same people (or rooms), and their facts are told mixed. The question `tallest` of the first and the
question `grandmother` of the second make the question `grandmother of tallest`: its words are those of the first, then
those of the second but for the one that is described. A statement of the second may describe in the same way:
`The tallest has the key.`
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
"""Enough for any two stories together."""


@dataclass(frozen=True)
class Part:
    """A kind, and what it needs to be a part of a composition.

    Attributes:
        phrases: for the first part: what stands for its answer, by the question; slots are the question's words.
        statement: for the second part: the relation whose first word is described; "" if it is the question's.
        things: what that word is one of; people if empty.
    """

    kind: Kind
    phrases: Templates = field(default_factory=dict)
    statement: str = ""
    things: Sequence[str] = ()


def compose(first: Part, second: Part, hops: Sequence[int], longer: Sequence[int]) -> Kind:
    """Stories of the second kind that describe the answer of a story of the first; their hops add up."""
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
    """How many hops the first part may take; only those that it is trained on, if it can be."""
    trained = [steps for steps in one.hops if hops - steps in two.hops]
    return trained or [steps for steps in one.hops + one.longer if hops - steps in two.hops + two.longer]


def _joined(asked: str, known: str) -> str:
    return f"{asked} of {known}"


def _with_phrases(wordings: Templates, phrases: Templates) -> dict[str, list[str]]:
    """All sentences with all phrases in place of their first slot; the slots of the phrase come first."""
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
    """The fact or question whose first word is described."""
    if not relation:
        return story.query
    return next(fact for fact in story.facts if fact.relation == relation and set(fact.words) & set(story.query.words))


def _about(known: Story, asking: Story, names: Sequence[str], relation: str, rng: np.random.Generator) -> Story:
    """The second story with the people (or rooms) of the first: its described one is the answer of the first."""
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
    """The words of a story, each once."""
    return dict.fromkeys(word for fact in (*story.facts, story.query) for word in fact.words)
