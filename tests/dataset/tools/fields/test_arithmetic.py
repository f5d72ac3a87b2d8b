"""The calculator: values computed by hand, and texts that are no expressions."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from dataset.tools.fields.arithmetic import literals, plain, value
from utils.errors import UserError


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 + 3 * 4", 14),
        ("(2 + 3) * 4", 20),
        ("7 - 2 - 1", 4),
        ("24 / 4 / 3", 2),
        ("1/3 + 1/6", Fraction(1, 2)),
        ("2^3^2", 512),
        ("2 ** 10", 1024),
        ("-2^2", -4),
        ("(-2)^2", 4),
        ("2^-2", Fraction(1, 4)),
        ("- - 5", 5),
        ("17 % 5", 2),
        ("5! / 3!", 20),
        ("3!!", 720),
        (".5 + 1.", Fraction(3, 2)),
        ("1e3", 1000),
        ("3 × 4 ÷ 2 − 1", 5),
    ],
)
def test_exact_values(text: str, expected: Fraction | int) -> None:
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sqrt(16) + 1", 5),
        ("2 * pi", 2 * math.pi),
        ("abs(-3)", 3),
        ("ln(e)", 1),
        ("log(1000)", 3),
        ("2 ^ 0.5", math.sqrt(2)),
        ("cos(0)", 1),
    ],
)
def test_values_of_functions(text: str, expected: float) -> None:
    assert float(value(text)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the end is not expected"),
        ("2 +", "the end is not expected"),
        ("2 3", "'3' is not expected"),
        ("(2", "the end is not expected"),
        ("2)", "')' is not expected"),
        ("2 & 3", "'& 3' is not expected"),
        ("__import__('os')", "is not expected"),
        ("open(1)", "'open' is not known"),
        ("sqrt 4", "'4' is not expected"),
        ("1/0", "division by zero"),
        ("5 % 0", "division by zero"),
        ("sqrt(-1)", "does not exist"),
        ("(-8)^0.5", "does not exist"),
        ("ln(0)", "does not exist"),
        ("2.5!", "does not exist"),
        ("9^9^9^9", "too large"),
        ("1e308 * sqrt(1e308)", "too large"),
        ("301!", "too large"),
        ("exp(10000)", "too large"),
        ("(" * 60 + "1" + ")" * 60, "nested"),
        ("-" * 499 + "1", "nested"),
        ("1+" * 300 + "1", "characters"),
    ],
)
def test_what_cannot_be_calculated_is_said_in_a_line(text: str, words: str) -> None:
    with pytest.raises(UserError, match=r"^[^\n]+$") as caught:
        value(text)
    assert words in str(caught.value)


def test_products_of_large_fractions_stay_within_bounds() -> None:
    with pytest.raises(UserError, match="too large"):
        value("*".join(["99999999999^80"] * 8))


@pytest.mark.parametrize(
    ("number", "expected"),
    [(Fraction(6, 2), 3), (Fraction(1, 3), 0.3333333333), (2.0, 2), (0.1 + 0.2, 0.3), (1.5, 1.5)],
)
def test_numbers_of_json(number: Fraction | float, expected: float) -> None:
    assert plain(number) == expected and type(plain(number)) is type(expected)


@pytest.mark.parametrize("number", [math.inf, math.nan, Fraction(10**400, 3)])
def test_numbers_that_json_does_not_have_are_too_large(number: Fraction | float) -> None:
    with pytest.raises(UserError, match="too large"):
        plain(number)


def test_numbers_that_an_expression_is_written_with() -> None:
    assert literals("(2 + 3.50) * 2 - 1e3!") == {Fraction(2), Fraction(7, 2), Fraction(1000)}
    assert literals("pi") == set()
    with pytest.raises(UserError, match="is no expression"):
        literals("2 & 3")


def test_other_numbers_in_the_place_of_those_written() -> None:
    assert value("48 / 2 + 48", {Fraction(48): Fraction(10)}) == 15
    assert value("2.0 * 3", {Fraction(2): Fraction(1, 3)}) == 1
    with pytest.raises(UserError, match="division by zero"):
        value("1 / 7", {Fraction(7): Fraction(0)})
