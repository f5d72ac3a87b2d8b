"""Random problems of mathematics to look at, of all categories."""

from __future__ import annotations

import numpy as np

from dataset.maths.families import CATEGORIES
from dataset.maths.problem import choice, draw_problems

TASK = "math"
"""What the builder calls the task of this room."""


def example(seq_len: int, rng: np.random.Generator) -> str:
    """See `dataset.tasks.Examples`."""
    category = choice(rng, tuple(CATEGORIES))
    return draw_problems(category, CATEGORIES[category], 1, rng)[0].question
