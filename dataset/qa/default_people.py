"""Questions of one and two steps about people: possessions, comparisons and relatives.

    holder       Mira has the bag. The key is in the bag. [...] Who has the key?                      Mira
    comparison   Mira is older than Tor. Tor is older than Al. [...] Who is the youngest?             Al
    kinship      Mira is the parent of Tor. Tor is the parent of Al. [...] Who is Al's grandparent?   Mira

All facts hold at the same time, so they are told in any order. A relation is told in one direction only ("older", never
"younger"): with both directions, ten minutes of training do not suffice (docs/log.md).
"""

from __future__ import annotations

import numpy as np

from dataset.qa.default_rooms import HAS, path
from dataset.qa.names import Cast
from dataset.qa.ranks import walk
from dataset.qa.story import Fact, Kind, Story, Templates, asking
from dataset.qa.words import BOXES, THINGS, pick, shuffled

_INSIDE = (
    "the {0} is in the {1}.",
    "the {0} lies in the {1}.",
    "the {0} can be found in the {1}.",
    "in the {1} is the {0}.",
    "the {1} holds the {0}.",
)
_HOLDER: Templates = {
    "who_has": ("who has the {0}?", "who took the {0}?", "who carries the {0}?", "with whom is the {0}?"),
    "what_has": ("what does {0} have?", "what did {0} take?", "what does {0} carry?", "what is with {0}?"),
}


def _holder(rng: np.random.Generator, hops: int, cast: Cast) -> Story:
    """Three people who each have a thing or a box, and a thing in one of the boxes, or in a box inside it."""
    people = cast.draw(3, rng)
    outer, inner, *boxes = shuffled(rng, BOXES)
    inside, *things = shuffled(rng, THINGS + tuple(boxes), 3)
    held = dict(zip((outer, *things), people, strict=True))
    within = {inside: inner, inner: outer} if hops == 3 else {inside: outer}
    facts = [Fact("has", (person, thing)) for thing, person in held.items()]
    facts += [Fact("inside", pair) for pair in within.items()]
    if hops == 1 and rng.random() < 0.5:
        answer = pick(rng, things)
        query, notes = Fact("what_has", (held[answer],)), asking("what", held[answer])
    else:
        query = Fact("who_has", (pick(rng, list(held)) if hops == 1 else inside,))
        *way, answer = path(within | held, query.words[0])
        notes = asking("who", query.words[0], *way)
    return Story(tuple(shuffled(rng, facts)), query, answer, hops, notes)


def _compared(more: str) -> tuple[str, ...]:
    """Ways to say that {0} is above {1} on a scale."""
    return (
        f"{{0}} is {more} than {{1}}.",
        f"{{0}} is known to be {more} than {{1}}.",
        f"{{0}} is much {more} than {{1}}.",
        f"{{0}} looks {more} than {{1}}.",
        f"compared with {{1}}, {{0}} is {more}.",
    )


def _who_is(what: str) -> tuple[str, ...]:
    return f"who is {what}?", f"which one is {what}?", f"who of them is {what}?", f"name the one who is {what}."


_SCALES = {"older": ("younger", "oldest", "youngest"), "taller": ("shorter", "tallest", "shortest")}
_ORDER: Templates = {more: _compared(more) for more in _SCALES}
_WHO: Templates = {
    relation: _who_is(f"{relation} than {{0}}" if relation.endswith("er") else f"the {relation}")
    for more, others in _SCALES.items()
    for relation in (more, *others)
}


def _comparison(rng: np.random.Generator, hops: int, cast: Cast) -> Story:
    """People in order on one scale, and one more person who is compared on another scale."""
    *ranked, stranger = cast.draw(hops + 2 + (hops == 1 and rng.random() < 0.5), rng)
    more, other = shuffled(rng, list(_SCALES))
    less, most, least = _SCALES[more]
    facts = [Fact(more, pair) for pair in zip(ranked, ranked[1:], strict=False)]
    facts.append(Fact(other, tuple(shuffled(rng, (pick(rng, ranked), stranger)))))
    up = rng.random() < 0.5
    if hops == 1 and len(ranked) == 3:
        query = Fact(more if up else less, (ranked[1],))
        return Story(
            tuple(shuffled(rng, facts)), query, ranked[0 if up else -1], hops, asking(query.relation, ranked[1])
        )
    answer = ranked[0 if up else -1]
    asked = most if up else least
    notes = asking(asked, *walk(ranked, int(rng.integers(len(ranked))), answer))
    return Story(tuple(shuffled(rng, facts)), Fact(asked, ()), answer, hops, notes)


_PARENT = (
    "{0} is the parent of {1}.",
    "{0} is {1}'s parent.",
    "{0} is known as the parent of {1}.",
    "{0} has a child, {1}.",
    "the parent of {1} is {0}.",
)


_GRANDPARENT = tuple(wording.replace("parent", "grandparent").replace("child", "grandchild") for wording in _PARENT)


def _relative(name: str) -> tuple[str, ...]:
    """Ways to ask for a relative of {0}."""
    return (
        f"who is the {name} of {{0}}?",
        f"who is {{0}}'s {name}?",
        f"who is known as the {name} of {{0}}?",
        f"name the {name} of {{0}}.",
    )


def _remote(name: str) -> tuple[str, ...]:
    """Ways to ask for someone three steps away."""
    near, far = name, f"grand{name}"
    return (
        f"who is the {near} of {{0}}'s {far}?",
        f"who is the {far} of {{0}}'s {near}?",
        f"name the {near} of {{0}}'s {far}.",
        f"name the {far} of {{0}}'s {near}.",
    )


_ANCESTORS = ("parent", "grandparent", "remote_parent")
_DESCENDANTS = ("child", "grandchild", "remote_child")
_RELATIVES: Templates = {
    "parent": _relative("parent"),
    "child": _relative("child"),
    "grandparent": _relative("grandparent"),
    "grandchild": _relative("grandchild"),
    "remote_parent": _remote("parent"),
    "remote_child": _remote("child"),
}


_TOLD_SHARE = 0.4
"""Share of two-step questions about relatives in which a grandparent is told as such."""


def _kinship(rng: np.random.Generator, hops: int, cast: Cast) -> Story:
    """A line of ancestors, one or two generations longer than the steps of the question.

    Of two steps may also be "the grandparent of Al's parent", if that grandparent is told as such.
    """
    if hops == 2 and rng.random() < _TOLD_SHARE:
        return _told_as_grandparent(rng, cast)
    line = cast.draw(hops + 2 + int(rng.integers(2)), rng)
    asked = int(rng.integers(hops, len(line)))
    if rng.random() < 0.5:
        relation, row = _ANCESTORS[hops - 1], line[asked - hops : asked + 1][::-1]
    else:
        relation, row = _DESCENDANTS[hops - 1], line[asked - hops : asked + 1]
    facts = [Fact("parent", pair) for pair in zip(line, line[1:], strict=False)]
    titles = _titles(relation)
    notes = tuple(f"{titles[hops - step]} {person}" for step, person in enumerate(row[:-1]))
    return Story(tuple(shuffled(rng, facts)), Fact(relation, (row[0],)), row[-1], hops, notes)


def _titles(relation: str) -> dict[int, str]:
    """How a relative who is one, two or three generations away is called in notes."""
    near = relation.removeprefix("remote_").removeprefix("grand")
    return {1: near, 2: f"grand{near}", 3: f"{near} grand{near}"}


def _told_as_grandparent(rng: np.random.Generator, cast: Cast) -> Story:
    """A line with two pairs of grandparent and grandchild, nobody told between these: who is three generations away?"""
    line = cast.draw(5, rng)
    up = rng.random() < 0.5
    asked = int(rng.integers(3))
    relation, row = (_ANCESTORS[2], line[::-1]) if up else (_DESCENDANTS[2], line)
    person, near, far = row[asked : asked + 3]
    told = {frozenset((near, far)): "grandparent", frozenset((person, near)): "parent"}
    others = iter(shuffled(rng, ("parent", "grandparent")))
    pairs = list(zip(line, line[1:], strict=False))
    facts = [Fact(told.get(frozenset(pair)) or next(others), pair) for pair in pairs]
    titles = _titles(relation)
    notes = f"{titles[3]} {person}", f"{titles[2]} {near}"
    return Story(tuple(shuffled(rng, facts)), Fact(relation, (person,)), far, 2, notes)


KINDS = (
    Kind("holder", (1, 2), (3,), _holder, {"has": HAS, "inside": _INSIDE}, _HOLDER),
    Kind("comparison", (1, 2), (3,), _comparison, _ORDER, _WHO),
    Kind("kinship", (1, 2), (3,), _kinship, {"parent": _PARENT, "grandparent": _GRANDPARENT}, _RELATIVES),
)
