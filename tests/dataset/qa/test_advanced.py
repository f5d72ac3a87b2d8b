"""Questions of two and more steps, and compositions: the facts that matter, and where answers stand."""

from __future__ import annotations

import re

import numpy as np
import pytest

from dataset.qa.modes import MODES
from dataset.qa.names import casts, spelling
from dataset.qa.story import Fact, Kind, Story, tell
from tests.dataset.qa import solver_advanced, solver_ultra

KINDS = [pytest.param(kind, id=kind.name) for mode in ("advanced", "ultra-complex") for kind in MODES[mode]]


def solve(kind: Kind, facts: tuple[Fact, ...], query: Fact, story: Story | None = None) -> str:
    """The answer from the facts, and from knowing who is compared in a story."""
    people = solver_advanced.compared(story.facts) if story else ()
    solver = solver_ultra if "+" in kind.name else solver_advanced
    return solver.solve(kind.name, facts, query, people)


@pytest.mark.parametrize("kind", KINDS)
def test_the_answer_needs_as_many_facts_as_there_are_steps(kind: Kind) -> None:
    """It follows from no story that lacks one of them; the other facts are there to distract."""
    rng = np.random.default_rng(1)
    for hops in (*kind.easier, *kind.hops, *kind.longer):
        for _ in range(20):
            story = kind.make(rng, hops, casts()[0])
            needed = sum(not _follows(kind, story, without=place) for place in range(len(story.facts)))
            told_to_all = sum(fact.relation == "share" for fact in story.facts)
            assert needed - told_to_all == story.hops == hops, story
            assert len(story.facts) > needed, "nothing distracts"


def _follows(kind: Kind, story: Story, without: int) -> bool:
    """Whether the answer follows although one of the facts is missing."""
    try:
        return solve(kind, story.facts[:without] + story.facts[without + 1 :], story.query, story) == story.answer
    except (AssertionError, ValueError, KeyError):
        return False


@pytest.mark.parametrize("kind", KINDS)
def test_no_place_in_the_text_is_that_of_the_answer(kind: Kind) -> None:
    """The first and the last word that could be the answer are right by chance alone, which is at most one in three."""
    rng = np.random.default_rng(2)
    stories = [kind.make(rng, kind.hops[turn % len(kind.hops)], casts()[0]) for turn in range(600)]
    answers = {story.answer for story in stories}
    possible = names if answers <= (names := set(spelling())) else answers
    hits = np.zeros(2)
    for story in stories:
        told = re.findall(r"\w+", tell(story, kind, rng))
        words = [word for word in told if word in possible - set(story.query.words)]
        hits += [bool(words) and words[place] == story.answer for place in (0, -1)]
    assert max(hits) < 0.4 * len(stories)


_FAR = {
    "sequence": {"places"},
    "schedule": {"days_after", "days_before"},
    "map": {"far"},
    "kinship": {"grandmother", "grandfather"},
    "analogy": {"feeds in", "fears in", "draws in"},
}
"""Facts by kind that lead further than others."""


@pytest.mark.parametrize("name", _FAR)
def test_short_chains_have_the_questions_of_longer_ones(name: str) -> None:
    """Its numbers, walks and titles; only in short chains do facts lead further."""
    (kind,) = (kind for kind in MODES["advanced"] if kind.name == name)
    rng = np.random.default_rng(4)

    def drawn(steps: tuple[int, ...]) -> tuple[set[str], set[tuple[str, ...]]]:
        stories = [kind.make(rng, steps[turn % len(steps)], casts()[0]) for turn in range(300)]
        numbers = ({word for word in story.query.words if word.isdigit()} for story in stories)
        asked = {(story.query.relation, *found) for story, found in zip(stories, numbers, strict=True)}
        return {fact.relation for story in stories for fact in story.facts}, asked

    (short, trained), (long, asked) = drawn(kind.easier + kind.hops), drawn(kind.longer)
    assert short - long == _FAR[name] and not long - short
    assert asked <= trained
