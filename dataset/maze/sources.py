"""Mazes from CSV files in the form of Maze-Hard, each row checked.

    source,question,answer,rating
    maze-30x30-hard-1k,###    ##   #[...],###    ##   #[...],112

Question and answer are the characters of a square grid, row by row (`dataset.maze.rules`), in one line or with a line
break after each row. The answer must be a shortest path. The rating (in the published data, the steps of that path) is
not used. `dataset.sources.puzzle_columns` finds the columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np
from einops import rearrange

from dataset.maze.rules import (
    ALSO_FREE,
    CHARACTERS,
    FREE,
    check,
    question_fault,
    rows_of,
    shortest_paths,
    signatures,
    size_of,
    solvable,
    turn_maps,
)
from dataset.sources.puzzle_columns import Role
from dataset.sources.puzzle_csv import WRONG, Puzzles, Record, read_records
from utils.errors import UserError

_TOKENS = np.full(256, WRONG, np.uint8)
_TOKENS[[ord(character) for character in CHARACTERS]] = np.arange(len(CHARACTERS)) + 1
_TOKENS[ord(ALSO_FREE)] = FREE


class Mazes(Puzzles):
    """Mazes; two are the same if a rotation or reflection maps one question onto the other."""

    def find_signatures(self) -> np.ndarray:
        """See `dataset.maze.rules.signatures`."""
        return signatures(self.inputs)

    def is_image(self, index: int, other: Self, other_index: int) -> bool:
        """Decide it by comparing the eight images cell by cell."""
        mine, theirs = self.inputs[index], other.inputs[other_index]
        return bool((mine[turn_maps(size_of(len(mine)))] == theirs).all(axis=1).any())


def read_mazes(path: Path) -> Mazes:
    """Read and check every row of a CSV file, plain or gzip (if its name ends in .gz).

    Raises:
        UserError: the file cannot be read, or a row is wrong; the message names its number.
    """
    return read_records(path, _checked, _Notation())


def with_turns(mazes: Mazes) -> tuple[np.ndarray, np.ndarray]:
    """Each maze followed by its seven rotations and reflections: inputs and labels (N * 8, cells)."""
    maps = turn_maps(size_of(mazes.inputs.shape[1]))
    images = (grids[:, maps] for grids in (mazes.inputs, mazes.answers))
    inputs, labels = (rearrange(grids, "maze turn cell -> (maze turn) cell") for grids in images)
    return inputs, labels


class _Notation:
    """How CSV files write grids; see `dataset.sources.puzzle_csv.Notation`."""

    def role(self, cell: str) -> Role | None:
        signs = set(cell)
        if not {"S", "G"} <= signs or not signs <= set(CHARACTERS + ALSO_FREE + "\r\n"):
            return None
        return "answer" if "o" in signs else "question"

    def cells(self, question: str, answer: str, cells: int | None) -> tuple[str, str]:
        question, answer = (_joined(text, name) for text, name in ((question, "question"), (answer, "answer")))
        for name, text in (("question", question), ("answer", answer)):
            fault = None
            if cells is None:
                try:
                    size_of(len(text))
                except UserError as error:
                    fault = str(error)
            elif len(text) != cells:
                fault = f"not {cells}"
            if fault:
                raise UserError(f"the {name} has {len(text)} characters, {fault}")
            cells = len(text)
        return question, answer


def _joined(cell: str, name: str) -> str:
    """The grid in one line. If it has a line break after each row, the rows must form a square."""
    rows = rows_of(cell)
    for number, row in enumerate(rows, 1):
        if len(rows) > 1 and len(row) != len(rows):
            raise UserError(
                f"row {number} of the {name} has {len(row)} cells, and there are {len(rows)} rows: a maze is a square"
            )
    return "".join(rows)


def _checked(records: Sequence[Record], origin: str) -> Mazes:
    """Turn rows into tokens and check that each answer is a shortest path of its question."""
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
