"""Notes in columns: each follows from the note before and the digits of its column, and the answer from the last."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest

from dataset.maths.columns import column_product, column_quotient, column_sum, shrinking_sum
from dataset.maths.problem import Problem, draw_problems
from dataset.maths.simple.arithmetic import CALCULATIONS, PRODUCTS, SUMS
from dataset.maths.simple.percent import PERCENT

Digits = Callable[[int], tuple[int, int]]
NOTE = re.compile(r"(-?)(\d+)([+-])(\d+)(?:;([\d.]+))?")


def parts(note: str) -> tuple[int, int, str]:
    """The two signed numbers of a note, and the digits of the columns before."""
    found = NOTE.fullmatch(note)
    assert found, note
    return int(found[1] + found[2]), int(found[3] + found[4]), found[5] or ""


def last_digits(notes: tuple[str, ...]) -> str:
    """The result of the last note with the digits before, as somebody would copy it out."""
    first, second, done = parts(notes[-1])
    return f"{'-' if notes[-1].startswith('-') else ''}{abs(first + second)}{done}"


def digit(value: Fraction | int, place: int, decimals: int) -> int:
    """The digit in a column; column 0 is the last of `decimals` decimals."""
    return int(abs(value) * 10**decimals) // 10**place % 10


def follow(notes: tuple[str, ...], column: Digits, decimals: int = 0) -> None:
    """Work through the columns: what each contributes, and what is carried, as the note before tells."""
    carried, done = 0, ""
    for place, note in enumerate(notes):
        first, second, told = parts(note)
        assert (first, second - carried) == column(place), (notes, place)
        assert told == done
        total = first + second
        negative = note.startswith("-")
        size = -total if negative else total
        carried = (size // 10) * (-1 if negative else 1)
        rest = size - 10 * (size // 10)
        done = f"{rest}{done}" if rest or done or place >= decimals else ""
        if place + 1 == decimals and done:
            done = "." + done


def signs(a: Fraction | int, b: Fraction | int) -> tuple[int, int]:
    return (-1 if a < 0 else 1), (-1 if b < 0 else 1)


@pytest.mark.parametrize("decimals", [0, 1, 2])
def test_a_sum_adds_up_digits_of_its_columns(decimals: int) -> None:
    rng = np.random.default_rng(decimals)
    for _ in range(500):
        a, b = (Fraction(int(value), 10**decimals) for value in rng.integers(-1500, 1501, 2))
        if 0 in (a, b):
            continue
        notes = column_sum(a, b, decimals)
        x, y = (a, b) if abs(a) >= abs(b) or a * b > 0 else (b, a)  # of a difference, the larger number comes first
        (s, t) = signs(x, y)

        def column(place: int, x: Fraction = x, y: Fraction = y, s: int = s, t: int = t) -> tuple[int, int]:
            return s * digit(x, place, decimals), t * digit(y, place, decimals)

        follow(notes, column, decimals)
        assert Fraction(last_digits(notes)) == a + b


def test_three_numbers_are_added_at_once() -> None:
    rng = np.random.default_rng(0)
    for a, b, c in rng.integers(1, 1500, (500, 3)).tolist():
        notes = column_sum(a, b, more=c)
        follow(notes, lambda place, a=a, b=b, c=c: (digit(a, place, 0) + digit(b, place, 0), digit(c, place, 0)))
        assert int(last_digits(notes)) == a + b + c


@pytest.mark.parametrize("decimals", [0, 2])
def test_a_product_adds_up_products_of_digits(decimals: int) -> None:
    rng = np.random.default_rng(decimals)
    for _ in range(500):
        a, b = int(rng.integers(1, 100)), int(rng.integers(1, 2000))
        sign = int(rng.choice((-1, 1)))
        notes = column_product(sign * a, b, decimals)
        by, of = (a, b) if len(str(a)) <= 2 else (b, a)

        def column(place: int, by: int = by, of: int = of, sign: int = sign) -> tuple[int, int]:
            before = digit(of, place - 1, 0) if place else 0
            return sign * (by % 10) * digit(of, place, 0), sign * (by // 10) * before

        follow(notes, column, decimals)
        assert Fraction(last_digits(notes)) == Fraction(sign * a * b, 10**decimals)


def test_a_sum_that_shrinks_needs_no_other_note() -> None:
    rng = np.random.default_rng(0)
    for high, low in np.sort(rng.integers(1, 2500, (500, 2)), axis=1)[:, ::-1].tolist():
        for a, b in ((high, -low), (low, high)):
            notes = shrinking_sum(a, b)
            assert parts(notes[0]) == (a, b, "")
            for note in notes:  # the value of every note is that of the sum
                first, second, done = parts(note)
                assert (first + second) * 10 ** len(done) + int(done or 0) == a + b
            assert max(abs(number) for number in parts(notes[-1])[:2]) <= 10


def test_a_quotient_takes_its_tens_away() -> None:
    assert column_quotient(84, 7) == ("84/7", "1;14/7")
    for b in range(2, 21):
        for answer in range(1, 121):
            *_, last = notes = column_quotient(b * answer, b)
            tens, _, step = last.rpartition(";")
            left, by = map(int, step.split("/"))
            assert by == b and 10 * int(tens or 0) + left // by == answer and left < 10 * b
            assert len(notes) == (2 if answer > 9 else 1)


def answer_told(problem: Problem) -> Fraction | None:
    """What the last note comes to, if it is one of a column; expressions have steps instead."""
    is_column = problem.form != "order" and NOTE.fullmatch(problem.notes[-1])
    return Fraction(last_digits(problem.notes)) if is_column else None


@pytest.mark.parametrize(
    ("forms", "told"),
    [(SUMS, 1.0), (PRODUCTS, 0.5), (CALCULATIONS, 0.4), (PERCENT, 0.4)],
    ids=["sums", "products", "calculations", "percent"],
)
def test_the_answer_is_what_the_last_note_comes_to(forms: tuple[object, ...], told: float) -> None:
    problems = draw_problems("drawn", forms, 400, np.random.default_rng(0))  # type: ignore[arg-type]
    found = [(problem, value) for problem in problems if (value := answer_told(problem)) is not None]
    assert len(found) >= told * len(problems)
    for problem, value in found:
        assert value == Fraction(problem.answer), problem
    assert all(len(problem.notes) <= 6 for problem in problems), "pretrained/math makes seven passes"
