"""Code with comments as puzzle arrays: a canvas of tokens on which the answer stands in the places of what is wrong.

    repair   def f ( xs ) : ;              labels  what should stand at each place of the code: the
             # d is the sum of xs ;                right token, which is mostly the one that stands there
             d = max ( xs ) ;                      d   =   sum   (   xs   )
             return d ;                            return  d

    fill     # d is the sum of xs ;        labels  of the gap alone, which takes four places
             d = _ _ _ _ ;                         sum  (  xs  )

A line break (`;` above) is a token. A bug is located where the answer differs from what stands there. Nothing is asked
of the head, of comments and of line breaks. `dataset.code.questions` makes such lines of functions; `encoder=canvas`
makes a position of each token.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest
from typing import Any, ClassVar

import numpy as np

from dataset.code.pieces import code_of
from dataset.code.python_text import why_not_python
from dataset.code.questions import FILL, GAP, LONGEST_GAP, WORDS, program_of
from dataset.code.typed import question_lines
from dataset.common import misfit
from dataset.layout import CanvasTokens, Layout, RowShape
from dataset.symmetries import Symmetries
from dataset.text.special import END, PAD, SPECIAL
from utils.errors import UserError

Tokens = Sequence[str]
LINE_BREAK = "\n"
MARKS = (LINE_BREAK, WORDS, GAP)
"""Tokens of every canvas, behind `SPECIAL`."""
_BREAK, _COMMENT, _GAP = range(len(SPECIAL), len(SPECIAL) + len(MARKS))
LAYOUT = Layout(canvas=CanvasTokens(line_break=_BREAK, comment=_COMMENT))


@dataclass(frozen=True)
class Canvas:
    """How code with comments stands in the arrays of one data set.

    Attributes:
        task: what is asked, "repair" or "fill".
        tokens: all tokens but `SPECIAL`, line break, `#` and gap, different, in order of their numbers.
        seq_len: number of positions of a row.
    """

    TITLE: ClassVar[str] = "code on a canvas"

    task: str
    tokens: tuple[str, ...]
    seq_len: int

    def __post_init__(self) -> None:
        known = (*MARKS, *self.tokens)
        object.__setattr__(self, "_known", known)
        object.__setattr__(self, "_numbers", {token: at for at, token in enumerate(known, start=len(SPECIAL))})

    @property
    def layout(self) -> Layout:
        """The tokens by which a network tells lines and comments."""
        return LAYOUT

    @property
    def vocab_size(self) -> int:
        """Number of tokens."""
        return len(SPECIAL) + len(MARKS) + len(self.tokens)

    def inputs(self, lines: Sequence[Tokens]) -> np.ndarray:
        """The tokens (seq_len,) of a question.

        Args:
            lines: the task first.

        Raises:
            UserError: another task is meant, there are too many tokens, or one is not known.
        """
        (task,), *code = lines
        if task != self.task:
            raise UserError(f"this is a question of {task}, and these data have questions of {self.task}")
        row = [number for line in code for number in (*self._encode(line), _BREAK)]
        if len(row) > self.seq_len:
            raise UserError(f"the code takes {len(row)} tokens with its comments; a row has room for {self.seq_len}")
        return np.pad(np.array(row, np.int64), (0, self.seq_len - len(row)), constant_values=PAD)

    def labels(self, lines: Sequence[Tokens], right: Sequence[Tokens]) -> np.ndarray:
        """The labels (seq_len,) of a question whose lines ought to be the `right` ones; a gap is filled up with END.

        Raises:
            UserError: as `inputs`.
        """
        wanted: list[int] = []
        for shown, line in zip(lines[2:], right[2:], strict=True):
            if GAP in shown:
                gap = line[shown.index(GAP) :][: len(line) - len(shown) + 1]
                wanted += [*self._encode(gap), *[END] * (LONGEST_GAP - len(gap))]
            elif self.task != FILL and line[0] != WORDS:
                wanted += self._encode(line)
        row = np.full(self.seq_len, PAD, np.int64)
        row[self.places(self.inputs(lines))] = wanted
        return row

    def places(self, inputs: np.ndarray) -> np.ndarray:
        """The positions (N,) of a row (seq_len,) that an answer fills in."""
        if self.task == FILL:
            return np.flatnonzero(inputs == _GAP)
        breaks = inputs == _BREAK
        line = np.cumsum(breaks) - breaks  # the number of each position's line
        is_comment = np.isin(line, line[inputs == _COMMENT])
        return np.flatnonzero((line > 0) & ~is_comment & ~breaks & (inputs != PAD))

    def _encode(self, line: Tokens) -> list[int]:
        numbers: dict[str, int] = self._numbers  # type: ignore[attr-defined]
        unknown = [token for token in line if token not in numbers]
        if unknown:
            raise UserError(f"'{unknown[0]}' in '{code_of(line)}' is no token of these data")
        return [number for token in line for number in [numbers[token]] * (LONGEST_GAP if token == GAP else 1)]

    def token(self, number: int) -> str:
        """A token by its number; nothing if the number has no meaning in code."""
        known: tuple[str, ...] = self._known  # type: ignore[attr-defined]
        return known[number - len(SPECIAL)] if len(SPECIAL) <= number < self.vocab_size else ""

    def read_lines(self, row: np.ndarray) -> list[list[str]]:
        """The lines of a row (seq_len,), the head first."""
        lines: list[list[str]] = [[]]
        for token, run in groupby(map(self.token, row.tolist())):
            count = len(list(run))
            if token == LINE_BREAK:
                lines += [[] for _ in range(count)]
            elif token:
                lines[-1] += [token] * (-(count // -LONGEST_GAP) if token == GAP else count)
        return list(filter(None, lines))

    def answered(self, inputs: np.ndarray, answer: np.ndarray) -> np.ndarray:
        """The row (seq_len,) with an answer (seq_len,) in its places; a gap ends with the first END in it."""
        row, places = inputs.copy(), self.places(inputs)
        row[places] = answer[places]
        if self.task == FILL:
            for gap in np.split(places, range(LONGEST_GAP, len(places), LONGEST_GAP)):
                row[gap[np.cumsum(answer[gap] == END) > 0]] = PAD
        return row

    def candidate(self, inputs: np.ndarray, answer: np.ndarray) -> str:
        """The program that an answer means (`evaluators.code.WritesCode`), whatever its tokens are."""
        lines = self.read_lines(self.answered(inputs, answer))
        if not lines:
            return ""
        return program_of(code_of(lines[0]), [line for line in lines[1:] if line[0] != WORDS])

    # ---- the protocol of `dataset.tasks.DataRules`

    def as_json(self) -> dict[str, Any]:
        """The content of `vocabulary.json`."""
        return {
            "room": "code",
            "rows": "canvas",
            "task": self.task,
            "seq_len": self.seq_len,
            "tokens": list(self.tokens),
        }

    def misfit(self, shape: RowShape) -> str | None:
        """Which size of `vocabulary.json` contradicts `dataset.json`; None if none does."""
        return misfit(shape, seq_len=self.seq_len, vocab_size=self.vocab_size, layout=self.layout)

    def first_difference(self, other: Any) -> str | None:
        """How this format differs from another one, in one line; None if all tokens and positions mean the same."""
        if not isinstance(other, Canvas):
            return "code on a canvas and another task"
        if (self.task, self.seq_len) != (other.task, other.seq_len):
            return f"{self.task} in {self.seq_len} tokens and {other.task} in {other.seq_len} tokens"
        first = len(SPECIAL) + len(MARKS)
        for number, (ours, theirs) in enumerate(zip_longest(self.tokens, other.tokens), start=first):
            if ours != theirs:
                return f"token {number} is {ours!r} and {theirs!r}"
        return None

    def parse(self, text: str) -> np.ndarray:
        """Read code that a person typed (`dataset.code.typed`)."""
        return self.inputs(question_lines(text))

    def render(self, inputs: np.ndarray, answer: np.ndarray | None = None) -> str:
        """The code with its comments, or the program that an answer makes of it."""
        if answer is not None:
            return self.candidate(inputs, answer)
        head, *lines = self.read_lines(inputs) or [[]]
        return program_of(code_of(head), lines)

    def check(self, inputs: np.ndarray, answer: np.ndarray) -> str | None:
        """An answer makes a program."""
        fault = why_not_python(self.candidate(inputs, answer))
        return None if fault is None else f"the answer makes no program: {fault}"

    def draw_symmetries(
        self, count: int, seq_len: int, rng: np.random.Generator, read: Callable[[], dict[str, np.ndarray]]
    ) -> Symmetries:
        """There are none."""
        raise ValueError("code has no symmetries; build more of it with --num-train instead")
