"""What is noted on the way to an answer, found again from the facts that are told.

Most notes are questions, too: another solver must give them the answer of the story.
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


def advanced(kind: str, question: Callable[[list[str]], Fact]) -> Holds:
    """Every note, read as a question, has the answer of the story."""

    def holds(story: Story) -> bool:
        queries = [question(note.split()) for note in story.notes]
        return all(solver_advanced.solve(kind, story.facts, query) == story.answer for query in queries)

    return holds


def order(story: Story) -> bool:
    scale, end = SCALES[story.query.relation]
    words, *_ = zip(*map(str.split, story.notes), strict=False)
    noted = [note.split()[1:] for note in story.notes]
    return set(words) == {story.query.relation} and walks(noted, told(story, scale), end, story.answer)


def schedule(story: Story) -> bool:
    """The answer is so many days after or before each event, and in the end from a day that is told."""
    days = []
    for note in story.notes:
        *shift, event = note.split()
        told_day = event in DAYS
        day = event if told_day else solver_advanced.solve("schedule", story.facts, Fact("day", (event,)))
        size = 0 if shift == ["on"] else int(shift[0]) * (1 if shift[1] == "after" else -1)
        days.append(DAYS[(DAYS.index(day) + size) % len(DAYS)])
    ends = tuple(note.split()[-1] for note in story.notes[-2:]) in told(story, "on")
    return ends and set(days) == {story.answer}


def arithmetic(story: Story) -> bool:
    """What there is, and each change with the count before: first gains, then losses, large ones first."""
    asked = story.query.words[0]
    own, changes = 0, []
    for fact in story.facts:
        *people, number, _ = fact.words
        if asked in people:
            lost = fact.relation == "loses" or fact.relation == "gives" and people[0] == asked
            own += int(number) if fact.relation == "has" else 0
            changes += [] if fact.relation == "has" else [-int(number) if lost else int(number)]
    wanted = [[asked, str(own)]]
    for change in (5, 4, 3, 2, -5, -4, -3, -2):
        for left in range(changes.count(change), 0, -1):
            wanted.append([asked, "+" if change > 0 else "-", str(abs(change)), str(left), str(own)])
            own += change
    return [note.split() for note in story.notes] == wanted and str(own) == story.answer


def tracking(story: Story) -> bool:
    (thing,) = story.query.words
    first, *holders = (note.removeprefix("where ") for note in story.notes)
    begins = first == thing and (holders[0], thing) in told(story, "holds")
    ends = holders[-1] not in {giver for giver, _ in told(story, "hands")}
    return begins and ends and set(pairwise(holders)) <= told(story, "hands")


def on_the_map(note: list[str]) -> Fact:
    return Fact(f"walk {len(note) - 1}", tuple(note))


_REMOTE = {"mother": "grandmother", "father": "grandfather", "sister": "aunt", "brother": "uncle"}


def kinship(story: Story) -> bool:
    """The answer is the relative of one of the people of each note."""
    for note in story.notes:
        relation, generations, *people = note.split()
        count = int(generations)
        title = "great " * (count - 1) + _REMOTE[relation] if count else relation
        found = set()
        for person in set(people) - {"no", "one"}:
            found |= solver_advanced.answers("kinship", story.facts, Fact(title, (person,)))
        if found != {story.answer}:
            return False
    return story.notes[-1].split()[1] == "0"


def analogy(story: Story) -> bool:
    """First whose deed is asked for, with animals in the place of rooms; then to what the other one does that."""
    known, person, other = story.query.words
    whole = [note.split() for note in story.notes if len(note.split()) == 3]
    asked = [note.split() for note in story.notes if len(note.split()) == 2]
    named = {fact.words[1] for fact in story.facts if fact.relation.endswith(" in")}  # no animal is needed there
    inside = {room: animal for animal, room in told(story, "inside") if room not in named}
    firsts, verbs = [known, *([inside[known]] if known in inside else [])], {verb for verb, _ in asked}
    others = [other, *([inside[other]] if other in inside else [])]
    (verb,) = verbs
    deeds = told(story, verb) | told(story, f"{verb} in")
    return (
        whole == [[first, person, other] for first in firsts]
        and [last for _, last in asked] == others
        and {(person, firsts[-1]), (story.answer, others[-1])} <= deeds
    )


def syllogism(story: Story) -> bool:
    person, last = story.query.words
    words = [note.split() for note in story.notes]
    row = [one for _, one, _ in words]
    end = (row[-1], last) in told(story, "every" if story.answer == "yes" else "none")
    first = row[0] == person and (person, row[1]) in told(story, "member")
    asked = {(word, group) for word, _, group in words} == {("is", last)}
    return asked and first and end and set(pairwise(row[1:])) <= told(story, "every")


def conditional(story: Story) -> bool:
    """The answer is yes if the person of a note does what it says; the last one's plan is told."""
    for note in story.notes:
        person, plan = note.split()
        goes = solver_advanced.solve("conditional", story.facts, Fact("goes", (person,)))
        if ((goes == "yes") == (plan == "goes")) != (story.answer == "yes"):
            return False
    return story.notes[-1].split()[0] in {person for (person,) in told(story, "goes", "stays")}


def puzzle(story: Story) -> bool:
    """What is found out is true in every world that agrees with the clues; an animal is noted before what is drunk."""
    (share,) = told(story, "share")
    (about,) = story.query.words
    asked = story.query.relation
    clues = tuple(fact for fact in story.facts if fact.relation in ("share", "has", "has_not"))
    start, *found = story.notes
    last = []
    if asked == "drink":
        *found, noted = found
        last = [noted]
    for note in found:
        what, same, *known = note.split()
        one, of = known
        if (what, same) != (asked, about):
            return False
        if one != "no":
            holds = solver_advanced.solve("puzzle", clues, Fact("owner", (of,))) == one
        elif asked == "owner":
            (person,) = (person for person in share[:3] if spelling()[person][0] == of)
            holds = (person, about) in told(story, "has_not")
        else:
            holds = (about, of) in told(story, "has_not")
        if not holds:
            return False
    animal = solver_advanced.solve("puzzle", clues, Fact("animal", (about,))) if asked == "drink" else ""
    return start == f"{asked} {about}" and last == ([f"drink {animal}"] if animal else [])


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
        "sequence": (advanced("sequence", lambda note: Fact("after", (note[1], note[0]))), lambda hops: (hops,)),
        "schedule": (schedule, lambda hops: (hops + 1,)),
        "conditional": (conditional, lambda hops: (hops,)),
        "arithmetic": (arithmetic, lambda hops: (hops,)),
        "tracking": (tracking, lambda hops: (hops,)),
        "map": (advanced("map", on_the_map), lambda hops: (hops,)),
        "kinship": (kinship, lambda hops: (hops,)),
        "analogy": (analogy, lambda hops: (max(2, hops), 3)),
        "syllogism": (syllogism, lambda hops: (hops,)),
        "puzzle": (puzzle, lambda hops: range(1, hops + 1)),
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
