"""Questions of one and two steps about days and hours.

    day     Mira comes on Monday. Tor comes the day after Mira. [...] When does Tor come?                   Tuesday
    time    Mira comes at 3. Tor comes 2 hours after Mira. [...] When does Tor come?                        5
            Mira comes at 3. [...] Tor comes 2 hours after Al. When does Tor come?                          unknown
            Tor comes 2 hours after Al. Mira comes 3 hours after Tor. How many hours after Al does Mira come?   5

All facts hold at the same time, so they are told in any order. In training, a chain is two facts long: back from one to
another to a moment, or back from one to another of whom no moment is told, or on from one to another. Questions that
need three facts put these parts together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from dataset.qa.names import Cast
from dataset.qa.story import Fact, Kind, Story, Templates, asking
from dataset.qa.words import DAYS, pick, shuffled


def _comes(moment: str) -> tuple[str, ...]:
    """Ways to say that {0} comes at a moment."""
    return (
        f"{{0}} comes {moment}.",
        f"{{0}} will come {moment}.",
        f"{moment} comes {{0}}.",
        f"expect {{0}} {moment}.",
        f"{moment} expect {{0}}.",
    )


def _who_comes(moment: str) -> tuple[str, ...]:
    return f"who comes {moment}?", f"who will come {moment}?", f"which one comes {moment}?", f"whom to expect {moment}?"


def _when(moment: str) -> tuple[str, ...]:
    return "when does {0} come?", "when will {0} come?", f"{moment} does {{0}} come?", f"{moment} will {{0}} come?"


_ON: Templates = {"at": _comes("on {1}"), "after": _comes("the day after {1}"), "before": _comes("the day before {1}")}
_AT: Templates = {
    "at": _comes("at {1}"),
    "after": _comes("{2} hours after {1}"),
    "before": _comes("{2} hours before {1}"),
}


def _how_long(unit: str) -> tuple[str, ...]:
    return (
        f"how many {unit}s after {{0}} does {{1}} come?",
        f"how many {unit}s after {{0}} will {{1}} come?",
        f"how many {unit}s later than {{0}} does {{1}} come?",
        f"by how many {unit}s does {{1}} come after {{0}}?",
    )


_WHICH_DAY: Templates = {"when": _when("on which day"), "who": _who_comes("on {0}"), "apart": _how_long("day")}
_WHAT_TIME: Templates = {"when": _when("at what time"), "who": _who_comes("at {0}"), "apart": _how_long("hour")}


def _day(rng: np.random.Generator, hops: int, cast: Cast) -> Story:
    """People who come on days of the week; Monday follows Sunday."""
    return _visits(rng, hops, cast, DAYS, None)


def _time(rng: np.random.Generator, hops: int, cast: Cast) -> Story:
    """People who come at full hours."""
    return _visits(rng, hops, cast, tuple("123456789"), (2, 3, 4))


_UNTOLD = "unknown"
"""The answer if no moment is told from which the one that is asked for follows."""
_FORMS = {
    1: ("told",) * 6 + ("untold", "apart"),
    2: ("told", "told", "between", "untold", "untold", "apart", "apart"),
    3: ("told",),
}
"""Forms of questions by steps, in equal shares. Some people, one after the other, come before or after somebody.

    told       the moment of that somebody is told
    between    the moment of the first of these people is told instead
    untold     no such moment is told, and the answer is unknown
    apart      how much later than somebody does the last of these people come?
"""


def _visits(
    rng: np.random.Generator, hops: int, cast: Cast, moments: Sequence[str], shifts: Sequence[int] | None
) -> Story:
    """Three people who each come at a moment, and one who comes before or after one of them; perhaps another.

    Args:
        shifts: how many moments earlier or later somebody may come; None: one, and the first moment follows the last.
    """
    form = pick(rng, _FORMS[hops])
    links = 1 if hops == 1 or hops == 2 and form == "told" else 2
    people = cast.draw(3 + links, rng)
    while True:
        at = [int(place) for place in rng.permutation(len(moments))[:3]]
        hung = []
        for last, person in zip((0, 3), people[3:], strict=False):
            later, shift = rng.random() < 0.5, pick(rng, shifts or (1,))
            at.append(at[last] + (shift if later else -shift))
            size = (str(shift),) if shifts else ()
            hung.append(Fact("after" if later else "before", (person, people[last], *size)))
        apart = [place - at[0] for place in at[3:]]
        at = at if shifts else [place % len(moments) for place in at]
        possible = len(set(at)) == len(at) and 0 <= min(at) and max(at) < len(moments)
        if possible and (form != "apart" or min(apart) > 0):
            break
    when = dict(zip(people, (moments[place] for place in at), strict=True))
    first = 1 if form == "untold" or form == "apart" and rng.random() < 0.5 else 0
    known = people[1:4] if form == "between" else people[first:3]
    facts = tuple(shuffled(rng, [*(Fact("at", (person, when[person])) for person in known), *hung]))
    if form == "untold":
        back = *people[:2:-1], people[0]
        return Story(facts, Fact("when", back[:1]), _UNTOLD, hops, asking("when", *back))
    if form == "apart":
        later_by = dict(zip((people[0], *people[3:]), map(str, (0, *apart)), strict=True))
        query = Fact("apart", (people[0], people[-1]))
        return Story(facts, query, later_by[people[-1]], hops, _onward(people[0], later_by, hung))
    asked = people[int(rng.integers(3)) if hops == 1 else -1]
    if hops > 1 or rng.random() < 0.5:
        query, answer = Fact("when", (asked,)), when[asked]
        notes = _way_to(asked, when, () if hops == 1 else hung[1:] if form == "between" else hung)
    else:
        query, answer, notes = Fact("who", (when[asked],)), asked, ()
    if hops == 1 and asked == people[0]:
        notes = ()  # they would go on to the person who comes before or after this one
    return Story(facts, query, answer, hops, notes)


def _way_to(asked: str, when: Mapping[str, str], links: Sequence[Fact]) -> tuple[str, ...]:
    """Notes that go back to somebody whose moment is told, then forward from one to the next, until nobody is next.

    Args:
        when: each person's moment.
        links: facts about who comes before or after whom; each refers to the person of the fact before, and the last
            is about the one who is asked for.
    """
    back = [asked, *(link.words[1] for link in reversed(links))]
    return (*asking("when", *back), *_onward(back[-1], when, links))


def _onward(start: str, when: Mapping[str, str], links: Sequence[Fact]) -> tuple[str, ...]:
    """Notes that go from one person to the next; see `_way_to`."""
    notes = [f"at {start} {when[start]}"]
    for link in links:
        person, known, *size = link.words
        notes.append(" ".join(("by", person, *size, link.relation, when[known])))
        notes.append(f"at {person} {when[person]}")
    return tuple(notes)


KINDS = (
    Kind("day", (1, 2), (3,), _day, _ON, _WHICH_DAY, share=2),
    Kind("time", (1, 2), (3,), _time, _AT, _WHAT_TIME, share=2),
)
