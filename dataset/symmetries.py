"""Augmentation as data: a symmetry of a task says where each cell comes from, and what each token is renamed to.

A task's rules draw symmetries (`dataset.tasks.Puzzle.draw_symmetries`). They are small arrays, so that images can be
made wherever the rows are, with the same result: here by numpy, in `training.resident` by torch on the device.

    inputs    2 1 1 3     cells    3 2 1 0      images    5 1 1 2
    (tokens)              tokens   0 1 2 5 4 3  (token 3 becomes 5)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

TURNS = 8
"""The number of rotations and reflections of a square; see `turned`."""
_BLOCK = 1 << 15
"""Cells changed at a time, so that their indices fit into the processor's cache and their memory is reused."""


@dataclass(frozen=True)
class Symmetries:
    """B symmetries: cell i of image b is cell `cells[b, i]` of row b, and its token t is renamed to `tokens[b, t]`.

    Negative tokens (ignored labels) move with their cells and keep their value.

    Attributes:
        cells: (B, seq_len), in the smallest of uint8, int16 and int32 that holds them; torch barely supports uint16.
        tokens: (B, vocab_size), likewise.
        label_cells: (B, seq_len), for tasks whose labels move differently from inputs; None: they move alike.
    """

    cells: np.ndarray
    tokens: np.ndarray
    label_cells: np.ndarray | None = None

    def take(self, rows: slice) -> Symmetries:
        """The symmetries of some rows."""
        labels = None if self.label_cells is None else self.label_cells[rows]
        return Symmetries(self.cells[rows], self.tokens[rows], labels)

    def apply(self, grids: np.ndarray) -> np.ndarray:
        """The images of B grids (B, seq_len), or of one grid (1, seq_len) under every symmetry: (B, seq_len)."""
        # One index into all grids, laid end to end, is faster than one index for each axis.
        moved = grids.ravel()[self.cells + _each(self.cells) if len(grids) > 1 else self.cells]
        known = moved if moved.min(initial=0) >= 0 else np.maximum(moved, 0)
        renamed = self.tokens.ravel()[known + _each(self.tokens)].astype(moved.dtype, copy=False)
        return renamed if known is moved else np.where(moved < 0, moved, renamed)

    def images(self, inputs: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The images of B `inputs` and `labels` (B, seq_len), with the same types."""
        of_labels = self.cells if self.label_cells is None else self.label_cells
        found = np.empty_like(inputs), np.empty_like(labels)
        rows = max(1, _BLOCK // max(1, inputs.shape[1]))
        for block in (slice(start, start + rows) for start in range(0, len(inputs), rows)):
            for image, grids, cells in zip(found, (inputs, labels), (self.cells, of_labels), strict=True):
                image[block] = Symmetries(cells[block], self.tokens[block]).apply(grids[block])
        return found


def map_dtype(largest: int) -> np.dtype:
    """The smallest type for the maps of `Symmetries` that holds 0..largest."""
    return np.dtype(np.uint8 if largest < 1 << 8 else np.int16 if largest < 1 << 15 else np.int32)


def _each(maps: np.ndarray) -> np.ndarray:
    """The index at which each row of `maps` begins when it is flattened: (B, 1)."""
    return np.arange(len(maps))[:, None] * maps.shape[1]


def turned(grid: np.ndarray, turn: int) -> np.ndarray:
    """Rotate or reflect the last two axes (rows, columns).

    Args:
        turn: 0 no change, 1..3 that many quarter turns counter-clockwise, 4 left and right exchanged, 5 top and bottom
            exchanged, 6 transposed, 7 transposed along the other diagonal.
    """
    if turn < 4:
        return np.rot90(grid, turn, axes=(-2, -1))
    if turn == 4:
        return np.flip(grid, -1)
    if turn == 5:
        return np.flip(grid, -2)
    transposed = np.swapaxes(grid, -2, -1)
    return transposed if turn == 6 else np.flip(np.rot90(grid, 1, axes=(-2, -1)), -1)
