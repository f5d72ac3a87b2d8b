"""Mazes of corridors: rooms on every second cell, joined by corridors one cell wide; one path joins any two rooms.

#########      A random walk begins in a room and enters neighbouring rooms that it has not visited. If there is
# # S   #      none, it goes back one room. The walks of all mazes are made together, one step at a time.
# # ### #
#   #   #      9x9 cells have 16 rooms and 24 places for a wall: a far smaller puzzle than scattered walls.
##### ###
#     # #
# ##### #
#    G  #
#########
"""

from __future__ import annotations

import numpy as np
from einops import rearrange

_DOWN, _ACROSS = np.array([-1, 1, 0, 0]), np.array([0, 0, -1, 1])


def corridors(count: int, size: int, rng: np.random.Generator) -> np.ndarray:
    """Draw the free cells of `count` mazes of `size` (odd) rows and columns: (count, size * size) bool."""
    side = size // 2  # rooms in a row; room (1, 1) is cell (1, 1), room (r, c) is cell (2r - 1, 2c - 1)
    each = np.arange(count)
    free = np.zeros((count, size, size), bool)
    unseen = np.zeros((count, side + 2, side + 2), bool)  # framed, so that no step leaves the array
    unseen[:, 1:-1, 1:-1] = True
    row, column = rng.integers(1, side + 1, (2, count))
    unseen[each, row, column] = False
    free[each, 2 * row - 1, 2 * column - 1] = True
    trail = np.zeros((side * side, 2, count), np.int64)
    depth = np.zeros(count, np.int64)
    for _ in range(2 * side * side - 2):  # every room but the first is entered once and left once
        choices = unseen[each[:, None], row[:, None] + _DOWN, column[:, None] + _ACROSS]  # (count, 4)
        way = np.where(choices, rng.random(choices.shape), -1).argmax(1)
        going = np.flatnonzero(choices.any(1))
        back = np.flatnonzero(~choices.any(1) & (depth > 0))
        down, across = _DOWN[way[going]], _ACROSS[way[going]]
        trail[depth[going], :, going] = np.stack([row[going], column[going]], 1)
        depth[going] += 1
        free[going, 2 * row[going] - 1 + down, 2 * column[going] - 1 + across] = True  # the wall between
        row[going] += down
        column[going] += across
        free[going, 2 * row[going] - 1, 2 * column[going] - 1] = True
        unseen[going, row[going], column[going]] = False
        depth[back] -= 1
        row[back], column[back] = trail[depth[back], :, back].T
    return rearrange(free, "maze row column -> maze (row column)")
