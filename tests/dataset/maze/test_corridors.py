"""Mazes of corridors: rooms everywhere, one way between any two cells."""

from __future__ import annotations

import numpy as np
import pytest

from dataset.maze.corridors import corridors


@pytest.mark.parametrize("size", [5, 9, 13])
def test_there_is_one_way_between_any_two_cells(size: int) -> None:
    free = corridors(200, size, np.random.default_rng(0)).reshape(-1, size, size)
    side = size // 2
    assert free[:, 1::2, 1::2].all() and not free[:, ::2, ::2].any(), "rooms are free, pillars are not"
    assert not free[:, [0, -1]].any() and not free[:, :, [0, -1]].any()
    doors = free.sum((1, 2)) - side * side
    assert (doors == side * side - 1).all(), "as many doors as a tree of the rooms has"
    for maze in free:
        seen = {(1, 1)}
        fresh = [(1, 1)]
        while fresh:
            row, column = fresh.pop()
            near = {(row + 1, column), (row - 1, column), (row, column + 1), (row, column - 1)} - seen
            reached = [cell for cell in near if maze[cell]]
            seen.update(reached)
            fresh += reached
        assert len(seen) == maze.sum(), "every free cell is reached, so that the doors make a tree"


def test_mazes_differ_and_depend_on_the_generator_alone() -> None:
    first, again = (corridors(500, 9, np.random.default_rng(1)) for _ in range(2))
    assert np.array_equal(first, again) and len(np.unique(first, axis=0)) > 400
