"""The families of problems: solved in another way, written in one form, and large enough."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from dataset.maths.answers import Verdict, canonical, equivalent
from dataset.maths.checks import disagreements
from dataset.maths.exact import exact
from dataset.maths.expression import parse
from dataset.maths.families import CATEGORIES, draw_splits
from dataset.maths.problem import Problem, draw_problems
from dataset.text.vocabulary import Vocabulary, units
from tests.dataset.maths import solver_analysis, solver_counting, solver_equations, solver_stories
from utils.errors import UserError

SOLVERS = (solver_stories, solver_equations, solver_analysis, solver_counting)
NAMES = sorted(CATEGORIES)


def drawn(category: str, count: int, seed: int = 0) -> list[Problem]:
    return draw_problems(category, CATEGORIES[category], count, np.random.default_rng(seed))


def unsolved(category: str, problems: list[Problem]) -> list[Problem]:
    """The problems to whose answer an independent solver, which reads the question alone, does not come."""
    (agrees,) = (getattr(solver, category) for solver in SOLVERS if hasattr(solver, category))
    return [problem for problem in problems if not agrees(problem.question, problem.answer)]


@pytest.mark.parametrize("category", NAMES)
def test_another_solver_comes_to_the_same_answers(category: str) -> None:
    assert not unsolved(category, drawn(category, 50))


@pytest.mark.slow
@pytest.mark.parametrize("category", NAMES)
def test_another_solver_comes_to_the_same_thousand_answers(category: str) -> None:
    problems = drawn(category, 1000, seed=1)
    assert {problem.form for problem in problems} == {form.name for form in CATEGORIES[category]}
    assert not unsolved(category, problems)


@pytest.mark.parametrize("category", NAMES)
def test_sympy_comes_to_the_same_answers_and_notices_wrong_ones(category: str) -> None:
    problems = drawn(category, 20, seed=2)
    assert not disagreements(problems)
    wrong = [replace(problem, answer=_other(problem.answer)) for problem in problems]
    assert disagreements(wrong) == wrong


def _other(answer: str) -> str:
    """With its last number changed."""
    return re.sub(r"(\d+)(\D*)$", lambda found: f"{int(found[1]) + 1}{found[2]}", answer)


@pytest.mark.parametrize("category", NAMES)
def test_answers_have_one_form(category: str) -> None:
    for problem in drawn(category, 200, seed=3):
        answer = problem.answer
        assert canonical(answer) == answer, "plain notation as it stands"
        assert " " not in answer.replace(", ", ""), answer
        value = exact(parse(answer))
        assert value is None or str(value) == answer, "lowest terms"
        for top, bottom in re.findall(r"(\d+)\*\w+(?:\(\d+\))?/(\d+)", answer):
            assert Fraction(int(top), int(bottom)).denominator == int(bottom), answer
        assert not re.search(r"(?<!\d)1\*|\+-|--|\+0(?!\d)", answer), answer
        for inside in re.findall(r"sqrt\((\d+)\)", answer):
            assert all(int(inside) % n**2 for n in range(2, 20)), answer
        if problem.form in ("integer_roots", "factored", "shifted_square"):
            roots = [Fraction(part) for part in answer.split(", ")]
            assert roots == sorted(set(roots))


@pytest.mark.parametrize("category", NAMES)
def test_problems_stay_small_and_survive_their_tokens(category: str) -> None:
    problems = drawn(category, 400, seed=4)
    texts = [text for problem in problems for text in (problem.question, problem.answer)]
    vocabulary = Vocabulary.of_words(texts)
    assert all(vocabulary.decode(vocabulary.encode(text)) == text for text in texts)
    assert max(len(units(problem.question)) for problem in problems) <= 42
    assert max(len(units(problem.answer)) for problem in problems) <= 13


@pytest.mark.parametrize("category", NAMES)
def test_no_answer_is_won_by_copying(category: str) -> None:
    """Neither the commonest answer nor the number at any one place of the question is right in a quarter of cases."""
    problems = drawn(category, 400, seed=6)
    commonest = Counter(problem.answer for problem in problems).most_common(1)[0][1]
    assert max(commonest, *(_copied(problems, place) for place in range(-5, 5))) < 0.25 * len(problems)


def _copied(problems: list[Problem], place: int) -> int:
    numbers = [re.findall(r"-?\d+", problem.question) for problem in problems]
    return sum(
        -len(found) <= place < len(found) and found[place] == problem.answer
        for found, problem in zip(numbers, problems, strict=True)
    )


def test_splits_are_even_and_share_no_problem_in_other_words() -> None:
    train, test = draw_splits(NAMES, 100, 30, np.random.default_rng(0))
    assert len(train) == 100 and len(test) == 30
    for problems in (train, test):
        counts = Counter(problem.category for problem in problems)
        assert len(counts) == 14 and max(counts.values()) - min(counts.values()) <= 1
    checks = [problem.check for problem in (*train, *test)]
    assert len(set(checks)) == 130
    assert draw_splits(NAMES, 100, 30, np.random.default_rng(0)) == (train, test)
    assert draw_splits(NAMES, 100, 30, np.random.default_rng(1)) != (train, test)


@pytest.mark.slow
def test_a_hundred_thousand_are_different() -> None:
    train, test = draw_splits(NAMES, 100_000, 2_000, np.random.default_rng(0))
    assert len({problem.question for problem in (*train, *test)}) == 102_000


def test_a_family_that_is_used_up_says_so() -> None:
    committee = [form for form in CATEGORIES["discrete_math"] if form.name == "committee"]
    with pytest.raises(UserError, match=r"discrete_math has \d\d\d different problems, fewer than 1000"):
        draw_problems("discrete_math", committee, 1000, np.random.default_rng(0))


def test_the_evaluator_knows_the_form_of_every_answer() -> None:
    for category in NAMES:
        for problem in drawn(category, 30, seed=5):
            assert equivalent(problem.answer, problem.answer) is Verdict.EQUAL
            parse(problem.answer)
