"""Questions about where a thing is after it changed hands, and about where a walk leads.

    tracking   Mira has the key. Mira gives everything to Tor. Tor is in the hall. [...] Where is the key?   hall
    map        The hall is north of the attic. The studio is west of the hall. [...]
               From the attic go north, west: where are you?                                                 studio

Distracting facts: another thing changes hands too, earlier holders are in other rooms, and rooms lie beside the way.
In stories of few steps some facts lead two steps ahead ("the hall is north and then west of the attic"), so that walks
have as many steps as in `longer`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import pairwise

import numpy as np

from dataset.qa.names import Cast
from dataset.qa.story import Fact, Kind, Story, Templates, asking, interleaved
from dataset.qa.words import ROOMS, THINGS, pick, shuffled


def _tracking(rng: np.random.Generator, hops: int, cast: Cast) -> Story:
    """Two things, people who pass on everything they have, and the rooms of up to three people."""
    people = cast.draw(max(hops, 3), rng)
    holders, others = people[: hops - 1], people[hops - 1 :]
    thing, other_thing = shuffled(rng, THINGS, 2)
    told = [holders[-1], *others, *shuffled(rng, holders[:-1])][: 3 if hops <= 4 else 2]
    room_of = dict(zip(told, shuffled(rng, ROOMS), strict=False))
    tales = [[Fact("stays", pair)] for pair in room_of.items()]
    for row, held in ((holders, thing), (others, other_thing)):
        tales.append([Fact("holds", (row[0], held)), *(Fact("hands", pair) for pair in pairwise(row))])
    facts = interleaved(rng, *tales)
    notes = asking("where", thing, *holders)
    return Story(facts, Fact("where", (thing,)), room_of[_holder(facts, thing)], hops, notes)


def _holder(facts: tuple[Fact, ...], thing: str) -> str:
    """Who has the thing after the last fact."""
    holder = ""
    for fact in facts:
        if fact.relation == "holds" and fact.words[1] == thing:
            holder = fact.words[0]
        elif fact.relation == "hands" and fact.words[0] == holder:
            holder = fact.words[1]
    return holder


TRACKING = Kind(
    name="tracking",
    hops=(2, 3, 4),
    longer=(5,),
    make=_tracking,
    statements={
        "holds": (
            "{0} has the {1}.",
            "{0} holds the {1}.",
            "{0} carries the {1}.",
            "{0} takes the {1}.",
            "{0} finds the {1}.",
        ),
        "hands": (
            "{0} gives everything to {1}.",
            "{0} hands everything to {1}.",
            "{0} brings everything to {1}.",
            "{0} sends everything to {1}.",
            "{0} passes everything to {1}.",
        ),
        "stays": (
            "{0} is in the {1}.",
            "{0} stays in the {1}.",
            "{0} waits in the {1}.",
            "{0} sits in the {1}.",
            "{0} works in the {1}.",
        ),
    },
    queries={
        "where": (
            "where is the {0}?",
            "where is the {0} now?",
            "in which room is the {0}?",
            "in which room is the {0} now?",
        )
    },
)

_STEPS = {"north": (0, 1), "south": (0, -1), "east": (1, 0), "west": (-1, 0)}
_LONGEST = 4
"""The most steps of a walk."""


def _map(rng: np.random.Generator, hops: int, cast: Cast, with_far: bool = False) -> Story:
    """Rooms on a grid: those of a walk that enters no room twice, and one or two beside the walk.

    With `with_far`, in many stories some facts lead two steps ahead, so that a walk of as many facts has more steps.
    """
    first, *rooms = shuffled(rng, ROOMS, hops + (3 if hops <= 3 else 2))
    far = _far_facts(rng, hops) if with_far and hops <= MAP.hops[-1] else []
    room_at = {(0, 0): first}
    here = (0, 0)
    ways: list[tuple[str, ...]] = []
    facts = []
    for number, room in enumerate(rooms):
        starts = [here] if number < hops else [cell for cell, name in room_at.items() if name]
        free = [(start, step) for start in starts for step in _STEPS if _ahead(start, step) not in room_at]
        start, step = pick(rng, free)
        way: tuple[str, ...] = (step,)
        there = _ahead(start, step)
        if number in far:
            beyond = [step for step in _STEPS if _ahead(there, step) not in room_at]
            if not beyond:
                return _map(rng, hops, cast, with_far)
            room_at[there] = ""  # nothing is told of the room between
            way = (step, pick(rng, beyond))
            there = _ahead(there, way[1])
        facts.append(Fact(step if len(way) == 1 else "far", (room, room_at[start], *way[len(way) == 1 :])))
        room_at[there] = room
        if number < hops:
            ways.append(way)
            here = there
    walk = [step for way in ways for step in way]
    starts_of = zip((first, *rooms), range(hops), strict=False)
    notes = tuple(" ".join((room, *(step for way in ways[number:] for step in way))) for room, number in starts_of)
    query = Fact(f"walk {len(walk)}", (first, *walk))
    return Story(tuple(shuffled(rng, facts)), query, room_at[here], hops, notes)


_FAR_SHARE = 0.6
"""Share of walks some of whose facts lead two steps ahead."""


def _far_facts(rng: np.random.Generator, hops: int) -> list[int]:
    """The numbers of the facts that lead two steps ahead, so that the walk is no longer than in `longer`."""
    if rng.random() >= _FAR_SHARE:
        return []
    most = min(hops, _LONGEST - hops)
    return shuffled(rng, range(hops), int(rng.integers(1, most + 1)))


def _ahead(cell: tuple[int, int], step: str) -> tuple[int, int]:
    x, y = _STEPS[step]
    return cell[0] + x, cell[1] + y


def _walks(steps: int) -> tuple[str, ...]:
    way = ", ".join(f"{{{number}}}" for number in range(1, steps + 1))
    return (
        f"from the {{0}} go {way}: where are you?",
        f"start in the {{0}} and go {way}: where are you?",
        f"where are you if you go {way} from the {{0}}?",
        f"which room do you find {way} of the {{0}}?",
    )


MAP = Kind(
    name="map",
    easier=(1,),
    hops=(2, 3),
    longer=(4,),
    make=_map,
    statements={
        step: (
            f"the {{0}} is {step} of the {{1}}.",
            f"the {{0}} lies {step} of the {{1}}.",
            f"the {{0}} stands {step} of the {{1}}.",
            f"the {{0}} is just {step} of the {{1}}.",
            f"the {{0}} lies just {step} of the {{1}}.",
        )
        for step in _STEPS
    },
    queries={f"walk {steps}": _walks(steps) for steps in range(1, _LONGEST + 1)},
)

_FAR: Templates = {
    "far": (
        "the {0} is {2} and then {3} of the {1}.",
        "the {0} lies {2} and then {3} of the {1}.",
        "the {0} stands {2} and then {3} of the {1}.",
        "the {0} is just {2} and then {3} of the {1}.",
        "the {0} lies just {2} and then {3} of the {1}.",
    )
}

# Compositions (`dataset.qa.ultra`) take the plain kind.
KINDS = (TRACKING, replace(MAP, make=partial(_map, with_far=True), statements={**MAP.statements, **_FAR}))
