"""What the notes of advanced questions say, found again from the facts that are told."""

from __future__ import annotations

from itertools import pairwise

from dataset.qa.names import spelling
from dataset.qa.story import Fact, Story
from dataset.qa.words import DAYS
from tests.dataset.qa import solver_advanced
from tests.dataset.qa.notes_default import told, walks
from tests.dataset.qa.solver_advanced import SCALES


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
    """What single clues rule out, who has the one that they rule out, and the animal before what its owner drinks."""
    (share,) = (fact for fact in story.facts if fact.relation == "share")
    (about,) = story.query.words
    asked = story.query.relation
    pair = Fact("owner" if asked == "owner" else "animal", (about,))
    candidates = set(share.words[:3] if asked == "owner" else share.words[3:])
    clues = [fact for fact in story.facts if fact.relation in ("has", "has_not")]
    out = {word for clue in clues for word in candidates - solver_advanced.answers("puzzle", (share, clue), pair)}
    first = {(spelling()[word][0] if asked == "owner" else word) for word in out}
    start, *found = (note.split() for note in story.notes)
    last = [found.pop()] if asked == "drink" else []
    if not all(note[:2] == [asked, about] for note in (start, *found)):
        return False
    said = [note[2:] for note in found]
    if len(out) == 2:
        (word, one), (other, *both) = said
        ruled_out = word == other == "not" and one in first and set(both) == out and both[0].startswith(one)
    elif len(out) == 1:
        ruled_out = said[0] == ["no", *first] and len(said) <= 2
        for person, animal in said[1:]:
            owner = solver_advanced.solve("puzzle", (share, *clues), Fact("owner", (animal,)))
            ruled_out &= owner == person and out <= {person, animal}
    else:
        ruled_out = not said
    animal = solver_advanced.solve("puzzle", (share, *clues), Fact("animal", (about,))) if last else ""
    return start == [asked, about] and ruled_out and last == ([["drink", animal]] if last else [])
