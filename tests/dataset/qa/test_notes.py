"""What is noted on the way to an answer, found again from the facts that are told.

Most notes are questions: another solver must give them the answer of the story. The others must follow from the facts.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from itertools import groupby, pairwise

import numpy as np
import pytest

from dataset.qa.modes import MODES
from dataset.qa.names import casts, spelling
from dataset.qa.story import Fact, Story
from dataset.qa.words import DAYS, ROOMS
from tests.dataset.qa import solver_advanced, solver_default
from tests.dataset.qa.solver_advanced import SCALES

KINDS = {(mode, kind.name): kind for mode, kinds in MODES.items() for kind in kinds}
Holds = Callable[[Story], bool]


def told(story: Story, *relations: str) -> set[tuple[str, ...]]:
    """The words of facts of some relations."""
    return {fact.words for fact in story.facts if fact.relation in relations}


def asks_the_same(solve: Callable[..., str], kind: str, question: Callable[[Story, list[str]], Fact]) -> Holds:
    """Every note, read as a question, has the answer of the story."""

    def holds(story: Story) -> bool:
        return all(solve(kind, story.facts, question(story, note.split())) == story.answer for note in story.notes)

    return holds


def default(kind: str, question: Callable[[Story, list[str]], Fact]) -> Holds:
    return asks_the_same(solver_default.solve, kind, question)


def advanced(kind: str, question: Callable[[Story, list[str]], Fact]) -> Holds:
    return asks_the_same(solver_advanced.solve, kind, question)


def walks(story: Story, links: set[tuple[str, ...]], end: int) -> bool:
    """From the pair of somebody and whoever is above, pairs that are linked up to the one who is asked for."""
    (part,), *pairs = (tuple(note.split()[1:]) for note in story.notes)
    (somebody,) = {person for pair in links for person in pair if spelling()[person][0] == part}
    above = {pair for pair in links if pair[1] == somebody} or {pair for pair in links if pair[0] == somebody}
    linked = all(before[end] == pair[~end] for before, pair in pairwise(pairs))
    asked = {note.split()[0] for note in story.notes} == {story.query.relation}
    return asked and set(pairs) <= links and pairs[0] in above and linked and pairs[-1][end] == story.answer


# ---- default questions


def negation(story: Story) -> bool:
    """Where the thing or its holder is; last may be noted where it is not, though it might be."""
    notes = [note.split() for note in story.notes]
    out = [room for word, room in notes if word == "not"]
    where = [Fact("where", (one,)) for word, one in notes if word == "where"]
    choices = [{story.answer, room} == set(pair[1:]) for pair in told(story, "either") for room in out]
    return (
        all(solver_default.solve("negation", story.facts, query) == story.answer for query in where)
        and all(choices)
        and {room for _, room in told(story, "not_in")} >= set(out)
    )


def holder(story: Story, note: list[str]) -> Fact:
    return Fact(f"{note[0]}_has", (note[1],))


def comparison(story: Story) -> bool:
    if len(story.query.words) == 1:
        return story.notes == (f"{story.query.relation} {story.query.words[0]}",)
    end = 0 if story.query.relation in ("oldest", "tallest") else -1
    return walks(story, told(story, "older" if story.query.relation in ("oldest", "youngest") else "taller"), end)


def relative(story: Story, note: list[str]) -> Fact:
    *title, person = note
    return Fact(f"remote_{title[0]}" if len(title) > 1 else title[0], (person,))


def moments(kind: str) -> Holds:
    """Back to somebody whose moment is told, then forward, each note with a person, whoever is asked for, a moment."""

    def holds(story: Story) -> bool:
        notes = [note.split() for note in story.notes]
        ((_, asked),) = (note for note in notes if len(note) == 2)
        links = {(one, other): (*size, how) for one, other, *size, how in hung(story)}
        back = [asked, *(note[1] for note in notes[1:] if note[0] == "when")]
        at = {one: solver_default.solve(kind, story.facts, Fact("when", (one,))) for one in back}
        forward = [["at", back[-1], asked, at[back[-1]]]]
        for later, one in pairwise(back[::-1]):
            forward += [["by", one, asked, *links[one, later], at[later]], ["at", one, asked, at[one]]]
        others = all(note[2] == asked for note in notes[1:])
        return set(pairwise(back)) <= set(links) and others and notes[len(back) :] == forward

    return holds


def hung(story: Story) -> set[tuple[str, ...]]:
    """Who comes before or after whom: the two, by how much if it is told, and which of both."""
    return {(*fact.words, fact.relation) for fact in story.facts if fact.relation in ("after", "before")}


# ---- advanced questions


def order(story: Story) -> bool:
    scale, end = SCALES[story.query.relation]
    return walks(story, told(story, scale), end)


def schedule(story: Story) -> bool:
    """Back to the event whose day is told, then forward; every note begins with the event that is asked for."""
    notes = [note.split() for note in story.notes]
    asked = story.query.words[0]
    back = [note[1] for note in notes if len(note) == 2]
    links = {fact.words: fact.relation.removeprefix("day_") for fact in story.facts if fact.relation.startswith("day_")}
    day = {event: solver_advanced.solve("schedule", story.facts, Fact("day", (event,))) for event in back}
    forward = []
    for known, event in pairwise(back[::-1]):
        forward += [[asked, known, day[known]], [asked, event, links[event, known], day[known]]]
    chained = back[0] == asked and (back[-1], day[back[-1]]) in told(story, "on")
    return chained and set(pairwise(back)) <= set(links) and notes == [[asked, event] for event in back] + forward


def arithmetic(story: Story) -> bool:
    """What there is and how it changes, gains first and the largest before: each note follows from the one before."""
    (own,) = (fact for fact in story.facts if fact.relation == "has" and story.query.words[0] in fact.words)
    count, sizes = int(own.words[1]), []
    for person, before, *changes in map(str.split, story.notes):
        changed = [int(sign + change) for sign, change in zip(changes[::2], changes[1::2], strict=True)]
        if person != story.query.words[0] or int(before) != count or len(set(changed)) > 1:
            return False
        sizes += changed
        count += sum(changed)
    told_of = [int(fact.words[-2]) for fact in story.facts if fact is not own and story.query.words[0] in fact.words]
    all_noted = sizes == sorted(sizes, reverse=True) and len(story.notes) == len(list(groupby(sizes)))
    return all_noted and sorted(map(abs, sizes)) == sorted(told_of) and str(count) == story.answer


def tracking(story: Story) -> bool:
    asked = [note.split() for note in story.notes]
    (_, thing), *holders = asked
    row = [holder for _, holder in holders]
    passed = set(pairwise(row)) <= told(story, "hands") and (row[0], thing) in told(story, "holds")
    room = (row[-1], story.answer) in told(story, "stays")
    return thing == story.query.words[0] and {word for word, _ in asked} == {"where"} and passed and room


def analogy(story: Story) -> bool:
    *resolved, (verb, other) = (note.split() for note in story.notes)
    same = [
        Fact(" to ".join("room" if word in ROOMS else "animal" for word in (known, asked)), (known, person, asked))
        for known, person, asked in resolved
    ]
    answers = {solver_advanced.solve("analogy", story.facts, query) for query in same}
    done = (story.answer, other) in told(story, verb) and (resolved[-1][1], resolved[-1][0]) in told(story, verb)
    return answers == {story.answer} and done and resolved[-1][2] == other


def conditional(story: Story) -> bool:
    """On whom each hangs, back to the one of whom it is told; then what each of them does."""
    people = [note.split()[1] for note in story.notes if note.startswith("goes ")]
    links = {fact.words[::-1] for fact in story.facts if fact.relation.startswith("if ")}
    goes = [solver_advanced.solve("conditional", story.facts, Fact("goes", (person,))) for person in people[::-1]]
    so = [f"If {one} {'goes' if yes == 'yes' else 'stays'}," for one, yes in zip(people[::-1], goes, strict=True)]
    chained = people[0] == story.query.words[0] and (people[-1],) in told(story, "goes", "stays")
    return chained and set(pairwise(people)) <= links and list(story.notes[len(people) :]) == so


def puzzle(story: Story) -> bool:
    """All but one are ruled out: of the people, or of the animals, of which the one that is left is noted too."""
    (share,) = told(story, "share")
    people, animals = share[:3], share[3:]
    first, second, *last = (note.split() for note in story.notes)
    if story.query.relation == "owner":
        left = [person for person in people if spelling()[person][0] not in second[2:]]
        return left == [story.answer] and first == second[:3] == ["who", *story.query.words, second[2]]
    ((word, left_over),) = last
    owner = solver_advanced.solve("puzzle", story.facts, Fact("owner", (left_over,)))
    chained = first == second[:2] and second[0] == owner == story.query.words[0] and word == "drink"
    return chained and set(animals) - set(second[1:]) == {left_over}


Check = tuple[Holds, Callable[[int], Container[int]]]
CHECKS: dict[str, dict[str, Check]] = {
    "default": {
        "place": (default("place", lambda _, note: Fact("where", (note[1],))), lambda hops: (hops,)),
        "counting": (default("counting", lambda _, note: Fact("people_in", (note[1],))), lambda hops: (hops, hops + 1)),
        "negation": (negation, lambda hops: (hops,)),
        "yes_no": (default("yes_no", lambda _, note: Fact("is_in", (note[1], note[2]))), lambda hops: range(2, 5)),
        "holder": (default("holder", holder), lambda hops: (hops,)),
        "comparison": (comparison, lambda hops: range(1, hops + 2)),
        "kinship": (default("kinship", relative), lambda hops: (hops,)),
        "day": (moments("day"), lambda hops: (0, 2) if hops == 1 else (3 * hops - 1,)),
        "time": (moments("time"), lambda hops: (0, 2) if hops == 1 else (3 * hops - 1,)),
    },
    "advanced": {
        "order": (order, lambda hops: range(2, hops + 2)),
        "sequence": (advanced("sequence", lambda _, note: Fact("after", (note[1], note[0]))), lambda hops: (hops,)),
        "schedule": (schedule, lambda hops: (0,) if hops == 1 else (3 * hops - 2,)),
        "conditional": (conditional, lambda hops: (0,) if hops == 1 else (2 * hops,)),
        "arithmetic": (arithmetic, lambda hops: range(min(hops - 1, 1), hops)),
        "tracking": (tracking, lambda hops: (hops,)),
        "map": (advanced("map", lambda _, note: Fact("walk", tuple(note))), lambda hops: (hops,)),
        "kinship": (advanced("kinship", lambda _, note: Fact(" ".join(note[:-1]), (note[-1],))), lambda hops: (hops,)),
        "analogy": (analogy, lambda hops: (hops,)),
        "syllogism": (advanced("syllogism", lambda _, note: Fact("is", (note[1], note[2]))), lambda hops: (hops,)),
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


def test_a_day_follows_from_each_note_of_a_chain() -> None:
    """The notes of one story, spelled out."""
    rng = np.random.default_rng(0)
    story = KINDS["default", "day"].make(rng, 2, casts()[0])
    asked, known = story.query.words[0], story.notes[1].split()[1]
    told_day = dict(told(story, "at"))[known]
    how = next(how for one, _, how in hung(story) if one == asked)
    day = DAYS[(DAYS.index(told_day) + (1 if how == "after" else -1)) % 7]
    assert story.answer == day
    assert story.notes == (
        f"when {asked}",
        f"when {known} {asked}",
        f"at {known} {asked} {told_day}",
        f"by {asked} {asked} {how} {told_day}",
        f"at {asked} {asked} {day}",
    )
