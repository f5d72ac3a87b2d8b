"""Mazes that several tests share."""

from __future__ import annotations

import numpy as np
import pytest

from dataset.maze.generator import generate


@pytest.fixture(scope="module")
def mazes() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return generate(60, 7, 6, np.random.default_rng(0))
