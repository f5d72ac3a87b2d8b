"""The augmented puzzles of an ARC task: which ones are drawn, and the rows that they become, many at a time.

    splits = {"train": [Pair([[3 0][0 3]], [[0 3][3 0]]), ...], "test": [...]}
    drawn = draw_augmentations(splits, 1000, rng)         # 1001, of which the first changes nothing
    names = drawn.names("a65b410d")                       # a65b410d, a65b410d|||t3|||0213456789, ...
    inputs, labels = paint(splits["train"], drawn, 30, rng)         # (1001 * pairs, 900) uint8, puzzle by puzzle

Two augmentations of a task that give the same pairs are one puzzle: a colour that the task does not have may be called
anything, and a symmetric grid has turns that do not show. They are told apart by a number that is computed for all of
them at once. The grids are looked at once for each turn: cells have random weights, and for each colour those of its
cells are added up. Other names for the colours then weigh these ten sums otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from dataset.arc.rules import (
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
"""As many times the number of augmentations wanted is drawn at most."""

_WEIGHTS = np.random.default_rng(0)
_OF_CELL = _WEIGHTS.integers(1 << 64, size=(2, MAX_SIZE, MAX_SIZE), dtype=np.uint64)  # inputs, outputs
_OF_COLOUR = _WEIGHTS.integers(1 << 64, size=COLOURS, dtype=np.uint64) | np.uint64(1)

_MIXING = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB))  # splitmix64


class Pair(NamedTuple):
    """One example of a task: grids (rows, columns) of colours, uint8; `output` is None where nobody knows it."""

    input: np.ndarray
    output: np.ndarray | None


@dataclass(frozen=True)
class Augmentations:
    """Several augmentations of one task: `turns` (A,) and `colours` (A, 10), uint8, as in `arc.Augmentation`."""

    turns: np.ndarray
    colours: np.ndarray

    def __len__(self) -> int:
        return len(self.turns)

    def take(self, chosen: slice | np.ndarray) -> Augmentations:
        """These of them."""
        return Augmentations(self.turns[chosen], self.colours[chosen])

    def names(self, puzzle: str) -> Iterator[str]:
        """What the augmented puzzles are called; the first is the puzzle itself."""
        digits = (self.colours + ord("0")).tobytes().decode()
        yield puzzle
        for number in range(1, len(self)):
            place = number * COLOURS
            yield augmented_name(puzzle, int(self.turns[number]), digits[place : place + COLOURS])


IDENTITY = Augmentations(np.zeros(1, np.uint8), np.arange(COLOURS, dtype=np.uint8)[None])
"""The one that changes nothing."""


def draw_augmentations(splits: Mapping[str, Sequence[Pair]], count: int, rng: np.random.Generator) -> Augmentations:
    """Draw up to `count` augmentations that give different puzzles, behind the one that changes nothing.

    Each is one of eight turns and an order of the colours 1..9. There are fewer where a task has so few colours, or
    grids so symmetric, that `ROUNDS * count` draws do not find more.
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
    """For each turn, pair and colour the weights of the cells with that colour: (8, P, 10) uint64, modulo 2^64."""
    sums = np.zeros((TURNS, len(pairs), COLOURS), np.uint64)
    names = np.arange(COLOURS)[:, None, None]
    for place, pair in enumerate(pairs):
        for weights, grid in zip(_OF_CELL, pair, strict=True):
            if grid is None:
                continue
            for turn in range(TURNS):
                image = turned(grid, turn)
                cells = weights[: image.shape[0], : image.shape[1]]
                sums[turn, place] += (cells * (image == names)).sum((1, 2), dtype=np.uint64)
    return sums


def _contents(sums: np.ndarray, augmentations: Augmentations) -> np.ndarray:
    """(A,) uint64, the same for augmentations that give the same pairs in any order."""
    weights = _OF_COLOUR[augmentations.colours]  # (A, 10)
    pairs = np.einsum("apc,ac->ap", sums[augmentations.turns], weights)
    for shift, factor in _MIXING:  # so that pairs which have exchanged their outputs have another sum
        pairs = (pairs ^ (pairs >> np.uint64(shift))) * np.uint64(factor)
    return (pairs ^ (pairs >> np.uint64(31))).sum(1, dtype=np.uint64)


def paint(
    pairs: Sequence[Pair], augmentations: Augmentations, side: int, rng: np.random.Generator | None
) -> tuple[np.ndarray, np.ndarray]:
    """Inputs and labels (A * P, side * side), uint8, puzzle by puzzle.

    Args:
        side: rows and columns of the canvas; no grid may be larger.
        rng: where the grids lie on the canvas: one pair of each puzzle in the corner, the others anywhere, input and
            output at the same place. None: all in the corner.
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
    return inputs.reshape(-1, side * side), labels.reshape(-1, side * side)


def _draw_places(
    pairs: Sequence[Pair], augmentations: Augmentations, side: int, rng: np.random.Generator | None
) -> np.ndarray:
    """Row and column of the canvas at which each pair begins: (A, P, 2)."""
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
    """A grid (h, w) as tokens, with EOS below and to the right: (h + 1, w + 1)."""
    framed = np.full((grid.shape[0] + 1, grid.shape[1] + 1), EOS, np.uint8)
    framed[:-1, :-1] = grid + FIRST_COLOUR
    framed[-1, -1] = PAD
    return framed


def _lay(framed: np.ndarray, names: np.ndarray, places: np.ndarray, side: int) -> np.ndarray:
    """Canvases (R, side, side) with a framed grid whose tokens are called `names` (R, 12), at `places` (R, 2)."""
    rows = np.arange(len(names))
    canvas = np.zeros((len(names), side + 1, side + 1), np.uint8)  # a frame beyond the edge is cut off
    windows = np.lib.stride_tricks.sliding_window_view(canvas, framed.shape, (1, 2), writeable=True)
    windows[rows, places[:, 0], places[:, 1]] = names[:, framed]
    return canvas[:, :side, :side]
