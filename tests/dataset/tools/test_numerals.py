"""Numbers in digits and in words."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.tools.numerals import only_number, parse_number
from tests.hostile import MANY

FEWER = settings(MANY, max_examples=100)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("twenty-five", 25), ("Twenty Five", 25), ("a dozen", 12), ("two dozen", 24), ("two and a half", "5/2"),
        ("one hundred and five", 105), ("a hundred", 100), ("three hundred twenty one", 321),
        ("twelve hundred", 1200),
        ("two million three hundred thousand and five", 2_300_005), ("hundred thousand", 100_000), ("zero", 0),
        ("1,250.50", "2501/2"), ("1,234,567", 1_234_567), ("1.250,50", "2501/2"), ("1,00,000", 100_000),
        ("1 000 000", 10**6),
        ("1_000", 1000), ("1,5", "3/2"), (".5", "1/2"), ("007", 7), ("$40", 40), ("40 USD", 40), ("€1,000", 1000),
        ("five hundred dollars", 500), ("-$5", -5), ("$-5", -5), ("-5", -5), ("−5", -5), ("minus five", -5),
        ("+7", 7),
        ("3k", 3000), ("3 K", 3000), ("1.5 million", 1_500_000), ("$5m", 5_000_000), ("5M", 5_000_000),
        ("2bn", 2 * 10**9),
        ("half a million", 500_000), ("a million", 10**6), ("two and a half thousand", 2500), ("2nd", 2),
        ("third", 3),
        ("twenty-first", 21), ("hundred and fifth", 105), ("half", "1/2"), ("a quarter", "1/4"),
        ("two thirds", "2/3"),
        ("three-quarters", "3/4"), ("3/4", "3/4"), ("1 1/2", "3/2"), ("½", "1/2"), ("2½", "5/2"), ("1e5", 10**5),
        ("1.5 x 10^5", 150_000), ("1.5×10⁵", 150_000), ("10^-4", "1/10000"), ("10²", 100), ("6.02E23", 602 * 10**21),
        ("nineteen eighty-four", 1984), ("twenty nineteen", 2019), ("three point one four", "157/50"),
        ("a couple of", 2),
        ("twice", 2), ("٣", 3),
    ],
)  # fmt: skip
def test_numbers(text: str, value: int | str) -> None:
    quantity = parse_number(text)
    assert quantity is not None and quantity.value == Fraction(value) and not quantity.percent


@pytest.mark.parametrize("text", ["25%", "25 %", "25 percent", "twenty-five percent", "25 per cent", "twenty five pct"])
def test_percentages(text: str) -> None:
    quantity = parse_number(text)
    assert quantity is not None and quantity.value == 25 and quantity.percent


@pytest.mark.parametrize(
    "text",
    [
        "", "a", "and", "the", "k", "5m", "one and", "two hundred and", "six thirty", "five five", "1,2,3",
        "1.2.3", "5.",
        "2019-03-08", "3/8/2019", "1/0", "abc", "1e400", "1e-400", "9" * 41, "9" * 100_000, "1" + ",000" * 40,
        "infinity",
        "nan", "0x10", "10^999999999", "1 2", "second half", "Ⅷ", "12:30",
    ],
)  # fmt: skip
def test_no_numbers(text: str) -> None:
    assert parse_number(text) is None


def test_how_a_number_was_written() -> None:
    assert [quantity.decimal for text in ("5", "5.0", "1e3", "five") if (quantity := parse_number(text))] == [
        *(False, True, True, False)
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("about 20 minutes", 20), ("5m", 5), ("10mm", 10), ("the 9th", 9), ("$40.50/night", "81/2"), ("5.", 5),
        ("at least twenty-five people", 25), ("one and", 1), ("20 to 30", None), ("3/8/2019", None), ("none", None),
        ("2019-03-08", None), ("9" * 100, None), ("x " * 200 + "5", None),
    ],
)  # fmt: skip
def test_the_only_number_of_a_text(text: str, value: int | str | None) -> None:
    quantity = only_number(text)
    assert (quantity and quantity.value) == (None if value is None else Fraction(value))


@FEWER
@given(st.integers(-(10**15), 10**15))
def test_integers_as_they_are_written(number: int) -> None:
    for text in (str(number), f"{number:,}", f"{number:_}", f"{number}.0"):
        quantity = parse_number(text)
        assert quantity is not None and quantity.value == number


@FEWER
@given(st.text(st.sampled_from("0123456789.,-+e%$/ kMand")) | st.text())
def test_any_text(text: str) -> None:
    quantity = parse_number(text)
    assert quantity is None or abs(float(quantity.value)) < 1e301
    only_number(text)
