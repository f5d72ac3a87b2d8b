"""ARC grids as tokens, and the augmentations of a puzzle, under the official names.

A grid of at most 30x30 lies somewhere on a square canvas, officially of 30x30 cells. Tokens: 0 outside, 1 ("end of
sequence") along the edge below and right of the grid, colour c as c + 2.

    [[3 0]       5 2 1 0 ...
     [0 3]]      2 5 1 0 ...
                 1 1 0 0 ...          (a corner of the canvas; the grid itself may lie further in)

The side of a canvas follows from the length of its row of tokens: 900 is 30x30, 64 is 8x8.

An augmented puzzle is named `<puzzle>|||t<turn>|||<colours>`: `turn` one of eight rotations and reflections, digit c of
`colours` the new name of colour c, of which 0 (black) stays.
"""

from __future__ import annotations

import math
import re
import string
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dataset.symmetries import turned

MAX_SIZE = 30
"""Rows and columns of the largest grid, and of the official canvas."""
CELLS = MAX_SIZE * MAX_SIZE
COLOURS = 10
PAD, EOS, FIRST_COLOUR = 0, 1, 2
VOCAB_SIZE = FIRST_COLOUR + COLOURS
SEPARATOR = "|||"
QUARTER_TURNS = (1, 3, 6, 7)
"""Turns that make rows columns."""
_INVERSE_TURN = (0, 3, 2, 1, 4, 5, 6, 7)
_NONE = f"t0{SEPARATOR}{string.digits}"
_SUFFIX = re.compile(rf"t[0-7]{re.escape(SEPARATOR)}(?!\d*(\d)\d*\1)\d{{{COLOURS}}}", re.ASCII)
"""What follows a puzzle and a separator in the name of an augmented puzzle; no digit comes twice."""


@dataclass(frozen=True)
class Augmentation:
    """A rotation or reflection of all grids of a puzzle, and new names for their colours.

    Attributes:
        turn: as in `dataset.symmetries.turned`.
        colours: `colours[c]` is what colour c becomes.
    """

    turn: int = 0
    colours: tuple[int, ...] = tuple(range(COLOURS))

    def name(self, puzzle: str) -> str:
        """What the augmented puzzle is called."""
        return augmented_name(puzzle, self.turn, "".join(map(str, self.colours)))

    def apply(self, grid: np.ndarray) -> np.ndarray:
        """The image of a grid (rows, columns) of colours."""
        return turned(self._table[grid], self.turn)

    def invert(self, grid: np.ndarray) -> np.ndarray:
        """The grid of which `grid` is the image."""
        return turned_back(self._inverse_table[grid], self.turn)

    @cached_property
    def _table(self) -> np.ndarray:
        return np.array(self.colours, np.uint8)

    @cached_property
    def _inverse_table(self) -> np.ndarray:
        return np.argsort(self._table).astype(np.uint8)


def augmented_name(puzzle: str, turn: int, colours: str) -> str:
    """The name of an augmented puzzle; `colours` are the ten digits of `Augmentation.colours`."""
    return f"{puzzle}{SEPARATOR}t{turn}{SEPARATOR}{colours}"


def read_name(name: str) -> tuple[str, Augmentation]:
    """The puzzle that an identifier belongs to, and how it was augmented; `ValueError` as of `read_names`."""
    (puzzle,), (turn,), (colours,) = read_names([name])
    return puzzle, Augmentation(int(turn), tuple(colours.tolist()))


def read_names(names: Sequence[str]) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Puzzles, turns (N,) and colours (N, 10) of many identifiers, as in `Augmentation`.

    Raises:
        ValueError: a name holds a separator, but is none of an augmented puzzle.
    """
    parts = [name.partition(SEPARATOR) for name in names]
    suffixes = [suffix if separator else _NONE for _, separator, suffix in parts]
    for name, suffix in zip(names, suffixes, strict=True):
        if not _SUFFIX.fullmatch(suffix):
            raise ValueError(
                f"'{name}' is no name of an augmented puzzle, as 'id{SEPARATOR}t3{SEPARATOR}0213456789' is"
            )
    characters = np.frombuffer("".join(suffixes).encode(), np.uint8).reshape(len(names), len(_NONE))
    return [puzzle for puzzle, _, _ in parts], characters[:, 1] - ord("0"), characters[:, -COLOURS:] - ord("0")


def turned_back(grid: np.ndarray, turn: int) -> np.ndarray:
    """Undo `turned`."""
    return turned(grid, _INVERSE_TURN[turn])


def canvas_side(seq_len: int) -> int | None:
    """Rows and columns of the canvas that `seq_len` tokens are; None where they are no square of at most 30x30."""
    side = math.isqrt(seq_len)
    return side if side * side == seq_len and 1 <= side <= MAX_SIZE else None


def sizes(tokens: np.ndarray) -> np.ndarray:
    """Rows and columns of the largest rectangle of colours in the corner of each canvas, (N, 2) of (N, cells) tokens.

    The first, from few rows to many, where several are as large; 0, 0 where the corner itself is no colour.
    """
    canvas = _squares(tokens)
    count, side, _ = canvas.shape
    coloured = np.zeros((count, side, side + 1), bool)  # the last column ends every row
    coloured[:, :, :side] = (canvas >= FIRST_COLOUR) & (canvas < VOCAB_SIZE)
    width = np.minimum.accumulate(coloured.argmin(2), 1)  # (N, side), of the first rows
    area = width * np.arange(1, side + 1)
    rows = area.argmax(1)
    each = np.arange(len(canvas))
    return np.stack([np.where(area[each, rows] > 0, rows + 1, 0), width[each, rows]], 1)


def crop(tokens: np.ndarray) -> list[np.ndarray]:
    """The grids of colours, uint8, that lie in the corners of canvases (N, cells); see `sizes`."""
    return [
        (one[:rows, :columns] - FIRST_COLOUR).astype(np.uint8)
        for one, (rows, columns) in zip(_squares(tokens), sizes(tokens), strict=True)
    ]


def _squares(tokens: np.ndarray) -> np.ndarray:
    """(N, cells) tokens as canvases (N, side, side)."""
    side = canvas_side(tokens.shape[1])
    assert side is not None, f"{tokens.shape[1]} tokens are no canvas"
    return tokens.reshape(-1, side, side)
