"""The categories of problems, and drawing problems of several categories."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dataset.maths.complex_numbers import COMPLEX_ANALYSIS
from dataset.maths.derivatives import DERIVATIVES
from dataset.maths.differential_equations import DIFFERENTIAL_EQUATIONS
from dataset.maths.discrete import DISCRETE_MATH
from dataset.maths.equations import LINEAR_EQUATIONS, QUADRATIC_EQUATIONS, SYSTEMS_OF_EQUATIONS
from dataset.maths.geometry import GEOMETRY
from dataset.maths.integrals import INTEGRALS
from dataset.maths.limits import LIMITS
from dataset.maths.number_theory import NUMBER_THEORY
from dataset.maths.problem import Form, Problem, draw_problems, draw_with_repeats
from dataset.maths.series import TAYLOR_SERIES
from dataset.maths.simple.arithmetic import CALCULATIONS, PRODUCTS, SUMS
from dataset.maths.simple.calculus import SIMPLE_CALCULUS
from dataset.maths.simple.counting import SIMPLE_COUNTING
from dataset.maths.simple.equations import SIMPLE_EQUATIONS
from dataset.maths.simple.longer_stories import LONGER_STORIES
from dataset.maths.simple.percent import PERCENT
from dataset.maths.simple.powers import POWERS_FRACTIONS
from dataset.maths.simple.shapes import SIMPLE_GEOMETRY
from dataset.maths.simple.stories import SIMPLE_STORIES
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
    "sums": SUMS,
    "products": PRODUCTS,
    "calculations": CALCULATIONS,
    "percent": PERCENT,
    "powers_fractions": POWERS_FRACTIONS,
    "simple_stories": SIMPLE_STORIES,
    "longer_stories": LONGER_STORIES,
    "simple_equations": SIMPLE_EQUATIONS,
    "simple_calculus": SIMPLE_CALCULUS,
    "simple_geometry": SIMPLE_GEOMETRY,
    "simple_counting": SIMPLE_COUNTING,
}
"""Further categories, which are drawn for `--everyday` alone."""


def draw_splits(
    categories: Sequence[str], train: int, test: int, rng: np.random.Generator, repeats: bool = False
) -> tuple[list[Problem], list[Problem]]:
    """Training and test problems in random order; categories have equally many, or one more.

    No test problem is a training problem, and test problems are all different.

    Args:
        repeats: forms of a category have equally many training problems, too, so that one with few different problems
            has them several times (`draw_with_repeats`); otherwise all training problems are different.

    Raises:
        UserError: a category has too few different problems.
    """
    found: tuple[list[Problem], list[Problem]] = ([], [])
    shares = [[count // len(categories)] * len(categories) for count in (train, test)]
    for share, count in zip(shares, (train, test), strict=True):
        for number in range(count % len(categories)):
            share[number] += 1
    for name, of_train, of_test in zip(categories, *shares, strict=True):
        forms = (CATEGORIES | EVERYDAY)[name]
        if repeats:
            drawn = draw_with_repeats(name, forms, of_train, of_test, rng)
            if len(drawn[0]) < of_train:
                print(f"{name}: {len(drawn[0])} training problems, all there are")
        else:
            problems = draw_problems(name, forms, of_train + of_test, rng)
            drawn = problems[: len(problems) - of_test], problems[len(problems) - of_test :]
        for problems, more in zip(found, drawn, strict=True):
            problems.extend(more)
    first, second = ([problems[number] for number in rng.permutation(len(problems))] for problems in found)
    if repeats:  # two categories may have the same problem
        held_out = {problem.check for problem in second}
        first = [problem for problem in first if problem.check not in held_out]
    return first, second
