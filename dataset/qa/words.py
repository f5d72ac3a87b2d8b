"""Common words of stories in every mode, and functions that draw from them.

These words are the same in train and test; only names of people can be new (`dataset.qa.names`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

ROOMS = tuple("garden kitchen cellar attic hall garage library studio bedroom office".split())
THINGS = tuple("key coin cup lamp book ball rope hat flute map".split())
BOXES = tuple("bag box basket jar case".split())
DAYS = tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())

PARTS = {
    stem + ending: (stem, ending)
    for stems, endings in (
        (("old", "young", "tall", "short", "fast", "slow", "strong", "weak"), ("er", "est")),
        (("grand",), ("parent", "child", "mother", "father")),
    )
    for stem in stems
    for ending in endings
}
"""Words that are spelled with two tokens, so that "oldest" and "older" share one."""

EXCHANGEABLE = tuple([" " + word for word in words] for words in (ROOMS, THINGS, BOXES))
"""Classes of words that may replace each other in every story. Days may not, since they have an order."""

T = TypeVar("T")


def pick(rng: np.random.Generator, items: Sequence[T]) -> T:
    """One of the items."""
    return items[int(rng.integers(len(items)))]


def shuffled(rng: np.random.Generator, items: Sequence[T], count: int | None = None) -> list[T]:
    """All items, or `count` of them, in random order."""
    return [items[int(number)] for number in rng.permutation(len(items))[:count]]
