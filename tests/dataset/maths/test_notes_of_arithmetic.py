"""The notes of plain arithmetic: small steps, each exact, that come to the answer."""

from __future__ import annotations

import itertools
import math
import re
from fractions import Fraction

import numpy as np
import pytest

from dataset.maths.families import EVERYDAY
from dataset.maths.generator import generate_examples
from dataset.maths.problem import Problem, draw_with_repeats
from dataset.maths.steps import (
    adding,
    in_columns,
    in_small_steps,
    multiplying,
    reducing,
    scaled,
    with_result,
    without_zeros,
)
from tests.dataset.maths.evaluate import function

NAMES = ("sums", "products", "calculations", "percent", "powers_fractions", "simple_stories", "longer_stories")
FORMS = [(category, form.name) for category in NAMES for form in EVERYDAY[category]]
WITHOUT_NOTES = ("cube_root",)
MOST_NOTES = 8
LONGEST = 12
PAIRS = np.random.default_rng(0).integers(-6000, 6000, (2000, 2)).tolist()
SMALL_PAIRS = [(a, b) for a, b in np.random.default_rng(1).integers(-400, 400, (2000, 2)).tolist() if a and b]


def result(note: str) -> Fraction:
    """What a step comes to; what is kept in front of it plays no part."""
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
        assert not problem.notes or result(problem.notes[-1]) == Fraction(problem.answer), problem


@pytest.mark.parametrize(("category", "name"), FORMS)
def test_notes_are_few_and_short(category: str, name: str) -> None:
    for problem in drawn(category, name):
        assert len(problem.notes) <= MOST_NOTES, problem
        for note in problem.notes:
            assert len(note) <= LONGEST and len(re.findall(r"\d+", note)) <= 4, problem


@pytest.mark.parametrize(("category", "name"), FORMS)
def test_what_is_kept_stood_in_the_note_before_or_is_its_result(category: str, name: str) -> None:
    for problem in drawn(category, name):
        for before, note in itertools.pairwise(problem.notes):
            if ";" in note:
                told = {Fraction(number) for number in re.findall(r"-?\d+", before)}
                assert Fraction(note.partition(";")[0]) in {*told, result(before)}, problem


@pytest.mark.parametrize("name", ["order", "sum", "difference"])
def test_what_is_left_of_a_calculation_keeps_its_value(name: str) -> None:
    category = "calculations" if name == "order" else "sums"
    for problem in drawn(category, name, seed=1):
        left = [note for note in problem.notes if name == "order" or note.count("+") + note.count("-") > 0]
        assert all(result(note) == Fraction(problem.answer) for note in left[-1:]), problem
        if name == "order":
            assert {result(note) for note in problem.notes} == {Fraction(problem.answer)}, problem


@pytest.mark.parametrize("pair", [PAIRS, SMALL_PAIRS], ids=["thousands", "hundreds"])
def test_sums_move_one_digit_a_step(pair: list[tuple[int, int]]) -> None:
    for a, b in pair:
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
        assert small or len(without_zeros_text(second)) == 1, notes


def without_zeros_text(value: int) -> str:
    """The digits of a number without the zeros at its end."""
    return str(abs(value)).rstrip("0")


def test_sums_keep_what_comes_later() -> None:
    assert adding(365, 178, "+9") == ("365+178+9", "465+78+9", "535+8+9")
    assert adding(44, 26, "+3") == ("44+26+3",)


@pytest.mark.parametrize("pair", [PAIRS, SMALL_PAIRS], ids=["thousands", "hundreds"])
def test_products_take_small_steps(pair: list[tuple[int, int]]) -> None:
    for a, b in pair:
        first, second = a % 100 - 50 or 7, b % 1000 if abs(a) % 100 < 10 else b % 100
        notes = multiplying(first, second)
        assert result(notes[-1]) == first * second, (first, second, notes)
        for note in notes:
            step = re.fullmatch(r"(?:-?\d+;)?(-?\d+)\*(-?\d+)", note)
            if step:
                one, other = sorted(abs(int(number)) for number in step.groups())
                is_power = set(str(other)) <= {"0", "1"} or set(str(one)) <= {"0", "1"}
                assert one < 10 or other <= 12 or is_power, (first, second, notes)


def test_forms_of_products() -> None:
    assert multiplying(40, 30) == ("4*3", "12*100")
    assert multiplying(23, 47) == ("2*47", "94;3*47", "940+141", "1040+41", "1080+1")
    assert multiplying(-7, -6) == ("-7*-6",)
    assert multiplying(364, 7) == ("7*3", "21;7*64", "2100+448", "2500+48", "2540+8")
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


def test_stories_take_the_same_steps() -> None:
    assert in_small_steps(("12*25", "300-148", "7;2*3", "8-3", "sqrt(4)")) == (
        *multiplying(12, 25),
        *adding(300, -148),
        *("7;2*3", "8-3", "sqrt(4)"),
    )


def test_large_results_are_noted() -> None:
    assert with_result(("120+48", "160+8"), "168") == ("120+48", "160+8", "168")
    assert with_result(("2+3",), "-5") == ("2+3",) and with_result(("1/3",), "1/3") == ("1/3",)


@pytest.mark.parametrize(
    ("note", "filled"),
    [
        ("365-178", "__365_-178"),
        ("94;3*47", "___94___;3__*47"),
        ("24*(12+12)", "___24_*(12__+12)"),
        ("sqrt(144)", "sqrt(144)"),
        ("5*21-75/3", "5*21-75/3"),
        ("-16;8*10", "__-16___;8__*10"),
        ("123456+1", "123456___+1"),
        ("x", "x"),
    ],
)
def test_numbers_stand_in_columns(note: str, filled: str) -> None:
    assert in_columns(note) == filled
    assert filled.replace("_", "") == note


def test_numbers_of_examples_end_in_the_same_places() -> None:
    sets = generate_examples(("sums",), 60, 5, np.random.default_rng(0), everyday=True)
    notes = [note for example in sets["train", "all"] for note in example.notes]
    assert len(notes) > 60 and all(re.fullmatch(r"(?:[-+_0-9]{5}){1,3}", note) for note in notes)
    without = generate_examples(("statistics_probability",), 60, 5, np.random.default_rng(0))
    assert not any("_" in note for example in without["train", "all"] for note in example.notes)
