"""When an expression calculates what another one does."""

from __future__ import annotations

import time

import pytest

from dataset.tools.tool_json.expressions import close, same_calculation


@pytest.mark.parametrize(
    ("given", "right"),
    [
        ("48/2", "48 / 2"),
        ("48 * 0.5", "48/2"),
        ("48*(1/2)", "48/2"),
        ("9 + 15", "15 + 9"),
        ("3*4*5", "5*4*3"),
        ("5*5", "5^2"),
        ("0.15*80", "80 * 15 / 100"),
        ("80*1.15", "80 + 80 * 15 / 100"),
        ("80 * (1 + 15/100)", "80 + 80 * 15 / 100"),
        ("100*15/100", "100 * 15 / 100"),
        ("2*a", "2*a"),  # neither is an expression, and the texts are equal
        ("(10+2)+(10+2)", "(10 + 2) * 2"),
        ("2*7 + 2*9", "2 * (7 + 9)"),
        ("10/3", "10 / 3"),
        ("10*0.3333333333", "10 / 3"),
        ("80*85/100", "80 - 80 * 15 / 100"),
        ("0.75*20", "3/4*20"),
        ("20*0.25", "20 / 4"),
        ("1.2*0.9*50", "50 * 120 / 100 * 90 / 100"),
        ("12", "12"),
        ("-3+5", "5-3"),
    ],
)
def test_the_same_calculation(given: str, right: str) -> None:
    assert same_calculation(given, right, "")


@pytest.mark.parametrize(
    ("given", "right"),
    [
        ("24", "48/2"),
        ("(24)", "48/2"),
        ("+24", "48/2"),
        ("24+0", "48/2"),
        ("24*1", "48/2"),
        ("24.0", "48/2"),
        ("48-24", "48/2"),
        ("12*2", "48/2"),
        ("12+12", "48/2"),
        ("48*0+24", "48/2"),
        ("48/48*24", "48/2"),
        ("48-48+24", "48/2"),
        ("24*2/2", "48/2"),
        ("72+48-48", "48+24"),
        ("15*10/10", "10+5"),
        ("2/48", "48/2"),
        ("48/3", "48/2"),
        ("48//2", "48/2"),
        ("48/2 clips", "48/2"),
        ("", "48/2"),
        ("48/(2-2)", "48/2"),
        ("__import__('os')", "48/2"),
        ("9^9^9", "48/2"),
        ("120", "5!"),
        ("4", "sqrt(16)"),
        ("15.0000001", "10+5"),
        ("10*0.333", "10/3"),
        ("200-(200-0.2)", "40/200"),
        ("24", "24*1"),
        ("100-50", "100-30-20"),
        ("30+2618", "30+238*11"),
        ("838-148", "838-80-68"),
        ("24+5", "48/2+5"),
        ("4+4+4", "3*4"),  # a limit: with 4 in the place of 3 they differ
        ("5!", "5*4*3*2*1"),  # a limit: with 6 in the place of 5 they differ
    ],
)
def test_another_calculation_or_the_answer_itself(given: str, right: str) -> None:
    assert not same_calculation(given, right, "24")


def test_a_right_expression_that_cannot_be_calculated_leaves_its_answer() -> None:
    assert same_calculation("15*80/100", "15% of 80", "12")
    assert not same_calculation("12", "15% of 80", "12")
    assert not same_calculation("15*80", "15% of 80", "12")
    assert not same_calculation("15*80/100", "15% of 80", "less than before")


@pytest.mark.parametrize(
    "text",
    ["9**9**9", "9^9^9^9", "(" * 500, "-" * 500, "1+" * 300, "9" * 500, "300!" * 90, "1e999*" * 50 + "1", "\ud800"],
)
def test_any_text_takes_no_time(text: str) -> None:
    began = time.monotonic()
    assert not same_calculation(text, "48/2", "24") and not same_calculation("48/2", text, "")
    assert time.monotonic() - began < 1


def test_equal_within_a_share_of_the_value() -> None:
    assert close(1e9, 1e9 + 1) and not close(1.0, 1.01) and close(0, 0) and not close(0, 1e-9)
