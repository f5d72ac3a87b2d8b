"""What is noted on the way to an answer, found again from the facts that are told."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest

from dataset.qa.modes import MODES
from dataset.qa.names import casts
from dataset.qa.story import Fact, Story
from tests.dataset.qa.solver_advanced import SCALES, solve

KINDS = {kind.name: kind for kind in MODES["advanced"]}


def told(story: Story, *relations: str) -> set[tuple[str, ...]]:
    """The words of facts of some relations."""
    return {fact.words for fact in story.facts if fact.relation in relations}


def order(story: Story) -> bool:
    """From the answer on, each is next to the one before on the scale that is asked about."""
    scale, end = SCALES[story.query.relation]
    row = (story.answer, *story.notes)
    return {pair if end == 0 else pair[::-1] for pair in pairwise(row)} <= told(story, scale)


def sequence(story: Story) -> bool:
    row = (story.query.words[0], *story.notes, story.answer)
    return set(pairwise(row)) <= told(story, "next")


def schedule(story: Story) -> bool:
    """Each event hangs on the one noted behind it, and is on the day noted beside it."""
    events, days = story.notes[::2], story.notes[1::2]
    links = told(story, "day_after", "day_before")
    on = [solve("schedule", story.facts, Fact("day", (event,))) for event in events]
    return set(pairwise((*story.query.words, *events))) <= links and tuple(on) == days


def arithmetic(story: Story) -> bool:
    """What there is before each event that changes it."""
    asked = story.query.words[0]
    own = [place for place, fact in enumerate(story.facts) if asked in fact.words and fact.relation != "has"]
    return story.notes == tuple(solve("arithmetic", story.facts[:place], story.query) for place in own)


def tracking(story: Story) -> bool:
    first, *_ = story.notes
    return (first, *story.query.words) in told(story, "holds") and set(pairwise(story.notes)) <= told(story, "hands")


def on_the_map(story: Story) -> bool:
    start, *walk = story.query.words
    ways = [Fact(f"walk {steps}", (start, *walk[:steps])) for steps in range(1, len(walk))]
    return story.notes == tuple(solve("map", story.facts, way) for way in ways)


def kinship(story: Story) -> bool:
    row = (*story.query.words, *story.notes)
    return {pair[::-1] for pair in pairwise(row)} <= told(story, "mother", "father")


def analogy(story: Story) -> bool:
    known, other, verb = story.notes
    word, person, other_word = story.query.words
    inside = dict(told(story, "inside"))
    meant = inside.get(known) == word if word != known else True
    meant_other = inside.get(other) == other_word if other_word != other else True
    return meant and meant_other and {(person, known), (story.answer, other)} <= told(story, verb)


def syllogism(story: Story) -> bool:
    person, last = story.query.words
    end = (story.notes[-1], last) in told(story, "every" if story.answer == "yes" else "none")
    first = (person, story.notes[0]) in told(story, "member")
    return first and end and set(pairwise(story.notes)) <= told(story, "every")


def conditional(story: Story) -> bool:
    """Each plan hangs on that of the person noted behind it, and is what is noted beside."""
    people, plans = story.notes[::2], story.notes[1::2]
    links = {fact.words for fact in story.facts if fact.relation.startswith("if ")}
    goes = [solve("conditional", story.facts, Fact("goes", (person,))) == "yes" for person in people]
    chain = {pair[::-1] for pair in pairwise((*story.query.words, *people))}
    return chain <= links and goes == [plan == "goes" for plan in plans]


def puzzle(story: Story) -> bool:
    return story.query.words[0] == solve("puzzle", story.facts, Fact("owner", story.notes))


CHECKS: dict[str, tuple[Callable[[Story], bool], Callable[[int], int]]] = {
    "order": (order, lambda hops: hops - 1),
    "sequence": (sequence, lambda hops: hops - 1),
    "schedule": (schedule, lambda hops: 2 * (hops - 1)),
    "arithmetic": (arithmetic, lambda hops: hops - 1),
    "tracking": (tracking, lambda hops: hops - 1),
    "map": (on_the_map, lambda hops: hops - 1),
    "kinship": (kinship, lambda hops: hops - 1),
    "analogy": (analogy, lambda hops: 3),
    "syllogism": (syllogism, lambda hops: hops - 1),
    "conditional": (conditional, lambda hops: 2 * (hops - 1)),
    "puzzle": (puzzle, lambda hops: int(hops > 2)),
}
"""By kind: whether the notes hold, and how many there are for so many hops."""


def test_one_kind_has_nothing_to_note() -> None:
    """Who likes all of some things is found in one look."""
    assert set(KINDS) - set(CHECKS) == {"sets"}
    story = KINDS["sets"].make(np.random.default_rng(0), 3, casts()[0])
    assert story.notes == ()


@pytest.mark.parametrize("name", CHECKS)
def test_notes_hold(name: str) -> None:
    holds, count = CHECKS[name]
    kind, rng = KINDS[name], np.random.default_rng(3)
    for hops in (*kind.easier, *kind.hops, *kind.longer):
        for _ in range(50):
            story = kind.make(rng, hops, casts()[0])
            assert len(story.notes) == count(hops), story
            assert not story.notes or holds(story), story
