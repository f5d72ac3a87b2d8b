"""Questions that are typed badly: a word is missing, strange or in the wrong place, or the end is cut off.

    What is the mean of 2, 4?     What is mean of 2, 4?     What is the xoqvi of 2, 4?     What the is mean of 2, 4?

A network that is sure of its answers to such questions does not know when it is right. They are held-out rows for its
calibration (`models.calibration`).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

_LEAST_WORDS = 3
"""Shorter questions stay as they are."""


def damaged(question: str, rng: np.random.Generator) -> str:
    """A question with one damage, of a kind drawn at random; its answer may no longer be right."""
    words = question.split(" ")
    if len(words) < _LEAST_WORDS:
        return question
    kinds: tuple[Callable[[list[str], np.random.Generator], list[str]], ...] = (_missing, _strange, _moved, _cut)
    return " ".join(kinds[int(rng.integers(len(kinds)))](words, rng))


def made_up(rng: np.random.Generator) -> str:
    """A word of three to six random letters, which hardly any other text has."""
    letters = rng.integers(26, size=int(rng.integers(3, 7))).tolist()
    return "".join(chr(ord("a") + letter) for letter in letters)


def _missing(words: list[str], rng: np.random.Generator) -> list[str]:
    place = int(rng.integers(len(words)))
    return words[:place] + words[place + 1 :]


def _strange(words: list[str], rng: np.random.Generator) -> list[str]:
    place = int(rng.integers(len(words)))
    return [*words[:place], made_up(rng), *words[place + 1 :]]


def _moved(words: list[str], rng: np.random.Generator) -> list[str]:
    place = int(rng.integers(len(words) - 1))
    return [*words[:place], words[place + 1], words[place], *words[place + 2 :]]


def _cut(words: list[str], rng: np.random.Generator) -> list[str]:
    return words[: int(rng.integers(len(words) // 2, len(words)))]
