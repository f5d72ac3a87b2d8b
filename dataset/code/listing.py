"""Code as puzzle arrays: slots for the answer and for notes, then lines of code or of values.

    question   output                      inputs  [slots | output _ _ _ | def f ( a , xs ) : | a = 2 _ _ | ...]
               def f(a, xs):
               a = 2                       labels  [6 END _ | d 4 | e 6 | ...]         notes: what each line assigns
               xs = [1, 3]
               d = sum(xs)
               e = a + d
               return e                    answer  6

The first line names the task. A value is a number, or `[` and the numbers of a list. `dataset.code.questions` makes
such lines of functions; `encoder=listings` makes a position of each line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import takewhile, zip_longest
from typing import Any, ClassVar

import numpy as np

from dataset.code.pieces import code_of
from dataset.code.questions import shown
from dataset.code.typed import question_lines
from dataset.common import misfit
from dataset.layout import Layout, RowShape
from dataset.symmetries import Symmetries
from dataset.text.special import BLANK, END, PAD, SPECIAL
from utils.errors import UserError

Tokens = Sequence[str]


@dataclass(frozen=True)
class Listing:
    """How code stands in the arrays of one data set.

    Attributes:
        tokens: all tokens but `SPECIAL`, different, in order of their numbers.
        layout: slots of the answer and of notes, and the length of a line.
        lines: how many lines a row has room for.
    """

    TITLE: ClassVar[str] = "code in lines"

    tokens: tuple[str, ...]
    layout: Layout
    lines: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "_numbers", {token: at for at, token in enumerate(self.tokens, start=len(SPECIAL))})

    @property
    def answer_slots(self) -> int:
        """Number of slots of an answer, its END included."""
        return self.layout.answer_slots or 0

    @property
    def line_len(self) -> int:
        """Number of tokens of a line."""
        return self.layout.line_len or 0

    @property
    def seq_len(self) -> int:
        """Number of positions of a row."""
        return self.layout.slots + self.lines * self.line_len

    @property
    def vocab_size(self) -> int:
        """Number of tokens."""
        return len(SPECIAL) + len(self.tokens)

    def inputs(self, lines: Sequence[Tokens]) -> np.ndarray:
        """The tokens (seq_len,) of a question.

        Raises:
            UserError: it has too many lines, a line is too long, or a token is not known.
        """
        if len(lines) > self.lines:
            raise UserError(f"the code takes {len(lines)} lines; a row has room for {self.lines}")
        row = np.full(self.seq_len, PAD, np.int64)
        row[: self.layout.slots] = BLANK
        for number, line in enumerate(lines):
            if len(line) > self.line_len:
                raise UserError(f"'{code_of(line)}' has {len(line)} tokens; a line has room for {self.line_len}")
            start = self.layout.slots + number * self.line_len
            row[start : start + len(line)] = self._encode(line)
        return row

    def labels(self, answer: Tokens, notes: Sequence[Tokens] | None = None) -> np.ndarray:
        """The labels (seq_len,) of an answer; slots behind its end hold END, too.

        Args:
            notes: None if they are not supervised.

        Raises:
            UserError: the answer or a note is too long, there are too many notes, or a token is not known.
        """
        layout = self.layout
        row = np.full(self.seq_len, PAD, np.int64)
        row[: self.answer_slots] = self._ended(answer, self.answer_slots, "the answer")
        if notes is None:
            return row
        if len(notes) > layout.notes:
            raise UserError(f"{len(notes)} notes; a row has room for {layout.notes}")
        starts = range(self.answer_slots, layout.slots, layout.note_len or 1)
        for start, note in zip(starts, [*notes, ()], strict=False):
            row[start : start + layout.note_len] = self._ended(note, layout.note_len, "a note")
        return row

    def _ended(self, tokens: Tokens, room: int, what: str) -> list[int]:
        if len(tokens) > room:
            raise UserError(f"{what} has {len(tokens)} tokens; there is room for {room}")
        return [*self._encode(tokens), *[END] * (room - len(tokens))]

    def _encode(self, tokens: Tokens) -> list[int]:
        numbers: dict[str, int] = self._numbers  # type: ignore[attr-defined]
        unknown = [token for token in tokens if token not in numbers]
        if unknown:
            raise UserError(f"'{unknown[0]}' in '{code_of(tokens)}' is no token of these data")
        return [numbers[token] for token in tokens]

    def read_lines(self, inputs: np.ndarray) -> list[list[str]]:
        """The lines of a question (seq_len,)."""
        rows = inputs[self.layout.slots :].reshape(self.lines, self.line_len).tolist()
        lines = [self._decode(row) for row in rows]
        return [line for line in lines if line]

    def read_answer(self, answer: np.ndarray) -> list[str]:
        """The tokens of an answer (seq_len,) before its END."""
        return self._decode(answer[: self.answer_slots].tolist())

    def read_notes(self, answer: np.ndarray) -> list[list[str]]:
        """The notes of an answer (seq_len,), up to the first empty one."""
        if not self.layout.notes:
            return []
        rows = answer[self.answer_slots : self.layout.slots].reshape(self.layout.notes, self.layout.note_len)
        return list(takewhile(bool, (self._decode(row) for row in rows.tolist())))

    def places(self, inputs: np.ndarray) -> np.ndarray:
        """The positions (N,) of a row (seq_len,) that an answer fills in."""
        return np.arange(self.answer_slots)

    def _decode(self, row: Sequence[int]) -> list[str]:
        first = len(SPECIAL)
        read = takewhile(lambda token: first <= token < self.vocab_size, row)
        return [self.tokens[token - first] for token in read]

    # ---- the protocol of `dataset.tasks.DataRules`

    def as_json(self) -> dict[str, Any]:
        """The content of `vocabulary.json`."""
        return {
            "room": "code",
            "rows": "listing",
            "lines": self.lines,
            "layout": self.layout.model_dump(),
            "tokens": list(self.tokens),
        }

    def misfit(self, shape: RowShape) -> str | None:
        """Which size of `vocabulary.json` contradicts `dataset.json`; None if none does."""
        return misfit(shape, seq_len=self.seq_len, vocab_size=self.vocab_size, layout=self.layout)

    def first_difference(self, other: Any) -> str | None:
        """How this format differs from another one, in one line; None if all tokens and positions mean the same."""
        if not isinstance(other, Listing):
            return "code in lines and another task"
        if (self.lines, self.layout) != (other.lines, other.layout):
            return f"{self.lines} lines of {self.line_len} and {other.lines} lines of {other.line_len}, or other slots"
        for number, (ours, theirs) in enumerate(zip_longest(self.tokens, other.tokens), start=len(SPECIAL)):
            if ours != theirs:
                return f"token {number} is {ours!r} and {theirs!r}"
        return None

    def parse(self, text: str) -> np.ndarray:
        """Read code that a person typed (`dataset.code.typed`)."""
        return self.inputs(question_lines(text))

    def render(self, inputs: np.ndarray, answer: np.ndarray | None = None) -> str:
        """The lines of a question, or an answer."""
        if answer is not None:
            return shown(self.read_answer(answer))
        return "\n".join(map(shown, self.read_lines(inputs)))

    def explain(self, answer: np.ndarray) -> str:
        """The notes of an answer, if the data have notes."""
        notes = " | ".join(map(shown, self.read_notes(answer)))
        return f"notes: {notes or 'none'}\n" if self.layout.notes else ""

    def check(self, inputs: np.ndarray, answer: np.ndarray) -> str | None:
        """An answer is not empty."""
        return None if self.read_answer(answer) else "the answer is empty"

    def draw_symmetries(
        self, count: int, seq_len: int, rng: np.random.Generator, read: Callable[[], dict[str, np.ndarray]]
    ) -> Symmetries:
        """There are none."""
        raise ValueError("code has no symmetries; build more of it with --num-train instead")
