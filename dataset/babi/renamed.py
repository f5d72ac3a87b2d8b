"""Copies of questions with other people, rooms and things, for tasks that need more questions than their files have.

    The garden is west of the office. ... How do you go from the garden to the kitchen?      w,n
    The kitchen is west of the hallway. ... How do you go from the kitchen to the office?     w,n

No sentence of these tasks treats one of the exchanged words differently from another of its class.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from dataset.text.writer import Example, told

PEOPLE = ("Daniel", "John", "Mary", "Sandra")
ROOMS = ("bathroom", "bedroom", "garden", "hallway", "kitchen", "office")
THINGS = ("apple", "football", "milk")
"""Words of tasks 1 to 3."""
_CLASSES: dict[int, tuple[tuple[str, ...], ...]] = {
    2: (PEOPLE, ROOMS, THINGS),
    3: (PEOPLE, ROOMS, THINGS),
    16: (
        ("Bernhard", "Brian", "Greg", "Julius", "Lily"),
        ("frog", "lion", "rhino", "swan"),
        ("gray", "green", "white", "yellow"),
    ),
    17: (("blue", "pink", "red", "yellow"), ("rectangle", "sphere", "square", "triangle")),
    19: (ROOMS,),
}
"""By task, classes of words that may be exchanged. In task 17 some things have no colour: colours and shapes are
exchanged apart, so that "the triangle" stays a thing without one."""
RENAMED = frozenset(_CLASSES)
"""The tasks whose questions can be copied."""
_WORD = re.compile(r"\w+")


def with_copies(task: int, examples: Sequence[Example], count: int, rng: np.random.Generator) -> list[Example]:
    """The examples of a task and renamed copies of them, `count` in all; if there are more examples, these alone.

    No example has two copies more than another one.
    """
    missing = max(0, count - len(examples)) if examples else 0
    rounds = -(-missing // max(1, len(examples)))
    order = [place for _ in range(rounds) for place in rng.permutation(len(examples)).tolist()]
    return [*examples, *(_renamed(task, examples[place], rng) for place in order[:missing])]


def _renamed(task: int, example: Example, rng: np.random.Generator) -> Example:
    """The same example, the words of each class exchanged among themselves."""
    other = {old: str(new) for words in _CLASSES[task] for old, new in zip(words, rng.permutation(words), strict=True)}

    def exchanged(text: str) -> str:
        return _WORD.sub(lambda match: other.get(match[0], match[0]), text)

    question, answer, *notes = map(exchanged, told(example))
    return replace(example, question=question, answer=answer, notes=tuple(notes))
