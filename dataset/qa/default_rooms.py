"""Questions of one and two steps about people, things and rooms.

    place      Mira is in the hall. The key is with Mira. [...] Where is the key?                        hall
    counting   Mira is in the hall. Tor went to the hall. [...] How many people are in the hall?         2
    negation   Mira is in the hall or the attic. Mira is not in the hall. [...] Where is Mira?           attic
    yes_no     Mira is in the hall. Tor is in the attic. [...] Are Mira and Tor in the same room?        no

A world is a mapping from every person and thing to its room, or to the person it is with; following the mapping to its
end gives the room. All facts hold at the same time, so they are told in any order.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dataset.qa.names import Cast
from dataset.qa.story import Fact, Kind, Story, Templates, asking
from dataset.qa.words import ROOMS, THINGS, pick, shuffled

IN = (
    "{0} is in the {1}.",
    "{0} went to the {1}.",
    "{0} can be found in the {1}.",
    "the {1} is where {0} is.",
    "in the {1} is {0}.",
)
HAS = ("{0} has the {1}.", "{0} took the {1}.", "{0} carries the {1}.", "the {1} is with {0}.", "with {0} is the {1}.")
_THING_IN = (
    "the {0} is in the {1}.",
    "the {0} lies in the {1}.",
    "the {0} can be found in the {1}.",
    "the {1} is where the {0} is.",
    "in the {1} is the {0}.",
)
_WITH = (
    "{0} is with {1}.",
    "{0} is beside {1}.",
    "{0} is where {1} is.",
    "{0} went with {1}.",
    "beside {1} is {0}.",
)
_EITHER = (
    "{0} is in the {1} or the {2}.",
    "{0} went to the {1} or the {2}.",
    "{0} can be found in the {1} or the {2}.",
    "the {1} or the {2} is where {0} is.",
    "in the {1} or the {2} is {0}.",
)
_NOT_IN = (
    "{0} is not in the {1}.",
    "{0} did not go to the {1}.",
    "{0} cannot be found in the {1}.",
    "the {1} is not where {0} is.",
    "not in the {1} is {0}.",
)
_WHERE: Templates = {
    "where": ("where is {0}?", "in which room is {0}?", "which room is {0} in?", "where can {0} be found?"),
    "where_thing": (
        "where is the {0}?",
        "in which room is the {0}?",
        "which room is the {0} in?",
        "where can the {0} be found?",
    ),
}
_HOW_MANY: Templates = {
    "people_in": (
        "how many people are in the {0}?",
        "how many people can be found in the {0}?",
        "how many went to the {0}?",
        "what is the number of people in the {0}?",
    ),
    "people_with": (
        "how many people are in the room of {0}?",
        "how many people can be found where {0} is?",
        "how many are in the room that {0} is in?",
        "what is the number of people in the room of {0}?",
    ),
    "people_at": (
        "how many people are in the room of the {0}?",
        "how many people can be found where the {0} is?",
        "how many are in the room that the {0} is in?",
        "what is the number of people in the room of the {0}?",
    ),
}
_WHETHER: Templates = {
    "is_in": (
        "is {0} in the {1}?",
        "did {0} go to the {1}?",
        "can {0} be found in the {1}?",
        "is {0} somewhere in the {1}?",
    ),
    "thing_is_in": (
        "is the {0} in the {1}?",
        "did the {0} go to the {1}?",
        "can the {0} be found in the {1}?",
        "is the {0} somewhere in the {1}?",
    ),
    "together": (
        "are {0} and {1} in the same room?",
        "is {0} in the same room as {1}?",
        "is {0} where {1} is?",
        "can {0} be found where {1} is?",
    ),
    "thing_together": (
        "are the {0} and {1} in the same room?",
        "is the {0} in the same room as {1}?",
        "is the {0} where {1} is?",
        "can the {0} be found where {1} is?",
    ),
}


def path(where: Mapping[str, str], what: str) -> tuple[str, ...]:
    """Where something is (a person, a container or a room), where that is in turn, and so on to the end."""
    return (where[what], *path(where, where[what])) if what in where else ()


def follow(where: Mapping[str, str], what: str) -> str:
    """The end of something's `path`: the room where it is; a room gives itself."""
    return (what, *path(where, what))[-1]


def _place(rng: np.random.Generator, hops: int, cast: Cast) -> Story:
    """Three people in three rooms; a guest who is with one of them, or a thing that somebody has, or both."""
    *three, guest = cast.draw(4, rng)
    where = dict(zip(three, shuffled(rng, ROOMS, 3), strict=True))
    facts = [Fact("in", told) for told in where.items()]
    host, thing = pick(rng, three), pick(rng, THINGS)
    guest_told = hops == 3 or rng.random() < 0.5
    if guest_told:
        where[guest] = host
        facts.append(Fact("with", (guest, host) if rng.random() < 0.5 else (host, guest)))
    if hops == 3 or not guest_told:
        where[thing] = guest if hops == 3 else host
        facts.append(Fact("has", (where[thing], thing)))
    if hops == 1:
        query = Fact("where", (pick(rng, three),))
    else:
        query = Fact("where_thing", (thing,)) if thing in where else Fact("where", (guest,))
    *way, answer = path(where, query.words[0])
    return Story(tuple(shuffled(rng, facts)), query, answer, hops, asking("where", query.words[0], *way))


def _put(rng: np.random.Generator, where: dict[str, str], holder: str, held: bool) -> tuple[str, Fact]:
    """Put a thing where its holder is; the fact tells who has it (`held`), or in which room it is."""
    thing = pick(rng, THINGS)
    where[thing] = holder if held else where[holder]
    return thing, Fact("has", (holder, thing)) if held else Fact("thing_in", (thing, where[holder]))


def _counting(rng: np.random.Generator, hops: int, cast: Cast) -> Story:
    """Three people in two rooms, and a thing. Counting is one step, however many people are counted."""
    people = cast.draw(3, rng)
    asked, other = shuffled(rng, ROOMS, 2)
    count = int(rng.integers(0 if hops == 1 else 1, 4))
    where = {person: asked if number < count else other for number, person in enumerate(people)}
    facts = [Fact("in", told) for told in where.items()]
    held = hops == 3 or rng.random() < 0.5
    thing, told = _put(rng, where, people[0] if hops > 1 else pick(rng, people), held)
    if hops == 1:
        query = Fact("people_in", (asked,))
    elif hops == 2 and held:
        query = Fact("people_with", (people[0],))
    else:
        query = Fact("people_at", (thing,))
    found = sum(follow(where, person) == follow(where, query.words[0]) for person in people)
    notes = asking("how", query.words[0], *path(where, query.words[0]))
    return Story(tuple(shuffled(rng, [*facts, told])), query, str(found), hops, notes)


def _negation(rng: np.random.Generator, hops: int, cast: Cast) -> Story:
    """A person who is in one of two rooms but not in one of these, one in a known room, and a thing or third person."""
    sought, other, third = cast.draw(3, rng)
    room, excluded, *rooms = shuffled(rng, ROOMS, 4)
    where = {sought: room, other: rooms[0]}
    choice = (room, excluded) if rng.random() < 0.5 else (excluded, room)
    facts = [
        Fact("in", (other, rooms[0])),
        Fact("either", (sought, *choice)),
        Fact("not_in", (sought, excluded)),
    ]
    thing = pick(rng, THINGS)
    if hops == 3 or rng.random() < 0.5:
        holder = sought if hops == 3 else other
        where[thing] = holder
        facts.append(Fact("has", (holder, thing)))
    else:
        where[third] = rooms[1]
        facts.append(Fact("in", (third, rooms[1])))
    if hops == 1:
        query = Fact("where", (third if third in where and rng.random() < 0.5 else other,))
    elif thing in where and (hops == 3 or rng.random() < 0.5):
        query = Fact("where_thing", (thing,))
    else:
        query = Fact("where", (sought,))
    *way, answer = path(where, query.words[0])
    notes = asking("where", query.words[0], *way)
    if answer == room:
        notes += (f"not {excluded}",)
    return Story(tuple(shuffled(rng, facts)), query, answer, hops, notes)


def _yes_no(rng: np.random.Generator, hops: int, cast: Cast) -> Story:
    """Two people in one room, one in another, and a thing; half of the answers are yes."""
    people = cast.draw(3, rng)
    rooms = shuffled(rng, ROOMS, 2)
    where = dict(zip(people, (rooms[0], *rooms), strict=True))
    facts = [Fact("in", told) for told in where.items()]
    yes = rng.random() < 0.5
    with_person = hops == 3 or (hops == 2 and rng.random() < 0.5)
    over_holder = hops - with_person == 2
    held = over_holder or rng.random() < 0.5
    if with_person and held:
        one, compared = shuffled(rng, people[:2] if yes else people[1:])
    else:
        room = pick(rng, rooms)
        person = pick(rng, [person for person in people if (where[person] == room) == yes])
        there = people[0] if room == rooms[0] else people[2]
        one, compared = (there, person) if with_person else (person, room)
    thing, told = _put(rng, where, one, held)
    asked, relation = (thing, "thing_") if over_holder or not held else (one, "")
    query = Fact(relation + ("together" if with_person else "is_in"), (asked, compared))
    way = path(where, asked)
    there = follow(where, compared)
    answer = "yes" if way[-1] == there else "no"
    pairs = [(asked, compared)] if with_person else []  # first the room of the second person is found, if there is one
    pairs += [(one, there) for one in (asked, *way)]
    notes = asking("is", *map(" ".join, pairs))
    return Story(tuple(shuffled(rng, [*facts, told])), query, answer, hops, notes)


KINDS = (
    Kind("place", (1, 2), (3,), _place, {"in": IN, "with": _WITH, "has": HAS}, _WHERE),
    Kind("counting", (1, 2), (3,), _counting, {"in": IN, "has": HAS, "thing_in": _THING_IN}, _HOW_MANY),
    Kind("negation", (1, 2), (3,), _negation, {"in": IN, "has": HAS, "either": _EITHER, "not_in": _NOT_IN}, _WHERE),
    Kind("yes_no", (1, 2), (3,), _yes_no, {"in": IN, "has": HAS, "thing_in": _THING_IN}, _WHETHER),
)
