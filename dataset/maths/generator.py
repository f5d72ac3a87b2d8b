"""Training and test problems as questions and answers, drawn and, if wanted, checked by sympy.

train, test = generate_examples(["derivatives"], 100, 20, rng)
train[0]      Example("Differentiate 3*x^2.", "6*x", {"category": "derivatives", "form": "polynomial"}, ("3*2",))
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dataset.maths.checks import require_agreement
from dataset.maths.families import CATEGORIES, draw_splits
from dataset.maths.problem import Problem
from dataset.text.writer import Example
from utils.errors import UserError, nearest


def generate_examples(
    categories: Sequence[str],
    trains: int,
    tests: int,
    rng: np.random.Generator,
    *,
    notes: bool = True,
    check: bool = False,
    processes: int = 1,
) -> tuple[list[Example], list[Example]]:
    """Draw training and test problems, as many of each category.

    Args:
        categories: keys of `CATEGORIES`; none means all.
        notes: whether examples have notes.
        check: let sympy compute every answer in another way.
        processes: how many processes share that work.

    Raises:
        UserError: a category does not exist, is named twice, or has too few different problems.
    """
    for name in categories:
        if name not in CATEGORIES:
            raise UserError(f"--categories {name}: there are {', '.join(CATEGORIES)}{nearest(name, CATEGORIES)}")
    if len(set(categories)) < len(categories):
        raise UserError(f"--categories {' '.join(categories)}: one is named twice")
    train, test = draw_splits(categories or tuple(CATEGORIES), trains, tests, rng)
    if check:
        require_agreement([*test, *train], processes)
    return [_example(problem, notes) for problem in train], [_example(problem, notes) for problem in test]


def _example(problem: Problem, notes: bool) -> Example:
    facts = {"category": problem.category, "form": problem.form}
    return Example(problem.question, problem.answer, facts, problem.notes if notes else ())
