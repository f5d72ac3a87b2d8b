"""Sudoku of 4x4 and 9x9 cells: reading, drawing, rules and symmetries.

    1 . | 3 4      inputs  [2 1 4 5  4 1 1 1  1 2 1 1  5 4 1 1]     1 is a blank cell, digit d is token d + 1
    3 . | . .
    ----+----      answer  [2 3 4 5  4 5 2 3  3 2 5 4  5 4 3 2]
    . 1 | . .
    4 3 | . .

The size follows from the number of cells, 16 or 81. Token 0 is padding, so an n x n grid has a vocabulary of n + 2.
Grids are flat, row by row.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Callable

import numpy as np
from einops import rearrange

from dataset.symmetries import Symmetries
from utils.errors import UserError

PAD, BLANK, FIRST_DIGIT = 0, 1, 2
SIZES = {16: 4, 81: 9}
"""The side of a grid, by its number of cells."""
BLANKS = ".0*_?- "
"""Signs that people write for a blank cell."""
_FRAME = frozenset("|-+")


def size_of(cells: int) -> int:
    """The side of a grid with this many cells: 4 or 9."""
    if cells not in SIZES:
        raise ValueError(f"no Sudoku has {cells} cells; 16 (4x4) or 81 (9x9) are supported")
    return SIZES[cells]


def vocabulary_size(size: int) -> int:
    """Number of tokens for grids of `size` x `size`: padding, blank and the digits."""
    return FIRST_DIGIT + size


# ---- the protocol of `dataset.tasks.Puzzle`


def parse(text: str) -> np.ndarray:
    """Read a puzzle of 16 or 81 cells; a blank is one of `. 0 * _ ? -` or a space.

    White space and the signs | - + may frame it. A space or - is a blank cell if the number of cells is then right.

    Returns:
        (seq_len,) uint8 tokens.

    Raises:
        UserError: the number of cells, a character or a digit is wrong, or two givens clash.
    """
    for position, character in enumerate(text, 1):
        if not character.isspace() and character not in BLANKS + "|+123456789":
            raise UserError(f"character {position}, '{character}', is neither a digit nor '.' for a blank cell")
    readings = _readings(text)
    cells = next((reading for reading in readings if len(reading) in SIZES), readings[-1])
    if len(cells) not in SIZES:
        raise UserError(f"a Sudoku has 16 cells (4x4) or 81 (9x9), this text has {len(cells)}")
    size = SIZES[len(cells)]
    digits = np.array([0 if character in BLANKS else int(character) for character in cells])
    if digits.max() > size:
        cell = int(np.argmax(digits > size))
        raise UserError(f"{_cell(cell, size)} holds {digits[cell]}; a {size}x{size} Sudoku has the digits 1..{size}")
    clash = _first_clash(digits, size)
    if clash:
        raise UserError(f"the givens clash: {clash}")
    return (digits + BLANK).astype(np.uint8)


def render(inputs: np.ndarray, answer: np.ndarray | None = None) -> str:
    """Draw a puzzle or its answer as a grid with box lines; every token that is no digit is a dot."""
    tokens = inputs if answer is None else answer
    size = size_of(len(tokens))
    box = math.isqrt(size)
    signs = [str(d) if d > 0 else "." for d in _digits(tokens, size)]
    rule = "+" + ("-" * (2 * box + 1) + "+") * box
    lines = []
    for row in range(size):
        if row % box == 0:
            lines.append(rule)
        line = signs[row * size : (row + 1) * size]
        lines.append("| " + " | ".join(" ".join(line[i : i + box]) for i in range(0, size, box)) + " |")
    return "\n".join([*lines, rule])


def check(inputs: np.ndarray, answer: np.ndarray) -> str | None:
    """Name the first rule that `answer` (seq_len,) breaks for the puzzle `inputs` (seq_len,); None for a solution."""
    size = size_of(len(inputs))
    if len(answer) != len(inputs):
        return f"the answer has {len(answer)} cells, the puzzle {len(inputs)}"
    given, found = _digits(inputs, size), _digits(answer, size)
    changed = (given > 0) & (found > 0) & (given != found)
    if changed.any():
        cell = int(np.argmax(changed))
        return f"cell {_cell(cell, size)} changes the given {given[cell]} to {found[cell]}"
    if not found.all():
        cell = int(np.argmin(found))
        return f"cell {_cell(cell, size)} {'is blank' if answer[cell] == BLANK else 'holds no digit'}"
    return _first_clash(found, size)


def signs(vocab_size: int) -> str:
    """See `dataset.tasks.Signs`."""
    return "?." + "123456789"[: vocab_size - FIRST_DIGIT]


def draw_symmetries(
    count: int, seq_len: int, rng: np.random.Generator, read: Callable[[], object] | None = None
) -> Symmetries:
    """Draw from all symmetries with equal probability: renamed digits, permuted rows and columns, transposition.

    Rows are permuted within their bands, and bands among each other; columns likewise. Padding and blanks stay.
    """
    size = size_of(seq_len)
    orders = line_orders(size)
    rows = orders[rng.integers(len(orders), size=count)]
    columns = orders[rng.integers(len(orders), size=count)]
    transposed = rng.integers(2, size=count)
    tokens = np.tile(np.arange(vocabulary_size(size), dtype=np.uint8), (count, 1))
    tokens[:, FIRST_DIGIT:] = rng.permuted(tokens[:, FIRST_DIGIT:], axis=1)
    return Symmetries(_cells(rows, columns, transposed, size), tokens)


def _readings(text: str) -> list[str]:
    """Possible readings of a text as cells, the likeliest first; in the last one every - is part of a frame."""
    lines = text.strip("\r\n").splitlines()
    found = []
    if " " in text and not set("|+") & set(text):
        if len(lines) == 1:
            found.append(lines[0])
        elif len(lines) in SIZES.values() and max(map(len, lines)) <= len(lines):  # editors strip spaces at line ends
            found.append("".join(line.ljust(len(lines)) for line in lines))
    packed = ["".join(line.split()) for line in lines]
    inside = [line for line in packed if not ("+" in line and _FRAME >= set(line))]
    between = [line for line in packed if not _FRAME >= set(line)]
    for kept, frame in ((inside, "|+"), (between, "|+"), (packed, "|+-")):
        found.append("".join(sign for line in kept for sign in line if sign not in frame))
    return found


# ---- symmetries


def position_maps(size: int) -> np.ndarray:
    """Every rearrangement of the cells of 4x4 that keeps the rules: (128, 16). 9x9 has 3,359,232, too many to list."""
    if size != 4:
        raise ValueError("only the position maps of 4x4 can be listed")
    orders = line_orders(size)
    row, column, transposed = np.indices((len(orders), len(orders), 2)).reshape(3, -1)
    return _cells(orders[row], orders[column], transposed, size)


@functools.cache
def line_orders(size: int) -> np.ndarray:
    """Every order of the rows (or columns) that keeps bands together: (8, 4) for 4x4, (1296, 9) for 9x9."""
    box = math.isqrt(size)
    order = list(itertools.permutations(range(box)))
    found = [
        [band * box + line for band, inside in zip(bands, insides, strict=True) for line in inside]
        for bands in order
        for insides in itertools.product(order, repeat=box)
    ]
    lines = np.array(found, dtype=np.intp)
    lines.setflags(write=False)  # all callers share the cached array
    return lines


def _cells(rows: np.ndarray, columns: np.ndarray, transposed: np.ndarray, size: int) -> np.ndarray:
    """Cell maps (B, n * n), uint8: row i comes from `rows[b, i]` and column j from `columns[b, j]`; or transposed."""
    down = (np.where(transposed, 1, size)[:, None] * rows).astype(np.uint8)
    across = (np.where(transposed, size, 1)[:, None] * columns).astype(np.uint8)
    return rearrange(down[:, :, None] + across[:, None, :], "b row column -> b (row column)")


# ---- rules


def valid_grids(grids: np.ndarray) -> np.ndarray:
    """Which of the grids (N, n * n) are full and obey the rules: (N,) bool."""
    size = size_of(grids.shape[1])
    every = (1 << size) - 1
    ok = np.empty(len(grids), bool)
    for start in range(0, len(grids), 1 << 13):  # blocks that fit into the processor's cache
        block = grids[start : start + (1 << 13)]
        bits = np.zeros(vocabulary_size(size), np.uint16)
        bits[FIRST_DIGIT:] = 1 << np.arange(size)
        held = bits[np.where((block < 0) | (block >= len(bits)), PAD, block)]
        units = np.bitwise_or.reduce(held[:, unit_cells(size)], axis=2)  # (B, 3n)
        ok[start : start + len(block)] = (units == every).all(axis=1)
    return ok


@functools.cache
def unit_cells(size: int) -> np.ndarray:
    """The cells of each row, then of each column, then of each box: (3n, n)."""
    box = math.isqrt(size)
    rows = rearrange(np.arange(size * size), "(row column) -> row column", row=size)
    boxes = rearrange(rows, "(band row) (stack column) -> (band stack) (row column)", row=box, column=box)
    units = np.concatenate([rows, rows.T, boxes])
    units.setflags(write=False)
    return units


def _first_clash(digits: np.ndarray, size: int) -> str | None:
    """Name the first row, column or box that holds a digit twice; `digits` is (n * n,), 0 for cells without a digit."""
    for unit, cells in enumerate(unit_cells(size)):
        counts = np.bincount(digits[cells], minlength=size + 1)[1:]
        if counts.max() > 1:
            return f"{('row', 'column', 'box')[unit // size]} {unit % size + 1} holds {counts.argmax() + 1} twice"
    return None


def _digits(tokens: np.ndarray, size: int) -> np.ndarray:
    """The digits 1..n of tokens; 0 for every token that is no digit."""
    digits = np.asarray(tokens).astype(np.int64) - BLANK
    return np.where((digits >= 1) & (digits <= size), digits, 0)


def _cell(cell: int, size: int) -> str:
    return f"r{cell // size + 1}c{cell % size + 1}"
