"""ARC grids as tokens, and the augmentations of a puzzle, under the official names.

A grid of at most 30x30 cells lies somewhere on a square canvas, officially of 30x30 cells. Tokens: 0 outside the grid,
1 ("end of sequence") along its lower and right edge, colour c as c + 2.

    [[3 0]       5 2 1 0 ...
     [0 3]]      2 5 1 0 ...
                 1 1 0 0 ...          (the corner of the canvas; a grid may also lie further in)

The side of a canvas follows from the length of its row of tokens: 900 is 30x30, 64 is 8x8.

An augmented puzzle is named `<puzzle>|||t<turn>|||<colours>`. `turn` is one of eight rotations and reflections; digit c
of `colours` is what colour c becomes. Colour 0 (black) is never renamed.

ARC has no `rules.py`: a task is explained by its demonstrations alone, which the network learns as a puzzle embedding,
so that no single grid can be parsed or checked.
"""

from __future__ import annotations

import math
import re
import string
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from einops import rearrange

from dataset.identifiers import SEPARATOR
from dataset.symmetries import turned

MAX_SIZE = 30
"""Rows and columns of the largest grid, and of the official canvas."""
CELLS = MAX_SIZE * MAX_SIZE
COLOURS = 10
PAD, EOS, FIRST_COLOUR = 0, 1, 2
VOCAB_SIZE = FIRST_COLOUR + COLOURS
QUARTER_TURNS = (1, 3, 6, 7)
"""Turns that exchange rows and columns."""
_INVERSE_TURN = (0, 3, 2, 1, 4, 5, 6, 7)
_NONE = f"t0{SEPARATOR}{string.digits}"
_SUFFIX = re.compile(rf"t[0-7]{re.escape(SEPARATOR)}(?!\d*(\d)\d*\1)\d{{{COLOURS}}}", re.ASCII)
"""The end of an augmented puzzle's name, behind the first separator; no digit occurs twice."""


@dataclass(frozen=True)
class Augmentation:
    """A rotation or reflection of all grids of a puzzle, and new colours for their cells.

    Attributes:
        turn: the number of a turn, see `dataset.symmetries.turned`.
        colours: `colours[c]` is what colour c becomes.
    """

    turn: int = 0
    colours: tuple[int, ...] = tuple(range(COLOURS))

    def name(self, puzzle: str) -> str:
        """The name of the augmented puzzle."""
        return augmented_name(puzzle, self.turn, "".join(map(str, self.colours)))

    def apply(self, grid: np.ndarray) -> np.ndarray:
        """The image of a grid (rows, columns) of colours."""
        return turned(self._table[grid], self.turn)

    def invert(self, grid: np.ndarray) -> np.ndarray:
        """The grid whose image is `grid`."""
        return turned_back(self._inverse_table[grid], self.turn)

    @cached_property
    def _table(self) -> np.ndarray:
        return np.array(self.colours, np.uint8)

    @cached_property
    def _inverse_table(self) -> np.ndarray:
        return np.argsort(self._table).astype(np.uint8)


def augmented_name(puzzle: str, turn: int, colours: str) -> str:
    """The name of an augmented puzzle; `colours` holds the ten digits of `Augmentation.colours`."""
    return f"{puzzle}{SEPARATOR}t{turn}{SEPARATOR}{colours}"


def read_name(name: str) -> tuple[str, Augmentation]:
    """The original puzzle of an identifier's name, and its augmentation; `ValueError` as for `read_names`."""
    (puzzle,), (turn,), (colours,) = read_names([name])
    return puzzle, Augmentation(int(turn), tuple(colours.tolist()))


def read_names(names: Sequence[str]) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Original puzzles, turns (N,) and colours (N, 10) of many identifiers' names, as in `Augmentation`.

    Raises:
        ValueError: a name holds a separator, but not in the form of an augmented puzzle's name.
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
    """Rows and columns of a canvas of `seq_len` tokens; None if that is no square of at most 30x30 cells."""
    side = math.isqrt(seq_len)
    return side if side * side == seq_len and 1 <= side <= MAX_SIZE else None


def sizes(tokens: np.ndarray) -> np.ndarray:
    """Rows and columns of the largest rectangle of colours in the corner of each canvas: (N, cells) tokens to (N, 2).

    Of several largest rectangles the one with the fewest rows counts. Without a colour in the corner cell: 0, 0.
    """
    canvas = _squares(tokens)
    count, side, _ = canvas.shape
    coloured = np.zeros((count, side, side + 1), bool)  # the extra column ends every row
    coloured[:, :, :side] = (canvas >= FIRST_COLOUR) & (canvas < VOCAB_SIZE)
    width = np.minimum.accumulate(coloured.argmin(2), 1)  # (N, side): of the first row, the first two rows, ...
    area = width * np.arange(1, side + 1)
    rows = area.argmax(1)
    each = np.arange(len(canvas))
    return np.stack([np.where(area[each, rows] > 0, rows + 1, 0), width[each, rows]], 1)


def crop(tokens: np.ndarray) -> list[np.ndarray]:
    """The grids of colours, uint8, in the corners of canvases (N, cells); see `sizes`."""
    return [
        (one[:rows, :columns] - FIRST_COLOUR).astype(np.uint8)
        for one, (rows, columns) in zip(_squares(tokens), sizes(tokens), strict=True)
    ]


def _squares(tokens: np.ndarray) -> np.ndarray:
    """(N, cells) tokens as canvases (N, side, side)."""
    side = canvas_side(tokens.shape[1])
    assert side is not None, f"{tokens.shape[1]} tokens are no canvas"
    return rearrange(tokens, "n (row column) -> n row column", row=side)
