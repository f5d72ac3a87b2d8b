"""Solved 9x9 Sudoku puzzles from CSV files of Sudoku-Extreme's form, each row checked by the rules.

    source,question,answer,rating
    forum,..3.2.6..9..3.5..1[...],4839216579673458[...],21

Columns are found by the names of the header; others may stand beside them. A blank is '.' or '0'. Rows are numbered as
lines of the file, the header being row 1, and the first row that is wrong is named.
"""

from __future__ import annotations

import csv
import functools
import gzip
import itertools
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import numpy as np

from dataset.sudoku import BLANK, FIRST_DIGIT, check, valid_grids
from dataset.sudoku_equivalence import equivalent, signatures
from dataset.sudoku_search import solve
from utils.errors import UserError

CELLS = 81
_HEADER = "source,question,answer,rating"
_COLUMNS = ("question", "answer", "rating")
_BLOCK = 1 << 15
_WRONG = 255
_TOKENS = np.full(256, _WRONG, np.uint8)
_TOKENS[[ord("."), ord("0")]] = BLANK
_TOKENS[ord("1") : ord("9") + 1] = FIRST_DIGIT + np.arange(9)


@dataclass
class Puzzles:
    """N puzzles with their solutions, and where each came from."""

    origin: str  # the file, for messages
    rows: np.ndarray  # (N,) line of the file
    inputs: np.ndarray  # (N, 81) uint8 tokens
    answers: np.ndarray  # (N, 81) uint8 tokens
    ratings: np.ndarray  # (N,) int64, guesses that a solver needs

    @functools.cached_property
    def signatures(self) -> np.ndarray:
        """A number per puzzle that its symmetry images share: (N,) uint64."""
        return signatures(self.inputs, self.answers)

    def __len__(self) -> int:
        return len(self.rows)

    def take(self, chosen: np.ndarray) -> Puzzles:
        """The puzzles that an index array or a mask chooses."""
        arrays = (self.rows, self.inputs, self.answers, self.ratings)
        return Puzzles(self.origin, *(array[chosen] for array in arrays))

    def name(self, index: int) -> str:
        """Where puzzle `index` stands, for messages."""
        return f"{self.origin}, row {self.rows[index]}"


def read_puzzles(path: Path) -> Puzzles:
    """Read and check every row of a CSV file, plain or gzip (by its ending .gz).

    Whether a question has one solution only is left to `require_unique`, which is far more work.

    Raises:
        UserError: the file cannot be read, or a row is wrong: named by its number.
    """
    parts: list[Puzzles] = []
    with _open_csv(path) as file:
        reader = csv.reader(file)
        places = _places(next(reader, []), path)
        records = _records(reader, places, path)
        while block := list(itertools.islice(records, _BLOCK)):
            parts.append(_checked(block, str(path)))
    if not parts:
        raise UserError(f"{path} has no rows below its header")
    fields = [(p.rows, p.inputs, p.answers, p.ratings) for p in parts]
    parts.clear()
    return Puzzles(str(path), *(np.concatenate(field) for field in zip(*fields, strict=True)))


def require_unique(puzzles: Puzzles) -> None:
    """Prove that each question has exactly one solution; `UserError` naming the first row that has more."""
    counts = solve(puzzles.inputs).counts
    if (counts != 1).any():
        raise UserError(f"{puzzles.name(int(np.argmax(counts != 1)))}: the question has more than one solution")


def require_disjoint(train: Puzzles, test: Puzzles) -> None:
    """Assert that no test question is in train, under any symmetry; `UserError` naming the two rows where one is."""
    known, asked = train.signatures, test.signatures
    order = np.argsort(known)
    for index in np.flatnonzero(np.isin(asked, known)):
        first, last = (int(np.searchsorted(known, asked[index], side, order)) for side in ("left", "right"))
        for other in order[first:last]:
            mine = (train.inputs[other], train.answers[other])
            if equivalent(mine, (test.inputs[index], test.answers[index])):
                same = (train.inputs[other] == test.inputs[index]).all()
                raise UserError(
                    f"{test.name(int(index))} is {'also' if same else 'a symmetry image of'} {train.name(int(other))}:"
                    " a test question must not be in train; remove one of the two"
                )


@contextmanager
def _open_csv(path: Path) -> Iterator[TextIO]:
    """Open a text file, plain or gzip; whatever makes it unreadable becomes a `UserError` that names it."""
    try:
        opened = gzip.open(path, "rt", encoding="utf-8", newline="") if path.suffix == ".gz" else None
        with opened or open(path, encoding="utf-8", newline="") as file:
            yield file
    except (OSError, EOFError, zlib.error, UnicodeDecodeError, csv.Error) as error:
        raise UserError(f"cannot read {path}: {getattr(error, 'strerror', None) or error}") from None


def _places(header: list[str], path: Path) -> list[int]:
    """Positions of `_COLUMNS`; the source is not used, and may be missing."""
    names = [name.strip().lstrip("\ufeff").lower() for name in header]
    missing = [name for name in _COLUMNS if name not in names]
    if missing:
        raise UserError(f"{path}, row 1: no column '{missing[0]}'; the header must be {_HEADER}")
    return [names.index(name) for name in _COLUMNS]


def _records(reader: Iterator[list[str]], places: list[int], path: Path) -> Iterator[tuple[int, str, str, int]]:
    """Yield row number, question, answer and rating of each row, all of the right length; empty lines are passed by."""
    for row in reader:
        if not row:
            continue
        line = reader.line_num  # type: ignore[attr-defined]
        try:
            question, answer, rating = (row[place] for place in places)
        except IndexError:
            raise UserError(f"{path}, row {line}: {len(row)} fields; it needs {_HEADER}") from None
        for name, text in (("question", question), ("answer", answer)):
            if len(text) != CELLS:
                raise UserError(f"{path}, row {line}: the {name} has {len(text)} characters, not {CELLS}")
        try:
            yield line, question, answer, int(rating)
        except ValueError:
            raise UserError(f"{path}, row {line}: the rating '{rating}' is no whole number") from None


def _checked(records: list[tuple[int, str, str, int]], origin: str) -> Puzzles:
    """Turn rows into tokens and check them: characters, answer against the rules, question against the answer."""
    lines, questions, solutions, ratings = zip(*records, strict=True)
    inputs, answers = _tokens(questions), _tokens(solutions)
    puzzles = Puzzles(origin, np.array(lines, np.int64), inputs, answers, np.array(ratings, np.int64))
    for name, tokens, texts in (("question", inputs, questions), ("answer", answers, solutions)):
        if (tokens == _WRONG).any():
            row, cell = map(int, np.argwhere(tokens == _WRONG)[0])
            raise UserError(f"{puzzles.name(row)}: character {cell + 1} of the {name} is '{texts[row][cell]}'")
    agree = ((inputs == BLANK) | (inputs == answers)).all(axis=1)
    wrong = ~(agree & valid_grids(answers))
    if wrong.any():
        row = int(np.argmax(wrong))
        fault = check(inputs[row], answers[row])
        raise UserError(f"{puzzles.name(row)}: the answer does not solve the question: {fault}")
    return puzzles


def _tokens(texts: tuple[str, ...]) -> np.ndarray:
    """Tokens (N, 81) of texts of 81 characters each; what is neither digit nor blank becomes `_WRONG`."""
    raw = "".join(texts).encode("latin-1", errors="replace")
    return _TOKENS[np.frombuffer(raw, np.uint8)].reshape(len(texts), CELLS)
