"""Finding the columns of a CSV file that hold the question, the answer and the rating, and their separator.

    source,question,answer,rating        quizzes;solutions        id<tab>Puzzle<tab>Solution<tab>difficulty

Columns are found by the names that published files use, in any case; there may be other columns. If the names do not
help, or there is no header, the first cells decide, provided that they can be read in one way only.
"""

from __future__ import annotations

import csv
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from utils.errors import UserError

EXAMPLE = "source,question,answer,rating"
Role = Literal["question", "answer"]
RoleOf = Callable[[str], Role | None]
"""Says whether a cell can only be a question, or only an answer; None for any other cell."""

_NAMES = {
    "question": {
        *("question", "questions", "quiz", "quizzes", "puzzle", "puzzles", "sudoku", "sudokus", "maze", "mazes"),
        *("problem", "problems", "board", "grid", "unsolved", "input", "initial", "start"),
    },
    "answer": {"answer", "answers", "solution", "solutions", "solved", "output", "path", "final"},
    "rating": {"rating", "difficulty", "level"},
}
_SEPARATORS = ",;\t|"
_HEAD = 1 << 18
"""The first two rows must lie within this many characters."""


@dataclass(frozen=True)
class Columns:
    """The layout of a file.

    Attributes:
        separator: the sign between fields.
        header: whether the first row names the columns.
        width: number of fields of the first row.
        question, answer, rating: numbers of the columns; the rating may be missing.
        guessed: whether columns were found by their contents and not by their names.
    """

    separator: str
    header: bool
    width: int
    question: int
    answer: int
    rating: int | None
    guessed: bool = False


def rows_of(lines: Iterable[str], path: Path, role_of: RoleOf) -> tuple[Columns, Iterator[tuple[int, list[str]]]]:
    """Find the columns of a file; return them and the rows below the header, each with the number of its line.

    Rows that are empty, or hold only separators and white space, are skipped.

    Raises:
        UserError: the columns cannot be found.
        csv.Error: raised while rows are read: a field is too long, or a quote is not closed.
    """
    coming = iter(lines)
    head: list[str] = []
    size = 0
    for line in coming:
        head.append(line)
        size += len(line)
        if size > _HEAD:
            break
    columns = _find(head, path, role_of)
    rows = _numbered(itertools.chain(head, coming), columns.separator)
    return columns, itertools.islice(rows, 1 if columns.header else 0, None)


def _numbered(lines: Iterable[str], separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(lines, delimiter=separator)
    for row in reader:
        content = "".join(row)
        if content and not content.isspace():
            yield reader.line_num, row


def _find(head: Sequence[str], path: Path, role_of: RoleOf) -> Columns:
    """Try each separator: first find the columns by names, then by contents."""
    tops = {separator: _top(head, separator) for separator in _SEPARATORS}
    for reading in (_by_names, _by_contents):
        for separator, top in tops.items():
            if top and (columns := reading(separator, top, role_of)):
                return columns
    names = max(([_plain(name) for name in top[0]] for top in tops.values() if top), key=len, default=[])
    for role in ("question", "answer"):
        found = [number for number, name in enumerate(names, 1) if name in _NAMES[role]]
        if len(found) > 1:
            both = " and ".join(map(str, found))
            raise UserError(f"{path}, row 1: columns {both} could both be the {role}; name one of them '{role}'")
        if not found:
            raise UserError(f"{path}, row 1: no column '{role}'; the first row must name the columns, as in {EXAMPLE}")
    raise AssertionError("named columns are found by their names")


def _top(head: Sequence[str], separator: str) -> list[list[str]]:
    """The first two rows; fewer if the file has fewer, or if this separator does not fit."""
    found: list[list[str]] = []
    try:
        for _, row in itertools.islice(_numbered(head, separator), 2):
            found.append(row)
    except csv.Error:
        pass  # if this is the separator, reading the row will raise the error again
    return found


def _by_names(separator: str, top: list[list[str]], role_of: RoleOf) -> Columns | None:
    names = [_plain(name) for name in top[0]]
    cells = top[1] if len(top) > 1 else []
    question, answer = (_named(names, cells, role, role_of) for role in ("question", "answer"))
    if question is None or answer is None:
        return None
    return Columns(separator, True, len(names), question, answer, _rating(names))


def _named(names: Sequence[str], cells: Sequence[str], role: str, role_of: RoleOf) -> int | None:
    """The column of a role: the one with exactly this name, or the only one with a similar name (and fitting cell)."""
    if names.count(role) == 1:
        return names.index(role)
    found = [place for place, name in enumerate(names) if name in _NAMES[role]]
    if len(found) > 1:
        found = [place for place in found if place < len(cells) and role_of(cells[place]) == role]
    return found[0] if len(found) == 1 else None


def _by_contents(separator: str, top: list[list[str]], role_of: RoleOf) -> Columns | None:
    """The columns by the first row that holds one question and one answer; it is row 1 if there is no header."""
    for number, row in enumerate(top):
        roles = [role_of(cell) for cell in row]
        if roles.count("question") == roles.count("answer") == 1:
            rating = _rating([_plain(name) for name in top[0]]) if number else None
            width = len(top[0]) if number else len(row)
            return Columns(separator, number > 0, width, roles.index("question"), roles.index("answer"), rating, True)
    return None


def _rating(names: Sequence[str]) -> int | None:
    if "rating" in names:
        return names.index("rating")
    return next((place for place, name in enumerate(names) if name in _NAMES["rating"]), None)


def _plain(name: str) -> str:
    return name.strip("\ufeff \t'\"").casefold()
