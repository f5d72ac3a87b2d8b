"""ARC's names, turns and crops."""

from __future__ import annotations

import numpy as np
import pytest

from dataset.arc.grids import EOS, FIRST_COLOUR, MAX_SIZE, Augmentation, canvas_side, crop, read_name
from dataset.symmetries import TURNS, turned


def test_turns_are_those_of_the_official_names() -> None:
    grid = np.array([[1, 2, 3], [4, 5, 6]])
    expected = [
        [[1, 2, 3], [4, 5, 6]],
        [[3, 6], [2, 5], [1, 4]],
        [[6, 5, 4], [3, 2, 1]],
        [[4, 1], [5, 2], [6, 3]],
        [[3, 2, 1], [6, 5, 4]],
        [[4, 5, 6], [1, 2, 3]],
        [[1, 4], [2, 5], [3, 6]],
        [[6, 3], [5, 2], [4, 1]],
    ]
    assert [turned(grid, turn).tolist() for turn in range(TURNS)] == expected


@pytest.mark.parametrize("turn", range(TURNS))
def test_augmentations_are_inverted_and_named(turn: int) -> None:
    rng = np.random.default_rng(turn)
    augmentation = Augmentation(turn, (0, *(int(c) + 1 for c in rng.permutation(9))))
    grid = rng.integers(0, 10, (4, 7), dtype=np.uint8)
    assert np.array_equal(augmentation.invert(augmentation.apply(grid)), grid)
    name = augmentation.name("a65b410d")
    assert name.startswith(f"a65b410d|||t{turn}|||0") and read_name(name) == ("a65b410d", augmentation)


def test_names_that_are_none() -> None:
    assert read_name("<blank>") == ("<blank>", Augmentation())
    for name in ("a|||t8|||0123456789", "a|||t1|||0023456789", "a|||t1", "a|||x|||0123456789|||"):
        with pytest.raises(ValueError, match="no name"):
            read_name(name)


@pytest.mark.parametrize("side", [MAX_SIZE, 5])
def test_crop_takes_the_largest_rectangle_in_the_corner(side: int) -> None:
    def canvas(*rows: str) -> np.ndarray:
        cells = np.full((side, side), EOS)
        for number, row in enumerate(rows):
            cells[number, : len(row)] = [int(c) + FIRST_COLOUR for c in row]
        return cells.ravel()

    full = np.full(side * side, 11)
    grids = crop(np.stack([canvas("12", "34"), canvas("1234", "5"), canvas("12", "3", "4"), canvas(), full]))
    assert [grid.tolist() for grid in grids[:4]] == [[[1, 2], [3, 4]], [[1, 2, 3, 4]], [[1], [3], [4]], []]
    assert grids[3].shape == (0, 0) and grids[4].shape == (side, side) and grids[4].dtype == np.uint8


def test_rows_of_a_square_are_a_canvas() -> None:
    assert [canvas_side(seq_len) for seq_len in (900, 25, 1)] == [30, 5, 1]
    assert [canvas_side(seq_len) for seq_len in (0, 26, 899, 31 * 31)] == [None] * 4
