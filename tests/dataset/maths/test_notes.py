"""The notes of problems: short steps of a calculation, and their results the same as somebody else finds on the way."""

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
from tests.dataset.maths.evaluate import close, expression, found, function, numbers, value

FORMS = [(category, form.name) for category, forms in CATEGORIES.items() for form in forms]
NO_NOTES = {("number_theory", "prime")}
AS_LONG_AS_THE_WORK = {
    ("differential_equations", "oscillation"),
    ("statistics_probability", "mean"),
    ("statistics_probability", "range"),
    ("number_theory", "gcd"),
    ("number_theory", "totient"),
    ("number_theory", "divisors"),
    ("discrete_math", "recurrence"),
    ("discrete_math", "two_term"),
    ("discrete_math", "degrees"),
}
"""Forms with a note for each remainder, prime, value or number."""
ENDS_BEFORE_THE_ANSWER = {
    ("quadratic_equations", "integer_roots"),
    ("taylor_series", "tangent"),
    ("differential_equations", "exponent"),
    ("complex_analysis", "product"),
    ("number_theory", "gcd"),
    ("number_theory", "power"),
    ("number_theory", "last_digit"),
    ("discrete_math", "grid_paths"),
    ("discrete_math", "shortest_path"),
}
"""Forms whose answer can be a number that is not the result of the last note."""
STEP = r"(-?\d+(/\d+)?;)?(-?\d+(/\d+)?|sqrt\(\d+\)|-?\d+([*/%]-?\d+(/\d+)?|[+-]\d+))"
"""A result that is kept, then a number, a root, or one operation on two numbers."""


def result(note: str) -> complex | Fraction:
    """What a step comes to; a fraction but for a root."""
    step = note.rpartition(";")[2]
    return value(step) if "sqrt" in step else function(step, "", kind="exact")()


def drawn(category: str, name: str, seed: int = 0) -> list[Problem]:
    forms = [form for form in CATEGORIES[category] if form.name == name]
    return draw_problems(category, forms, 50, np.random.default_rng(seed))


@pytest.mark.parametrize(("category", "name"), FORMS)
def test_notes_are_a_few_short_steps(category: str, name: str) -> None:
    problems = drawn(category, name)
    counts = {len(problem.notes) for problem in problems}
    assert max(counts) <= 6
    assert (counts == {0}) == ((category, name) in NO_NOTES)
    assert (len(counts) > 1) == ((category, name) in AS_LONG_AS_THE_WORK)
    for note in (note for problem in problems for note in problem.notes):
        assert re.fullmatch(STEP, note) and len(note) <= 13


@pytest.mark.parametrize(("category", "name"), FORMS)
def test_what_is_kept_stood_in_the_note_before(category: str, name: str) -> None:
    """As a number or as its result, so that a note follows from the one before and the question alone."""
    for problem in drawn(category, name):
        for before, note in itertools.pairwise(problem.notes):
            if ";" in note:
                told = {Fraction(number) for number in re.findall(r"-?\d+(?:/\d+)?", before)}
                if name == "range":  # the largest number so far may be the one that is read
                    told |= set(map(Fraction, numbers(problem.question)))
                assert Fraction(note.partition(";")[0]) in {*told, result(before)}, problem


@pytest.mark.parametrize(("category", "name"), FORMS)
def test_the_last_step_comes_to_the_answer(category: str, name: str) -> None:
    numeric = [problem for problem in drawn(category, name) if re.fullmatch(r"-?\d+(/\d+)?", problem.answer)]
    if (category, name) in NO_NOTES | ENDS_BEFORE_THE_ANSWER:
        assert any(not problem.notes or result(problem.notes[-1]) != Fraction(problem.answer) for problem in numeric)
    else:
        assert all(close(complex(result(problem.notes[-1])), float(Fraction(problem.answer))) for problem in numeric)


# ---- notes from the question alone


def _price(question: str) -> list[int]:
    pen, book, pens, books = numbers(question)
    return [sum([pen] * pens), sum([book] * books), sum([pen] * pens + [book] * books)]


def _boxes(question: str) -> list[int]:
    boxes, each, more = numbers(question)
    inside = sum([each] * boxes)
    return [inside, inside - more if "left" in question else inside + more]


def _together(question: str) -> list[int]:
    first, more = numbers(question)
    second = first - more if "fewer" in question else first + more
    return [second, second + first]


def _shared(question: str) -> list[int]:
    *both, given = numbers(question)
    share = next(share for share in itertools.count() if share * min(both) == max(both))
    return [share, share - given]


def _points(question: str) -> tuple[complex, complex]:
    a, b, c, d = map(int, found(r"\((-?\d+), (-?\d+)\).*\((-?\d+), (-?\d+)\)", question))
    return complex(a, b), complex(c, d)


def _slope(question: str) -> list[float]:
    first, second = _points(question)
    up, across = (second - first).imag, (second - first).real
    return [up, across, up / across]


def _length(difference: complex) -> list[float]:
    across, up = difference.real, difference.imag
    return [across, across**2, up, up**2, round(abs(difference) ** 2), abs(difference)]


def _distance(question: str) -> list[float]:
    first, second = _points(question)
    return _length(second - first)


def _absolute(question: str) -> list[float]:
    (inside,) = found(r"\|(.*)\|", question)
    return _length(value(inside))


def _trapezoid(question: str) -> list[int]:
    a, b, h = numbers(question)
    return [a + b, a * h + b * h, (a * h + b * h) / 2]


def _discriminant(question: str) -> list[Fraction]:
    f = function(expression(question), kind="exact")
    square, a = ((f(1) - f(-1)) / 2) ** 2, (f(1) + f(-1) - 2 * f(0)) / 2
    return [4 * a, 4 * a * f(0), square, square - 4 * a * f(0)]


def _product(question: str) -> list[float]:
    first, second = map(value, re.findall(r"\([^)]*\)", expression(question)))
    (a, b), (c, d) = ((z.real, z.imag) for z in (first, second))
    return [a * c, b * d, (first * second).real, a * d, (first * second).imag]


def _residue(question: str) -> list[complex]:
    top, _, other = map(lambda text: function(text, "z"), re.findall(r"\(([^()]*)\)", expression(question)))
    pole = int(*found(r"z=(-?\d+)", question))
    return [top(pole) - top(0), top(pole), other(pole), top(pole) / other(pole)]


def _at_a_point(question: str) -> list[Fraction]:
    f = function(expression(question), kind="exact")
    bend, k = f(1) + f(-1) - 2 * f(0), int(*found(r"(?:x=|f'\()(-?\d+)", question))
    return [bend, bend * k, (f(k + 1) - f(k - 1)) / 2]


def _tangent(question: str) -> list[Fraction]:
    f, k = function(expression(question), kind="exact"), Fraction(*found(r"x=(-?\d+)", question))
    slope = (f(k + 1) - f(k - 1)) / 2
    return [k * k, f(0) - (f(k) - slope * k), f(k) - slope * k, slope - (f(1) - f(-1)) / 2, slope]


def _area(question: str) -> list[Fraction]:
    """Under a line, by its height in the middle."""
    f = function(expression(question), kind="exact")
    p, q = map(Fraction, found(r"from (\d) to (\d)", question))
    height = f((p + q) / 2)
    return [p + q, height - f(0), height, q - p, (q - p) * height]


def _euler(question: str) -> list[Fraction]:
    (right,) = found(r"y'=([^ .,?]*)", question)
    f = function(right, "xy", kind="exact")
    x, y = map(int, found(r"y\((\d+)\)=(-?\d+)", question))
    return [f(x, 0), f(0, y), f(x, y), y + f(x, y)]


def _mean(question: str) -> list[float]:
    given = numbers(question)
    return [*list(itertools.accumulate(given))[1:], sum(given) / len(given)]


def _median(question: str) -> list[float]:
    given = numbers(question)
    given.remove(max(given))
    given.remove(min(given))
    return [sum(given), sum(given) / 2]


def _range(question: str) -> list[int]:
    given = numbers(question)
    lowest = list(itertools.accumulate(given, min))[1:]
    return [*lowest, max(given) - lowest[-1]]


def _urn(question: str) -> list[float]:
    balls = [colour for count, colour in re.findall(r"(\d+) (red|blue|green)", question) for _ in range(int(count))]
    other, asked = found(r"(?:is|it) (not )?(red|blue|green)[.?]", question)
    rest = len(balls) - balls.count(asked)
    return [rest, len(balls), sum((ball == asked) != bool(other) for ball in balls) / len(balls)]


def _dice(question: str) -> list[float]:
    m, n, total = numbers(question)
    throws = [a + b for a in range(1, m + 1) for b in range(1, n + 1)]
    return [throws.count(total), len(throws), throws.count(total) / len(throws)]


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
    multiples = range(0, a + 1, 10 * m)
    return [multiples[-1], a - multiples[-1], a - range(0, a + 1, m)[-1]]


def _power(question: str) -> list[int]:
    a, n, m = numbers(question)
    return [a**exponent % m for exponent in (1, n // 2 // 2, n // 2)]


def _totient(question: str) -> list[int]:
    (text,) = found(r"(?:of|to) (\d\S*?)(?:[.?]| have)", question)
    powers = [int(function(factor, "")()) for factor in text.split("*")]
    coprime = [sum(math.gcd(k, n) == 1 for k in range(n)) for n in powers]
    return list(itertools.accumulate(coprime, lambda product, count: product * count))


def _sequence(question: str) -> list[Fraction]:
    """The values behind those that are told, each after its product where it has one."""
    values = [Fraction(told) for told in re.findall(r"a\(\d\)=(-?\d+)", question)]
    notes, (asked,) = list[Fraction](), found(r"(?:is|[Ff]ind) a\((\d)\)", question)
    (rule,) = found(r"a\(n\+1\)=(.*?)(?:\. |, |\.$)", question)
    step = function(rule.replace("a(n-1)", "y").replace("a(n)", "x"), "xy", kind="exact")
    while len(values) <= int(asked):
        arguments = [*values[::-1], 0][:2]
        if "a(n-1)" not in rule:
            notes.append(step(*arguments) - step(0, 0))
        values.append(step(*arguments))
        notes.append(values[-1])
    return notes


def _shortest_path(question: str) -> list[int]:
    length = {"".join(sorted(ends)): int(n) for ends, n in re.findall(r"([A-D]{2}) (\d)", question)}
    ways = [[length["".join(sorted(step))] for step in itertools.pairwise(way)] for way in "ABD ACD ABCD ACBD".split()]
    return [total for way in ways for total in list(itertools.accumulate(way))[1:]]


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
    ("geometry", "third_angle"): lambda question: [sum(numbers(question)), 180 - sum(numbers(question))],
    ("derivatives", "at_a_point"): _at_a_point,
    ("integrals", "linear"): _area,
    ("taylor_series", "tangent"): _tangent,
    ("differential_equations", "euler"): _euler,
    ("complex_analysis", "product"): _product,
    ("complex_analysis", "absolute"): _absolute,
    ("complex_analysis", "residue"): _residue,
    ("statistics_probability", "mean"): _mean,
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
        results = [complex(result(note)) for note in problem.notes]
        assert len(results) == len(by_hand) and all(map(close, results, map(complex, by_hand))), problem
