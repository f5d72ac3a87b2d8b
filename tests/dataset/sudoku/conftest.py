"""Puzzles that several tests of Sudoku share."""

from __future__ import annotations

import numpy as np
import pytest

from dataset.sudoku.generator import generate


@pytest.fixture(scope="module")
def puzzles() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Forty minimal 9x9 puzzles: inputs, answers, guesses."""
    return generate(40, np.random.default_rng(0))
