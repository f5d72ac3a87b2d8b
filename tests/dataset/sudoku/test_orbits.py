"""4x4 puzzles by orbit: how many there are, and how they are shared."""

from __future__ import annotations

import numpy as np

from dataset.sudoku.orbits import all_grids, find_orbits, level
from dataset.sudoku.rules import valid_grids
from dataset.sudoku.search import solve
from tests.dataset.sudoku.reference import orbit_keys


def test_all_grids() -> None:
    grids = all_grids()
    assert len(np.unique(grids, axis=0)) == 288 and valid_grids(grids).all()


def test_orbits_cover_every_puzzle_with_one_solution() -> None:
    # 13 essentially different puzzles with 4 givens, 25,728 in all, are the figures in the literature; 2 full grids
    four, full = find_orbits(4, 4), find_orbits(16, 16)
    assert len(four.sizes) == 13 and four.sizes.sum() == 25_728
    assert len(full.sizes) == 2 and full.sizes.sum() == 288
    assert len(find_orbits(1, 3).sizes) == 0
    inputs = four.inputs(np.arange(13))
    assert (solve(inputs).counts == 1).all()
    assert len(set(orbit_keys(inputs))) == 13


def test_level_shares_evenly() -> None:
    assert level(10, np.array([1, 9, 9])).tolist() == [1, 5, 4]
    assert level(19, np.array([1, 9, 9])).tolist() == [1, 9, 9]
    assert level(0, np.array([3])).tolist() == [0]
