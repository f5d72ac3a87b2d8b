"""Typed problems in known words: nothing that a network knows is changed, and no number is lost."""

from __future__ import annotations

import numpy as np
import pytest

from dataset.maths.families import CATEGORIES, EVERYDAY
from dataset.maths.plain_words import in_plain_words
from dataset.maths.problem import draw_problems

KNOWN = frozenset("dollars buys loses takes m cm children one two tickets cost how many are in pays".split())


def known(word: str) -> bool:
    return word in KNOWN


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("A hat costs $2.50.", "A hat costs 2.5 dollars."),
        ("It costs €1,250 or $3.00", "It costs 1,250 dollars or 3 dollars"),
        ("Three tickets cost 27 euros.", "3 tickets cost 27 dollars."),
        ("twelve kids, an eight", "12 children, 8"),
        ("Two numbers add up to 9, two dice show 3", "Two numbers add up to 9, two dice show 3"),
        ("Max bought 4 and lost 3.", "Max buys 4 and loses 3."),
        ("Ana sold 4.", "Ana sold 4."),
        ("how many metres are in 3 metres, in metres", "how many m are in 3 m?"),
        ("How likely is it? (as a fraction)", "How likely is it?"),
        ("What is 1/2+1/3, as a decimal please?", "What is 1/2+1/3?"),
        ("18 is what percent of 72? Just the number.", "18 is what percent of 72?"),
        ("It is -4 °C.", "It is -4°."),
        ("How many cm are in 2.05 m?", "How many cm are in 2.05 m?"),
        ("", ""),
    ],
)
def test_words(typed: str, read: str) -> None:
    assert in_plain_words(typed, known) == read


@pytest.mark.parametrize("category", [*CATEGORIES, *EVERYDAY])
def test_generated_problems_stay(category: str) -> None:
    problems = draw_problems(category, (CATEGORIES | EVERYDAY)[category], 100, np.random.default_rng(0))
    for problem in problems:
        assert in_plain_words(problem.question, lambda word: True) == problem.question
