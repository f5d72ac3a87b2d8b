"""Found, located, repaired: three questions about one answer."""

from __future__ import annotations

import pytest

from dataset.code.problem import Problem
from dataset.code.repairs import first_change, judge_repair

BROKEN = "def f(x):\n    return x - 1\n"
RIGHT = "def f(x):\n    return x + 1\n"


def repair(code: str, **facts: str) -> Problem:
    return Problem("1", "made", "", code, "f", facts=facts)


@pytest.mark.parametrize(
    ("answer", "is_right", "expected"),
    [
        (RIGHT, None, (True, True, True)),
        ("def f(x):\n    return x+1 \n\n", None, (True, True, True)),
        ("def f(x):\n    return x * 1\n", False, (True, True, False)),
        ("def f(x):\n    return x + 2\n", False, (True, True, False)),
        ("def f(x):\n    return 1 + x\n", True, (True, False, True)),
        ("def f(y):\n    return x - 1\n", False, (True, False, False)),
        (BROKEN, False, (False, False, False)),
        ("", None, (True, False, False)),
    ],
)
def test_a_bug(answer: str, is_right: bool | None, expected: tuple[bool, bool, bool]) -> None:
    assert judge_repair(repair(RIGHT, broken=BROKEN), answer, is_right) == expected


def test_no_bug() -> None:
    problem = repair(RIGHT, broken=RIGHT)
    assert judge_repair(problem, RIGHT, True) == (True, True, True)
    assert judge_repair(problem, BROKEN, False) == (False, False, False)


def test_other_problems() -> None:
    assert judge_repair(repair(RIGHT), RIGHT, True) is None


def test_first_change() -> None:
    assert first_change("a <= b", "a < b") == first_change("a <= b", "a == b") == 2
    assert first_change("if a:\n    b", "if a:\n  b") == 4, "white space in front of a line"
    assert first_change("a = b", "a  =  b  ") is None and first_change("a", "a + b") == 2
