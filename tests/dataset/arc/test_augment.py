"""Augmented tasks made all at once, against the same made one by one."""

from __future__ import annotations

import numpy as np
import pytest

from dataset.arc.augment import ROUNDS, Augmentations, Pair, draw_augmentations, paint
from dataset.arc.grids import EOS, FIRST_COLOUR, MAX_SIZE, Augmentation, read_name
from dataset.symmetries import TURNS


def grids(rng: np.random.Generator, colours: int, largest: int) -> np.ndarray:
    return rng.integers(0, colours, rng.integers(1, largest + 1, 2)).astype(np.uint8)


def task(seed: int, pairs: int = 3, colours: int = 10, largest: int = MAX_SIZE) -> list[Pair]:
    rng = np.random.default_rng(seed)
    return [Pair(grids(rng, colours, largest), grids(rng, colours, largest)) for _ in range(pairs)]


def each(drawn: Augmentations) -> list[Augmentation]:
    return [Augmentation(int(t), tuple(map(int, c))) for t, c in zip(drawn.turns, drawn.colours, strict=True)]


def content(pairs: list[Pair], augmentation: Augmentation) -> tuple:
    """The images of all pairs, in an order of their own."""
    images = [[augmentation.apply(grid) for grid in pair if grid is not None] for pair in pairs]
    return tuple(sorted(tuple((grid.shape, grid.tobytes()) for grid in image) for image in images))


@pytest.mark.parametrize("seed", range(6))
def test_all_differ_and_none_is_missed(seed: int) -> None:
    """Where every form is found, there are as many as all 8 * 6 maps of three colours give."""
    pairs = task(seed, pairs=1 + seed % 3, colours=4, largest=2)
    drawn = draw_augmentations({"train": pairs}, 200, np.random.default_rng(seed))
    found = [content(pairs, augmentation) for augmentation in each(drawn)]
    assert len(set(found)) == len(found) and each(drawn)[0] == Augmentation()
    tried = np.random.default_rng(99)
    maps = [Augmentation(int(tried.integers(TURNS)), (0, *map(int, tried.permutation(9) + 1))) for _ in range(4000)]
    forms = {content(pairs, augmentation) for augmentation in maps}
    assert len(found) == min(len(forms), 201)


def test_as_many_as_wanted_where_there_are_enough() -> None:
    drawn = draw_augmentations({"train": task(0), "test": task(1)}, 300, np.random.default_rng(0))
    assert len(drawn) == 301 and set(drawn.turns) == set(range(TURNS))
    assert (np.sort(drawn.colours, 1) == np.arange(10)).all() and not drawn.colours[:, 0].any()
    names = list(drawn.names("one"))
    assert [read_name(name) for name in names] == [("one", augmentation) for augmentation in each(drawn)]
    assert len(draw_augmentations({"train": task(0)}, 0, np.random.default_rng(0))) == 1


def test_draws_are_limited() -> None:
    black = [Pair(np.zeros((2, 2), np.uint8), None)]
    rng = np.random.default_rng(0)
    assert len(draw_augmentations({"train": black}, 10, rng)) == 1
    same = np.random.default_rng(0)
    for _ in range(ROUNDS):
        same.permuted(np.tile(np.arange(10, dtype=np.uint8), (10, 1))[:, 1:], axis=1)
        same.integers(TURNS, size=10, dtype=np.uint8)
    assert rng.random() == same.random()


def painted(grid: np.ndarray, row: int, column: int, side: int) -> np.ndarray:
    canvas = np.zeros((side, side), np.uint8)
    height, width = grid.shape
    canvas[row + height : row + height + 1, column : column + width] = EOS
    canvas[row : row + height, column + width : column + width + 1] = EOS
    canvas[row : row + height, column : column + width] = grid + FIRST_COLOUR
    return canvas.ravel()


@pytest.mark.parametrize("side", [MAX_SIZE, 5])
@pytest.mark.parametrize("moved", [True, False])
def test_rows_are_those_of_a_plain_loop(moved: bool, side: int) -> None:
    pairs = [
        *task(3, largest=side),
        Pair(task(4, largest=side)[0].input, None),
        Pair(np.full((side, side), 3, np.uint8), np.full((1, side), 4, np.uint8)),
    ]
    drawn = draw_augmentations({"train": pairs}, 50, np.random.default_rng(0))
    inputs, labels = paint(pairs, drawn, side, np.random.default_rng(1) if moved else None)
    row, corners = 0, []
    for augmentation in each(drawn):
        for pair in pairs:
            images = [np.zeros((0, 0), np.uint8) if grid is None else augmentation.apply(grid) for grid in pair]
            coloured = inputs[row].reshape(side, side) >= FIRST_COLOUR
            if pair.output is not None:
                coloured |= labels[row].reshape(side, side) >= FIRST_COLOUR
            place = int(coloured.any(1).argmax()), int(coloured.any(0).argmax())
            for tokens, image in zip((inputs[row], labels[row]), images, strict=True):
                assert np.array_equal(tokens, painted(image, *place, side) if image.size else np.zeros(side * side))
            corners.append(place == (0, 0))
            row += 1
    assert row == len(inputs) and np.reshape(corners, (-1, len(pairs))).any(1).all()
    assert all(corners) != moved
