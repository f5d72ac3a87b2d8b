"""Mazes from CSV files of Maze-Hard's form, each row checked.

    source,question,answer,rating
    maze-30x30-hard-1k,###    ##   #[...],###    ##   #[...],112

Question and answer are the characters of a square grid, row by row (`dataset.maze`); the answer must be a shortest
path. The rating, in the published data the steps of that path, is read and not used.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np

from dataset.maze import CHARACTERS, check, question_fault, shortest_paths, signatures, size_of, solvable, turn_maps
from dataset.puzzle_csv import WRONG, Puzzles, Record, read_records
from utils.errors import UserError

_TOKENS = np.full(256, WRONG, np.uint8)
_TOKENS[[ord(character) for character in CHARACTERS]] = np.arange(len(CHARACTERS)) + 1


class Mazes(Puzzles):
    """Mazes; two are the same where a rotation or reflection maps one question onto the other."""

    def find_signatures(self) -> np.ndarray:
        """See `dataset.maze.signatures`."""
        return signatures(self.inputs)

    def is_image(self, index: int, other: Self, other_index: int) -> bool:
        """Compare the eight images cell by cell."""
        mine, theirs = self.inputs[index], other.inputs[other_index]
        return bool((mine[turn_maps(size_of(len(mine)))] == theirs).all(axis=1).any())


def read_mazes(path: Path) -> Mazes:
    """Read and check every row of a CSV file, plain or gzip (by its ending .gz).

    Raises:
        UserError: the file cannot be read, or a row is wrong: named by its number.
    """
    return read_records(path, _checked, _size_fault)


def _size_fault(cells: int) -> str | None:
    try:
        size_of(cells)
    except UserError as error:
        return str(error)
    return None


def _checked(records: Sequence[Record], origin: str) -> Mazes:
    mazes = Mazes.of(records, origin, _TOKENS)
    inputs, answers = mazes.inputs, mazes.answers
    wrong = ~(solvable(inputs) & shortest_paths(inputs, answers))
    if wrong.any():
        row = int(np.argmax(wrong))
        fault = question_fault(inputs[row])
        if fault:
            raise UserError(f"{mazes.name(row)}: the question has {fault}")
        raise UserError(f"{mazes.name(row)}: the answer is no shortest path: {check(inputs[row], answers[row])}")
    return mazes
