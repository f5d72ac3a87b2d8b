"""What is noted on the way to an answer, found again from the facts that are told."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from dataset.qa.modes import MODES
from dataset.qa.names import casts, spelling
from dataset.qa.story import Fact, Story
from tests.dataset.qa import solver_default
from tests.dataset.qa.solver_advanced import SCALES, solve

KINDS = {(mode, kind.name): kind for mode, kinds in MODES.items() for kind in kinds}


def told(story: Story, *relations: str) -> set[tuple[str, ...]]:
    """The words of facts of some relations."""
    return {fact.words for fact in story.facts if fact.relation in relations}


def order(story: Story) -> bool:
    scale, end = SCALES[story.query.relation]
    return walks(story, told(story, scale), end)


def walks(story: Story, links: set[tuple[str, ...]], end: int) -> bool:
    """From the pair of somebody and whoever is above, pairs that are linked up to the one who is asked for."""
    if not story.notes:
        return False
    part, *pairs = (tuple(note.split()) for note in story.notes)
    (somebody,) = {person for pair in links for person in pair if spelling()[person][0] == part[0]}
    above = {pair for pair in links if pair[1] == somebody} or {pair for pair in links if pair[0] == somebody}
    linked = all(before[end] == pair[~end] for before, pair in pairwise(pairs))
    return set(pairs) <= links and pairs[0] in above and linked and pairs[-1][end] == story.answer


def sequence(story: Story) -> bool:
    row = (story.query.words[0], *story.notes, story.answer)
    return set(pairwise(row)) <= told(story, "next")


def schedule(story: Story) -> bool:
    """On which event each hangs, and how; then the same with the days of these."""
    half = len(story.notes) // 2
    back, on = ([tuple(note.split()) for note in part] for part in (story.notes[:half], story.notes[half:]))
    row = (*story.query.words, *(event for _, event in back))
    links = {(fact.relation.removeprefix("day_"), *fact.words) for fact in story.facts if fact.relation != "on"}
    days = [(side, solve("schedule", story.facts, Fact("day", (event,)))) for side, event in back[::-1]]
    return {(side, *pair) for (side, _), pair in zip(back, pairwise(row), strict=True)} <= links and on == days


def arithmetic(story: Story) -> bool:
    """What there is and how it changes, first all that adds to it: each note follows from the one before."""
    (own,) = (fact for fact in story.facts if fact.relation == "has" and story.query.words[0] in fact.words)
    count, sizes = int(own.words[1]), []
    for note in story.notes:
        before, sign, change = note.split()
        if int(before) != count:
            return False
        sizes.append(int(sign + change))
        count += sizes[-1]
    told_of = [int(fact.words[-2]) for fact in story.facts if fact is not own and story.query.words[0] in fact.words]
    gains_first = sizes == sorted(sizes, key=lambda size: size < 0)
    return gains_first and sorted(map(abs, sizes)) == sorted(told_of) and str(count) == story.answer


def tracking(story: Story) -> bool:
    first = (*story.notes[:1], *story.query.words)
    return first in told(story, "holds") and set(pairwise(story.notes)) <= told(story, "hands")


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
    """On whom each hangs, back to the one of whom it is told; then what each of them does."""
    half = len(story.notes) // 2
    people, plans = story.notes[:half], story.notes[half:]
    links = {fact.words[::-1] for fact in story.facts if fact.relation.startswith("if ")}
    goes = [solve("conditional", story.facts, Fact("goes", (person,))) for person in people[::-1]]
    so = [f"If {one} {'goes' if yes == 'yes' else 'stays'}," for one, yes in zip(people[::-1], goes, strict=True)]
    return set(pairwise((*story.query.words, *people))) <= links and list(plans) == so


def puzzle(story: Story) -> bool:
    """All but one are ruled out: of the people, or of the animals, of which the one that is left is noted too."""
    (share,) = told(story, "share")
    people, animals = share[:3], share[3:]
    if story.query.relation == "owner":
        left = [person for person in people if spelling()[person][0] not in story.notes]
        return left == [story.answer]
    *out, left_over = story.notes
    owner = solve("puzzle", story.facts, Fact("owner", (left_over,)))
    return set(animals) - set(out) == {left_over} and owner == story.query.words[0]


# ---- default questions


def reached(story: Story) -> bool:
    """Each note is told of something that was asked for or noted before."""
    links = told(story, "in", "thing_in", "inside", "with", "not_in")
    links |= {pair[::-1] for pair in told(story, "has", "with")}
    known = set(story.query.words)
    for note in story.notes:
        if not any((one, note) in links for one in known):
            return False
        known.add(note)
    return True


def yes_no(story: Story) -> bool:
    """The way to the room of the first who is asked about, and that room beside the second one's if there is one."""
    *way, last = story.notes
    if " " not in last:
        return reached(story)
    rooms = [solver_default.solve("place", story.facts, Fact("where", (one,))) for one in story.query.words]
    return reached(replace(story, notes=tuple(way))) and way[-1] == rooms[0] and last.split() == rooms


def comparison(story: Story) -> bool:
    end = 0 if story.query.relation in ("oldest", "tallest") else -1
    return walks(story, told(story, "older" if story.query.relation in ("oldest", "youngest") else "taller"), end)


def parents(story: Story) -> bool:
    row = (*story.query.words, *story.notes, story.answer)
    links = told(story, "parent")
    return set(pairwise(row)) <= links or {pair[::-1] for pair in pairwise(row)} <= links


def moments(kind: str) -> Callable[[Story], bool]:
    def holds(story: Story) -> bool:
        """On whom each hangs, and how; then the same with their moments in place of names."""
        who, when = (
            [tuple(note.rsplit(" ", 1)) for note in part.tolist()] for part in np.split(np.array(story.notes), 2)
        )
        row = (*story.query.words, *(person for _, person in who))
        links = {
            (" ".join((*fact.words[2:], fact.relation)), *fact.words[:2])
            for fact in story.facts
            if fact.relation in ("after", "before")
        }
        at = [(how, solver_default.solve(kind, story.facts, Fact("when", (one,)))) for how, one in reversed(who)]
        return {(how, *pair) for (how, _), pair in zip(who, pairwise(row), strict=True)} <= links and at == when

    return holds


Check = tuple[Callable[[Story], bool], Callable[[int], Container[int]]]
CHECKS: dict[str, dict[str, Check]] = {
    "default": {
        "place": (reached, lambda hops: (hops - 1,)),
        "counting": (reached, lambda hops: (hops - 1, hops)),
        "negation": (reached, lambda hops: (hops - 1,)),
        "yes_no": (yes_no, lambda hops: range(1, 4)),
        "holder": (reached, lambda hops: (hops - 1,)),
        "comparison": (comparison, lambda hops: range(hops + 2)),
        "kinship": (parents, lambda hops: (hops - 1,)),
        "day": (moments("day"), lambda hops: (2 * (hops - 1),)),
        "time": (moments("time"), lambda hops: (2 * (hops - 1),)),
    },
    "advanced": {
        "order": (order, lambda hops: range(2, hops + 2)),
        "sequence": (sequence, lambda hops: (hops - 1,)),
        "schedule": (schedule, lambda hops: (2 * (hops - 1),)),
        "conditional": (conditional, lambda hops: (2 * (hops - 1),)),
        "arithmetic": (arithmetic, lambda hops: (hops - 1,)),
        "tracking": (tracking, lambda hops: (hops - 1,)),
        "map": (on_the_map, lambda hops: (hops - 1,)),
        "kinship": (kinship, lambda hops: (hops - 1,)),
        "analogy": (analogy, lambda hops: (3,)),
        "syllogism": (syllogism, lambda hops: (hops - 1,)),
        "puzzle": (puzzle, lambda hops: (2 + int(hops > 2),)),
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
