"""Stories without some of the facts that their answer does not need, as people tell them.

    Mira is in the hall. Tor is in the attic. The key is with Tor. Where is Mira?    Mira is in the hall. Where is Mira?

What an answer needs is known from the notes of a story: the way from the question to the answer is made of the facts
all of whose words stand in the question, in a note or in the answer. Kinds that count or exclude need other facts.
"""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from dataset.qa.story import Fact, Story
from dataset.qa.words import DAYS

_ALL_SHARE, _SOME_SHARE = 0.45, 0.25
"""Shares of stories that lose all, or half, of the facts that the answer does not need."""


def shortened(story: Story, kind: str, rng: np.random.Generator) -> Story:
    """The story, in some draws without some of the facts that the answer does not need."""
    draw = rng.random()
    if "+" in kind or draw >= _ALL_SHARE + _SOME_SHARE:
        return story
    kept = needed(story, kind)
    chance = 0.0 if draw < _ALL_SHARE else 0.5
    facts = tuple(fact for fact in story.facts if fact in kept or rng.random() < chance)
    return replace(story, facts=facts)


def needed(story: Story, kind: str) -> set[Fact]:
    """The facts that the answer follows from, and perhaps more; never none."""
    told, query = story.facts, story.query
    way = {word for text in (*query.words, *story.notes, story.answer) for word in re.findall(r"\w+", text)}
    if kind in ("sequence", "schedule"):  # notes do not repeat how far apart two are, and on which day one is
        way |= {word for fact in told for word in fact.words if word.isdigit() or word in DAYS}
    found = {fact for fact in told if way.issuperset(fact.words)}
    if kind == "counting":  # whoever is in the room counts
        found |= {fact for fact in told if fact.relation == "in" and fact.words[1] in (way | _rooms(story))}
    elif kind == "arithmetic":
        found = {fact for fact in told if query.words[0] in fact.words}
    elif kind == "puzzle":  # each clue may exclude something
        found = {fact for fact in told if fact.relation != "drinks" or query.relation == "drink"}
    return found or set(told)


def _rooms(story: Story) -> set[str]:
    """The room that is asked about, by name or by who or what is in it."""
    where = {fact.words[0]: fact.words[1] for fact in story.facts if fact.relation in ("in", "thing_in")}
    where |= {fact.words[1]: fact.words[0] for fact in story.facts if fact.relation == "has"}
    room = story.query.words[0]
    while room in where:
        room = where[room]
    return {room}
