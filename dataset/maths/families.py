"""The categories of problems, and drawing problems of several categories."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dataset.maths.arithmetic import PERCENT, PLAIN_ARITHMETIC, POWERS_FRACTIONS
from dataset.maths.complex_numbers import COMPLEX_ANALYSIS
from dataset.maths.derivatives import DERIVATIVES
from dataset.maths.differential_equations import DIFFERENTIAL_EQUATIONS
from dataset.maths.discrete import DISCRETE_MATH
from dataset.maths.equations import LINEAR_EQUATIONS, QUADRATIC_EQUATIONS, SYSTEMS_OF_EQUATIONS
from dataset.maths.geometry import GEOMETRY
from dataset.maths.integrals import INTEGRALS
from dataset.maths.limits import LIMITS
from dataset.maths.number_theory import NUMBER_THEORY
from dataset.maths.problem import Form, Problem, draw_problems
from dataset.maths.series import TAYLOR_SERIES
from dataset.maths.simple import SIMPLE_EQUATIONS, SIMPLE_STORIES
from dataset.maths.statistics import STATISTICS_PROBABILITY
from dataset.maths.stories import ARITHMETIC_WORD_PROBLEMS

CATEGORIES: dict[str, tuple[Form, ...]] = {
    "arithmetic_word_problems": ARITHMETIC_WORD_PROBLEMS,
    "linear_equations": LINEAR_EQUATIONS,
    "systems_of_equations": SYSTEMS_OF_EQUATIONS,
    "quadratic_equations": QUADRATIC_EQUATIONS,
    "geometry": GEOMETRY,
    "derivatives": DERIVATIVES,
    "integrals": INTEGRALS,
    "limits": LIMITS,
    "taylor_series": TAYLOR_SERIES,
    "differential_equations": DIFFERENTIAL_EQUATIONS,
    "complex_analysis": COMPLEX_ANALYSIS,
    "statistics_probability": STATISTICS_PROBABILITY,
    "number_theory": NUMBER_THEORY,
    "discrete_math": DISCRETE_MATH,
}

EVERYDAY: dict[str, tuple[Form, ...]] = {
    "plain_arithmetic": PLAIN_ARITHMETIC,
    "percent": PERCENT,
    "powers_fractions": POWERS_FRACTIONS,
    "simple_stories": SIMPLE_STORIES,
    "simple_equations": SIMPLE_EQUATIONS,
}
"""Further categories, which are drawn for `--everyday` alone."""


def draw_splits(
    categories: Sequence[str], train: int, test: int, rng: np.random.Generator, fewer: bool = False
) -> tuple[list[Problem], list[Problem]]:
    """Training and test problems, all different and in random order; categories have equally many, or one more.

    Args:
        fewer: a category with too few different problems may have fewer for training, down to one; this is printed.

    Raises:
        UserError: a category has too few different problems.
    """
    found: tuple[list[Problem], list[Problem]] = ([], [])
    shares = [[count // len(categories)] * len(categories) for count in (train, test)]
    for share, count in zip(shares, (train, test), strict=True):
        for number in range(count % len(categories)):
            share[number] += 1
    for name, of_train, of_test in zip(categories, *shares, strict=True):
        fewest = of_test + 1 if fewer else None
        drawn = draw_problems(name, (CATEGORIES | EVERYDAY)[name], of_train + of_test, rng, fewest)
        if len(drawn) < of_train + of_test:
            print(f"{name}: {len(drawn) - of_test} training problems, all there are")
        found[0].extend(drawn[: len(drawn) - of_test])
        found[1].extend(drawn[len(drawn) - of_test :])
    first, second = ([problems[number] for number in rng.permutation(len(problems))] for problems in found)
    return first, second
