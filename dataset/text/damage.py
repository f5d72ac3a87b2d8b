"""Questions that are typed badly: a word is missing, strange or in the wrong place, or the end is cut off.

    What is the mean of 2, 4?     What is mean of 2, 4?     What is the xoqvi of 2, 4?     What the is mean of 2, 4?

    Al has the key. Al is in the hall. Where is the key?        Al is the in hall. Where is the key?

A network that is sure of its answers to such questions does not know when it is right. They are held-out rows for its
calibration (`models.calibration`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from dataset.text.writer import Example

_LEAST_WORDS = 3
"""Shorter questions stay as they are."""
_HIT_SHARE = 0.2
"""Share of the sentences of a story that are damaged or missing."""
_LOST_SHARE = 0.5
"""Share of these that are missing."""


def damaged(question: str, rng: np.random.Generator) -> str:
    """A question with one damage, of a kind drawn at random; its answer may no longer be right."""
    words = question.split(" ")
    if len(words) < _LEAST_WORDS:
        return question
    kinds: tuple[Callable[[list[str], np.random.Generator], list[str]], ...] = (_missing, _strange, _moved, _cut)
    return " ".join(kinds[int(rng.integers(len(kinds)))](words, rng))


def damaged_story(text: str, rng: np.random.Generator) -> str:
    """A story and its question with some sentences missing or damaged, at least one; no sentence becomes longer.

    All words are those of the text, so that a network of whole words can read it. The question is never missing.
    """
    *story, question = re.split(r"(?<=[.?!]) ", text)
    hit = rng.random(len(story) + 1) < _HIT_SHARE
    hit[int(rng.integers(len(hit)))] = True
    told = []
    for sentence, is_hit in zip([*story, question], hit.tolist(), strict=True):
        words, mark = sentence[:-1].split(" "), sentence[-1:]
        if is_hit and sentence is not question and rng.random() < _LOST_SHARE:
            continue
        if is_hit and len(words) >= _LEAST_WORDS:
            kinds = _missing, _moved, _cut
            words = kinds[int(rng.integers(len(kinds)))](words, rng)
        told.append(" ".join(words) + mark)
    return " ".join(told)


def every_second_damaged(examples: Sequence[Example], rng: np.random.Generator) -> list[Example]:
    """The examples; the story of every second is damaged, and its answer stays."""
    return [
        replace(example, question=damaged_story(example.question, rng)) if place % 2 else example
        for place, example in enumerate(examples)
    ]


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
