"""Whether two solved Sudoku puzzles are the same under a symmetry (digits renamed, rows and columns exchanged, ...).

A test question must not be in train under any of the 1.2e12 symmetries of 9x9. Two steps decide this. `signatures`
gives each puzzle a number that no symmetry changes, which is fast enough for millions of puzzles. For the few pairs
with equal numbers, `equivalent` tries every symmetry that could match.
"""

from __future__ import annotations

import math

import numpy as np
from einops import rearrange, reduce

from dataset.sudoku.rules import FIRST_DIGIT, line_orders, size_of

_BLOCK = 1 << 10
"""Puzzles processed together, whose cells fit into the processor's cache."""
_ROUNDS = 3
_BOXES = "(band row) (stack column) puzzle -> band stack puzzle"


def signatures(inputs: np.ndarray, answers: np.ndarray) -> np.ndarray:
    """A number for each puzzle that is the same for all its symmetry images: (N,) uint64.

    Every cell starts with one of two colours, for given or blank. In each of a few rounds, a cell's colour is mixed
    with the colours of its row and column (in either order), its box, and the cells of the same digit. Symmetry images
    always have equal numbers. Other puzzles nearly always have different ones, so `equivalent` decides equal cases.

    Args:
        inputs, answers: (N, n * n) tokens of the puzzles and of their solutions.
    """
    result = np.empty(len(inputs), np.uint64)
    for start in range(0, len(inputs), _BLOCK):
        block = slice(start, start + _BLOCK)
        result[block] = _signatures(inputs[block], answers[block])
    return result


def _signatures(inputs: np.ndarray, answers: np.ndarray) -> np.ndarray:
    size, count = size_of(inputs.shape[1]), len(inputs)
    box = math.isqrt(size)
    shape = (size, size, count)  # puzzles are the last axis, so that sums over cells read contiguous memory
    digit = np.ascontiguousarray(answers.T).astype(np.intp) - FIRST_DIGIT
    each = np.arange(count)
    # The cells of each digit, digit by digit, as indices into flattened arrays.
    by_digit = np.argsort(digit, axis=0, kind="stable") * count + each
    digit = digit * count + each
    colour = _mix((inputs.T >= FIRST_DIGIT).astype(np.uint64, order="C")).reshape(shape)
    for _ in range(_ROUNDS):
        rows = _mix(colour.sum(axis=1))[:, None]
        columns = _mix(colour.sum(axis=0))[None]
        boxes = _mix(reduce(colour, _BOXES, "sum", row=box, column=box) + np.uint64(1))
        digits = _mix(np.take(colour, by_digit).reshape(shape).sum(axis=1) + np.uint64(2))
        colour = colour + _mix(rows + columns) + np.take(digits, digit).reshape(shape)
        colour.reshape(box, box, box, box, count)[...] += boxes[:, None, :, None]  # einops may copy, and this writes
        colour = _mix(colour)
    return _mix(colour.sum(axis=(0, 1)))


def _mix(values: np.ndarray) -> np.ndarray:
    """Map 64-bit values one to one to seemingly random ones, so that their sums seldom agree by chance."""
    values = (values + np.uint64(0x9E3779B97F4A7C15)) * np.uint64(0xD6E8FEB86659FD93)
    values ^= values >> np.uint64(32)
    values *= np.uint64(0xD6E8FEB86659FD93)
    values ^= values >> np.uint64(29)
    return values


def equivalent(first: tuple[np.ndarray, np.ndarray], second: tuple[np.ndarray, np.ndarray]) -> bool:
    """Whether a symmetry maps one puzzle (question, answer) onto the other; each array is (n * n,) tokens.

    Transposition, the order of the columns and the choice of the first row determine how digits are renamed, and so the
    order of the other rows. That leaves 2 * 9 * 1296 candidates for 9x9 instead of 1.2e12.
    """
    size = size_of(len(first[0]))
    wanted, wanted_given = _solved(*first, size)
    source, source_given = _solved(*second, size)
    order = np.argsort(wanted[:, 0])
    columns = line_orders(size)  # (M, n)
    for grid, given in ((source, source_given), (source.T, source_given.T)):
        moved, moved_given = (
            rearrange(cells[:, columns], "row order column -> order row column") for cells in (grid, given)
        )  # (M, n, n)
        for top in range(size):
            names = np.empty((len(columns), size), np.intp)
            np.put_along_axis(names, moved[:, top], np.broadcast_to(wanted[0], names.shape), axis=1)
            renamed = np.take_along_axis(names, moved.reshape(len(columns), -1), axis=1).reshape(moved.shape)
            # Row r of `wanted` can only be the row that starts with the same digit.
            rows = np.empty((len(columns), size), np.intp)
            rows[:, order] = np.argsort(renamed[:, :, 0], axis=1)
            placed = np.take_along_axis(renamed, rows[:, :, None], axis=1)
            placed_given = np.take_along_axis(moved_given, rows[:, :, None], axis=1)
            same = (placed == wanted).all(axis=(1, 2)) & (placed_given == wanted_given).all(axis=(1, 2))
            if (same & _keeps_bands(rows, size)).any():
                return True
    return False


def _solved(question: np.ndarray, answer: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Digits 0..n-1 of the answer, and which cells are given, both (n, n)."""
    digits = np.asarray(answer).astype(np.intp).reshape(size, size) - FIRST_DIGIT
    return digits, (np.asarray(question) >= FIRST_DIGIT).reshape(size, size)


def _keeps_bands(rows: np.ndarray, size: int) -> np.ndarray:
    """Which row orders (M, n) keep the rows of a band together: (M,) bool."""
    box = math.isqrt(size)
    bands = rearrange(rows // box, "order (band row) -> order band row", row=box)
    return (bands == bands[:, :, :1]).all(axis=(1, 2))
