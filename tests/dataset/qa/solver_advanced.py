"""Answers to the advanced questions, found from what is told alone and not as the generators do.

Orders, rules, ifs and puzzles are solved by trying all worlds that agree with the facts; days by ruling out what cannot
be; walks on coordinates; sums and the way of a thing backwards, from what may be in the end to what was told first;
rows by all distances in them, relatives by all relations that follow. What is asked must have one answer.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from itertools import permutations, product

from dataset.qa.story import Fact
from dataset.qa.words import DAYS

Facts = Sequence[Fact]


def solve(kind: str, facts: Facts, query: Fact, people: Collection[str] = ()) -> str:
    """The one answer that follows from the facts, and from there being the people.

    Raises:
        AssertionError: nothing follows, or more than one thing.
    """
    found = _order(facts, query, people) if kind == "order" else answers(kind, facts, query)
    assert len(found) == 1, f"{facts} {query}: {sorted(found) or 'no answer'}"
    return next(iter(found))


def answers(kind: str, facts: Facts, query: Fact) -> set[str]:
    """All that follows, of any kind but order."""
    return _SOLVERS[kind](facts, query)


def _pairs(facts: Facts, relation: str) -> list[tuple[str, str]]:
    return [(fact.words[0], fact.words[1]) for fact in facts if fact.relation == relation]


SCALES = {
    "tallest": ("taller", 0),
    "shortest": ("taller", -1),
    "fastest": ("faster", 0),
    "slowest": ("faster", -1),
    "strongest": ("stronger", 0),
    "weakest": ("stronger", -1),
}


def compared(facts: Facts) -> set[str]:
    """Everybody who is compared."""
    return {word for fact in facts if fact.relation in {scale for scale, _ in SCALES.values()} for word in fact.words}


def _order(facts: Facts, query: Fact, people: Collection[str]) -> set[str]:
    """Whoever is at the end of an order that agrees with the facts."""
    scale, end = SCALES[query.relation]
    pairs = _pairs(facts, scale)
    found = set()
    for row in permutations(sorted(people or compared(facts))):
        place = {person: number for number, person in enumerate(row)}
        if all(place[more] < place[less] for more, less in pairs):
            found.add(row[end])
    return found


def _sequence(facts: Facts, query: Fact) -> set[str]:
    """The colour at the asked distance, from all distances (Floyd and Warshall)."""
    colours = sorted({word for fact in facts for word in fact.words})
    away: dict[tuple[str, str], int] = {(colour, colour): 0 for colour in colours}
    for fact in facts:
        before, after, *size = fact.words
        away[before, after] = int(size[0]) if size else 1
        away[after, before] = -away[before, after]
    for middle, start, end in product(colours, repeat=3):
        if (start, middle) in away and (middle, end) in away:
            away.setdefault((start, end), away[start, middle] + away[middle, end])
    known, count = query.words
    distance = int(count) if query.relation == "after" else -int(count)
    return {colour for colour in colours if away.get((known, colour)) == distance}


def _schedule(facts: Facts, query: Fact) -> set[str]:
    """The days of an event that no fact rules out."""
    days = {event: set(range(7)) for fact in facts for event in fact.words[:2] if event not in DAYS}
    left = -1
    while left != (left := sum(map(len, days.values()))):
        for event, day in _pairs(facts, "on"):
            days[event] &= {DAYS.index(day)}
        for fact in facts:
            if fact.relation == "on":
                continue
            event, other, *size = fact.words
            shift = int(size[0] if size else 1) * (1 if fact.relation.endswith("after") else -1)
            days[event] &= {(day + shift) % 7 for day in days[other]}
            days[other] &= {(day - shift) % 7 for day in days[event]}
    return {DAYS[day] for day in days[query.words[0]]}


def _arithmetic(facts: Facts, query: Fact) -> set[str]:
    """The numbers in the end from which all that happened leads back to the number at first."""
    asked, goods = query.words
    found = set()
    for end in range(50):
        count = end
        for fact in reversed(facts):
            *people, number, what = fact.words
            if what != goods or asked not in people:
                continue
            if fact.relation == "has":
                found |= {str(end)} if count == int(number) else set()
            else:
                gets = fact.relation == "finds" or (fact.relation == "gives" and people[1] == asked)
                count += -int(number) if gets else int(number)
    return found


def _tracking(facts: Facts, query: Fact) -> set[str]:
    """The rooms of those who may have the thing in the end, going back to who had it at first."""
    (thing,) = query.words
    rooms = dict(_pairs(facts, "stays"))
    found = set()
    for person in {word for fact in facts if fact.relation in ("holds", "hands") for word in fact.words}:
        before = {person}
        for fact in reversed(facts):
            if fact.relation == "hands":
                giver, taker = fact.words
                before = before - {giver} | ({giver} if taker in before else set())
            elif fact.relation == "holds" and fact.words[1] == thing and fact.words[0] in before:
                found.add(rooms.get(person, "nowhere"))
    return found - {"nowhere"}


AHEAD = {"north": (0, 1), "south": (0, -1), "east": (1, 0), "west": (-1, 0)}


def _map(facts: Facts, query: Fact) -> set[str]:
    """The room at the sum of all steps, once every room that can be has its coordinates."""
    start, *walk = query.words
    place = {start: (0, 0)}
    for _ in facts:
        for fact in facts:
            room, other, *steps = fact.words
            x, y = (sum(AHEAD[step][axis] for step in steps or [fact.relation]) for axis in (0, 1))
            if other in place:
                place.setdefault(room, (place[other][0] + x, place[other][1] + y))
            elif room in place:
                place[other] = (place[room][0] - x, place[room][1] - y)
    assert len(set(place.values())) == len(place), "two rooms in one place"
    end = (sum(AHEAD[step][0] for step in walk), sum(AHEAD[step][1] for step in walk))
    return {room for room, at in place.items() if at == end}


def _kinship(facts: Facts, query: Fact) -> set[str]:
    """All who are such a relative by what is told and what follows: brothers and sisters have the same parents."""
    *greats, base = query.relation.split()
    parents = {*_pairs(facts, "mother"), *_pairs(facts, "father")}
    close = {*_pairs(facts, "sister"), *_pairs(facts, "brother")}
    women = {older for relation in ("mother", "sister") for older, _ in _pairs(facts, relation)}
    men = {older for relation in ("father", "brother") for older, _ in _pairs(facts, relation)}
    assert not women & men
    known = -1
    while known != (known := len(parents) + len(close)):
        close |= {(b, a) for a, b in close}
        close |= {(a, c) for a, b in close for d, c in close if b == d and a != c}
        close |= {(a, c) for older, a in parents for other, c in parents if older == other and a != c}
        parents |= {(older, c) for older, b in parents for a, c in close if a == b}
    line = {query.words[0]}
    parent_steps = 1 + len(greats) if base in ("grandmother", "grandfather", "aunt", "uncle") else 0
    grandparents = {*_pairs(facts, "grandmother"), *_pairs(facts, "grandfather")}
    younger_line: set[str] = set()
    for _ in range(parent_steps):
        older_line = {older for older, younger in parents if younger in line}
        older_line |= {older for older, younger in grandparents if younger in younger_line}
        younger_line, line = line, older_line
    pairs = parents if base.endswith(("mother", "father")) else close
    sex = women if base in ("grandmother", "aunt", "mother", "sister") else men
    return {person for person, relative in pairs if relative in line} & sex


def _sets(facts: Facts, query: Fact) -> set[str]:
    likes = set(_pairs(facts, "likes"))
    return {person for person, _ in likes if all((person, food) in likes for food in query.words)}


def _analogy(facts: Facts, query: Fact) -> set[str]:
    """Whoever does to the one animal what the known person does to the other, whichever animals and deed these are."""
    rooms = {fact.words[1] for fact in facts if fact.relation.endswith(" in")}  # each stands for the animal inside
    told = {(fact.relation.removesuffix(" in"), *fact.words) for fact in facts} | {
        ("inside", room, room) for room in rooms
    }
    animals = {fact.words[1] for fact in facts if fact.relation != "inside"}
    known, person, other = query.words

    def meant(how: str, word: str, animal: str) -> bool:
        return word == animal if how == "animal" else ("inside", animal, word) in told

    how = query.relation.split(" to ")
    return {
        fact.words[0]
        for first, second, fact in product(animals, animals, facts)
        if meant(how[0], known, first) and meant(how[1], other, second) and fact.words[1] == second
        if (fact.relation.removesuffix(" in"), person, first) in told
    }


def _syllogism(facts: Facts, query: Fact) -> set[str]:
    """Whether somebody is in a group, in every choice of groups that they may be in."""
    person, asked = query.words
    groups = sorted({fact.words[1] for fact in facts} | {fact.words[0] for fact in facts if fact.relation != "member"})
    found = set()
    for chosen in product((False, True), repeat=len(groups)):
        within = dict(zip(groups, chosen, strict=True))
        if all(
            within[fact.words[1]] == (fact.relation != "none")
            for fact in facts
            if fact.words[0] == person or within.get(fact.words[0])
        ):
            found.add("yes" if within[asked] else "no")
    return found


def _conditional(facts: Facts, query: Fact) -> set[str]:
    """Whether somebody goes, in every choice of people who may go."""
    people = sorted({word for fact in (*facts, query) for word in fact.words})
    found = set()
    for chosen in product(("goes", "stays"), repeat=len(people)):
        plan = dict(zip(people, chosen, strict=True))
        if all(_keeps(fact, plan) for fact in facts):
            found.add("yes" if plan[query.words[0]] == "goes" else "no")
    return found


def _keeps(fact: Fact, plan: dict[str, str]) -> bool:
    if not fact.relation.startswith("if "):
        return plan[fact.words[0]] == fact.relation
    _, plan_of_one, plan_of_other = fact.relation.split()
    return plan[fact.words[0]] != plan_of_one or plan[fact.words[1]] == plan_of_other


def _puzzle(facts: Facts, query: Fact) -> set[str]:
    """What is the case in every way to share out the animals that agrees with the facts."""
    (share,) = (fact.words for fact in facts if fact.relation == "share")
    drinks = dict(_pairs(facts, "drinks"))
    found = set()
    for animals in permutations(share[3:]):
        owner = dict(zip(animals, share[:3], strict=True))
        has = all(owner[animal] == person for person, animal in _pairs(facts, "has"))
        has_not = all(owner[animal] != person for person, animal in _pairs(facts, "has_not"))
        if has and has_not:
            if query.relation == "owner":
                found.add(owner[query.words[0]])
            elif query.relation == "animal":
                found |= {animal for animal in animals if owner[animal] == query.words[0]}
            else:
                found |= {drinks.get(animal, "unknown") for animal in animals if owner[animal] == query.words[0]}
    return found


_SOLVERS: dict[str, Callable[[Facts, Fact], set[str]]] = {
    "sequence": _sequence,
    "schedule": _schedule,
    "arithmetic": _arithmetic,
    "tracking": _tracking,
    "map": _map,
    "kinship": _kinship,
    "sets": _sets,
    "analogy": _analogy,
    "syllogism": _syllogism,
    "conditional": _conditional,
    "puzzle": _puzzle,
}
