"""Random Sudokus of 4x4 and 9x9 cells with one solution each."""

from __future__ import annotations

import numpy as np

from dataset.sudoku.generator import generate
from dataset.sudoku.orbits import CELLS, draw_puzzles, find_orbits
from dataset.sudoku.rules import size_of

_GIVENS = 6, 10
"""Fewest and most givens of 4x4 puzzles, as in the builder's defaults."""


def draw(count: int, seq_len: int, rng: np.random.Generator) -> np.ndarray:
    """See `dataset.tasks.DrawsPuzzles`. Those of 9x9 are minimal: without any given they have several solutions."""
    if seq_len != CELLS:
        return generate(count, rng, size_of(seq_len))[0]
    orbits = find_orbits(*_GIVENS)
    chosen = rng.integers(len(orbits.sizes), size=count)
    return draw_puzzles(orbits, chosen, np.ones(count, np.int64), rng)[0]
