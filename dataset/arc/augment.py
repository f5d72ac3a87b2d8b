"""The augmented puzzles of an ARC task: drawing different ones, and painting their rows, many at a time.

    splits = {"train": [Pair([[3 0][0 3]], [[0 3][3 0]]), ...], "test": [...]}
    drawn = draw_augmentations(splits, 1000, rng)         # 1001, of which the first changes nothing
    names = drawn.names("a65b410d")                       # a65b410d, a65b410d|||t3|||0213456789, ...
    inputs, labels = paint(splits["train"], drawn, 30, rng)         # (1001 * pairs, 900) uint8, puzzle by puzzle

Two augmentations of a task that give the same pairs are one puzzle: renaming a colour that no grid holds changes
nothing, and neither does turning a symmetric grid. Duplicates are found by a hash that is computed for all
augmentations at once. Every cell has a random weight. For each turn, pair and colour, the weights of the cells of that
colour are added up once; the hash of a renaming is then a weighted sum of ten such sums.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from einops import rearrange

from dataset.arc.grids import (
    COLOURS,
    EOS,
    FIRST_COLOUR,
    MAX_SIZE,
    PAD,
    QUARTER_TURNS,
    VOCAB_SIZE,
    augmented_name,
)
from dataset.symmetries import TURNS, turned

ROUNDS = 5
"""At most this many times the wanted number of augmentations is drawn."""

_WEIGHTS = np.random.default_rng(0)
_OF_CELL = _WEIGHTS.integers(1 << 64, size=(2, MAX_SIZE, MAX_SIZE), dtype=np.uint64)  # for inputs, for outputs
_OF_COLOUR = _WEIGHTS.integers(1 << 64, size=COLOURS, dtype=np.uint64) | np.uint64(1)

_MIXING = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB))  # splitmix64


class Pair(NamedTuple):
    """One example of a task: grids (rows, columns) of colours, uint8; `output` is None if it is unknown."""

    input: np.ndarray
    output: np.ndarray | None


@dataclass(frozen=True)
class Augmentations:
    """Several augmentations of one task: `turns` (A,) and `colours` (A, 10), uint8, as in `grids.Augmentation`."""

    turns: np.ndarray
    colours: np.ndarray

    def __len__(self) -> int:
        return len(self.turns)

    def take(self, chosen: slice | np.ndarray) -> Augmentations:
        """The chosen augmentations."""
        return Augmentations(self.turns[chosen], self.colours[chosen])

    def names(self, puzzle: str) -> Iterator[str]:
        """The names of the augmented puzzles; the first is the puzzle itself."""
        digits = (self.colours + ord("0")).tobytes().decode()
        yield puzzle
        for number in range(1, len(self)):
            start = number * COLOURS
            yield augmented_name(puzzle, int(self.turns[number]), digits[start : start + COLOURS])


IDENTITY = Augmentations(np.zeros(1, np.uint8), np.arange(COLOURS, dtype=np.uint8)[None])
"""The augmentation that changes nothing."""


def draw_augmentations(splits: Mapping[str, Sequence[Pair]], count: int, rng: np.random.Generator) -> Augmentations:
    """The identity, then up to `count` random augmentations, all of which give different puzzles.

    An augmentation is one of eight turns and a permutation of the colours 1..9. There are fewer than `count` if
    `ROUNDS * count` draws do not find more, because a task has few colours or symmetric grids.
    """
    pairs = [pair for split in splits.values() for pair in split]
    sums = _weigh(pairs)
    drawn = IDENTITY
    for _ in range(ROUNDS):
        if len(drawn) > count:
            break
        colours = IDENTITY.colours.repeat(count, 0)
        rng.permuted(colours[:, 1:], axis=1, out=colours[:, 1:])
        turns = rng.integers(TURNS, size=count, dtype=np.uint8)
        both = Augmentations(np.concatenate([drawn.turns, turns]), np.concatenate([drawn.colours, colours]))
        _, first = np.unique(_contents(sums, both), return_index=True)
        drawn = both.take(np.sort(first)[: count + 1])
    return drawn


def _weigh(pairs: Sequence[Pair]) -> np.ndarray:
    """For each turn, pair and colour, the sum of the weights of that colour's cells: (8, P, 10) uint64, modulo 2^64."""
    sums = np.zeros((TURNS, len(pairs), COLOURS), np.uint64)
    every_colour = np.arange(COLOURS)[:, None, None]
    for number, pair in enumerate(pairs):
        for weights, grid in zip(_OF_CELL, pair, strict=True):
            if grid is None:
                continue
            for turn in range(TURNS):
                image = turned(grid, turn)
                cells = weights[: image.shape[0], : image.shape[1]]
                sums[turn, number] += (cells * (image == every_colour)).sum((1, 2), dtype=np.uint64)
    return sums


def _contents(sums: np.ndarray, augmentations: Augmentations) -> np.ndarray:
    """A hash of each augmented puzzle: (A,) uint64, equal for the same pairs in any order."""
    weights = _OF_COLOUR[augmentations.colours]  # (A, 10)
    pairs = np.einsum("apc,ac->ap", sums[augmentations.turns], weights)
    for shift, factor in _MIXING:  # without mixing, pairs that exchange their outputs would keep the sum
        pairs = (pairs ^ (pairs >> np.uint64(shift))) * np.uint64(factor)
    return (pairs ^ (pairs >> np.uint64(31))).sum(1, dtype=np.uint64)


def paint(
    pairs: Sequence[Pair], augmentations: Augmentations, side: int, rng: np.random.Generator | None
) -> tuple[np.ndarray, np.ndarray]:
    """Inputs and labels of A augmentations of P pairs: (A * P, side * side) uint8, puzzle by puzzle.

    Args:
        side: rows and columns of the canvas; no grid may be larger.
        rng: draws the position of the grids on the canvas: one pair of each puzzle lies in the corner, the others
            anywhere; input and output of a pair lie at the same position. None: all grids lie in the corner.
    """
    inputs, labels = (np.zeros((len(augmentations), len(pairs), side, side), np.uint8) for _ in range(2))
    places = _draw_places(pairs, augmentations, side, rng)
    names = np.empty((len(augmentations), VOCAB_SIZE), np.uint8)
    names[:, [PAD, EOS]] = PAD, EOS
    names[:, FIRST_COLOUR:] = augmentations.colours + FIRST_COLOUR
    for turn in np.unique(augmentations.turns):
        rows = np.flatnonzero(augmentations.turns == turn)
        for number, pair in enumerate(pairs):
            for canvas, grid in zip((inputs, labels), pair, strict=True):
                if grid is not None:
                    canvas[rows, number] = _lay(_framed(turned(grid, turn)), names[rows], places[rows, number], side)
    rows_of_cells = "puzzle pair row column -> (puzzle pair) (row column)"
    return rearrange(inputs, rows_of_cells), rearrange(labels, rows_of_cells)


def _draw_places(
    pairs: Sequence[Pair], augmentations: Augmentations, side: int, rng: np.random.Generator | None
) -> np.ndarray:
    """Row and column of the canvas where each pair's grids begin: (A, P, 2)."""
    count = len(augmentations)
    if rng is None:
        return np.zeros((count, len(pairs), 2), np.int64)
    sizes = np.array([np.max([grid.shape for grid in pair if grid is not None], axis=0) for pair in pairs])  # (P, 2)
    quarter = np.isin(augmentations.turns, QUARTER_TURNS)
    room = side - np.where(quarter[:, None, None], sizes[:, ::-1], sizes)
    places = rng.integers(room, endpoint=True)
    places[np.arange(count), rng.integers(len(pairs), size=count)] = 0
    return places


def _framed(grid: np.ndarray) -> np.ndarray:
    """The tokens of a grid (h, w), with EOS below and to the right: (h + 1, w + 1)."""
    framed = np.full((grid.shape[0] + 1, grid.shape[1] + 1), EOS, np.uint8)
    framed[:-1, :-1] = grid + FIRST_COLOUR
    framed[-1, -1] = PAD
    return framed


def _lay(framed: np.ndarray, names: np.ndarray, places: np.ndarray, side: int) -> np.ndarray:
    """R canvases (R, side, side) with a framed grid at `places` (R, 2), whose tokens are renamed by `names` (R, 12)."""
    rows = np.arange(len(names))
    canvas = np.zeros((len(names), side + 1, side + 1), np.uint8)  # has room for the frame, which is cut off again
    windows = np.lib.stride_tricks.sliding_window_view(canvas, framed.shape, (1, 2), writeable=True)
    windows[rows, places[:, 0], places[:, 1]] = names[:, framed]
    return canvas[:, :side, :side]
