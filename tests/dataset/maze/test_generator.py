"""Generated mazes keep what was asked for."""

from __future__ import annotations

import numpy as np
import pytest

from dataset.maze.generator import generate
from dataset.maze.paths import Flood
from dataset.maze.rules import (
    PATH,
    WALL,
    ends,
    render,
    signatures,
)
from tests.dataset.maze.reference import solves
from utils.errors import UserError


@pytest.mark.parametrize(("size", "least", "unique"), [(7, 6, False), (7, 10, True), (12, 30, False)])
def test_generated_mazes(size: int, least: int, unique: bool) -> None:
    inputs, answers, steps = generate(40, size, least, np.random.default_rng(3), unique)
    assert inputs.shape == answers.shape == (40, size * size) and inputs.dtype == answers.dtype == np.uint8
    assert all(solves(*(render(row).replace("\n", "") for row in pair)) for pair in zip(inputs, answers, strict=True))
    assert (steps == (answers == PATH).sum(axis=1) + 1).all() and steps.min() >= least
    assert len(np.unique(signatures(inputs))) == 40
    starts, goals = ends(inputs)
    ways = Flood(inputs != WALL, starts).count(goals)
    assert (ways == 1).all() if unique else (ways > 1).any()
    again = generate(40, size, least, np.random.default_rng(3), unique)
    assert all(np.array_equal(a, b) for a, b in zip(again, (inputs, answers, steps), strict=True))
    other = generate(40, size, least, np.random.default_rng(4), unique)
    assert not np.array_equal(other[0], inputs)


def test_generator_refuses_what_is_too_rare() -> None:
    with pytest.raises(UserError, match=r"only 0 of \d+ random mazes of 4x4 cells .* 12 steps or more; lower --min-p"):
        generate(1, 4, 12, np.random.default_rng(0))
    with pytest.raises(UserError, match="only 1?[0-9] of .* no other as short"):
        generate(200, 2, 1, np.random.default_rng(0), unique=True)  # there are few of so small a size
