"""Whether two solved Sudoku puzzles are the same puzzle in disguise (relabelled, rows and columns exchanged, ...).

A test question must not be in train under any of the 1.2e12 symmetries of 9x9. Two steps decide it: `signatures` gives
each puzzle a number that no symmetry changes, cheap enough for millions; `equivalent` then tries every symmetry that
could match, for the few pairs whose numbers agree.
"""

from __future__ import annotations

import math

import numpy as np

from dataset.sudoku.rules import FIRST_DIGIT, line_orders, size_of

_BLOCK = 1 << 10  # puzzles at once, so that their cells stay in the processor's cache
_ROUNDS = 3


def signatures(inputs: np.ndarray, answers: np.ndarray) -> np.ndarray:
    """Return for each puzzle a number that is the same for all its symmetry images: (N,) uint64.

    Each cell starts with a colour for given or blank; then, for a few rounds, takes in the colours of its row and
    column (in either order), its box and the cells of its digit. Symmetry images get equal numbers for certain;
    other puzzles get different ones nearly always, so equal numbers only suggest what `equivalent` decides.

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
    shape = (size, size, count)  # the puzzle is the last axis: sums over cells then add long rows of memory
    digit = np.ascontiguousarray(answers.T).astype(np.intp) - FIRST_DIGIT
    each = np.arange(count)
    # a stable sort by digit brings the cells of each digit together, digit by digit; places are those of flat arrays
    by_digit = np.argsort(digit, axis=0, kind="stable") * count + each
    digit = digit * count + each
    colour = _mix((inputs.T >= FIRST_DIGIT).astype(np.uint64, order="C")).reshape(shape)
    for _ in range(_ROUNDS):
        rows = _mix(colour.sum(axis=1))[:, None]
        columns = _mix(colour.sum(axis=0))[None]
        boxes = _mix(colour.reshape(box, box, box, box, count).sum(axis=(1, 3)) + np.uint64(1))
        digits = _mix(np.take(colour, by_digit).reshape(shape).sum(axis=1) + np.uint64(2))
        colour = colour + _mix(rows + columns) + np.take(digits, digit).reshape(shape)
        colour.reshape(box, box, box, box, count)[...] += boxes[:, None, :, None]
        colour = _mix(colour)
    return _mix(colour.sum(axis=(0, 1)))


def _mix(values: np.ndarray) -> np.ndarray:
    """Scatter 64-bit values, one to one, so that sums of them seldom agree by chance (shift and multiply, twice)."""
    values = (values + np.uint64(0x9E3779B97F4A7C15)) * np.uint64(0xD6E8FEB86659FD93)
    values ^= values >> np.uint64(32)
    values *= np.uint64(0xD6E8FEB86659FD93)
    values ^= values >> np.uint64(29)
    return values


def equivalent(first: tuple[np.ndarray, np.ndarray], second: tuple[np.ndarray, np.ndarray]) -> bool:
    """Decide whether a symmetry maps one puzzle (question, answer) onto the other; each array is (n * n,) tokens.

    Transposition, the order of the columns, and which row becomes the first one fix the relabelling, and with it the
    place of every other row: that leaves 2 * 9 * 1296 candidates of 9x9 instead of 1.2e12.
    """
    size = size_of(len(first[0]))
    wanted, wanted_given = _solved(*first, size)
    source, source_given = _solved(*second, size)
    order = np.argsort(wanted[:, 0])
    columns = line_orders(size)  # (M, n)
    for grid, given in ((source, source_given), (source.T, source_given.T)):
        moved = grid[:, columns].transpose(1, 0, 2)  # (M, n, n)
        moved_given = given[:, columns].transpose(1, 0, 2)
        for top in range(size):
            names = np.empty((len(columns), size), np.intp)
            np.put_along_axis(names, moved[:, top], np.broadcast_to(wanted[0], names.shape), axis=1)
            renamed = np.take_along_axis(names, moved.reshape(len(columns), -1), axis=1).reshape(moved.shape)
            # row r of `wanted` can only be the row that starts with the same digit
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
    """Tell which row orders (M, n) keep the rows of a band together: (M,) bool."""
    bands = (rows // math.isqrt(size)).reshape(len(rows), -1, math.isqrt(size))
    return (bands == bands[:, :, :1]).all(axis=(1, 2))
