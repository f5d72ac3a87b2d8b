"""Puzzles with their answers from CSV files in the form of the published Sudoku and maze data.

    source,question,answer,rating
    forum,..3.2.6..9..3.5..1[...],4839216579673458[...],21

Question and answer are grids with the same number of cells, one character a cell, row by row.
`dataset.sources.puzzle_columns` finds their columns. Errors name a row by its line in the file. Rows that repeat the
question of an earlier row are left out, and their number is printed. The task decides what a grid may hold: see
`dataset.sudoku.sources` and `dataset.maze.sources`.
"""

from __future__ import annotations

import csv
import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, Protocol, Self, TypeVar

import numpy as np

from dataset.sources.puzzle_columns import Columns, Role, rows_of
from utils.errors import UserError
from utils.reading import bounded_lines, open_text

WRONG = 255
"""The token of characters that no grid of the task may hold."""
_BLOCK, _BLOCK_CHARACTERS = 1 << 12, 1 << 22
"""The most rows and characters that are checked together, which bounds the memory of a search in them."""


class Record(NamedTuple):
    """One row of a file, with the number of its line."""

    line: int
    question: str
    answer: str
    rating: float


class Notation(Protocol):
    """How a task writes its grids into the cells of a CSV file."""

    def role(self, cell: str) -> Role | None:
        """Whether a cell can only be a question, or only an answer; None if it can be both or neither."""
        ...

    def cells(self, question: str, answer: str, cells: int | None) -> tuple[str, str]:
        """Both grids with one character for each cell, without line breaks, quotes and the like.

        Args:
            cells: how many cells there must be; None in the first row, which decides.

        Raises:
            UserError: their size is wrong, as in "the question has 80 characters, not 81".
        """
        ...


@dataclass
class Puzzles(ABC):
    """N puzzles with their answers and origins; a task's subclass decides which are symmetry images of each other."""

    origin: str  # the file, for messages
    rows: np.ndarray  # (N,) line of the file
    inputs: np.ndarray  # (N, cells) uint8 tokens
    answers: np.ndarray  # (N, cells) uint8 tokens
    ratings: np.ndarray  # (N,) difficulty, in the task's own unit; NaN if ratings were not read

    @classmethod
    def of(cls, records: Sequence[Record], origin: str, table: np.ndarray) -> Self:
        """Turn rows with grids of one size into tokens.

        Args:
            table: (256,) uint8, the token of each character up to 254; `WRONG` for characters without one, and for 255.

        Raises:
            UserError: a character has no token.
        """
        inputs, answers = (cls._tokens(records, origin, table, name) for name in ("question", "answer"))
        lines = np.array([record.line for record in records], np.int64)
        return cls(origin, lines, inputs, answers, np.array([record.rating for record in records]))

    @staticmethod
    def _tokens(records: Sequence[Record], origin: str, table: np.ndarray, name: str) -> np.ndarray:
        texts = [getattr(record, name) for record in records]
        raw = "".join(texts).encode("utf-32-le", errors="surrogatepass")
        tokens = table[np.minimum(np.frombuffer(raw, "<u4"), len(table) - 1)].reshape(len(texts), -1)
        if (tokens == WRONG).any():
            row, cell = map(int, np.argwhere(tokens == WRONG)[0])
            where = f"{origin}, row {records[row].line}"
            raise UserError(f"{where}: character {cell + 1} of the {name} is '{texts[row][cell]}'")
        return tokens

    @cached_property
    def signatures(self) -> np.ndarray:
        """The result of `find_signatures`."""
        return self.find_signatures()

    @abstractmethod
    def find_signatures(self) -> np.ndarray:
        """A number for each puzzle that its symmetry images share and other puzzles nearly never: (N,) uint64."""

    @abstractmethod
    def is_image(self, index: int, other: Self, other_index: int) -> bool:
        """Whether puzzle `index` is a symmetry image of puzzle `other_index` of `other`, if their signatures agree."""

    def __len__(self) -> int:
        return len(self.rows)

    def take(self, chosen: np.ndarray) -> Self:
        """The puzzles chosen by an index array or a mask."""
        arrays = (self.rows, self.inputs, self.answers, self.ratings)
        return type(self)(self.origin, *(array[chosen] for array in arrays))

    def name(self, index: int) -> str:
        """The file and row of puzzle `index`, for messages."""
        return f"{self.origin}, row {self.rows[index]}"


P = TypeVar("P", bound=Puzzles)


def read_records(
    path: Path, checked: Callable[[Sequence[Record], str], P], notation: Notation, rated: bool = False
) -> P:
    """Read every row of a CSV file, plain or gzip (if its name ends in .gz), in blocks.

    Args:
        checked: turns a block of rows, given with the file's name, into puzzles, or raises `UserError`.
        rated: whether ratings are needed; otherwise they are not read.

    Raises:
        UserError: the file cannot be read, or a row is wrong; the message names its number.
    """
    parts: list[P] = []
    try:
        with open_text(path, newline="") as file:
            columns, rows = rows_of(bounded_lines(file, path), path, notation.role)
            if columns.guessed:
                print(f"{path}: column {columns.question + 1} is the question, column {columns.answer + 1} the answer")
            if not rated:
                columns = replace(columns, rating=None)
            elif columns.rating is None:
                raise UserError(f"{path}, row 1: no column 'rating', which --min-difficulty needs")
            for block in _blocks(_records(rows, columns, path, notation)):
                parts.append(checked(block, str(path)))
    except csv.Error as error:
        raise UserError(f"cannot read {path}: {error}") from None
    if not parts:
        raise UserError(f"{path} has no rows below its header")
    fields = [(p.rows, p.inputs, p.answers, p.ratings) for p in parts]
    kind = type(parts.pop())
    parts.clear()
    return _without_repeats(kind(str(path), *(np.concatenate(field) for field in zip(*fields, strict=True))))


def _without_repeats(puzzles: P) -> P:
    """Leave out puzzles whose question is in an earlier row, and print how many they are."""
    weights = np.random.default_rng(0).integers(1, 1 << 62, puzzles.inputs.shape[1], np.uint64)
    blocks = [puzzles.inputs[start : start + _BLOCK] for start in range(0, len(puzzles), _BLOCK)]
    marks = np.concatenate([(block.astype(np.uint64) * weights).sum(axis=1) for block in blocks])
    _, first, inverse = np.unique(marks, return_index=True, return_inverse=True)
    earlier = first[inverse]
    later = np.flatnonzero(earlier != np.arange(len(puzzles)))
    repeats = later[(puzzles.inputs[later] == puzzles.inputs[earlier[later]]).all(axis=1)]
    if not len(repeats):
        return puzzles
    print(f"{puzzles.origin}: {len(repeats)} of {len(puzzles)} rows repeat another puzzle, and are left out")
    kept = np.ones(len(puzzles), bool)
    kept[repeats] = False
    return puzzles.take(kept)


def require_disjoint(train: P, test: P) -> None:
    """Raise `UserError`, naming the two rows, if a test question is in train under any symmetry."""
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


def _records(
    rows: Iterator[tuple[int, list[str]]], columns: Columns, path: Path, notation: Notation
) -> Iterator[Record]:
    """Yield the rows of a file, whose grids must all have one size."""
    cells: int | None = None
    last = max(place for place in (columns.question, columns.answer, columns.rating) if place is not None)
    for line, row in rows:
        try:
            if len(row) <= last or (len(row) > columns.width and "".join(row[columns.width :]).strip()):
                raise UserError(f"{len(row)} fields, and the first row has {columns.width}")
            question, answer = notation.cells(row[columns.question], row[columns.answer], cells)
            rating = _rating(row, columns)
        except UserError as error:
            raise UserError(f"{path}, row {line}: {error}") from None
        cells = len(question)
        yield Record(line, question, answer, rating)


def _rating(row: list[str], columns: Columns) -> float:
    """The rating of a row, a finite number; with a decimal comma if commas do not separate fields."""
    if columns.rating is None:
        return math.nan
    text = row[columns.rating].strip()
    try:
        rating = float(text if columns.separator == "," else text.replace(",", "."))
    except ValueError:
        rating = math.nan
    if not math.isfinite(rating):
        raise UserError(f"the rating '{text}' is no number")
    return rating


def _blocks(records: Iterator[Record]) -> Iterator[list[Record]]:
    """Cut the rows into blocks of bounded size."""
    block: list[Record] = []
    characters = 0
    for record in records:
        block.append(record)
        characters += len(record.question)
        if len(block) == _BLOCK or characters >= _BLOCK_CHARACTERS:
            yield block
            block, characters = [], 0
    if block:
        yield block
