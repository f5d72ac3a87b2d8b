"""Slow and plain ways to compute what the modules of `dataset.sudoku` compute fast, and puzzles to try them on."""

from __future__ import annotations

import itertools

import numpy as np

from dataset.sudoku.rules import (
    BLANK,
    draw_symmetries,
    position_maps,
)

SMALL = "1.34 3... .1.. 43.."

SMALL_ANSWER = "1234 3412 2143 4321"

EASY = "53..7.... 6..195... .98....6. 8...6...3 4..8.3..1 7...2...6 .6....28. ...419..5 ....8..79"


def augment(inputs: np.ndarray, labels: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Images of puzzles and answers, each under a symmetry of its own."""
    return draw_symmetries(len(inputs), inputs.shape[1], rng).images(inputs, labels)


def reference_solutions(question: np.ndarray, limit: int) -> int:
    """Count the solutions of a question that may clash in itself."""
    digits, size = (question.astype(int) - 1).tolist(), int(len(question) ** 0.5)
    if any(digit and digit in neighbours(digits, cell, size) for cell, digit in enumerate(digits)):
        return 0
    return fillings(digits, size, limit)


def fillings(digits: list[int], size: int, limit: int) -> int:
    """Fill the first blank cell with each digit that its neighbours leave: slow, and plainly right."""
    if 0 not in digits:
        return 1
    cell, found = digits.index(0), 0
    for digit in set(range(1, size + 1)) - neighbours(digits, cell, size):
        found += fillings([*digits[:cell], digit, *digits[cell + 1 :]], size, limit - found)
        if found >= limit:
            break
    return found


def neighbours(digits: list[int], cell: int, size: int) -> set[int]:
    """Digits of the other cells in the row, column and box of `cell`."""
    box, (row, column) = int(size**0.5), divmod(cell, size)
    return {
        digits[r * size + c]
        for r, c in itertools.product(range(size), repeat=2)
        if (r, c) != (row, column) and (r == row or c == column or (r // box, c // box) == (row // box, column // box))
    }


def follows_rules(tokens: np.ndarray) -> bool:
    size = int(len(tokens) ** 0.5)
    box = int(size**0.5)
    grid = tokens.reshape(size, size)
    every = set(range(2, size + 2))
    return all(
        set(grid[i]) == every
        and set(grid[:, i]) == every
        and set(grid[i // box * box :, i % box * box :][:box, :box].ravel()) == every
        for i in range(size)
    )


def equivalent_by_listing(first: tuple[np.ndarray, np.ndarray], second: tuple[np.ndarray, np.ndarray]) -> bool:
    for cells in position_maps(4):
        answer, question = second[1][cells], second[0][cells]
        names = dict(zip(answer[:4].tolist(), first[1][:4].tolist(), strict=True))
        if [names[t] for t in answer.tolist()] == first[1].tolist() and ((question > 1) == (first[0] > 1)).all():
            return True
    return False


def orbit_keys(inputs: np.ndarray) -> list[tuple[int, ...]]:
    """Canonical form of each puzzle, by trying every position map and naming digits as they first appear."""
    keys = []
    for puzzle in inputs.tolist():
        forms = []
        for cells in position_maps(4).tolist():
            names: dict[int, int] = {}
            moved = (puzzle[c] for c in cells)
            forms.append(tuple(0 if t == BLANK else names.setdefault(t, len(names) + 1) for t in moved))
        keys.append(min(forms))
    return keys


def as_text(tokens: np.ndarray) -> str:
    """A puzzle as a CSV file has it."""
    return "".join("." if t == BLANK else str(t - 1) for t in tokens.tolist())
