"""What is noted on the way to an answer, found again from the facts that are told.

Most notes of default questions are questions, too: another solver must give them the answer of the story.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from itertools import pairwise

import numpy as np
import pytest

from dataset.qa.modes import MODES
from dataset.qa.names import casts, spelling
from dataset.qa.story import Fact, Story
from dataset.qa.words import DAYS
from tests.dataset.qa import solver_advanced, solver_default
from tests.dataset.qa.solver_advanced import SCALES

KINDS = {(mode, kind.name): kind for mode, kinds in MODES.items() for kind in kinds}
Holds = Callable[[Story], bool]


def told(story: Story, *relations: str) -> set[tuple[str, ...]]:
    """The words of facts of some relations."""
    return {fact.words for fact in story.facts if fact.relation in relations}


def default(kind: str, question: Callable[[Story, list[str]], Fact]) -> Holds:
    """Every note, read as a question, has the answer of the story."""

    def holds(story: Story) -> bool:
        queries = [question(story, note.split()) for note in story.notes]
        return all(solver_default.solve(kind, story.facts, query) == story.answer for query in queries)

    return holds


def walks(notes: Sequence[Sequence[str]], links: set[tuple[str, ...]], end: int, answer: str) -> bool:
    """From the pair of somebody and whoever is above, pairs that are linked up to the one who is asked for."""
    (part,), *pairs = map(tuple, notes)
    (somebody,) = {person for pair in links for person in pair if spelling()[person][0] == part}
    above = {pair for pair in links if pair[1] == somebody} or {pair for pair in links if pair[0] == somebody}
    linked = all(before[end] == pair[~end] for before, pair in pairwise(pairs))
    return set(pairs) <= links and pairs[0] in above and linked and pairs[-1][end] == answer


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
    links = told(story, "older" if story.query.relation in ("oldest", "youngest") else "taller")
    words, *_ = zip(*map(str.split, story.notes), strict=False)
    noted = [note.split()[1:] for note in story.notes]
    return set(words) == {story.query.relation} and walks(noted, links, end, story.answer)


def relative(_: Story, note: list[str]) -> Fact:
    *title, person = note
    return Fact(f"remote_{title[0]}" if len(title) > 1 else title[0], (person,))


def moments(kind: str) -> Holds:
    """Back to somebody whose moment is told, then forward to whoever comes before or after, each with their moment.

    If no moment is told, the notes end with whoever comes neither before nor after somebody. How much later somebody
    comes is counted forward from 0.
    """

    def holds(story: Story) -> bool:
        notes = [note.split() for note in story.notes]
        links = {(one, other): (*size, how) for one, other, *size, how in hung(story)}
        asked = story.query.words[-1]
        if story.query.relation == "apart":
            row = [person for word, person, *_ in notes if word == "at"]
            later = [Fact("apart", (row[0], one)) for one in row[1:]]
            count = ["0", *(solver_default.solve(kind, story.facts, query) for query in later)]
            ends = (row[0], row[-1]) == story.query.words
            return ends and notes == onward(row, links, dict(zip(row, count, strict=True)))
        back = [person for word, person, *_ in notes if word == "when"]
        last = back[-1]
        told_at = {person for person, _ in told(story, "at")}
        chained = back[0] == asked and set(pairwise(back)) <= set(links) and not told_at & set(back[:-1])
        if story.answer == "unknown":
            ends = last not in told_at and all(one != last for one, *_ in hung(story))
            return chained and ends and len(back) == len(notes)
        at = {one: solver_default.solve(kind, story.facts, Fact("when", (one,))) for one in back}
        return chained and last in told_at and notes[len(back) :] == onward(back[::-1], links, at)

    def ends_with_the_last(story: Story) -> bool:
        """Notes go on as long as somebody comes before or after the one who was noted."""
        return holds(story) and story.query.words[-1] not in {other for _, other, *_ in hung(story)}

    return ends_with_the_last


def onward(row: list[str], links: Mapping[tuple[str, ...], tuple[str, ...]], at: Mapping[str, str]) -> list[list[str]]:
    """The notes that go from each person of a row to the next."""
    notes = [["at", row[0], at[row[0]]]]
    for known, one in pairwise(row):
        notes += [["by", one, *links[one, known], at[known]], ["at", one, at[one]]]
    return notes


def hung(story: Story) -> set[tuple[str, ...]]:
    """Who comes before or after whom: the two, by how much if it is told, and which of both."""
    return {(*fact.words, fact.relation) for fact in story.facts if fact.relation in ("after", "before")}


# ---- advanced questions


def order(story: Story) -> bool:
    scale, end = SCALES[story.query.relation]
    return bool(story.notes) and walks([note.split() for note in story.notes], told(story, scale), end, story.answer)


def sequence(story: Story) -> bool:
    row = (story.query.words[0], *story.notes, story.answer)
    return set(pairwise(row)) <= told(story, "next")


def schedule(story: Story) -> bool:
    """On which event each hangs, and how; then the same with the days of these."""
    half = len(story.notes) // 2
    back, on = ([tuple(note.split()) for note in part] for part in (story.notes[:half], story.notes[half:]))
    row = (*story.query.words, *(event for _, event in back))
    links = {(fact.relation.removeprefix("day_"), *fact.words) for fact in story.facts if fact.relation != "on"}
    days = [(side, solver_advanced.solve("schedule", story.facts, Fact("day", (event,)))) for side, event in back[::-1]]
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
    return story.notes == tuple(solver_advanced.solve("map", story.facts, way) for way in ways)


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
    goes = [solver_advanced.solve("conditional", story.facts, Fact("goes", (person,))) for person in people[::-1]]
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
    owner = solver_advanced.solve("puzzle", story.facts, Fact("owner", (left_over,)))
    return set(animals) - set(out) == {left_over} and owner == story.query.words[0]


def _noted_moments(hops: int) -> tuple[int, ...]:
    """How many notes there may be."""
    return {1: (0, 2, 3), 2: (3, 5), 3: (8,)}[hops]


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
        "day": (moments("day"), _noted_moments),
        "time": (moments("time"), _noted_moments),
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


def drawn(kind: str, fits: Callable[[Story], bool]) -> Story:
    """A story of two steps that fits."""
    rng = np.random.default_rng(0)
    return next(filter(fits, (KINDS["default", kind].make(rng, 2, casts()[0]) for _ in range(100))))


def test_a_day_follows_from_each_note_of_a_chain() -> None:
    """The notes of one story, spelled out."""
    story = drawn("day", lambda one: len(hung(one)) == 1 and one.query.relation == "when")
    ((asked, known, how),) = hung(story)
    told_day = dict(told(story, "at"))[known]
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
            back = story.query.relation == "when" and len(hung(story)) == 2
            return back and (story.answer != "unknown") == moment

        story = drawn(kind, fits)
        asked = story.query.words[0]
        links = {one: other for one, other, *_ in hung(story)}
        between = links[asked]
        assert (between in dict(told(story, "at"))) == moment and links[between] not in dict(told(story, "at"))
        back = (f"when {asked}", f"when {between}")
        assert story.notes[:2] == back and (moment or story.notes[2:] == (f"when {links[between]}",))


def test_a_told_grandparent_is_found_in_two_steps() -> None:
    story = drawn("kinship", lambda one: bool(told(one, "grandparent")) and one.query.relation == "remote_parent")
    asked = story.query.words[0]
    (parent,) = (one for one, child in told(story, "parent") if child == asked)
    assert story.notes == (f"parent grandparent {asked}", f"grandparent {parent}")
    assert (story.answer, parent) in told(story, "grandparent")


@pytest.mark.parametrize("kind", ["day", "time"])
def test_how_much_later_is_counted_from_zero(kind: str) -> None:
    story = drawn(kind, lambda one: one.query.relation == "apart")
    first, last = story.query.words
    links = {(one, other): size for one, other, *size, how in hung(story) if how == "after"}
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
