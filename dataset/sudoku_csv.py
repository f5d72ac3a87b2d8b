"""Solved 9x9 Sudoku puzzles from CSV files of Sudoku-Extreme's form, each row checked by the rules.

    source,question,answer,rating
    forum,..3.2.6..9..3.5..1[...],4839216579673458[...],21

A blank is '.' or '0'; the rating is the number of guesses that a solver needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np

from dataset.puzzle_csv import WRONG, Puzzles, Record, read_records
from dataset.sudoku import BLANK, FIRST_DIGIT, check, valid_grids
from dataset.sudoku_equivalence import equivalent, signatures
from dataset.sudoku_search import solve
from utils.errors import UserError

CELLS = 81
_TOKENS = np.full(256, WRONG, np.uint8)
_TOKENS[[ord("."), ord("0")]] = BLANK
_TOKENS[ord("1") : ord("9") + 1] = FIRST_DIGIT + np.arange(9)


class Sudokus(Puzzles):
    """Sudoku puzzles; two are the same where one of the symmetries maps question and answer onto the other's."""

    def find_signatures(self) -> np.ndarray:
        """See `dataset.sudoku_equivalence.signatures`."""
        return signatures(self.inputs, self.answers)

    def is_image(self, index: int, other: Self, other_index: int) -> bool:
        """Try every symmetry that could match."""
        mine, theirs = ((p.inputs[i], p.answers[i]) for p, i in ((self, index), (other, other_index)))
        return equivalent(theirs, mine)


def read_puzzles(path: Path) -> Sudokus:
    """Read and check every row of a CSV file, plain or gzip (by its ending .gz).

    Whether a question has one solution only is left to `require_unique`, which is far more work.

    Raises:
        UserError: the file cannot be read, or a row is wrong: named by its number.
    """
    return read_records(path, _checked, lambda cells: None if cells == CELLS else f"not {CELLS}")


def require_unique(puzzles: Sudokus) -> None:
    """Prove that each question has exactly one solution; `UserError` naming the first row that has more."""
    counts = solve(puzzles.inputs).counts
    if (counts != 1).any():
        raise UserError(f"{puzzles.name(int(np.argmax(counts != 1)))}: the question has more than one solution")


def _checked(records: Sequence[Record], origin: str) -> Sudokus:
    """Turn rows into tokens and check them: characters, answer against the rules, question against the answer."""
    puzzles = Sudokus.of(records, origin, _TOKENS)
    inputs, answers = puzzles.inputs, puzzles.answers
    agree = ((inputs == BLANK) | (inputs == answers)).all(axis=1)
    wrong = ~(agree & valid_grids(answers))
    if wrong.any():
        row = int(np.argmax(wrong))
        fault = check(inputs[row], answers[row])
        raise UserError(f"{puzzles.name(row)}: the answer does not solve the question: {fault}")
    return puzzles
