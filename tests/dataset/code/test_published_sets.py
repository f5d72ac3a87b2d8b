"""Published problems: their own solutions pass, and broken ones fail. TRM_DATA names the folder that has them.

The whole sets take minutes and are marked slow; `scripts/score_code.py FORMAT:PATH gold` does the same.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from dataset.code.judging import judge_all
from dataset.code.problem import Problem
from dataset.code.sources.finding import all_problems
from sandbox.verdict import Limits
from tests.dataset.code.mutations import mutants, returned

DATA = Path(os.environ.get("TRM_DATA", "nowhere"))
SETS = {"humaneval": "humaneval", "mbpp": "mbpp", "p3": "python_puzzles_p3"}
LIMITS = Limits(seconds=120)
"""For a busy machine: some solutions take seconds of its time."""
TOO_LARGE = {"ExponentialCoinMoves:0"}
"""The value of its solution has 35 MB, and the sandbox passes on 4 MB."""
MOST_MUTANTS = 12


def problems(name: str) -> list[Problem]:
    folder = DATA / SETS[name]
    if not folder.is_dir():
        pytest.skip(f"TRM_DATA names no folder with {SETS[name]}")
    return [one for one in all_problems(f"{name}:{folder}") if one.code is not None and one.id not in TOO_LARGE]


def unsolved(asked: Sequence[Problem], candidates: Sequence[str]) -> list[str]:
    """The problems whose candidate is wrong; every candidate could be run."""
    judged = list(judge_all(zip(asked, candidates, strict=True), LIMITS))
    assert all(one.is_known for one in judged)
    return [problem.id for problem, one in zip(asked, judged, strict=True) if not one.is_right]


def solutions_pass(asked: Sequence[Problem]) -> None:
    assert unsolved(asked, [problem.code or "" for problem in asked]) == []


def sentinels_fail(asked: Sequence[Problem]) -> None:
    """A function that returns what no test expects."""
    end = "\n\n\ndef {}(*_, **__):\n    return ('<no answer>',)\n"
    wrong = [(problem.code or "") + end.format(problem.entry_point) for problem in asked]
    assert unsolved(asked, wrong) == [problem.id for problem in asked]


def mutants_fail(asked: Sequence[Problem]) -> int:
    """A changed token counts where a call of the tests returns something else; return for how many one was found."""
    broken: list[tuple[Problem, str]] = []
    for problem in asked:
        right = [verdict.value for verdict in returned(problem, problem.code or "", LIMITS)]
        for _, mutant in zip(range(MOST_MUTANTS), mutants(problem.code or ""), strict=False):
            verdicts = returned(problem, mutant, Limits(seconds=5))
            if any(one.passed and one.value != value for one, value in zip(verdicts, right, strict=True)):
                broken.append((problem, mutant))
                break
    assert unsolved([problem for problem, _ in broken], [code for _, code in broken]) == [one.id for one, _ in broken]
    return len(broken)


@pytest.mark.parametrize(("name", "step"), [("humaneval", 2), ("mbpp", 40), ("p3", 100)])
def test_some_solutions_pass_and_broken_ones_fail(name: str, step: int) -> None:
    asked = problems(name)[1::step]
    solutions_pass(asked)
    sentinels_fail(asked)


@pytest.mark.parametrize(("name", "step"), [("humaneval", 5), ("mbpp", 100)])
def test_some_solutions_with_a_changed_token_fail(name: str, step: int) -> None:
    assert mutants_fail(problems(name)[2::step]) > 0


@pytest.mark.slow
@pytest.mark.parametrize("name", SETS)
def test_all_solutions_pass_and_broken_ones_fail(name: str) -> None:
    asked = problems(name)
    solutions_pass(asked)
    sentinels_fail(asked)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["humaneval", "mbpp"])
def test_solutions_with_a_changed_token_fail(name: str) -> None:
    asked = problems(name)
    assert mutants_fail(asked) > 0.5 * len(asked)
