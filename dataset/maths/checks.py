"""Whether sympy comes to the answers of problems, in another way than the generators.

The first text of a problem's check names a function of `dataset.maths.symbolic_checks` or
`dataset.maths.counting_checks`, the others are what it needs of the question.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dataset.maths import counting_checks, symbolic_checks
from dataset.maths.problem import Problem


def disagreements(problems: Sequence[Problem]) -> list[Problem]:
    """The problems to whose answer sympy does not come."""
    return [problem for problem in problems if not _agrees(problem)]


def _agrees(problem: Problem) -> bool:
    kind, *texts = problem.check
    module = symbolic_checks if hasattr(symbolic_checks, kind) else counting_checks
    check: Callable[..., bool] = getattr(module, kind)
    return check(problem.answer, *texts)
