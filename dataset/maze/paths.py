"""Shortest paths in many square grids at once, by breadth-first search.

    open cells  1 1 0      steps from     0  1 -1      paths to the last cell    1
                1 1 1      the first      1  2  3      of two shortest ones      1 1 1
                0 1 1      cell          -1  3  4      one is traced                 1

A path steps up, down, left or right from one open cell to the next. The search keeps one list of the cells reached last
in all grids, so that its time depends on the number of cells and hardly on the length of the paths.
"""

from __future__ import annotations

import math

import numpy as np
from einops import rearrange

UNREACHED = -1


class Flood:
    """Steps from one cell to every other cell, in N grids.

    Args:
        open_cells: (N, n * n) bool, the cells that a path may use.
        starts: (N,) the cell of each grid where paths begin; it need not be open.

    Attributes:
        steps: (N, n * n) int32, `UNREACHED` for cells that no path reaches.
    """

    def __init__(self, open_cells: np.ndarray, starts: np.ndarray) -> None:
        self._grids = len(open_cells)
        self._size = math.isqrt(open_cells.shape[1])
        width = self._size + 2  # with a closed frame, so that no step leaves its grid
        self._around = np.array([-width, -1, 1, width])
        framed = np.zeros((self._grids, width, width), bool)
        framed[:, 1:-1, 1:-1] = rearrange(open_cells, "grid (row column) -> grid row column", row=self._size)
        unseen = framed.reshape(-1)
        steps = np.full(unseen.size, UNREACHED, np.int32)
        places = np.empty(unseen.size, np.intp)
        reached = self._flat(starts)
        self._layers: list[np.ndarray] = []  # for each number of steps, the cells reached, as indices of all grids
        while len(reached):
            steps[reached] = len(self._layers)
            unseen[reached] = False
            self._layers.append(reached)
            near = (reached[:, None] + self._around).reshape(-1)
            near = near[unseen[near]]
            each = np.arange(len(near))
            places[near] = each  # a cell that is reached from several sides keeps one entry
            reached = near[places[near] == each]
        self._steps = steps
        self.steps = self._unframed(steps)

    def _flat(self, cells: np.ndarray) -> np.ndarray:
        """Indices into all framed grids, laid end to end, of one cell of each grid."""
        rows, columns = np.divmod(np.asarray(cells, np.intp), self._size)
        width = self._size + 2
        return (np.arange(self._grids) * width + rows + 1) * width + columns + 1

    def _unframed(self, values: np.ndarray) -> np.ndarray:
        """The values without those of the frames: (N, n * n)."""
        width = self._size + 2
        framed = rearrange(values, "(grid row column) -> grid row column", row=width, column=width)
        return rearrange(framed[:, 1:-1, 1:-1], "grid row column -> grid (row column)")

    def to(self, goals: np.ndarray) -> np.ndarray:
        """Steps to one cell `goals` (N,) of each grid: (N,)."""
        return self._steps[self._flat(goals)]

    def count(self, goals: np.ndarray) -> np.ndarray:
        """Number of shortest paths to one cell of each grid: (N,) float64, exact up to 2**53; 0 if there is none."""
        counts = np.zeros(len(self._steps))
        for step, layer in enumerate(self._layers):
            near = layer[:, None] + self._around
            counts[layer] = np.where(self._steps[near] == step - 1, counts[near], 0).sum(axis=1) if step else 1
        return counts[self._flat(goals)]

    def trace(self, goals: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """Draw a shortest path to one cell of each grid: (N, n * n) bool, true for the cells between its ends.

        It is drawn backwards from the goal: of the neighbours that are one step nearer to the start, each is equally
        likely.
        """
        on_path = np.zeros(len(self._steps), bool)
        at = self._flat(goals)
        while len(at := at[self._steps[at] > 1]):
            near = at[:, None] + self._around
            nearer = self._steps[near] == self._steps[at][:, None] - 1
            chosen = np.where(nearer, rng.random(near.shape), -1).argmax(axis=1)
            at = near[np.arange(len(at)), chosen]
            on_path[at] = True
        return self._unframed(on_path)
