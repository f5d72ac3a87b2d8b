"""The notes of problems: short canonical numbers, and the same as somebody else finds on the way."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Sequence
from fractions import Fraction

import numpy as np
import pytest

from dataset.maths.families import CATEGORIES
from dataset.maths.problem import Problem, draw_problems
from dataset.maths.writing import number
from tests.dataset.maths.evaluate import expression, found, function, numbers, value

FORMS = [(category, form.name) for category, forms in CATEGORIES.items() for form in forms]
ONE_STEP = {
    ("derivatives", "exponential"),
    ("limits", "compound"),
    ("differential_equations", "decay"),
    ("differential_equations", "integrate"),
    ("number_theory", "prime"),
}
"""Forms without notes."""
AS_LONG_AS_THE_WORK = {
    ("number_theory", "gcd"),
    ("number_theory", "totient"),
    ("number_theory", "divisors"),
    ("discrete_math", "recurrence"),
    ("discrete_math", "two_term"),
}
"""Forms with a note for each remainder, prime or value."""


def drawn(category: str, name: str, seed: int = 0) -> list[Problem]:
    forms = [form for form in CATEGORIES[category] if form.name == name]
    return draw_problems(category, forms, 50, np.random.default_rng(seed))


@pytest.mark.parametrize(("category", "name"), FORMS)
def test_notes_are_a_few_short_canonical_numbers(category: str, name: str) -> None:
    problems = drawn(category, name)
    counts = {len(problem.notes) for problem in problems}
    assert max(counts) <= 4
    assert (counts == {0}) == ((category, name) in ONE_STEP)
    assert (len(counts) > 1) == ((category, name) in AS_LONG_AS_THE_WORK)
    for note in (note for problem in problems for note in problem.notes):
        assert number(Fraction(note)) == note and len(note) <= 5


@pytest.mark.parametrize(("category", "name"), [form for form in FORMS if form not in ONE_STEP])
def test_notes_are_more_than_the_answer(category: str, name: str) -> None:
    assert any(note != problem.answer for problem in drawn(category, name) for note in problem.notes)


# ---- notes from the question alone


def _price(question: str) -> list[int]:
    pen, book, pens, books = numbers(question)
    return [sum([pen] * pens), sum([book] * books)]


def _boxes(question: str) -> list[int]:
    boxes, each, _ = numbers(question)
    return [sum([each] * boxes)]


def _together(question: str) -> list[int]:
    first, more = numbers(question)
    return [first - more if "fewer" in question else first + more]


def _shared(question: str) -> list[int]:
    *both, _ = numbers(question)
    return [next(share for share in itertools.count() if share * min(both) == max(both))]


def _points(question: str) -> tuple[complex, complex]:
    a, b, c, d = map(int, found(r"\((-?\d+), (-?\d+)\).*\((-?\d+), (-?\d+)\)", question))
    return complex(a, b), complex(c, d)


def _slope(question: str) -> list[float]:
    first, second = _points(question)
    return [(second - first).imag, (second - first).real]


def _length(difference: complex) -> list[float]:
    square = round(abs(difference) ** 2)
    largest = max(n for n in range(1, 20) if square % (n * n) == 0)
    return [difference.real**2, difference.imag**2, square, largest]


def _distance(question: str) -> list[float]:
    first, second = _points(question)
    return _length(first - second)


def _absolute(question: str) -> list[float]:
    (inside,) = found(r"\|(.*)\|", question)
    return _length(value(inside))


def _trapezoid(question: str) -> list[int]:
    a, b, h = numbers(question)
    return [a + b, a * h + b * h]


def _discriminant(question: str) -> list[Fraction]:
    f = function(expression(question), kind="exact")
    return [((f(1) - f(-1)) / 2) ** 2, 2 * (f(1) + f(-1) - 2 * f(0)) * f(0)]


def _product(question: str) -> list[float]:
    first, second = map(value, re.findall(r"\([^)]*\)", expression(question)))
    (a, b), (c, d) = ((z.real, z.imag) for z in (first, second))
    return [a * c, b * d, a * d, b * c]


def _residue(question: str) -> list[complex]:
    top, _, other = map(lambda text: function(text, "z"), re.findall(r"\(([^()]*)\)", expression(question)))
    pole = int(*found(r"z=(-?\d+)", question))
    return [top(pole) - top(0), top(pole), other(pole)]


def _at_a_point(question: str) -> list[Fraction]:
    f = function(expression(question), kind="exact")
    bend = f(1) + f(-1) - 2 * f(0)
    return [bend, bend * int(*found(r"(?:x=|f'\()(-?\d+)", question))]


def _tangent(question: str) -> list[Fraction]:
    f, k = function(expression(question), kind="exact"), Fraction(*found(r"x=(-?\d+)", question))
    slope = (f(k + 1) - f(k - 1)) / 2
    return [slope - (f(1) - f(-1)) / 2, slope, f(k), slope * k]


def _area(question: str) -> list[Fraction]:
    """Under a line, as wide as from 0, by its height in the middle."""
    f = function(expression(question), kind="exact")
    p, q = map(Fraction, found(r"from (\d) to (\d)", question))
    return [q * (f(q / 2) - f(0)), q * f(0), q * f(q / 2), p * f(p / 2)]


def _euler(question: str) -> list[Fraction]:
    (right,) = found(r"y'=([^ .,?]*)", question)
    f = function(right, "xy", kind="exact")
    x, y = map(int, found(r"y\((\d+)\)=(-?\d+)", question))
    return [f(x, 0), f(0, y), f(x, y)]


def _median(question: str) -> list[int]:
    given = numbers(question)
    given.remove(max(given))
    given.remove(min(given))
    return [min(given), max(given), sum(given)]


def _range(question: str) -> list[int]:
    smallest, *_, largest = sorted(numbers(question))
    return [largest, smallest]


def _urn(question: str) -> list[int]:
    balls = [colour for count, colour in re.findall(r"(\d+) (red|blue|green)", question) for _ in range(int(count))]
    other, asked = found(r"(?:is|it) (not )?(red|blue|green)[.?]", question)
    return [sum((ball == asked) != bool(other) for ball in balls), len(balls)]


def _dice(question: str) -> list[int]:
    m, n, total = numbers(question)
    throws = [a + b for a in range(1, m + 1) for b in range(1, n + 1)]
    return [throws.count(total), len(throws)]


def _gcd(question: str) -> list[int]:
    left, right = sorted(numbers(question), reverse=True)
    notes = []
    while right:
        while left >= right:
            left -= right
        left, right = right, left
        notes.append(right)
    return notes


def _remainder(question: str) -> list[int]:
    a, m = numbers(question)
    multiples = range(0, a + 1, m)
    return [len(multiples) - 1, multiples[-1]]


def _power(question: str) -> list[int]:
    a, n, m = numbers(question)
    return [a**exponent % m for exponent in (1, n // 2 // 2, n // 2)]


def _totient(question: str) -> list[int]:
    (text,) = found(r"(?:of|to) (\d\S*?)(?:[.?]| have)", question)
    powers = [int(function(factor, "")()) for factor in text.split("*")]
    return [sum(math.gcd(k, n) == 1 for k in range(n)) for n in powers]


def _sequence(question: str) -> list[Fraction]:
    """The values between those that are told and the one that is asked for."""
    values = [Fraction(told) for told in re.findall(r"a\(\d\)=(-?\d+)", question)]
    told, (asked,) = len(values), found(r"(?:is|[Ff]ind) a\((\d)\)", question)
    (rule,) = found(r"a\(n\+1\)=(.*?)(?:\. |, |\.$)", question)
    step = function(rule.replace("a(n-1)", "y").replace("a(n)", "x"), "xy", kind="exact")
    while len(values) < int(asked):
        values.append(step(*[*values[::-1], 0][:2]))
    return values[told:]


def _shortest_path(question: str) -> list[int]:
    length = {"".join(sorted(ends)): int(n) for ends, n in re.findall(r"([A-D]{2}) (\d)", question)}
    return [
        sum(length["".join(sorted(step))] for step in itertools.pairwise(way)) for way in "ABD ACD ABCD ACBD".split()
    ]


BY_HAND: dict[tuple[str, str], Callable[[str], Sequence[complex]]] = {
    ("arithmetic_word_problems", "boxes_left"): _boxes,
    ("arithmetic_word_problems", "boxes_more"): _boxes,
    ("arithmetic_word_problems", "price"): _price,
    ("arithmetic_word_problems", "together"): _together,
    ("arithmetic_word_problems", "shared"): _shared,
    ("quadratic_equations", "discriminant"): _discriminant,
    ("geometry", "trapezoid"): _trapezoid,
    ("geometry", "distance"): _distance,
    ("geometry", "slope"): _slope,
    ("geometry", "third_angle"): lambda question: [sum(numbers(question))],
    ("derivatives", "at_a_point"): _at_a_point,
    ("integrals", "linear"): _area,
    ("taylor_series", "tangent"): _tangent,
    ("differential_equations", "euler"): _euler,
    ("complex_analysis", "product"): _product,
    ("complex_analysis", "absolute"): _absolute,
    ("complex_analysis", "residue"): _residue,
    ("statistics_probability", "mean"): lambda question: [sum(numbers(question)), len(numbers(question))],
    ("statistics_probability", "median"): _median,
    ("statistics_probability", "range"): _range,
    ("statistics_probability", "urn"): _urn,
    ("statistics_probability", "dice"): _dice,
    ("number_theory", "gcd"): _gcd,
    ("number_theory", "remainder"): _remainder,
    ("number_theory", "power"): _power,
    ("number_theory", "totient"): _totient,
    ("discrete_math", "recurrence"): _sequence,
    ("discrete_math", "two_term"): _sequence,
    ("discrete_math", "shortest_path"): _shortest_path,
}


@pytest.mark.parametrize(("category", "name"), BY_HAND)
def test_notes_follow_from_the_question(category: str, name: str) -> None:
    for problem in drawn(category, name, seed=1):
        by_hand = BY_HAND[category, name](problem.question)
        assert [Fraction(note) for note in problem.notes] == list(by_hand), problem
