"""ARC grids as tokens, and the augmentations of a puzzle, under the official names.

A grid of at most 30x30 lies somewhere on a canvas of 30x30 cells. Tokens: 0 outside, 1 ("end of sequence") along the
edge below and right of the grid, colour c as c + 2.

    [[3 0]       5 2 1 0 ...
     [0 3]]      2 5 1 0 ...
                 1 1 0 0 ...          (a corner of the canvas; the grid itself may lie further in)

An augmented puzzle is named `<puzzle>|||t<turn>|||<colours>`: `turn` one of eight rotations and reflections, digit c of
`colours` the new name of colour c, of which 0 (black) stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dataset.symmetries import turned

MAX_SIZE = 30
CELLS = MAX_SIZE * MAX_SIZE
COLOURS = 10
PAD, EOS, FIRST_COLOUR = 0, 1, 2
VOCAB_SIZE = FIRST_COLOUR + COLOURS
SEPARATOR = "|||"
_INVERSE_TURN = (0, 3, 2, 1, 4, 5, 6, 7)


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
        return SEPARATOR.join((puzzle, f"t{self.turn}", "".join(map(str, self.colours))))

    def apply(self, grid: np.ndarray) -> np.ndarray:
        """The image of a grid (rows, columns) of colours."""
        return turned(self._table[grid], self.turn)

    def invert(self, grid: np.ndarray) -> np.ndarray:
        """The grid of which `grid` is the image."""
        return turned(self._inverse_table[grid], _INVERSE_TURN[self.turn])

    @cached_property
    def _table(self) -> np.ndarray:
        return np.array(self.colours, np.uint8)

    @cached_property
    def _inverse_table(self) -> np.ndarray:
        return np.argsort(self._table).astype(np.uint8)


def read_name(name: str) -> tuple[str, Augmentation]:
    """The puzzle that an identifier belongs to, and how it was augmented.

    Raises:
        ValueError: the name holds a separator, but is none of an augmented puzzle.
    """
    puzzle, *rest = name.split(SEPARATOR)
    if not rest:
        return puzzle, Augmentation()
    if len(rest) == 2 and rest[0][:1] == "t" and rest[0][1:] in "01234567" and sorted(rest[1]) == list("0123456789"):
        return puzzle, Augmentation(int(rest[0][1:]), tuple(map(int, rest[1])))
    raise ValueError(f"'{name}' is no name of an augmented puzzle, as 'id{SEPARATOR}t3{SEPARATOR}0213456789' is")


def sizes(tokens: np.ndarray) -> np.ndarray:
    """Rows and columns of the largest rectangle of colours in the corner of each canvas, (N, 2) of (N, 900) tokens.

    The first, from few rows to many, where several are as large; 0, 0 where the corner itself is no colour.
    """
    canvas = tokens.reshape(-1, MAX_SIZE, MAX_SIZE)
    coloured = (canvas >= FIRST_COLOUR) & (canvas < VOCAB_SIZE)
    width = np.minimum.accumulate(np.logical_and.accumulate(coloured, 2).sum(2), 1)  # (N, 30), of the first rows
    area = width * np.arange(1, MAX_SIZE + 1)
    rows = area.argmax(1)
    each = np.arange(len(canvas))
    return np.stack([np.where(area[each, rows] > 0, rows + 1, 0), width[each, rows]], 1)


def crop(tokens: np.ndarray) -> list[np.ndarray]:
    """The grids of colours, uint8, that lie in the corners of canvases (N, 900); see `sizes`."""
    canvas = tokens.reshape(-1, MAX_SIZE, MAX_SIZE)
    return [
        (one[:rows, :columns] - FIRST_COLOUR).astype(np.uint8)
        for one, (rows, columns) in zip(canvas, sizes(tokens), strict=True)
    ]
