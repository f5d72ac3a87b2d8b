"""The fourteen categories, each a family of forms."""

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
from dataset.maths.problem import Form, Problem, draw_problems
from dataset.maths.series import TAYLOR_SERIES
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


def draw_evenly(categories: Sequence[str], count: int, rng: np.random.Generator) -> dict[str, list[Problem]]:
    """Different problems, as many of each category as of any other, or one more."""
    share, rest = divmod(count, len(categories))
    return {
        name: draw_problems(name, CATEGORIES[name], share + (place < rest), rng)
        for place, name in enumerate(categories)
    }
