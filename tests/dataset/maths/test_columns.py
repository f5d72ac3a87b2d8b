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
SUM = re.compile(r"(-?\d+)([+-]\d+)([+-]\d)(?:;([\d.]+))?")
PRODUCT = re.compile(r"(-?)(\d)\*(\d)\+(\d\d)(?:;([\d.]+))?")


def total(note: str) -> tuple[int, str]:
    """What a note comes to, without its sign, and the digits of the columns before."""
    if found := SUM.fullmatch(note):
        result = sum(int(found[number]) for number in (1, 2, 3))
        return -result if note.startswith("-") else result, found[4] or ""
    found = PRODUCT.fullmatch(note)
    assert found, note
    return int(found[2]) * int(found[3]) + int(found[4]), found[5] or ""


def told(notes: tuple[str, ...]) -> Fraction:
    """The result of the last note with the digits before, as somebody would copy it out."""
    size, done = total(notes[-1])
    return Fraction(f"{'-' if notes[-1].startswith('-') else ''}{size}{done}")


def digit(value: Fraction | int, place: int, decimals: int) -> int:
    """The digit in a column; column 0 is the last of `decimals` decimals."""
    return int(abs(value) * 10**decimals) // 10**place % 10


def longer(done: str, digit: int, place: int, decimals: int) -> str:
    """The digits after one more column."""
    done = f"{digit}{done}" if digit or done or place >= decimals else ""
    return "." + done if done and place + 1 == decimals else done


def follow(notes: tuple[str, ...], column: Digits, decimals: int = 0) -> None:
    """Work through the columns of a sum: the digits of each, and what is carried, as the note before tells."""
    carried, done = 0, ""
    for place, note in enumerate(notes):
        found = SUM.fullmatch(note)
        assert found and (int(found[1]), int(found[2])) == column(place), (notes, place)
        size, digits = total(note)
        assert abs(int(found[3])) == carried and found[3][0] == found[2][0] and digits == done
        carried, done = abs(size // 10), longer(done, size % 10, place, decimals)


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
        assert told(notes) == a + b


def test_three_numbers_are_added_at_once() -> None:
    rng = np.random.default_rng(0)
    for a, b, c in rng.integers(1, 1500, (500, 3)).tolist():
        notes = column_sum(a, b, more=c)
        follow(notes, lambda place, a=a, b=b, c=c: (digit(a, place, 0) + digit(b, place, 0), digit(c, place, 0)))
        assert told(notes) == a + b + c


@pytest.mark.parametrize("decimals", [0, 2])
def test_a_product_adds_up_products_of_digits(decimals: int) -> None:
    rng = np.random.default_rng(decimals)
    for _ in range(500):
        a, b = int(rng.integers(1, 100)), int(rng.integers(1, 2000))
        sign = int(rng.choice((-1, 1)))
        notes = column_product(sign * a, b, decimals)
        by, of = (a, b) if len(str(a)) <= 2 else (b, a)
        left, size, done = list(notes), 0, ""
        for place in range(max(len(str(by)) + len(str(of)) - 1, decimals + 1)):
            digits = [(digit(by, i, 0), place - i) for i in range(len(str(by)) - 1, -1, -1)]
            pairs = [(x, digit(of, j, 0)) for x, j in digits if 0 <= j < len(str(of))] or [(0, 0)]
            for x, y in pairs:
                assert left.pop(0) == f"{'-' * (sign < 0)}{x}*{y}+{size:02}{';' * bool(done)}{done}", notes
                size += x * y
            size, done = size // 10, longer(done, size % 10, place, decimals)
        assert not left
        assert told(notes) == Fraction(sign * a * b, 10**decimals)


def test_a_sum_that_shrinks_needs_no_other_note() -> None:
    rng = np.random.default_rng(0)
    for high, low in np.sort(rng.integers(1, 2500, (500, 2)), axis=1)[:, ::-1].tolist():
        for a, b in ((high, -low), (low, high)):
            first, *notes = shrinking_sum(a, b)
            assert first == (f"{a}+{b}" if b > 0 else f"{a}{b}")
            left, taken, carried = a, abs(b), 0
            for count, note in enumerate(notes, start=1):
                digit = left % 10 + (taken % 10 + carried) * (1 if b > 0 else -1)
                left, taken, carried = left // 10, taken // 10, abs(digit // 10)
                sign = "+" if b > 0 else "-"
                assert note == f"{left}{sign}{taken}{sign}{carried};{(a + b) % 10**count:0{count}}"
            assert max(left, taken) <= 9
            assert not notes or told(tuple(notes)) == a + b


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
    """What the last note comes to, if it is one of a column."""
    is_column = SUM.fullmatch(problem.notes[-1]) or PRODUCT.fullmatch(problem.notes[-1])
    return told(problem.notes) if is_column else None


@pytest.mark.parametrize(
    ("forms", "share"),
    [(SUMS, 0.75), (PRODUCTS, 0.5), (CALCULATIONS, 0.4), (PERCENT, 0.4)],
    ids=["sums", "products", "calculations", "percent"],
)
def test_the_answer_is_what_the_last_note_comes_to(forms: tuple[object, ...], share: float) -> None:
    problems = draw_problems("drawn", forms, 400, np.random.default_rng(0))  # type: ignore[arg-type]
    found = [(problem, value) for problem in problems if (value := answer_told(problem)) is not None]
    assert len(found) >= share * len(problems)
    for problem, value in found:
        assert value == Fraction(problem.answer), problem
    assert all(len(problem.notes) <= 8 for problem in problems)
