"""Random mazes: of corridors where the side is odd, else with scattered walls."""

from __future__ import annotations

import numpy as np

from dataset.maze.generator import generate
from dataset.maze.rules import size_of


def draw(count: int, seq_len: int, rng: np.random.Generator) -> np.ndarray:
    """See `dataset.tasks.DrawsPuzzles`. The shortest path takes at least half as many steps as a side has cells."""
    side = size_of(seq_len)
    has_corridors = side % 2 == 1 and side > 3
    return generate(count, side, side // 2, rng, kind="corridors" if has_corridors else "strewn")[0]
