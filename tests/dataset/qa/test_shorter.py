"""Stories that lost facts have the same answer, as other solvers find it."""

from __future__ import annotations

import numpy as np
import pytest

from dataset.qa.everyday_kinds import EVERYDAY
from dataset.qa.modes import MODES
from dataset.qa.names import casts
from dataset.qa.shorter import needed, shortened
from dataset.qa.story import Fact, Kind, Story
from dataset.qa.ultra import KINDS as ULTRA
from tests.dataset.qa import solver_advanced
from tests.dataset.qa.solvers import SOLVERS

KINDS = [(mode, kind) for mode in ("default", "advanced") for kind in MODES[mode]]


def solve(mode: str, kind: Kind, story: Story) -> str:
    if kind.name == "order":
        return solver_advanced.solve(kind.name, story.facts, story.query, solver_advanced.compared(story.facts))
    return SOLVERS[mode].solve(kind.name, story.facts, story.query)


@pytest.mark.parametrize(("mode", "kind"), [pytest.param(*one, id=f"{one[0]}-{one[1].name}") for one in KINDS])
def test_the_answer_stays(mode: str, kind: Kind) -> None:
    rng = np.random.default_rng(0)
    steps = (*kind.easier, *kind.hops, *kind.longer)
    for turn in range(60):
        story = kind.make(rng, steps[turn % len(steps)], casts()[0])
        kept = tuple(fact for fact in story.facts if fact in needed(story, kind.name))
        short = Story(kept, story.query, story.answer, story.hops, story.notes)
        assert kept and solve(mode, kind, short) == story.answer, short


def test_stories_become_as_short_as_one_fact_and_some_stay() -> None:
    kind, rng = MODES["default"][0], np.random.default_rng(0)
    counts = []
    for _ in range(200):
        story = kind.make(rng, 1, casts()[0])
        short = shortened(story, kind.name, rng)
        assert [fact for fact in story.facts if fact in short.facts] == list(short.facts)
        counts.append(len(short.facts))
    assert min(counts) == 1 and counts.count(1) > 60 and max(counts) > 3
    whole = ULTRA[0].make(rng, 4, casts()[0])
    assert all(shortened(whole, ULTRA[0].name, rng) is whole for _ in range(20))


def answer(kind: str, facts: tuple[Fact, ...], query: Fact) -> set[str]:
    """What follows from the facts of a kind that only people ask, found by trying all that is told."""
    told: dict[str, list[tuple[str, ...]]] = {}
    for fact in facts:
        told.setdefault(fact.relation, []).append(fact.words)
    words = query.words
    if kind == "who_is_in":
        rooms = (
            {words[0]}
            if query.relation == "who_in"
            else {room for thing, room in told["thing_in"] if thing == words[0]}
        )
        return {person for person, room in told["in"] if room in rooms}
    if kind == "lying":
        lies = told["thing_in"]
        if query.relation == "what_in":
            return {thing for thing, place in lies if place == words[0]}
        found = {place for thing, place in lies if thing == words[0]}
        if query.relation == "which_room":
            found = {room for box in found for thing, room in lies if thing == box}
        return found
    if kind == "choice":
        what, relation = query.relation.split("_")
        contrary = {"younger": "older", "shorter": "taller"}
        above = set(told[contrary.get(relation, relation)])
        for _ in facts:
            above |= {(one, last) for one, middle in above for again, last in above if middle == again}
        higher = [one for one, other in (words, words[::-1]) if (one, other) in above]
        lower = [one for one in words if one not in higher]
        (right,) = lower if relation in contrary else higher
        return {right} if what == "which" else {"yes" if words[0] == right else "no"}
    holder = ""
    for fact in facts:
        if fact.relation == "holds" and fact.words[1] == words[0]:
            holder = fact.words[0]
        elif fact.relation == "passes" and fact.words[:2] == (holder, words[0]):
            holder = fact.words[2]
    return {holder} if query.relation == "who_has" else {room for person, room in told["stays"] if person == holder}


@pytest.mark.parametrize("kind", [pytest.param(kind, id=kind.name) for found in EVERYDAY.values() for kind in found])
def test_kinds_that_only_people_ask(kind: Kind) -> None:
    rng = np.random.default_rng(0)
    steps = (*kind.hops, *kind.longer)
    for turn in range(80):
        story = kind.make(rng, steps[turn % len(steps)], casts()[0])
        assert answer(kind.name, story.facts, story.query) == {story.answer}, story
        kept = tuple(fact for fact in story.facts if fact in needed(story, kind.name))
        assert answer(kind.name, kept, story.query) == {story.answer}, (story, kept)
