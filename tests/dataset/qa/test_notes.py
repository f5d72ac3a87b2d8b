"""What is noted on the way to an answer, found again from the facts that are told.

Most notes are questions, too: another solver must give them the answer of the story.
"""

from __future__ import annotations

from collections.abc import Callable, Container

import numpy as np
import pytest

from dataset.qa.modes import MODES
from dataset.qa.names import casts
from dataset.qa.story import Fact, Story
from dataset.qa.words import DAYS
from tests.dataset.qa import notes_advanced, notes_default, solver_advanced, solver_default
from tests.dataset.qa.notes_default import Holds, answered

KINDS = {(mode, kind.name): kind for mode, kinds in MODES.items() for kind in kinds}


def _noted_moments(hops: int) -> tuple[int, ...]:
    """How many notes there may be."""
    return {1: (0, 2, 3), 2: (3, 5), 3: (8,)}[hops]


Check = tuple[Holds, Callable[[int], Container[int]]]
CHECKS: dict[str, dict[str, Check]] = {
    "default": {
        "place": (
            answered(solver_default.solve, "place", lambda note: Fact("where", (note[1],))),
            lambda hops: (hops,),
        ),
        "counting": (
            answered(solver_default.solve, "counting", lambda note: Fact("people_in", (note[1],))),
            lambda hops: (hops, hops + 1),
        ),
        "negation": (notes_default.negation, lambda hops: (hops,)),
        "yes_no": (
            answered(solver_default.solve, "yes_no", lambda note: Fact("is_in", (note[1], note[2]))),
            lambda hops: range(2, 5),
        ),
        "holder": (answered(solver_default.solve, "holder", notes_default.holder), lambda hops: (hops,)),
        "comparison": (notes_default.comparison, lambda hops: range(1, hops + 2)),
        "kinship": (answered(solver_default.solve, "kinship", notes_default.relative), lambda hops: (hops,)),
        "day": (notes_default.moments("day"), _noted_moments),
        "time": (notes_default.moments("time"), _noted_moments),
    },
    "advanced": {
        "order": (notes_advanced.order, lambda hops: range(2, hops + 2)),
        "sequence": (
            answered(solver_advanced.solve, "sequence", lambda note: Fact("after", (note[1], note[0]))),
            lambda hops: (hops,),
        ),
        "schedule": (notes_advanced.schedule, lambda hops: (hops + 1,)),
        "conditional": (notes_advanced.conditional, lambda hops: (hops,)),
        "arithmetic": (notes_advanced.arithmetic, lambda hops: (hops,)),
        "tracking": (notes_advanced.tracking, lambda hops: (hops,)),
        "map": (answered(solver_advanced.solve, "map", notes_advanced.on_the_map), lambda hops: (hops,)),
        "kinship": (notes_advanced.kinship, lambda hops: (hops,)),
        "analogy": (notes_advanced.analogy, lambda hops: (max(2, hops), 3)),
        "syllogism": (notes_advanced.syllogism, lambda hops: (hops,)),
        "puzzle": (notes_advanced.puzzle, lambda hops: range(1, 5)),
    },
}
"""By mode and kind: whether the notes hold, and how many there may be for so many hops."""


def test_one_kind_has_nothing_to_note() -> None:
    """Who likes all of some things is found in one look."""
    kinds = {(mode, kind.name) for mode in CHECKS for kind in MODES[mode]}
    assert kinds - {(mode, name) for mode, names in CHECKS.items() for name in names} == {("advanced", "sets")}
    assert KINDS["advanced", "sets"].make(np.random.default_rng(0), 3, casts()[0]).notes == ()


@pytest.mark.parametrize(("mode", "name"), [(mode, name) for mode, names in CHECKS.items() for name in names])
def test_notes_hold(mode: str, name: str) -> None:
    holds, counts = CHECKS[mode][name]
    kind, rng = KINDS[mode, name], np.random.default_rng(3)
    for hops in (*kind.easier, *kind.hops, *kind.longer):
        for _ in range(50):
            story = kind.make(rng, hops, casts()[0])
            assert len(story.notes) in counts(hops), story
            assert not story.notes or holds(story), story


def drawn(kind: str, fits: Callable[[Story], bool]) -> Story:
    """A story of two steps that fits."""
    rng = np.random.default_rng(0)
    return next(filter(fits, (KINDS["default", kind].make(rng, 2, casts()[0]) for _ in range(100))))


def test_a_day_follows_from_each_note_of_a_chain() -> None:
    """The notes of one story, spelled out."""
    story = drawn("day", lambda one: len(notes_default.hung(one)) == 1 and one.query.relation == "when")
    ((asked, known, how),) = notes_default.hung(story)
    told_day = dict(notes_default.told(story, "at"))[known]
    day = DAYS[(DAYS.index(told_day) + (1 if how == "after" else -1)) % 7]
    assert story.answer == day
    assert story.notes == (
        f"when {asked}",
        f"when {known}",
        f"at {known} {told_day}",
        f"by {asked} {how} {told_day}",
        f"at {asked} {day}",
    )


@pytest.mark.parametrize("kind", ["day", "time"])
def test_a_person_between_is_told_or_nobody_is(kind: str) -> None:
    """Chains of two links, whose second one leads to a moment only in the set `longer`."""
    for moment in (True, False):

        def fits(story: Story, moment: bool = moment) -> bool:
            back = story.query.relation == "when" and len(notes_default.hung(story)) == 2
            return back and (story.answer != "unknown") == moment

        story = drawn(kind, fits)
        asked = story.query.words[0]
        links = {one: other for one, other, *_ in notes_default.hung(story)}
        between = links[asked]
        assert (between in dict(notes_default.told(story, "at"))) == moment and links[between] not in dict(
            notes_default.told(story, "at")
        )
        back = (f"when {asked}", f"when {between}")
        assert story.notes[:2] == back and (moment or story.notes[2:] == (f"when {links[between]}",))


def test_a_told_grandparent_is_found_in_two_steps() -> None:
    story = drawn(
        "kinship", lambda one: bool(notes_default.told(one, "grandparent")) and one.query.relation == "remote_parent"
    )
    asked = story.query.words[0]
    (parent,) = (one for one, child in notes_default.told(story, "parent") if child == asked)
    assert story.notes == (f"parent grandparent {asked}", f"grandparent {parent}")
    assert (story.answer, parent) in notes_default.told(story, "grandparent")


@pytest.mark.parametrize("kind", ["day", "time"])
def test_how_much_later_is_counted_from_zero(kind: str) -> None:
    story = drawn(kind, lambda one: one.query.relation == "apart")
    first, last = story.query.words
    links = {(one, other): size for one, other, *size, how in notes_default.hung(story) if how == "after"}
    (between,) = (one for one, other in links if other == first)
    size = links[between, first]
    assert story.notes[:3] == (
        f"at {first} 0",
        " ".join(("by", between, *size, "after 0")),
        f"at {between} {(size or ['1'])[0]}",
    )
    assert story.notes[-1] == f"at {last} {story.answer}"


@pytest.mark.parametrize("kind", ["day", "time", "kinship"])
def test_no_question_of_training_follows_a_chain_of_three(kind: str) -> None:
    """As the set `longer` does: only there, three facts are needed."""
    rng = np.random.default_rng(1)
    for hops, most in ((2, 2), (3, 3)):
        for _ in range(100):
            story = KINDS["default", kind].make(rng, hops, casts()[0])
            if story.answer != "unknown":
                needed = [not solver_default.follows_without(kind, story, place) for place in range(len(story.facts))]
                assert sum(needed) == most, story
