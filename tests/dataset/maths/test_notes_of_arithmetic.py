"""The notes of plain arithmetic: small steps, each exact, that come to the answer."""

from __future__ import annotations

import itertools
import math
import re
from fractions import Fraction

import numpy as np
import pytest

from dataset.maths.families import EVERYDAY
from dataset.maths.problem import Problem, draw_with_repeats
from dataset.maths.steps import adding, adding_digits, multiplying, reducing, scaled, without_zeros
from tests.dataset.maths.evaluate import function

NAMES = ("sums", "products", "calculations", "percent", "powers_fractions")
FORMS = [(category, form.name) for category in NAMES for form in EVERYDAY[category]]
WITHOUT_NOTES = ("cube_root",)
DIGITS = re.compile(r"(\d+)([-+])(\d+);(\d+)")
"""The step of a column, and the digits of the columns before."""
MOST_NOTES = 8
LONGEST = 12
PAIRS = np.random.default_rng(0).integers(-6000, 6000, (2000, 2)).tolist()
SMALL_PAIRS = [(a, b) for a, b in np.random.default_rng(1).integers(-400, 400, (2000, 2)).tolist() if a and b]
SIZES = pytest.mark.parametrize("pairs", [PAIRS, SMALL_PAIRS], ids=["thousands", "hundreds"])


def result(note: str) -> Fraction:
    """What a step comes to, with the digits found before; the sign of a difference in digits stands in the answer."""
    column = DIGITS.fullmatch(note)
    if column:
        first, sign, second, found = column.groups()
        value = int(first) + (int(second) if sign == "+" else -int(second))
        return Fraction(int(f"{value}{found}"))
    step = note.rpartition(";")[2]
    root = re.fullmatch(r"sqrt\((\d+)\)", step)
    return Fraction(math.isqrt(int(root[1]))) if root else Fraction(function(step, "", kind="exact")())


def drawn(category: str, name: str, seed: int = 0) -> list[Problem]:
    forms = [form for form in EVERYDAY[category] if form.name == name]
    train, test = draw_with_repeats(category, forms, 300, 2, np.random.default_rng(seed))
    return [*train, *test]


@pytest.mark.parametrize(("category", "name"), FORMS)
def test_the_last_step_comes_to_the_answer(category: str, name: str) -> None:
    for problem in drawn(category, name):
        assert bool(problem.notes) == (name not in WITHOUT_NOTES)
        if problem.notes:
            found, answer = result(problem.notes[-1]), Fraction(problem.answer)
            in_digits = bool(DIGITS.fullmatch(problem.notes[-1])) or len(problem.notes) == 1
            assert found == answer or in_digits and found == abs(answer), problem


@pytest.mark.parametrize(("category", "name"), FORMS)
def test_notes_are_few_and_short(category: str, name: str) -> None:
    for problem in drawn(category, name):
        assert len(problem.notes) <= MOST_NOTES, problem
        for note in problem.notes:
            assert len(note) <= LONGEST and len(re.findall(r"\d+", note)) <= 3, problem


@pytest.mark.parametrize(("category", "name"), FORMS)
def test_what_is_kept_stood_in_the_note_before_or_is_its_result(category: str, name: str) -> None:
    for problem in drawn(category, name):
        for before, note in itertools.pairwise(problem.notes):
            if ";" in note and not DIGITS.fullmatch(note):
                told = {Fraction(number) for number in re.findall(r"-?\d+", before)}
                assert Fraction(note.partition(";")[0]) in {*told, result(before), abs(result(before))}, problem


def columns(notes: tuple[str, ...]) -> list[tuple[int, int, str]]:
    """The two numbers of each note, and the digits found before."""
    found = [re.fullmatch(r"(\d+)([-+])(\d+)(?:;(\d+))?", note) for note in notes]
    return [(int(note[1]), int(f"{note[2]}{note[3]}"), note[4] or "") for note in found if note]


@SIZES
def test_columns_of_a_sum_hand_on_what_is_carried(pairs: list[tuple[int, int]]) -> None:
    for a, b in pairs:
        notes = adding_digits(a, b)
        found = columns(notes)
        assert len(found) == len(notes) == len(str(max(abs(a), abs(b))))
        for (first, second, digits), after in itertools.pairwise(found):
            assert after[2] == str((first + second) % 10) + digits and len(after[2]) == len(digits) + 1
        assert all(first < 10 and abs(second) <= 10 for first, second, _ in found)
        assert result(notes[-1]) == abs(a + b), notes


def test_columns_of_three_numbers() -> None:
    assert adding_digits(365, 178) == ("5+8", "6+8;3", "3+2;43")
    assert adding_digits(365, -178) == adding_digits(-178, 365) == ("5-8", "6-8;7", "3-2;87")
    assert adding_digits(557, 776, 15) == ("7+11", "5+9;8", "5+8;48")
    for a, b in PAIRS:
        three = abs(a), abs(b), abs(a - b)
        assert result(adding_digits(*three)[-1]) == sum(three)


@SIZES
def test_sums_of_calculated_numbers_move_one_digit_a_step(pairs: list[tuple[int, int]]) -> None:
    for a, b in pairs:
        notes = adding(a, b)
        assert {result(note) for note in notes} == {Fraction(a + b)}, notes
        found = [[int(number) for number in re.findall(r"[-+]?\d+", note)] for note in notes]
        assert sorted(found[0]) == sorted((a, b))
        for (before, moved), (after, left) in itertools.pairwise(found):
            digit = after - before
            assert moved - left == digit and digit % 10 ** (len(str(abs(moved))) - 1) == 0, notes
            assert abs(digit) < 10 ** len(str(abs(moved))) and abs(left) < abs(moved), notes
        first, second = found[-1]
        small = max(abs(first), abs(second)) < 100 or min(abs(first), abs(second)) < 10
        assert small or len(str(abs(second)).rstrip("0")) == 1, notes


@SIZES
def test_products_take_a_column_a_step(pairs: list[tuple[int, int]]) -> None:
    for a, b in pairs:
        first, second = abs(a) % 100, abs(b) % 1000
        notes = multiplying(first, second)
        assert result(notes[-1]) == first * second, (first, second, notes)
        for note in notes:
            step = re.fullmatch(r"(\d+)\*(\d+)", note)
            if step:
                one, other = sorted(map(int, step.groups()))
                assert other <= 12 or one == 0 or re.fullmatch("10+", str(other)) or re.fullmatch("10+", str(one))
            else:
                assert all(one <= 81 and other <= 81 + 81 + 17 for one, other, _ in columns((note,)))


def test_forms_of_products() -> None:
    assert multiplying(40, 30) == ("4*3", "12*100")
    assert multiplying(23, 47) == ("21+0", "14+14;1", "8+2;81")
    assert multiplying(-7, -6) == ("-7*-6",)
    assert multiplying(364, 7) == ("28+0", "42+2;8", "21+4;48")
    assert multiplying(20, 0) == ("20*0",)
    assert multiplying(10, 45) == ("45*10",)


def test_points_move() -> None:
    assert scaled(925, -2) == ("925/100",)
    assert scaled(12, 3) == ("12*1000",)
    assert scaled(12, 0) == ()
    assert without_zeros(1200) == (12, 2) and without_zeros(0) == (0, 0)


def test_fractions_lose_one_factor_a_step() -> None:
    assert reducing(36, 48) == ("36/48", "18/24", "9/12")
    assert reducing(5, 12) == ("5/12",)
    assert reducing(48, 12) == ("48/12",)
    for top, bottom in itertools.product(range(-40, 41), range(1, 60)):
        notes = reducing(top, bottom)
        assert {result(note) for note in notes} == {Fraction(top, bottom)}
        for note, after in itertools.pairwise(notes):
            one, other = (int(text.partition("/")[2]) for text in (note, after))
            factor = one // other
            assert one == factor * other and factor > 1 and all(factor % size for size in range(2, factor))
