"""Generated puzzles are minimal and have one solution."""

from __future__ import annotations

import numpy as np
import pytest

from dataset.sudoku.generator import dig, generate, random_grids
from dataset.sudoku.rules import (
    BLANK,
    check,
    valid_grids,
    vocabulary_size,
)
from dataset.sudoku.search import solve
from utils.errors import UserError


def test_generated_puzzles_are_minimal_and_unique(puzzles: tuple[np.ndarray, ...]) -> None:
    inputs, answers, _ = puzzles
    assert all(check(q, a) is None for q, a in zip(inputs, answers, strict=True))
    assert (solve(inputs).counts == 1).all()
    cells = np.flatnonzero(inputs[0] > BLANK)
    without = np.tile(inputs[0], (len(cells), 1))
    without[np.arange(len(cells)), cells] = BLANK
    assert (solve(without).counts == 2).all()
    again = generate(40, np.random.default_rng(0))
    assert all((a == b).all() for a, b in zip(again, puzzles, strict=True))


def test_generator_of_4x4_digs_to_minimal_puzzles() -> None:
    rng = np.random.default_rng(0)
    grids = random_grids(500, 4, rng)
    assert valid_grids(grids).all() and len(np.unique(grids, axis=0)) > 200
    givens = (dig(grids, rng) > BLANK).sum(axis=1)
    assert givens.min() == 4 and givens.max() <= 6  # what minimal 4x4 puzzles have
    assert vocabulary_size(4) == 6


def test_generator_refuses_what_is_too_rare() -> None:
    with pytest.raises(UserError, match=r"only 0 of \d+ generated puzzles need 1000 guesses .*--min-difficulty"):
        generate(1, np.random.default_rng(0), size=4, min_guesses=1000)
