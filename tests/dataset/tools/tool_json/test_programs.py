"""When a small program does what another one does."""

from __future__ import annotations

import ast
import time

import pytest

from dataset.tools.tool_json.programs import LONGEST_CODE, Unknown, normal_form, same_program
from dataset.tools.tool_json.running import ERROR, UNAVAILABLE, Ran, run

SUM = "print(sum(range(1, 10 + 1)))"
LARGEST = "print(max([3, 9, 4]))"
COUNT = "print('strawberry'.count('r'))"


def never(code: str) -> Ran:
    raise AssertionError(f"{code!r} is run")


@pytest.mark.parametrize(
    ("given", "right"),
    [
        ("print(1+2)", "print(1 + 2)"),
        ("x = 1\nprint(x)", "y=1;print( y )"),
        ("print('a')  # a comment", 'print("a")'),
        ("def f(n):\n    'Twice.'\n    return 2 * n\nprint(f(3))", "def g(m): return 2 * m\nprint(g(3))"),
        ("print([i*i for i in range(5)])", "print([n * n for n in range(5)])"),
        ("total = 0\nfor i in range(4):\n  total += i\nprint(total)", "s=0\nfor k in range(4): s += k\nprint(s)"),
        ("print((lambda a: a + 1)(2))", "print((lambda b: b + 1)(2))"),
        ("sum = 3\nprint(sum)", "x = 3\nprint(x)"),
        ('f"{1}"\nfor w in "ab":\n\tprint(w)', "f'{1}'\nfor c in 'ab': print(c)"),
    ],
)
def test_equal_up_to_formatting_docstrings_and_own_names(given: str, right: str) -> None:
    assert same_program(given, right, "?", never)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a = 1\nb = 2\nprint(a)", "a = 1\nb = 2\nprint(b)"),
        ("print(len('a'))", "print(sum('a'))"),
        ("def f(a): return a\nf(a=1)", "def f(b): return b\nf(a=1)"),
        ("end = 5\nprint(3, end='')", "sep = 5\nprint(3, sep='')"),
        ("x = []\nx.append(1)", "append = []\nx.append(1)"),
        ("print('1')", "print(1)"),
        ("print(True)", "print(1)"),
        ("x = 1\nprint(_0)", "x = 1\nprint(x)"),
    ],
)
def test_programs_with_another_form(first: str, second: str) -> None:
    assert normal_form(ast.parse(first)) != normal_form(ast.parse(second))


@pytest.mark.parametrize(
    ("given", "right", "answer"),
    [
        ("n = 10\nprint(n * (n + 1) // 2)", SUM, "55"),
        ("print(sum(range(11)))", SUM, "55"),
        ("print(sum(range(1, 11)))", SUM, ""),
        ("t = 0\nfor i in range(1, 11): t += i\nprint(t)", SUM, "55"),
        ("print(sorted([3, 9, 4])[-1])", LARGEST, "9"),
        ("m = 0\nfor x in (3, 9, 4):\n  if x > m: m = x\nprint(m)", LARGEST, "9"),
        ("print(sum(c == 'r' for c in 'strawberry'))", COUNT, "3"),
        ("print(len([c for c in 'strawberry' if c == 'r']))", COUNT, "3"),
        ("print(''.join(reversed('abc')))", "print('abc'[::-1])", "cba"),
        ("w = 'abc'\nwhile w: print(w[-1], end=''); w = w[:-1]", "print('abc'[::-1])", "cba"),
        ("print(5 + 3)", "print(3 + 5)", "8"),
    ],
)
def test_the_same_output_for_these_data_and_for_others(given: str, right: str, answer: str) -> None:
    assert same_program(given, right, answer, run)


@pytest.mark.parametrize(
    ("given", "right", "answer"),
    [
        ("print(55)", SUM, "55"),
        ("print('55')", SUM, "55"),
        ("print(50 + 5)", SUM, "55"),
        ("print(10 + 45)", SUM, "55"),
        ("print(sum([55]))", SUM, "55"),
        ("print(sum(range(1, 10)) + 10 * 0 + 10)", SUM.replace("10", "9"), "45"),
        ("print(9)", LARGEST, "9"),
        ("print(max([9]))", LARGEST, "9"),
        ("print(30 + 2618)", "print(30 + 238 * 11)", "2648"),
        ("x = [3, 9, 4]\nprint(9)", LARGEST, "9"),
        ("print([3, 9, 4][1])", LARGEST, "9"),
        ("print(9 + 0 * sum([3, 9, 4]))", LARGEST, "9"),
        ("print(min([3, 9, 4]))", LARGEST, "9"),
        ("print(3)", COUNT, "3"),
        ("print(len('rrr'))", COUNT, "3"),
        ("print('strawberry'.count('r') * 0 + 3)", COUNT, "3"),
        ("print('cba')", "print('abc'[::-1])", "cba"),
        ("print('c' + 'b' + 'a')", "print('abc'[::-1])", "cba"),
        ("print(4 + 4)", "print(3 + 5)", "8"),
        ("print(3 + 5", "print(3 + 5)", "8"),
        ("3 + 5", "print(3 + 5)", "8"),
        ("print(3 + 5); 1 / 0", "print(3 + 5)", "8"),
        ("", "print(3 + 5)", "8"),
    ],
)
def test_another_output_or_the_answer_itself(given: str, right: str, answer: str) -> None:
    assert not same_program(given, right, answer, run)


@pytest.mark.parametrize(
    "code",
    [
        "-" * 1990 + "1",
        "(" * 900 + ")" * 900,
        "[" * 1900,
        "x" + "[0]" * 600,
        "9" * 1990,
        "a=" * 900 + "1",
        "\0",
        "\ud800",
        "print(1)" * 10_000,
        "if 1:\n" + "".join(f"{' ' * depth}if 1:\n" for depth in range(1, 50)),
    ],
)
def test_any_text_takes_no_time(code: str) -> None:
    began = time.monotonic()
    assert not same_program(code, SUM, "55", lambda _: Ran(ERROR))
    assert not same_program(SUM, code, "", lambda _: Ran(ERROR))
    assert time.monotonic() - began < 5


def test_code_that_is_too_long_is_not_run() -> None:
    assert not same_program("#" * LONGEST_CODE + "\n" + SUM, SUM, "55", never)


def test_a_runner_that_is_not_there_is_no_wrong_code() -> None:
    with pytest.raises(Unknown):
        same_program("print(sum(range(11)))", SUM, "55", lambda _: Ran(UNAVAILABLE))


def test_a_right_program_that_fails_is_compared_by_its_answer() -> None:
    """As one that needs a package which is not there."""
    right = "import numpy\nprint(numpy.sum([3, 5]))"
    assert same_program("print(sum([3, 5]))", right, "8", run)
    assert not same_program("print(sum([3, 5]))", right, "", run)
