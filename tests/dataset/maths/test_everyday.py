"""Typed problems become those of the generator, which stay as they are; answers are checked by what was asked."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from dataset.maths.everyday import check, rewrite
from dataset.maths.families import CATEGORIES, draw_splits
from dataset.text.vocabulary import Vocabulary

_PROBLEMS, _ = draw_splits(tuple(CATEGORIES), 1400, 14, np.random.default_rng(0))
VOCABULARY = Vocabulary.of_words([text for one in _PROBLEMS for text in (one.question, one.answer)])
TYPED = [
    json.loads(line)
    for line in (Path(__file__).parents[3] / "benchmarks/everyday_mathematics.jsonl").read_text("utf-8").splitlines()
]


def read(text: str) -> str:
    return rewrite(text, VOCABULARY.has_word).text


def test_a_problem_of_the_generator_stays_as_it_is() -> None:
    for problem in _PROBLEMS:
        assert VOCABULARY.encode_known(read(problem.question)) == (VOCABULARY.encode(problem.question), [])


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("144/12=?", "What is 144/12?"),
        ("WHAT IS 6 TIMES 7", "What is 6*7?"),
        ("9 x 8", "What is 9*8?"),
        ("hey can you tell me what 11 times 12 is?", "What is 11*12?"),
        ("1,200 + 350", "What is 1200+350?"),
        ("−3 × −6 =", "What is -3*-6?"),
        ("√144", "What is sqrt(144)?"),
        ("subtract 19 from 50", "What is 50-19?"),
        ("how much is 50 % of 46", "What is 50% of 46?"),
        ("2x + 3 = 7", "Solve 2*x+3=7 for x."),
        ("Solve: 5x-4=11", "Solve 5*x-4=11 for x."),
        ("please solve 9y - 2 = 25", "Solve 9*y-2=25 for y."),
        ("x+5=9, x=?", "Solve x+5=9 for x."),
        ("Solve x² - 5x + 6 = 0", "Solve x^2-5*x+6=0 for x."),
        ("x + y = 7, x - y = 1", "Solve x+y=7 and x-y=1 for x and y."),
        ("d/dx 3x^4", "Differentiate 3*x^4."),
        ("differentiate e^x", "Differentiate exp(x)."),
        ("∫ x² dx from 0 to 1", "Integrate x^2 from 0 to 1."),
        ("lim x->2 of x^2+1", "What is the limit of x^2+1 as x goes to 2?"),
        ("average of 4, 8 and 9", "What is the mean of 4, 8, 9?"),
        ("greatest common factor of 20 and 30", "What is the greatest common divisor of 20 and 30?"),
        ("hi can you tell me what 365 minus 178 is please", "What is 365-178?"),
        ("could you please subtract 46 from 120", "What is 120-46?"),
        ("Add up 14, 27 and 9 for me", "What is 14+27+9?"),
        ("I need help with my homework: 8 − 3x = 20. What is x?", "Solve 8-3*x=20 for x."),
        ("½x + 6 = 10", "Solve x/2+6=10 for x."),
        ("What are the solutions of x(x − 6) = 0?", "What are the roots of x*(x-6)=0?"),
        ("Please solve for x and y:\n4x - y = 9\n2x + 3y = 1", "Solve 4*x-y=9 and 2*x+3*y=1 for x and y."),
        ("solve simultaneously: 3x + 2y = 16 ; x - y = 2", "Solve 3*x+2*y=16 and x-y=2 for x and y."),
        ("d/dx (4x^5)", "Differentiate 4*x^5."),
        ("f(x) = x^4 - 2x^2. find f'(x)", "Differentiate x^4-2*x^2."),
        ("If f(x)=x²+6x, what is f'(2)?", "What is the derivative of x^2+6*x at x=2?"),
        ("derivative of e^(2x) with respect to x", "Differentiate exp(2*x)."),
        ("What is ∫ 3x² dx from 1 to 2?", "Integrate 3*x^2 from 1 to 2."),
        ("Area under the curve y = 4 − x² between x=-2 and x=2?", "Integrate 4-x^2 from -2 to 2."),
        ("integral of 6x^2 + 4x dx (leave out the constant)", "Find the antiderivative of 6*x^2+4*x that is 0 at x=0."),
        ("find the median of 7 3 12 5 9", "What is the median of 7, 3, 12, 5, 9?"),
        ("Mode of 2, 5, 5?", "What is the mode of 2, 5, 5?"),
        ("LCM of 6 and 8", "What is the least common multiple of 6 and 8?"),
        ("what's the difference between 812 and 459", "What is 812-459?"),
        ("area of a circle with radius 3", "What is the area of a circle with radius 3"),
    ],
)
def test_what_is_asked(typed: str, asked: str) -> None:
    assert read(typed) == asked


def test_stories_keep_their_numbers_and_take_known_names() -> None:
    found = rewrite("Sara has 4 bags with 6 marbles each. She loses 7 marbles.", VOCABULARY.has_word)
    name, thing = (next(one for one, word in found.words.items() if word == typed) for typed in ("Sara", "marbles"))
    assert found.text == f"{name} has 4 bags with 6 {thing} each. {name} loses 7 {thing}."
    assert read("Mia has 12 stamps.") == "Mia has 12 stamps." and "apples" not in read("How far in 3 hours?")


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        ("Solve 2x+3=7", "2", "8"),
        ("2x+3=7", "x=2", "x=3"),
        ("Solve 3*x-5=10 for x.", "5", "-5"),
        ("Find n: 4*n+3=7.", "1", "2"),
        ("Solve x+y=4 and x-y=2 for x and y.", "x=3, y=1", "x=1, y=3"),
        ("x^2=49", "-7, 7", "7"),
        ("(x-3)(x+4)=0", "-4, 3", "-3, 4"),
        ("x + y = 7, x - y = 1", "x=4, y=3", "x=3, y=4"),
        ("25*47", "1175", "1174"),
        ("1/2 + 1/3", "5/6", "2/5"),
        ("15% of 60", "9", "900"),
        ("d/dx 3x^4", "12*x^3", "12*x^4"),
        ("integral of 3x^2", "x^3", "3*x^3"),
        ("integrate 2x from 0 to 3", "9", "6"),
        ("limit of sin(x)/x as x goes to 0", "1", "0"),
        ("mean of 2,4,6,8", "5", "4"),
        ("gcd of 12 and 18", "6", "3"),
        ("lcm(4, 6)", "12", "24"),
        ("mode of 2, 5, 5", "5", "2"),
        ("f(x)=x^2+6x, find f'(2)", "10", "2*x+6"),
        ("7+8", "15", "1+00i("),
    ],
)
def test_answers_are_checked(question: str, right: str, wrong: str) -> None:
    assert check(question, right) is True and check(question, wrong) is False


def test_what_cannot_be_checked_is_said() -> None:
    for question in ("Tom has 3 boxes of 8 cards. How many cards?", "What is the answer?", "", "x" * 5000, "1+" * 4000):
        assert check(question, "5") is None


def test_a_check_never_contradicts_the_right_answer_of_the_test_set() -> None:
    verdicts = [check(row["question"], row["answer"]) for row in TYPED]
    assert False not in verdicts and verdicts.count(True) >= 90
