"""What the notes of default questions say, found again from the facts that are told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from dataset.qa.names import spelling
from dataset.qa.story import Fact, Story
from tests.dataset.qa import solver_default

Holds = Callable[[Story], bool]
Solve = Callable[[str, Sequence[Fact], Fact], str]


def told(story: Story, *relations: str) -> set[tuple[str, ...]]:
    """The words of facts of some relations."""
    return {fact.words for fact in story.facts if fact.relation in relations}


def answered(solve: Solve, kind: str, question: Callable[[list[str]], Fact]) -> Holds:
    """Every note, read as a question, has the answer of the story."""

    def holds(story: Story) -> bool:
        queries = [question(note.split()) for note in story.notes]
        return all(solve(kind, story.facts, query) == story.answer for query in queries)

    return holds


def walks(notes: Sequence[Sequence[str]], links: set[tuple[str, ...]], end: int, answer: str) -> bool:
    """From the pair of somebody and whoever is above, pairs that are linked up to the one who is asked for."""
    (part,), *pairs = map(tuple, notes)
    (somebody,) = {person for pair in links for person in pair if spelling()[person][0] == part}
    above = {pair for pair in links if pair[1] == somebody} or {pair for pair in links if pair[0] == somebody}
    linked = all(before[end] == pair[~end] for before, pair in pairwise(pairs))
    return set(pairs) <= links and pairs[0] in above and linked and pairs[-1][end] == answer


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


def holder(note: list[str]) -> Fact:
    return Fact(f"{note[0]}_has", (note[1],))


def comparison(story: Story) -> bool:
    if len(story.query.words) == 1:
        return story.notes == (f"{story.query.relation} {story.query.words[0]}",)
    end = 0 if story.query.relation in ("oldest", "tallest") else -1
    links = told(story, "older" if story.query.relation in ("oldest", "youngest") else "taller")
    words, *_ = zip(*map(str.split, story.notes), strict=False)
    noted = [note.split()[1:] for note in story.notes]
    return set(words) == {story.query.relation} and walks(noted, links, end, story.answer)


def relative(note: list[str]) -> Fact:
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
