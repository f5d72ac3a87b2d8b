"""Puzzles with their answers from CSV files, as the published Sudoku and maze data have them.

    source,question,answer,rating
    forum,..3.2.6..9..3.5..1[...],4839216579673458[...],21

Question and answer are grids of as many cells, a character each, row by row. Columns are found by the names of the
header; others may stand beside them. Rows are numbered as lines of the file, the header being row 1, and a row that is
wrong is named. What a grid may hold is for the task to say: `dataset.sudoku_csv`, `dataset.maze_csv`.
"""

from __future__ import annotations

import csv
import itertools
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, Self, TextIO, TypeVar

import numpy as np

from utils.errors import UserError
from utils.reading import open_text

WRONG = 255
"""What a character becomes that no grid of the task may hold."""
_HEADER = "source,question,answer,rating"
_COLUMNS = ("question", "answer", "rating")
_BLOCK = 1 << 12  # rows checked at once: what a search in them needs stays small


class Record(NamedTuple):
    """One row of a file, by its line."""

    line: int
    question: str
    answer: str
    rating: int


@dataclass
class Puzzles(ABC):
    """N puzzles with their answers, and where each came from; a task says which of them are the same in disguise."""

    origin: str  # the file, for messages
    rows: np.ndarray  # (N,) line of the file
    inputs: np.ndarray  # (N, cells) uint8 tokens
    answers: np.ndarray  # (N, cells) uint8 tokens
    ratings: np.ndarray  # (N,) int64, how hard: the meaning is the task's

    @classmethod
    def of(cls, records: Sequence[Record], origin: str, table: np.ndarray) -> Self:
        """Make tokens of rows with grids of one size.

        Args:
            table: (256,) uint8, the token of each character of Latin-1, `WRONG` for those that have none.

        Raises:
            UserError: a character has no token.
        """
        inputs, answers = (cls._tokens(records, origin, table, name) for name in ("question", "answer"))
        lines, ratings = (np.array([getattr(r, name) for r in records], np.int64) for name in ("line", "rating"))
        return cls(origin, lines, inputs, answers, ratings)

    @staticmethod
    def _tokens(records: Sequence[Record], origin: str, table: np.ndarray, name: str) -> np.ndarray:
        texts = [getattr(record, name) for record in records]
        raw = "".join(texts).encode("latin-1", errors="replace")
        tokens = table[np.frombuffer(raw, np.uint8)].reshape(len(texts), -1)
        if (tokens == WRONG).any():
            row, cell = map(int, np.argwhere(tokens == WRONG)[0])
            where = f"{origin}, row {records[row].line}"
            raise UserError(f"{where}: character {cell + 1} of the {name} is '{texts[row][cell]}'")
        return tokens

    @cached_property
    def signatures(self) -> np.ndarray:
        """What `find_signatures` finds."""
        return self.find_signatures()

    @abstractmethod
    def find_signatures(self) -> np.ndarray:
        """A number per puzzle that its symmetry images share, and others nearly never: (N,) uint64."""

    @abstractmethod
    def is_image(self, index: int, other: Self, other_index: int) -> bool:
        """Decide whether puzzle `index` is a symmetry image of one of `other` with the same signature."""

    def __len__(self) -> int:
        return len(self.rows)

    def take(self, chosen: np.ndarray) -> Self:
        """The puzzles that an index array or a mask chooses."""
        arrays = (self.rows, self.inputs, self.answers, self.ratings)
        return type(self)(self.origin, *(array[chosen] for array in arrays))

    def name(self, index: int) -> str:
        """Where puzzle `index` stands, for messages."""
        return f"{self.origin}, row {self.rows[index]}"


P = TypeVar("P", bound=Puzzles)


def read_records(
    path: Path, checked: Callable[[Sequence[Record], str], P], size_fault: Callable[[int], str | None]
) -> P:
    """Read every row of a CSV file, plain or gzip (by its ending .gz), in blocks.

    Args:
        checked: makes puzzles of a block of rows, given with the file's name, or raises `UserError`.
        size_fault: says of a number of cells what is wrong with it, as in "not 81", or None.

    Raises:
        UserError: the file cannot be read, or a row is wrong: named by its number.
    """
    parts: list[P] = []
    with _open_csv(path) as file:
        reader = csv.reader(file)
        places = _places(next(reader, []), path)
        records = _records(reader, places, path, size_fault)
        while block := list(itertools.islice(records, _BLOCK)):
            parts.append(checked(block, str(path)))
    if not parts:
        raise UserError(f"{path} has no rows below its header")
    fields = [(p.rows, p.inputs, p.answers, p.ratings) for p in parts]
    kind = type(parts.pop())
    parts.clear()
    return kind(str(path), *(np.concatenate(field) for field in zip(*fields, strict=True)))


def require_disjoint(train: P, test: P) -> None:
    """Assert that no test question is in train, under any symmetry; `UserError` naming the two rows where one is."""
    known, asked = train.signatures, test.signatures
    order = np.argsort(known)
    for index in map(int, np.flatnonzero(np.isin(asked, known))):
        first, last = (int(np.searchsorted(known, asked[index], side, order)) for side in ("left", "right"))
        for other in map(int, order[first:last]):
            if test.is_image(index, train, other):
                same = np.array_equal(train.inputs[other], test.inputs[index])
                raise UserError(
                    f"{test.name(index)} is {'also' if same else 'a symmetry image of'} {train.name(other)}:"
                    " a test question must not be in train; remove one of the two"
                )


@contextmanager
def _open_csv(path: Path) -> Iterator[TextIO]:
    """Open a text file, plain or gzip; whatever makes it unreadable becomes a `UserError` that names it."""
    try:
        with open_text(path, newline="") as file:
            yield file
    except csv.Error as error:
        raise UserError(f"cannot read {path}: {error}") from None


def _places(header: list[str], path: Path) -> list[int]:
    """Positions of `_COLUMNS`; the source is not used, and may be missing."""
    names = [name.strip().lstrip("\ufeff").lower() for name in header]
    missing = [name for name in _COLUMNS if name not in names]
    if missing:
        raise UserError(f"{path}, row 1: no column '{missing[0]}'; the header must be {_HEADER}")
    return [names.index(name) for name in _COLUMNS]


def _records(
    reader: Iterator[list[str]], places: list[int], path: Path, size_fault: Callable[[int], str | None]
) -> Iterator[Record]:
    """Yield the rows, all grids of one size; empty lines are passed by."""
    cells: int | None = None
    for row in reader:
        if not row:
            continue
        line = reader.line_num  # type: ignore[attr-defined]
        try:
            question, answer, rating = (row[place] for place in places)
        except IndexError:
            raise UserError(f"{path}, row {line}: {len(row)} fields; it needs {_HEADER}") from None
        for name, text in (("question", question), ("answer", answer)):
            fault = size_fault(len(text)) if cells is None else None if len(text) == cells else f"not {cells}"
            if fault:
                raise UserError(f"{path}, row {line}: the {name} has {len(text)} characters, {fault}")
            cells = len(text)
        try:
            yield Record(line, question, answer, int(rating))
        except ValueError:
            raise UserError(f"{path}, row {line}: the rating '{rating}' is no whole number") from None
