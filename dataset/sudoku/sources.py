"""Solved Sudoku puzzles of 4x4 or 9x9 from CSV files, each row checked by the rules.

    source,question,answer,rating              quizzes,solutions
    forum,..3.2.6..9..3.5..1[...],4839[...],21        003020600900305001[...],4839[...]

A blank is any of `. 0 * _ ? -` or a space. White space and quotes around a grid, and line breaks inside it, are
ignored. The rating is any number that grows with difficulty (in Sudoku-Extreme, the guesses of a solver); only
`--min-difficulty` needs it. `dataset.sources.puzzle_columns` finds the columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, Self

import numpy as np

from dataset.sources.puzzle_columns import Role
from dataset.sources.puzzle_csv import WRONG, Puzzles, Record, read_records
from dataset.sudoku.equivalence import equivalent, signatures
from dataset.sudoku.rules import BLANK, BLANKS, FIRST_DIGIT, SIZES, check, draw_symmetries, size_of, valid_grids
from dataset.sudoku.search import solve
from utils.errors import UserError

_AUTO_UNIQUE = 20_000
"""Up to this many puzzles, `--check-unique auto` proves that each has one solution."""
_BLOCK = 1 << 14
"""Boards that are augmented at a time."""
_TOKENS = np.full(256, WRONG, np.uint8)
_TOKENS[[ord(sign) for sign in BLANKS]] = BLANK
_TOKENS[ord("1") : ord("9") + 1] = FIRST_DIGIT + np.arange(9)
_SIGNS = frozenset(BLANKS + "123456789")


class Sudokus(Puzzles):
    """Sudoku puzzles; two are the same if a symmetry maps question and answer of one onto those of the other."""

    @property
    def size(self) -> int:
        """Rows and columns of every puzzle: 4 or 9."""
        return size_of(self.inputs.shape[1])

    def find_signatures(self) -> np.ndarray:
        """See `dataset.sudoku.equivalence.signatures`."""
        return signatures(self.inputs, self.answers)

    def is_image(self, index: int, other: Self, other_index: int) -> bool:
        """Decide it by trying every symmetry that could match."""
        mine, theirs = ((p.inputs[i], p.answers[i]) for p, i in ((self, index), (other, other_index)))
        return equivalent(theirs, mine)


def read_puzzles(path: Path, rated: bool = False) -> Sudokus:
    """Read and check every row of a CSV file, plain or gzip (if its name ends in .gz).

    Whether a question has one solution only is not checked, since that takes long: see `check_unique`.

    Args:
        rated: whether each row needs a rating.

    Raises:
        UserError: the file cannot be read, or a row is wrong; the message names its number.
    """
    return read_records(path, _checked, _Notation(), rated)


def read_chosen(path: Path, size: int | None, least: float | None) -> Sudokus:
    """Read the puzzles of a file that are rated `least` or more, or all of them.

    Raises:
        UserError: the file is wrong, its puzzles are not of this `size`, or no rating is that high.
    """
    puzzles = read_puzzles(path, rated=least is not None)
    if size not in (None, puzzles.size):
        found = puzzles.size
        raise UserError(f"{puzzles.origin} has puzzles of {found}x{found}, and --size asks for {size}x{size}")
    if least is None:
        return puzzles
    keep = puzzles.ratings >= least
    if not keep.any():
        largest = puzzles.ratings.max()
        raise UserError(f"{puzzles.origin}: no rating reaches --min-difficulty {least:g}; the largest is {largest:g}")
    return puzzles.take(keep)


def check_unique(puzzles: Sudokus, split: str, mode: Literal["auto", "all", "none"]) -> None:
    """Prove that each question has one solution, as far as `--check-unique` wants it.

    Raises:
        UserError: a question has several solutions.
    """
    if mode == "all" or (mode == "auto" and len(puzzles) <= _AUTO_UNIQUE):
        require_unique(puzzles)
    elif mode == "auto":
        print(
            f"{split}: {len(puzzles)} puzzles are more than {_AUTO_UNIQUE}, so that each has one solution only is not"
            " proven; --check-unique all does it"
        )


def with_images(puzzles: Sudokus, images: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Each puzzle followed by `images` random symmetry images: inputs and labels (N * (1 + images), cells)."""
    if not images:
        return puzzles.inputs, puzzles.answers
    boards, cells = len(puzzles) * (1 + images), puzzles.inputs.shape[1]
    inputs, labels = (np.empty((boards, cells), np.uint8) for _ in range(2))
    for start in range(0, boards, _BLOCK):
        block = slice(start, min(start + _BLOCK, boards))
        puzzle = np.arange(block.start, block.stop) // (1 + images)
        symmetries = draw_symmetries(len(puzzle), cells, rng)
        inputs[block], labels[block] = symmetries.images(puzzles.inputs[puzzle], puzzles.answers[puzzle])
    inputs[:: 1 + images], labels[:: 1 + images] = puzzles.inputs, puzzles.answers
    return inputs, labels


def require_unique(puzzles: Sudokus) -> None:
    """Prove that each question has exactly one solution; `UserError` naming the first row that has more."""
    counts = solve(puzzles.inputs).counts
    if (counts != 1).any():
        raise UserError(f"{puzzles.name(int(np.argmax(counts != 1)))}: the question has more than one solution")


class _Notation:
    """How CSV files write grids; see `dataset.sources.puzzle_csv.Notation`."""

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
    """The cell without line breaks and without a pair of quotes around it."""
    text = "".join(cell.splitlines())
    inner = text.strip()
    return inner[1:-1] if len(inner) > 1 and inner[0] == inner[-1] and inner[0] in "'\"" else text


def _packed(cell: str) -> str:
    return "".join(_unquoted(cell).split())


def _fitted(cell: str, cells: int, answer: str | None = None) -> str | None:
    """The question as exactly `cells` characters; None if it cannot be read so, or in two ways.

    A space at an end may be a blank cell or not; it is read so that the number of cells is right. If both ends can be
    read so, the answer decides.
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
    """Turn rows into tokens and check them: the characters, then that the answer solves the question."""
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
