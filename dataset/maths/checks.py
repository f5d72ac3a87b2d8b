"""Checking generated answers by sympy, which computes them in another way than the generators.

The first text of a problem's `check` names a function of `dataset.maths.symbolic_checks` or
`dataset.maths.counting_checks`. The other texts are the function's arguments, taken from the question.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

from tqdm import tqdm

from dataset.maths import counting_checks, symbolic_checks
from dataset.maths.problem import Problem
from utils.parallel import Workers

_CHUNK = 100
"""Problems that a process checks at a time."""
_WORTH_PROCESSES = 1_000
"""With fewer problems, starting other processes takes longer than the work."""


def require_agreement(problems: Sequence[Problem], processes: int) -> None:
    """Assert that sympy computes the same answer for every problem; if not, a generator is wrong, not the user."""
    chunks = [problems[start : start + _CHUNK] for start in range(0, len(problems), _CHUNK)]
    with Workers(processes if len(problems) >= _WORTH_PROCESSES else 1) as workers:
        found = workers.map(disagreements, chunks)
        wrong = list(itertools.chain.from_iterable(tqdm(found, "checking", len(chunks), disable=None)))
    assert not wrong, f"sympy comes to another answer in {len(wrong)} of {len(problems)} problems, as {wrong[0]}"
    print(f"sympy comes to the answers of all {len(problems)} problems")


def disagreements(problems: Sequence[Problem]) -> list[Problem]:
    """The problems for which sympy computes another answer."""
    return [problem for problem in problems if not agrees(problem.answer, problem.check)]


def agrees(answer: str, check: Sequence[str]) -> bool:
    """Whether sympy comes to an answer; `check` is that of a `dataset.maths.problem.Problem`."""
    kind, *texts = check
    module = symbolic_checks if hasattr(symbolic_checks, kind) else counting_checks
    function: Callable[..., bool] = getattr(module, kind)
    return function(answer, *texts)
