"""Questions that are answered step by step: along a ranking, a sequence of colours, days, or a sum.

    order        Mira is taller than Tor. Al is shorter than Tor. Al is faster than Tor. Who is the tallest?    Mira
    sequence     After red comes blue. After blue comes pink. [...] Which colour is 2 places after red?         pink
    schedule     The race is on Monday. The trip is the day after the race. [...] On which day is the trip?     Tuesday
    arithmetic   Mira has 3 cups. Tor gives 2 cups to Mira. [...] How many cups does Mira have?                 5

Each step is a fact, and all of them are needed. The distracting facts use another scale, lie before or behind the part
of the sequence that is asked about, or are about another event or person.

In stories of few steps some facts lead further ("3 places after red comes pink", "2 days after the race"), so that
short chains have the numbers of longer ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise

import numpy as np

from dataset.qa.names import Cast
from dataset.qa.ranks import walk
from dataset.qa.story import Fact, Kind, Story, asking, interleaved
from dataset.qa.words import DAYS, pick, shuffled

COLOURS = tuple("red blue green white black brown pink grey gold".split())
EVENTS = tuple("race trip party game show dance concert lesson".split())
GOODS = tuple("cups books coins balls".split())

_SCALES = {
    "taller": ("shorter", "tallest", "shortest"),
    "faster": ("slower", "fastest", "slowest"),
    "stronger": ("weaker", "strongest", "weakest"),
}


def _compared(more: str, less: str) -> tuple[str, ...]:
    return (
        f"{{0}} is {more} than {{1}}.",
        f"{{0}} looks {more} than {{1}}.",
        f"{{0}} seems {more} than {{1}}.",
        f"{{1}} is {less} than {{0}}.",
        f"{{1}} seems {less} than {{0}}.",
    )


def _order(rng: np.random.Generator, hops: int, cast: Cast) -> Story:
    """People in order on one scale, each compared with the next; two or three are also compared on another scale."""
    people = cast.draw(hops + 1, rng)
    scale, other = shuffled(rng, tuple(_SCALES), 2)
    facts = [Fact(scale, pair) for pair in pairwise(people)]
    facts += [Fact(other, pair) for pair in pairwise(shuffled(rng, people, 3 if hops <= 3 else 2))]
    _, most, least = _SCALES[scale]
    asked, answer = pick(rng, ((most, people[0]), (least, people[-1])))
    notes = asking(asked, *walk(people, int(rng.integers(hops + 1)), answer))
    return Story(tuple(shuffled(rng, facts)), Fact(asked, ()), answer, hops, notes)


ORDER = Kind(
    name="order",
    share=4,
    easier=(1,),
    hops=(2, 3, 4),
    longer=(5,),
    make=_order,
    statements={more: _compared(more, less) for more, (less, _, _) in _SCALES.items()},
    queries={
        end: (
            f"who is the {end}?",
            f"who is the {end} of all?",
            f"which of them is the {end}?",
            f"who is {end} of all?",
        )
        for _, *ends in _SCALES.values()
        for end in ends
    },
)


_FAR_SHARE = 0.5
"""Share of the questions of few steps about sequences and days in which one fact leads further than to the next."""


def _sequence(rng: np.random.Generator, hops: int, cast: Cast) -> Story:
    """A sequence of colours that has two more than lie between the colour in the question and the answer.

    In half of the questions of few steps, one fact leads over several places, so that there are as many places as in
    `longer`.
    """
    row = shuffled(rng, COLOURS, hops + 3)
    start = int(rng.integers(3))
    facts = [Fact("next", pair) for pair in pairwise(row)]
    sizes = [1] * hops
    if 2 <= hops <= SEQUENCE.hops[-1] and rng.random() < _FAR_SHARE:
        far = int(rng.integers(hops - 1))
        sizes[far] = int(rng.integers(2, SEQUENCE.longer[-1] - hops + 2))
        facts[start + far] = Fact("places", (*facts[start + far].words, str(sizes[far])))
    left = list(accumulate(sizes[::-1]))[::-1]
    notes = tuple(f"{places} {colour}" for places, colour in zip(left, row[start:], strict=False))
    query = Fact("after", (row[start], str(sum(sizes))))
    return Story(tuple(shuffled(rng, facts)), query, row[start + hops], hops, notes)


SEQUENCE = Kind(
    name="sequence",
    easier=(1,),
    hops=(2, 3, 4),
    longer=(5, 6),
    make=_sequence,
    statements={
        "next": (
            "after {0} comes {1}.",
            "right after {0} comes {1}.",
            "just after {0} comes {1}.",
            "soon after {0} comes {1}.",
            "next after {0} comes {1}.",
        ),
        "places": (
            "{2} places after {0} comes {1}.",
            "right {2} places after {0} comes {1}.",
            "just {2} places after {0} comes {1}.",
            "soon {2} places after {0} comes {1}.",
            "next {2} places after {0} comes {1}.",
        ),
    },
    queries={
        "after": (
            "which colour is {1} places after {0}?",
            "which colour comes {1} places after {0}?",
            "what comes {1} places after {0}?",
            "what is {1} places after {0}?",
        )
    },
)


def _schedule(rng: np.random.Generator, hops: int, cast: Cast) -> Story:
    """Events one day apart; the days of two are told, the others refer to another event.

    In half of the questions of few steps, one event is more than a day from another, so that days between the first and
    the last are as many as in `longer`.
    """
    *chain, other, branch = shuffled(rng, EVENTS, hops + 2)
    links = list(pairwise(chain))
    if hops <= 3:
        links.append((pick(rng, (other, *chain[:-1])), branch))
    day_of = dict(zip((chain[0], other), rng.integers(len(DAYS), size=2).tolist(), strict=True))
    facts = [Fact("on", (event, DAYS[day])) for event, day in day_of.items()]
    far, most = -1, SCHEDULE.longer[-1] - 1
    if 2 <= hops <= SCHEDULE.hops[-1] and rng.random() < _FAR_SHARE:
        far = int(rng.integers(hops - 1))
    shifts = []
    for number, (known, event) in enumerate(links):
        side, step = pick(rng, (("after", 1), ("before", -1)))
        size = int(rng.integers(2, most - hops + 3)) if number == far else 1
        day_of[event] = (day_of[known] + step * size) % len(DAYS)
        shifts.append(step * size)
        words = (event, known) if size == 1 else (event, known, str(size))
        facts.append(Fact(f"day{'s' if size > 1 else ''}_{side}", words))
    *_, last = chain
    days = accumulate(shifts[: hops - 1][::-1], initial=0)
    notes = [_away(shift, event) for shift, event in zip(days, chain[::-1], strict=True)]
    notes.append(_away(sum(shifts[: hops - 1]), DAYS[day_of[chain[0]]]))
    return Story(tuple(shuffled(rng, facts)), Fact("day", (last,)), DAYS[day_of[last]], hops, tuple(notes))


def _away(days: int, known: str) -> str:
    """So many days after an event or a day, as in `2 after race`; before it if they are negative."""
    return f"{abs(days)} {'after' if days > 0 else 'before'} {known}" if days else f"on {known}"


SCHEDULE = Kind(
    name="schedule",
    easier=(1,),
    hops=(2, 3),
    longer=(4,),
    make=_schedule,
    statements={
        "on": (
            "the {0} is on {1}.",
            "the {0} takes place on {1}.",
            "the {0} falls on {1}.",
            "the {0} begins on {1}.",
            "the {0} starts on {1}.",
        ),
        **{
            f"day_{side}": (
                f"the {{0}} is the day {side} the {{1}}.",
                f"the {{0}} comes the day {side} the {{1}}.",
                f"the {{0}} falls the day {side} the {{1}}.",
                f"the {{0}} begins the day {side} the {{1}}.",
                f"the {{0}} starts the day {side} the {{1}}.",
            )
            for side in ("after", "before")
        },
        **{
            f"days_{side}": (
                f"the {{0}} is {{2}} days {side} the {{1}}.",
                f"the {{0}} comes {{2}} days {side} the {{1}}.",
                f"the {{0}} falls {{2}} days {side} the {{1}}.",
                f"the {{0}} begins {{2}} days {side} the {{1}}.",
                f"the {{0}} starts {{2}} days {side} the {{1}}.",
            )
            for side in ("after", "before")
        },
    },
    queries={
        "day": (
            "on which day is the {0}?",
            "what day is the {0}?",
            "when is the {0}?",
            "on which day does the {0} take place?",
        )
    },
)

_MOST = 15
"""A person who has more than this gets nothing."""


def _arithmetic(rng: np.random.Generator, hops: int, cast: Cast) -> Story:
    """Two people have a number of goods, which then changes; a third person gives or takes goods."""
    asked, other, third = cast.draw(3, rng)
    goods = pick(rng, GOODS)
    tales = []
    has = {}
    changes = []
    for person, events in ((asked, hops - 1), (other, 1)):
        has[person] = int(rng.integers(2, 10))
        tale = [Fact("has", (person, str(has[person]), goods))]
        for _ in range(events):
            count = int(rng.integers(2, 6))
            more = has[person] <= _MOST and (has[person] < count or rng.random() < 0.5)
            change = count if more else -count
            changes += [change] if person == asked else []
            has[person] += change
            pair = (third, person) if more else (person, third)
            alone = Fact("finds" if more else "loses", (person, str(count), goods))
            tale.append(pick(rng, (alone, Fact("gives", (*pair, str(count), goods)))))
        tales.append(tale)
    query = Fact("how_many", (asked, goods))
    facts = interleaved(rng, *tales)
    return Story(facts, query, str(has[asked]), hops, _sums(asked, has[asked] - sum(changes), changes))


def _sums(asked: str, count: int, changes: Sequence[int]) -> tuple[str, ...]:
    """Notes of what there is and of each change: how often it is left to be made, and the count before.

    First come gains, so that no count is negative, and large changes before small ones.
    """
    notes = [f"{asked} {count}"]
    ordered = sorted(changes, key=lambda change: (change < 0, -abs(change)))
    for place, change in enumerate(ordered):
        left = ordered[place:].count(change)
        notes.append(f"{asked} {'+' if change > 0 else '-'} {abs(change)} {left} {count}")
        count += change
    return tuple(notes)


def _verbs(*verbs: str) -> tuple[str, ...]:
    return tuple(f"{{0}} {verb} {{1}} {{2}}." for verb in verbs)


ARITHMETIC = Kind(
    name="arithmetic",
    share=3,
    easier=(1,),
    hops=(2, 3),
    longer=(4,),
    make=_arithmetic,
    statements={
        "has": _verbs("has", "begins with", "starts with", "owns", "holds"),
        "finds": _verbs("finds", "gets", "wins", "buys", "makes"),
        "loses": _verbs("loses", "sells", "breaks", "drops", "throws away"),
        "gives": (
            "{0} gives {2} {3} to {1}.",
            "{0} hands {2} {3} to {1}.",
            "{0} sends {2} {3} to {1}.",
            "{1} takes {2} {3} from {0}.",
            "{1} gets {2} {3} from {0}.",
        ),
    },
    queries={
        "how_many": (
            "how many {1} does {0} have?",
            "how many {1} does {0} have now?",
            "how many {1} does {0} have in the end?",
            "how many {1} does {0} now have?",
        )
    },
)

KINDS = (ORDER, SEQUENCE, SCHEDULE, ARITHMETIC)
