"""Answers to the questions of `dataset.qa.default_*`, found from what is told alone and not as the generators do.

Rooms, days and hours are solved by trying all worlds that agree with the facts, order by trying all orders, holding by
drawing conclusions until nothing new follows, and kinship by powers of the matrix of parents. What is asked must have
the same answer in every such world.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import permutations, product

import numpy as np

from dataset.qa.story import Fact, Story
from dataset.qa.words import DAYS, ROOMS, THINGS

World = dict[str, str]
HOURS = tuple(map(str, range(-8, 20)))
"""More than stories have, so that an hour of which nothing is told may be any."""


def solve(kind: str, facts: Sequence[Fact], query: Fact) -> str:
    """The one answer that follows from the facts.

    Raises:
        AssertionError: nothing follows, or more than one thing.
    """
    found = _SOLVERS[kind](facts, query)
    assert len(found) == 1, f"{facts} {query}: {sorted(found) or 'no answer'}"
    return next(iter(found))


def follows_without(kind: str, story: Story, place: int) -> bool:
    """Whether the answer of a story follows although one of its facts is missing."""
    try:
        return solve(kind, story.facts[:place] + story.facts[place + 1 :], story.query) == story.answer
    except (AssertionError, ValueError, KeyError):
        return False


def _worlds(facts: Sequence[Fact], who: set[str], choices: Sequence[str]) -> Iterator[World]:
    """All ways to give everybody one of the choices that agree with the facts; those about one alone come first."""
    domains = {
        one: [choice for choice in choices if all(_agrees(fact, {one: choice}, choices) for fact in facts)]
        for one in sorted(who)
    }
    for chosen in product(*domains.values()):
        world = dict(zip(domains, chosen, strict=True))
        if all(_agrees(fact, world, choices) for fact in facts):
            yield world


def _agrees(fact: Fact, world: World, choices: Sequence[str]) -> bool:
    """Whether a fact holds in a world, as far as the world says something about it."""
    one, *others = fact.words
    if one not in world or (fact.relation in ("with", "has", "after", "before") and others[0] not in world):
        return True
    match fact.relation:
        case "in" | "thing_in" | "at":
            return world[one] == others[0]
        case "either":
            return world[one] in others
        case "not_in":
            return world[one] != others[0]
        case "with" | "has":
            return world[one] == world[others[0]]
    shift = choices.index(world[one]) - choices.index(world[others[0]])
    shift = shift if fact.relation == "after" else -shift
    return shift % len(DAYS) == 1 if choices == DAYS else shift == int(others[1])


_ABOUT_TWO = ("with", "has")


def _rooms(facts: Sequence[Fact], query: Fact) -> set[str]:
    """Where is it, how many are there, is it there: in all worlds of people and things in rooms."""
    who = {word for fact in facts for word in (fact.words if fact.relation in _ABOUT_TWO else fact.words[:1])}
    rooms = sorted({word for fact in (*facts, query) for word in fact.words} & set(ROOMS))
    return {_seen(world, query) for world in _worlds(facts, who, rooms)}


def _seen(world: World, query: Fact) -> str:
    """What a look at a world answers."""
    places = [word if word in ROOMS else world[word] for word in query.words]
    if query.relation.startswith("where"):
        return places[0]
    if query.relation.startswith("people"):
        return str(sum(room == places[0] for one, room in world.items() if one not in THINGS))
    return "yes" if places[0] == places[1] else "no"


def _moments(choices: Sequence[str]) -> Callable[[Sequence[Fact], Fact], set[str]]:
    def solved(facts: Sequence[Fact], query: Fact) -> set[str]:
        hang = [fact.words[:2] for fact in facts if fact.relation != "at"]
        people = {fact.words[0] for fact in facts} | {other for _, other in hang}
        asked = query.words[0]
        found = set()
        for world in _worlds(facts, people, choices):
            if query.relation == "when":
                found.add(world[asked])
            elif query.relation == "apart":
                later = choices.index(world[query.words[1]]) - choices.index(world[asked])
                found.add(str(later % len(DAYS) if choices == DAYS else later))
            else:
                found |= {person for person, moment in world.items() if moment == asked}
        if query.relation == "when" and len(found) > 1:
            return {"unknown"}
        return found

    return solved


def _holding(facts: Sequence[Fact], query: Fact) -> set[str]:
    holds = {fact.words for fact in facts if fact.relation == "has"}
    inside = [fact.words for fact in facts if fact.relation == "inside"]
    before = 0
    while len(holds) > before:
        before = len(holds)
        holds |= {(person, thing) for thing, box in inside for person, held in holds if held == box}
    asked = query.words[0]
    if query.relation == "who_has":
        return {person for person, thing in holds if thing == asked}
    return {thing for person, thing in holds if person == asked}


_SCALES = dict.fromkeys(("older", "younger", "oldest", "youngest"), "older")
_SCALES |= dict.fromkeys(("taller", "shorter", "tallest", "shortest"), "taller")
_ENDS = {"oldest": 0, "tallest": 0, "youngest": -1, "shortest": -1}


def _order(facts: Sequence[Fact], query: Fact) -> set[str]:
    scale = _SCALES[query.relation]
    told = [fact.words for fact in facts if fact.relation == scale]
    people = sorted({word for pair in told for word in pair})
    orders = [
        order for order in permutations(people) if all(order.index(above) < order.index(below) for above, below in told)
    ]
    if query.relation in _ENDS:
        return {order[_ENDS[query.relation]] for order in orders}
    asked, above = query.words[0], query.relation == scale
    return {
        one
        for one in people
        if one != asked and all((order.index(one) < order.index(asked)) == above for order in orders)
    }


_STEPS = {"parent": 1, "grandparent": 2, "remote_parent": 3, "child": -1, "grandchild": -2, "remote_child": -3}


def _kin(facts: Sequence[Fact], query: Fact) -> set[str]:
    people = sorted({word for fact in facts for word in fact.words})
    between = [f"{fact.words[0]} {fact.words[1]}" for fact in facts if fact.relation == "grandparent"]
    people += between  # nobody tells their names, and nobody asks for them
    parents = np.zeros((len(people), len(people)), int)  # (child, parent)
    for fact in facts:
        parent, child = (people.index(word) for word in fact.words)
        if fact.relation == "parent":
            parents[child, parent] = 1
        else:
            middle = people.index(f"{fact.words[0]} {fact.words[1]}")
            parents[child, middle] = parents[middle, parent] = 1
    steps = _STEPS[query.relation]
    reached = np.linalg.matrix_power(parents if steps > 0 else parents.T, abs(steps))
    return {people[place] for place in np.flatnonzero(reached[people.index(query.words[0])])}


_SOLVERS: dict[str, Callable[[Sequence[Fact], Fact], set[str]]] = {
    **dict.fromkeys(("place", "counting", "negation", "yes_no"), _rooms),
    "holder": _holding,
    "comparison": _order,
    "kinship": _kin,
    "day": _moments(DAYS),
    "time": _moments(HOURS),
}
