"""Answers: what is read, what is the same, and that nothing a model may write hangs, crashes or runs."""

from __future__ import annotations

import numpy as np
import pytest

import dataset.maths.answers
from dataset.maths.answers import Unparsable, Verdict, canonical, equivalent
from dataset.maths.exact import exact
from dataset.maths.expression import parse
from dataset.maths.rounding import asked_places

EQUAL = [
    ("-3/4", "-0.75"),
    ("1/3", "0.3333333333"),
    ("18", "18.00"),
    ("1250", "1,250"),
    ("-2, 5", "5, -2"),
    ("x=2, y=-1", "y=-1,x=2"),
    ("5", "x=5"),
    ("x = 5", "5"),
    ("3*x^2-2*x+1", "1-2x+3x^2"),
    ("2*x+2", "2(x+1)"),
    ("3-2*i", "-2i+3"),
    ("2*sqrt(3)", "sqrt(12)"),
    ("pi/2", "0.5pi"),
    ("2*pi", "6.283185307"),
    ("exp(2*x)", "e^(2x)"),
    ("1", "sin(x)^2+cos(x)^2"),
    ("3", "log_2(8)"),
    ("24", "4!"),
    ("5", "|-5|"),
    ("2*x*exp(x)", "2x exp x"),
    ("-4", "-2^2"),
    ("1/8", "2^-3"),
    ("512", "2^3^2"),
    (r"\frac{3}{4}", "3/4"),
    (r"\dfrac12", "1/2"),
    (r"\frac1{72}", "1/72"),
    (r"2\frac{1}{2}", "5/2"),
    (r"-1\frac{3}{4}", "-7/4"),
    (r"\frac{\sqrt{2}}{2}", "1/sqrt(2)"),
    (r"\sqrt[3]{8}", "2"),
    (r"\sin^2 x", "sin(x)^2"),
    (r"\left(\frac{1}{2},\, 3\right)", "(0.5, 3)"),
    (r"x^{2}-x", "x^2-x"),
    (r"1\pm\sqrt{19}", "1+sqrt(19), 1-sqrt(19)"),
    (r"\$1{,}250", "1250 dollars"),
    (r"50\%", "50"),
    (r"90^\circ", "90"),
    (r"5\text{ cm}^2", "5"),
    (r"\text{Monday}", "Monday"),
    (r"\{1,2\}", "2, 1"),
    (r"x \in [-2,7]", "[-2, 7]"),
    (r"(0,\infty)", "(0, oo)"),
    (r"3\text{ and }4", "4, 3"),
    ("Monday.", "Monday"),
]
DIFFERENT = [
    ("5", "-5"),
    ("3/4", "4/3"),
    ("1000000", "1000001"),
    ("3.14", "pi"),
    ("2*x", "2*y"),
    ("x=2, y=-1", "x=-1, y=2"),
    ("x=2, y=-1", "2, -1"),
    ("x=5", "y=5"),
    ("1, 2", "1, 2, 2"),
    ("1, 1, 2", "1, 2, 2"),
    ("(1, 2)", "(2, 1)"),
    ("[0, 1)", "[0, 1]"),
    ("(1, 2)", "1"),
    ("sqrt(x^2)", "x"),
    ("pi", "22/7"),
    (r"\text{Monday}", "Tuesday"),
    ("Monday", "dayMon"),
    ("5", "1/0"),
    ("5", "oo"),
    ("0", "0/0"),
    ("0", "0^0"),
    ("", "5"),
]
UNPARSABLE = [
    "",
    "   ",
    "3+*",
    "(1",
    "1)",
    "[1",
    "1 2",
    "3..4",
    "1,,2",
    "x=",
    "x=y=2",
    r"\frac{1}",
    r"\frac{1}{2",
    r"\unknown{3}",
    r"\sqrt[3",
    "what is this",
    "5; import os",
    "__import__('os').system('ls')",
    "lambda: 5",
    "5 if x else 6",
    "9" * 61,
    "1+" * 300 + "1",
    "(" * 60 + "1" + ")" * 60,
    "-" * 200 + "1",
    "^".join("9" * 100),
    "sin^x(2)",
    "\x00",
    "sqrt((1,2))",
    "[1,2]+3",
    "x=1=2",
    "3>2",
    "1e99999",
    "12_1",
    "9_2",
    "±±±±±1",
    "the answer is 5",
    "\ud800",
    r"\begin{pmatrix}1&2",
    "²",
]


@pytest.mark.parametrize(("expected", "given"), EQUAL)
def test_equal(expected: str, given: str) -> None:
    assert equivalent(expected, given, seconds=60) is Verdict.EQUAL
    assert equivalent(given, expected, seconds=60) is Verdict.EQUAL


@pytest.mark.parametrize(("expected", "given"), DIFFERENT)
def test_different(expected: str, given: str) -> None:
    assert equivalent(expected, given, seconds=60) is Verdict.DIFFERENT


@pytest.mark.parametrize("given", UNPARSABLE)
def test_unparsable(given: str) -> None:
    with pytest.raises(Unparsable, match=r"\w"):
        parse(given)
    assert equivalent("5", given) is Verdict.UNPARSABLE


@pytest.mark.parametrize("given", ["9^9^9^9", "9999999!!", "((9^99)^9999)^9999!"])
def test_an_expression_that_hangs_is_given_up(given: str) -> None:
    equivalent("1", "sin(x)^2+cos(x)^2", seconds=60)  # the process runs
    assert equivalent("5", given, seconds=0.5) is Verdict.TIMED_OUT
    assert equivalent("1", "sin(x)^2+cos(x)^2", seconds=60) is Verdict.EQUAL, "another process takes over"


def test_a_late_verdict_is_not_taken_for_the_next() -> None:
    # It may be at hand already.
    assert equivalent("5", "sqrt(x)+x", seconds=0) in (Verdict.TIMED_OUT, Verdict.DIFFERENT)
    assert equivalent("2*sqrt(x)", "sqrt(4*x)", seconds=60) is Verdict.EQUAL
    assert equivalent("2*sqrt(x)", "sqrt(x)+1", seconds=60) is Verdict.DIFFERENT


def test_sympy_that_ended_is_started_again() -> None:
    assert equivalent("sqrt(8)", "2*sqrt(2)", seconds=60) is Verdict.EQUAL
    process = dataset.maths.answers._sympy()._process
    assert process is not None
    process.kill()
    process.wait()
    assert equivalent("sqrt(18)", "3*sqrt(2)", seconds=60) is Verdict.EQUAL


@pytest.mark.parametrize("given", ["log_1(5)", "(oo)!", "oo-oo", "sqrt(oo)^i", "0^(-sqrt(2))", "sin(oo)", "tan(pi/2)"])
def test_what_sympy_can_make_nothing_of_is_different(given: str) -> None:
    assert equivalent("5", given, seconds=60) is Verdict.DIFFERENT


def test_whatever_a_model_writes_is_read_or_refused() -> None:
    rng = np.random.default_rng(0)
    pieces = [
        *"0123456789xyei+-*/^()[]{},.=!|_±$%\\ ",
        "sqrt",
        "pi",
        r"\frac",
        r"\sqrt",
        r"\text{",
        "exp(",
        " and ",
        "cm",
    ]
    for _ in range(5000):
        text = "".join(pieces[place] for place in rng.integers(len(pieces), size=rng.integers(1, 30)))
        canonical(text)
        try:
            exact(parse(text))
        except Unparsable:
            pass


@pytest.mark.parametrize(
    "text", ["1 " + "ab" * 5000 + "!", "{" * 5000, "(" * 5000, "1" + " " * 5000 + "!", r"\frac" * 2000]
)
def test_long_texts_are_unparsable_without_an_attempt(text: str) -> None:
    assert equivalent("5", text, seconds=0) is Verdict.UNPARSABLE


def test_small_fractions_need_no_sympy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dataset.maths.answers._sympy", lambda: pytest.fail("sympy is asked"))
    assert equivalent("3/4", "(1+2)/4") is Verdict.EQUAL
    assert equivalent("x=1, y=2", "x=1, y=3") is Verdict.DIFFERENT
    assert equivalent("x^2-1", " x^2 - 1 ") is Verdict.EQUAL
    assert equivalent("(x+1)^99", "(1+x)^98*(x+1)") is Verdict.EQUAL
    assert equivalent("(x+1)^99999", "(x+2)^99999") is Verdict.DIFFERENT
    assert equivalent("-12*pi*i", "2*pi*(-6*i)") is Verdict.EQUAL
    assert equivalent("i^2", "-1") is Verdict.EQUAL
    assert equivalent("y=2x+1", "4x-2y+2=0") is Verdict.EQUAL
    assert equivalent("(1,200)", "(1, 200)") is Verdict.EQUAL
    assert equivalent("5 cm", "5 km") is Verdict.DIFFERENT


def test_exact_values() -> None:
    assert str(exact(parse("-(1/2+3)*2^-2"))) == "-7/8"
    for text in ("1/0", "0^-1", "2^(1/2)", "x", "sqrt(4)", "2^65", "((2^64)^64)^64"):
        assert exact(parse(text)) is None


@pytest.mark.parametrize("text", ["-3/4", "2*sqrt(3)", "pi/2", "x=2, y=-1", "-2, 5", "3-2*i", "3*x^2-2*x+1"])
def test_canonical_form_stays(text: str) -> None:
    assert canonical(text) == text
    assert canonical(text.replace(", ", ",").replace("*", " * ")) == text


def test_canonical_form_of_what_is_no_expression() -> None:
    assert canonical("  the   answer ") == "the answer"
    assert canonical(r"\begin{matrix} 1") == r"\begin{matrix} 1"


@pytest.mark.parametrize(
    ("question", "answer", "places"),
    [
        ("What is pi? Round to the nearest hundredth.", "3.14", 2),
        ("Give the cost to the nearest cent.", "12.30", 2),
        ("What is it, to the nearest whole number?", "15", 0),
        ("How many people, to the nearest thousand?", "12000", -3),
        ("Express it as a decimal to three decimal places.", "0.123", 3),
        ("Give 2 decimal places.", "0.12", 2),
        ("To three significant figures, what is it?", "0.0123", 4),
        ("To 2 significant digits?", "1200", -2),
        ("What is 1/3 of 10?", "10/3", None),
        ("What is the nearest town?", "3", None),
        ("To 2 significant digits?", "none", None),
    ],
)
def test_a_question_says_whether_its_answer_is_rounded(question: str, answer: str, places: int | None) -> None:
    assert asked_places(question, answer) == places


def test_a_rounded_number_counts_where_the_task_allows_it() -> None:
    assert equivalent("3.14", "3.1416", decimals=2) is Verdict.EQUAL
    assert equivalent("3.14", "pi", decimals=2, seconds=60) is Verdict.EQUAL
    assert equivalent("12000", "12345", decimals=-3) is Verdict.EQUAL
    assert equivalent("3.14", "3.15", decimals=2) is Verdict.DIFFERENT
    for given in ("3.1416", "3.1", "3"):
        assert equivalent("3.14", given) is Verdict.DIFFERENT
