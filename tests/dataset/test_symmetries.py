"""Images by numpy against loops; what every task draws."""

from __future__ import annotations

import numpy as np
import pytest

from dataset import symmetries
from dataset.symmetries import Symmetries
from dataset.tasks import Puzzle, load_puzzle, puzzle_readers

TASKS = puzzle_readers()
"""All but `text`, whose symmetries depend on the data (`tests/dataset/text/test_format.py`)."""
LENGTHS = {"sudoku": (16, 81), "rubik2x2": (35, 38), "xor": ()}
"""Sequence lengths to try a task with, where they are not 30 x 30; none where it refuses to draw any."""


def looped(grids: np.ndarray, cells: np.ndarray, tokens: np.ndarray) -> list[list[int]]:
    images = []
    for grid, sources, names in zip(grids.tolist(), cells.tolist(), tokens.tolist(), strict=True):
        moved = [grid[source] for source in sources]
        images.append([names[token] if token >= 0 else token for token in moved])
    return images


@pytest.mark.parametrize("block", [1, 30, 1 << 14])
@pytest.mark.parametrize("dtype", [np.uint8, np.int16, np.int32])
def test_images_equal_loops(monkeypatch: pytest.MonkeyPatch, block: int, dtype: type) -> None:
    monkeypatch.setattr(symmetries, "_BLOCK", block)
    rng = np.random.default_rng(0)
    cells, of_labels = (rng.permuted(np.tile(np.arange(9, dtype=np.uint8), (20, 1)), axis=1) for _ in range(2))
    tokens = rng.permuted(np.tile(np.arange(5, dtype=np.uint8), (20, 1)), axis=1)
    inputs, labels = rng.integers(0, 5, (2, 20, 9)).astype(dtype)
    if dtype is not np.uint8:
        labels[rng.random(labels.shape) < 0.3] = -100
    for label_cells in (None, of_labels):
        drawn = Symmetries(cells, tokens, label_cells)
        images = drawn.images(inputs, labels)
        for image, grids, maps in zip(images, (inputs, labels), (cells, drawn.label_cells), strict=True):
            assert image.dtype == dtype
            assert image.tolist() == looped(grids, cells if maps is None else maps, tokens)
        half = drawn.take(slice(5, 9)).images(inputs[5:9], labels[5:9])
        assert all((part == image[5:9]).all() for part, image in zip(half, images, strict=True))
    of_one = Symmetries(cells, tokens).apply(inputs[:1])
    assert of_one.tolist() == looped(np.repeat(inputs[:1], 20, axis=0), cells, tokens)


@pytest.mark.parametrize("task", TASKS)
def test_every_task_draws_maps_of_its_rows(task: str) -> None:
    puzzle: Puzzle = load_puzzle(task)
    for seq_len in LENGTHS.get(task, (900,)):
        drawn, again, other = (
            puzzle.draw_symmetries(50, seq_len, np.random.default_rng(seed), lambda: {}) for seed in (0, 0, 1)
        )
        for maps in (drawn.cells, drawn.tokens):
            assert maps.dtype in (np.uint8, np.int16, np.int32)
            assert (np.sort(maps, axis=1) == np.arange(maps.shape[1])).all()  # each is a permutation
        assert drawn.cells.shape == (50, seq_len) and (drawn.tokens[:, 0] == 0).all()
        assert (drawn.cells == again.cells).all() and (drawn.cells != other.cells).any()
