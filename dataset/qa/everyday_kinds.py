"""Kinds of questions that people ask of a story beside those of the modes; only data of `--everyday` have them.

    who_is_in   Mira is in the hall. Tor is in the attic. Who is in the attic?                     Tor
    lying       The key is in the box. The box is in the hall. Where is the key?                   box
    choice      Mira is older than Tor. Tor is older than Al. Who is older, Al or Mira?            Mira
    passing     Mira has the key. Mira gives the key to Tor. Tor is in the hall. Where is the key?  hall

Their facts are told in the words of `dataset.qa.phrasings`.
"""

from __future__ import annotations

import numpy as np

from dataset.qa.advanced_places import TRACKING
from dataset.qa.default_people import KINDS as PEOPLE_KINDS
from dataset.qa.default_rooms import KINDS as ROOM_KINDS
from dataset.qa.names import Cast
from dataset.qa.ranks import walk
from dataset.qa.story import Fact, Kind, Story
from dataset.qa.words import BOXES, ROOMS, THINGS, pick, shuffled

_USUAL = {kind.name: kind for kind in (*ROOM_KINDS, *PEOPLE_KINDS)}


def _who_is_in(rng: np.random.Generator, hops: int, cast: Cast) -> Story:
    """People in different rooms: who is in one of these; for two steps, in the room where a thing is."""
    people, rooms = cast.draw(3, rng), shuffled(rng, ROOMS, 3)
    facts = [Fact("in", pair) for pair in zip(people, rooms, strict=True)]
    place, thing = int(rng.integers(3)), pick(rng, THINGS)
    at = rooms[place] if hops > 1 else pick(rng, rooms)
    facts.append(Fact("thing_in", (thing, at)))
    if hops > 1:
        return Story(tuple(shuffled(rng, facts)), Fact("who_at", (thing,)), people[place], hops, (at,))
    return Story(tuple(shuffled(rng, facts)), Fact("who_in", (rooms[place],)), people[place], hops)


def _lying(rng: np.random.Generator, hops: int, cast: Cast) -> Story:
    """Things in rooms or boxes: where one of them is; for two steps, in which room."""
    (one, two, three), (box, *_), rooms = shuffled(rng, THINGS, 3), shuffled(rng, BOXES), shuffled(rng, ROOMS, 3)
    boxed = hops > 1 or rng.random() < 0.4
    facts = [Fact("thing_in", (one, box if boxed else rooms[0]))]
    if boxed:
        facts.append(Fact("thing_in", (box, rooms[0])))
    facts += [Fact("thing_in", (two, rooms[1])), Fact("thing_in", (three, rooms[2]))]
    if hops > 1:
        return Story(tuple(shuffled(rng, facts)), Fact("which_room", (one,)), rooms[0], hops, (box,))
    if rng.random() < 0.3:
        there = box if boxed else rooms[0]
        return Story(tuple(shuffled(rng, facts)), Fact("what_in", (there,)), one, hops)
    return Story(tuple(shuffled(rng, facts)), Fact("lies", (one,)), box if boxed else rooms[0], hops)


_SCALES = {"older": "younger", "taller": "shorter"}


def _choice(rng: np.random.Generator, hops: int, cast: Cast) -> Story:
    """People in order; which of two is older, or whether one is older than the other. Half of the answers are yes."""
    *ranked, stranger = cast.draw(hops + 2, rng)
    more, other = shuffled(rng, list(_SCALES))
    facts = [Fact(more, pair) for pair in zip(ranked, ranked[1:], strict=False)]
    facts.append(Fact(other, tuple(shuffled(rng, (pick(rng, ranked), stranger)))))
    up = rng.random() < 0.5
    relation, answer = (more, ranked[0]) if up else (_SCALES[more], ranked[-1])
    notes = walk(ranked, len(ranked) - 1 if up else 0, answer) if hops > 1 else ()
    pair = tuple(shuffled(rng, (ranked[0], ranked[-1])))
    told = tuple(shuffled(rng, facts))
    if rng.random() < 0.5:
        return Story(told, Fact(f"is_{relation}", pair), "yes" if pair[0] == answer else "no", hops, notes)
    return Story(told, Fact(f"which_{relation}", pair), answer, hops, notes)


def _passing(rng: np.random.Generator, hops: int, cast: Cast) -> Story:
    """A thing that changes hands, and another one that does not: who has it, or in which room it is."""
    people = cast.draw(hops + 1, rng)
    *holders, other = people
    thing, other_thing = shuffled(rng, THINGS, 2)
    rooms = shuffled(rng, ROOMS, len(people))
    facts = [Fact("holds", (holders[0], thing))]
    facts += [Fact("passes", (one, thing, next_one)) for one, next_one in zip(holders, holders[1:], strict=False)]
    rest = [Fact("stays", (holders[-1], rooms[0])), Fact("holds", (other, other_thing))]
    rest += [Fact("stays", pair) for pair in zip((other, *holders[:-1]), rooms[1:], strict=False)]
    place = 0
    for fact in shuffled(rng, rest):
        place = int(rng.integers(len(facts) + 1))
        facts.insert(place, fact)
    if rng.random() < 0.4:
        return Story(tuple(facts), Fact("who_has", (thing,)), holders[-1], hops, tuple(holders[:-1]))
    return Story(tuple(facts), Fact("where", (thing,)), rooms[0], hops, tuple(holders))


_IN, _THING_IN = _USUAL["counting"].statements["in"], _USUAL["counting"].statements["thing_in"]
WHO_IS_IN = Kind(
    "who_is_in",
    (1, 2),
    (),
    _who_is_in,
    {"in": _IN, "thing_in": _THING_IN},
    {
        "who_in": (
            "who is in the {0}?",
            "who went to the {0}?",
            "who can be found in the {0}?",
            "name who is in the {0}.",
        ),
        "who_at": (
            "who is where the {0} is?",
            "who is in the room of the {0}?",
            "who can be found where the {0} is?",
            "who is in the same room as the {0}?",
        ),
    },
)
LYING = Kind(
    "lying",
    (1, 2),
    (),
    _lying,
    {"thing_in": _THING_IN},
    {
        "lies": (
            "where is the {0}?",
            "where can the {0} be found?",
            "where does the {0} lie?",
            "where to find the {0}?",
        ),
        "which_room": (
            *_USUAL["place"].queries["where_thing"][1:3],
            "which room has the {0}?",
            "name the room of the {0}.",
        ),
        "what_in": (
            "what is in the {0}?",
            "what lies in the {0}?",
            "what can be found in the {0}?",
            "which thing is in the {0}?",
        ),
    },
)
CHOICE = Kind(
    "choice",
    (1, 2),
    (3,),
    _choice,
    {more: _USUAL["comparison"].statements[more] for more in _SCALES},
    {
        form: wordings
        for relation in ("older", "younger", "taller", "shorter")
        for form, wordings in (
            (
                f"which_{relation}",
                (
                    f"who is {relation}, {{0}} or {{1}}?",
                    f"which one is {relation}, {{0}} or {{1}}?",
                    f"of {{0}} and {{1}}, who is {relation}?",
                    f"who of {{0}} and {{1}} is {relation}?",
                ),
            ),
            (
                f"is_{relation}",
                (
                    f"is {{0}} {relation} than {{1}}?",
                    f"is it true that {{0}} is {relation} than {{1}}?",
                    f"compared with {{1}}, is {{0}} {relation}?",
                    f"is {{0}} known to be {relation} than {{1}}?",
                ),
            ),
        )
    },
)
PASSING = Kind(
    "passing",
    (2, 3),
    (4,),
    _passing,
    {
        "holds": TRACKING.statements["holds"],
        "stays": TRACKING.statements["stays"],
        "passes": (
            "{0} gives the {1} to {2}.",
            "{0} hands the {1} to {2}.",
            "{0} brings the {1} to {2}.",
            "{0} sends the {1} to {2}.",
            "{0} passes the {1} to {2}.",
        ),
    },
    {
        "where": TRACKING.queries["where"],
        "who_has": ("who has the {0}?", "who holds the {0}?", "who has the {0} now?", "who carries the {0}?"),
    },
)
EVERYDAY: dict[str, tuple[Kind, ...]] = {
    "place": (WHO_IS_IN, LYING),
    "comparison": (CHOICE,),
    "tracking": (PASSING,),
}
"""More kinds, by the kind of a mode that they go with."""
