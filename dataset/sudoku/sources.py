"""Solved Sudoku puzzles of 4x4 or 9x9 from CSV files, each row checked by the rules.

    source,question,answer,rating              quizzes,solutions
    forum,..3.2.6..9..3.5..1[...],4839[...],21        003020600900305001[...],4839[...]

Blanks are any of `. 0 * _ ? -` or a space. White space and quotes around a grid, and its line breaks, do not count. The
rating is any number that grows with difficulty, in Sudoku-Extreme the guesses of a solver; only `--min-difficulty`
needs it. `dataset.sources.puzzle_columns` tells which headers are read.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np

from dataset.sources.puzzle_columns import Role
from dataset.sources.puzzle_csv import WRONG, Puzzles, Record, read_records
from dataset.sudoku.equivalence import equivalent, signatures
from dataset.sudoku.rules import BLANK, BLANKS, FIRST_DIGIT, SIZES, check, size_of, valid_grids
from dataset.sudoku.search import solve
from utils.errors import UserError

_TOKENS = np.full(256, WRONG, np.uint8)
_TOKENS[[ord(sign) for sign in BLANKS]] = BLANK
_TOKENS[ord("1") : ord("9") + 1] = FIRST_DIGIT + np.arange(9)
_SIGNS = frozenset(BLANKS + "123456789")


class Sudokus(Puzzles):
    """Sudoku puzzles; two are the same where one of the symmetries maps question and answer onto the other's."""

    def find_signatures(self) -> np.ndarray:
        """See `dataset.sudoku.equivalence.signatures`."""
        return signatures(self.inputs, self.answers)

    def is_image(self, index: int, other: Self, other_index: int) -> bool:
        """Try every symmetry that could match."""
        mine, theirs = ((p.inputs[i], p.answers[i]) for p, i in ((self, index), (other, other_index)))
        return equivalent(theirs, mine)


def read_puzzles(path: Path, rated: bool = False) -> Sudokus:
    """Read and check every row of a CSV file, plain or gzip (by its ending .gz).

    Whether a question has one solution only is left to `require_unique`, which is far more work.

    Args:
        rated: whether each row needs a rating.

    Raises:
        UserError: the file cannot be read, or a row is wrong: named by its number.
    """
    return read_records(path, _checked, _Notation(), rated)


def require_unique(puzzles: Sudokus) -> None:
    """Prove that each question has exactly one solution; `UserError` naming the first row that has more."""
    counts = solve(puzzles.inputs).counts
    if (counts != 1).any():
        raise UserError(f"{puzzles.name(int(np.argmax(counts != 1)))}: the question has more than one solution")


class _Notation:
    """Grids as text, see `dataset.sources.puzzle_csv.Notation`."""

    def role(self, cell: str) -> Role | None:
        found: set[Role] = set()
        answer = _packed(cell)
        if len(answer) in SIZES and set(answer) <= set("123456789"[: SIZES[len(answer)]]):
            found.add("answer")
        for cells in SIZES:
            question = _fitted(cell, cells)
            if question and set(question) <= _SIGNS and set(question) & set(BLANKS):
                found.add("question")
        return found.pop() if len(found) == 1 else None

    def cells(self, question: str, answer: str, cells: int | None) -> tuple[str, str]:
        if cells == len(question) == len(answer) and answer.isdigit():  # as in most rows
            return question, answer
        answer = _packed(answer)
        if cells is None and len(answer) not in SIZES:
            raise UserError(f"the answer has {len(answer)} characters; a Sudoku has 16 (4x4) or 81 (9x9)")
        if cells is not None and len(answer) != cells:
            raise UserError(f"the answer has {len(answer)} characters, not {cells}")
        fitted = _fitted(question, len(answer), answer)
        if fitted is None:
            raise UserError(f"the question has {len(_unquoted(question).strip())} characters, not {len(answer)}")
        return fitted, answer


def _unquoted(cell: str) -> str:
    """Without line breaks, and without a pair of quotes that the file's own quoting left."""
    text = "".join(cell.splitlines())
    inner = text.strip()
    return inner[1:-1] if len(inner) > 1 and inner[0] == inner[-1] and inner[0] in "'\"" else text


def _packed(cell: str) -> str:
    return "".join(_unquoted(cell).split())


def _fitted(cell: str, cells: int, answer: str | None = None) -> str | None:
    """The question as so many characters; None where there is no such reading, or two.

    A space may be a blank or stand around the grid: it counts as it makes the number right. Where there are two ways,
    the answer decides.
    """
    text = _unquoted(cell)
    if len(text) > 4 * cells:
        return None
    if len(text) == cells:
        return text
    ends = (text.strip(), text[1:] if text[:1].isspace() else "", text[:-1] if text[-1:].isspace() else "")
    fitting = {reading for reading in (*ends, _packed(cell)) if len(reading) == cells}
    if len(fitting) > 1 and answer is not None:
        fitting = {reading for reading in fitting if _agree(reading, answer)}
    return fitting.pop() if len(fitting) == 1 else None


def _agree(question: str, answer: str) -> bool:
    return all(sign in BLANKS or sign == digit for sign, digit in zip(question, answer, strict=True))


def _checked(records: Sequence[Record], origin: str) -> Sudokus:
    """Turn rows into tokens and check them: characters, answer against the rules, question against the answer."""
    puzzles = Sudokus.of(records, origin, _TOKENS)
    inputs, answers = puzzles.inputs, puzzles.answers
    size = size_of(inputs.shape[1])
    for name, tokens in (("question", inputs), ("answer", answers)):
        large = tokens >= FIRST_DIGIT + size
        if large.any():
            row, cell = map(int, np.argwhere(large)[0])
            digit = tokens[row, cell] - BLANK
            raise UserError(
                f"{puzzles.name(row)}: character {cell + 1} of the {name} is '{digit}'; a {size}x{size} Sudoku has the"
                f" digits 1..{size}"
            )
    agree = ((inputs == BLANK) | (inputs == answers)).all(axis=1)
    wrong = ~(agree & valid_grids(answers))
    if wrong.any():
        row = int(np.argmax(wrong))
        fault = check(inputs[row], answers[row])
        raise UserError(f"{puzzles.name(row)}: the answer does not solve the question: {fault}")
    return puzzles
