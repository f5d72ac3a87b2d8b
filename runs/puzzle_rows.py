"""Which row of a trained table of puzzle embeddings each puzzle identifier of other data takes.

A row belongs to the puzzle that it was trained on, and other data find the rows of their puzzles by name
(`dataset.identifiers`). A puzzle that the table does not have takes the mean of all rows, as new tasks do in the
official code. Callers print how many puzzles those are, and decide what to do where no puzzle is known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dataset.common import PuzzleDatasetMetadata, read_build
from dataset.identifiers import BLANK, UNKNOWN, Identifiers, find_rows, read_identifiers
from dataset.puzzle_dataset import ExampleSet


@dataclass(frozen=True)
class TablePart:
    """The rows that one data path has in a table.

    Attributes:
        path: of the data.
        fingerprint: of the data, from `build.json`; None where they have none.
        start, count: the rows `start` to `start + count - 1`.
    """

    path: str
    fingerprint: str | None
    start: int
    count: int


@dataclass(frozen=True)
class PuzzleTable:
    """Which puzzles the rows of a table belong to.

    Attributes:
        parts: one for each data path of the training.
        read: reads the puzzles of each part, None where its data had no names; called only where fingerprints do not
            settle the matter.
    """

    parts: Sequence[TablePart]
    read: Callable[[], Sequence[Identifiers | None]]

    def match(self, data_path: Path, metadata: PuzzleDatasetMetadata) -> Matched | None:
        """Find the rows for the data at `data_path`; None where names are missing on one side.

        Args:
            metadata: of one split of the data at this path alone.
        """
        made = read_build(data_path).get("fingerprint")
        same = [part for part in self.parts if made and part.fingerprint == made]
        near = [part for part in self.parts if Path(part.path).resolve() == data_path.resolve()]
        if metadata.num_puzzle_identifiers == 1:
            start = [*same, *near, *self.parts][0].start
            return Matched(np.array([start], np.int64), np.ones(1, bool))
        for part in same:
            if part.count == metadata.num_puzzle_identifiers:
                blank = np.arange(part.count) == metadata.blank_identifier_id
                return Matched(np.arange(part.start, part.start + part.count), blank)
        wanted = read_identifiers(data_path, metadata)
        if wanted is None:
            return None
        trained: list[tuple[int, Identifiers]] = []
        for part, known in zip(self.parts, self.read(), strict=True):
            if known is None:
                return None
            trained.insert(0 if part in near else len(trained), (part.start, known))
        blank = np.array([name == BLANK for name in wanted.names])
        return Matched(find_rows(trained, wanted), blank)


@dataclass(frozen=True)
class Matched:
    """The rows of all identifiers of some data.

    Attributes:
        rows: (N,) int64, `UNKNOWN` for a puzzle that the table does not have.
        blank: (N,) bool, identifiers that stand for no puzzle.
    """

    rows: np.ndarray
    blank: np.ndarray

    def count(self, identifiers: np.ndarray | None = None) -> tuple[int, int]:
        """How many puzzles there are among these identifiers (by default all), and how many of them are unknown."""
        puzzles = ~self.blank
        if identifiers is not None:
            puzzles &= np.isin(np.arange(len(puzzles)), identifiers)
        return int(puzzles.sum()), int((puzzles & (self.rows == UNKNOWN)).sum())


def used_identifiers(sets: Sequence[ExampleSet]) -> np.ndarray:
    """The identifiers that rows of these sets have, each once."""
    return np.unique(np.concatenate([np.zeros(0, np.int64), *(one.puzzle_identifiers for one in sets)]))


def join(matched: Sequence[Matched]) -> Matched:
    """The rows of several data paths, one after the other."""
    return Matched(np.concatenate([one.rows for one in matched]), np.concatenate([one.blank for one in matched]))
