"""Text as puzzle arrays: the answer has fixed positions, which are blank in the inputs.

    question  Who has the key?      inputs  [1 1 1  8 6 7 5 3  0]     1: blank, an answer slot; 0: padding
    answer    Mira                  labels  [4 9 2  0 0 0 0 0  0]     2: the answer ends; 0: not supervised

The first `answer_slots` positions belong to the answer; the question follows. The label holds the answer's tokens and
END behind them. Slots behind END are neither supervised nor read.

Slots for notes may follow those of the answer. A note is an intermediate result, such as who has the key that is asked
for, and takes `note_len` slots. Notes are supervised in training examples only, so that a question of many steps
teaches every step. A note's label is its tokens and, if slots are left, END. The slot behind the last note also holds
END. Answers are read without their notes.

    question  Where is the key?     inputs  [1 1  1 1  1 1  8 3 5 7 0]     answer_slots 2, two notes of note_len 2
    answer    hall                  labels  [6 2  4 9  2 0  0 0 0 0 0]     one note: Mira

The question may stand in lines of `line_len` tokens, one line a sentence, like the rows of a grid, so that a network
can make one position of a sentence (`encoder=lines`). Lines are filled from the left. They end where the row ends, so
that the last line is the question proper:

    question  Mira has the key. Who has it?      inputs  [1 1 1  0 0 0 0 0  4 9 7 3 2  8 6 7 5 0]     line_len 5

`dataset.text.vocabulary` says how texts become tokens.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile, zip_longest
from pathlib import Path

import numpy as np
from einops import rearrange

from dataset.common import VOCABULARY_FILE, misfit
from dataset.layout import Layout, RowShape
from dataset.provenance import check_file
from dataset.symmetries import Symmetries, map_dtype
from dataset.text.special import BLANK, END, PAD, SPECIAL
from dataset.text.typed import shown
from dataset.text.vocabulary import Vocabulary
from dataset.text.vocabulary_file import read_vocabulary
from utils.errors import UserError

_LONGEST_TOKEN = 1000
"""A typed question with more characters than this for each position of a row is refused without being read."""


@dataclass(frozen=True)
class TextFormat:
    """How the texts of one data set stand in its arrays.

    Attributes:
        seq_len: length of a row.
        layout: the slots of the answer (including its END) and of notes, and the length of a line.
        exchangeable: classes of tokens that may replace each other in every text, such as names; `augment: text`
            renames within a class.
    """

    vocabulary: Vocabulary
    seq_len: int
    layout: Layout
    exchangeable: tuple[tuple[int, ...], ...] = field(default=(), compare=False)

    @property
    def answer_slots(self) -> int:
        """Positions of the answer and its END."""
        return self.layout.answer_slots or 0

    def question(self, text: str) -> np.ndarray:
        """The input row of a question: (seq_len,).

        Raises:
            UserError: it is empty, too long, or has words outside the vocabulary.
        """
        return self._row(self.vocabulary.encode(text))

    def _row(self, tokens: Sequence[int]) -> np.ndarray:
        """The input row of a question's tokens."""
        if not tokens:
            raise UserError("the question is empty")
        lines, needed = self._lines(tokens)
        room = self.seq_len - self.layout.slots
        if needed > room:
            raise UserError(f"the question takes {needed} positions, there is room for {room}")
        row = np.full(self.seq_len, PAD, np.int64)
        row[: self.layout.slots] = BLANK
        start = self.layout.slots if self.layout.line_len is None else self.seq_len - needed
        for line in lines:
            row[start : start + len(line)] = line
            start += self.layout.line_len or 0
        return row

    def fits(self, tokens: Sequence[int]) -> bool:
        """Whether a row has room for the tokens of a question."""
        return self._lines(tokens)[1] <= self.seq_len - self.layout.slots

    def _lines(self, tokens: Sequence[int]) -> tuple[list[list[int]], int]:
        """The lines of a question (one line if the layout has none), and how many positions they need."""
        if self.layout.line_len is None:
            return [list(tokens)], len(tokens)
        lines = self.vocabulary.lines(tokens, self.layout.line_len)
        return lines, len(lines) * self.layout.line_len

    def answer(self, text: str, notes: Sequence[str] | None = None) -> np.ndarray:
        """The label row of an answer: (seq_len,), with PAD, which is ignored, wherever nothing is supervised.

        Args:
            notes: no more than the layout has slots for; None if notes are not supervised.

        Raises:
            UserError: the answer is empty, the answer or a note is too long, or a word is outside the vocabulary.
        """
        tokens = self.vocabulary.encode(text)
        if not 0 < len(tokens) < self.answer_slots:
            raise UserError(f"the answer has {len(tokens)} tokens, there is room for 1 to {self.answer_slots - 1}")
        row = np.full(self.seq_len, PAD, np.int64)
        row[: len(tokens) + 1] = [*tokens, END]
        if notes is None:
            return row
        layout = self.layout
        if len(notes) > layout.notes:
            raise UserError(f"{len(notes)} notes, there is room for {layout.notes}")
        starts = range(self.answer_slots, layout.slots, layout.note_len or 1)
        for start, note in zip(starts, [*notes, ""], strict=False):
            found = self.vocabulary.encode(note)
            if len(found) > layout.note_len:
                raise UserError(f"the note {note!r} has {len(found)} tokens, there is room for {layout.note_len}")
            ended = [*found, END][: layout.note_len]
            row[start : start + len(ended)] = ended
        return row

    def read_question(self, inputs: np.ndarray) -> str:
        """The question of an input row (seq_len,)."""
        return self.vocabulary.decode(token for token in inputs[self.layout.slots :].tolist() if token != PAD)

    def read_answer(self, answer: np.ndarray) -> str:
        """The answer of a label row or prediction (seq_len,): the text before the first END."""
        return self.vocabulary.decode(self._answer_tokens(answer))

    def answer_words(self, answer: np.ndarray) -> list[str]:
        """What each position of an answer before the first END says. Joined, they are `read_answer`."""
        tokens = self._answer_tokens(answer)
        read = [self.vocabulary.decode(tokens[:end]) for end in range(len(tokens) + 1)]
        return [longer[len(shorter) :] for shorter, longer in pairwise(read)]

    def _answer_tokens(self, answer: np.ndarray) -> list[int]:
        return list(takewhile(lambda token: token != END, answer[: self.answer_slots].tolist()))

    def read_notes(self, answer: np.ndarray) -> list[str]:
        """The notes of a label row or prediction (seq_len,), up to the first empty one."""
        if not self.layout.notes:
            return []
        slots = answer[self.answer_slots : self.layout.slots]
        found = []
        for note in rearrange(slots, "(note token) -> note token", note=self.layout.notes).tolist():
            tokens = list(takewhile(lambda token: token >= len(SPECIAL), note))
            if not tokens:
                break
            found.append(self.vocabulary.decode(tokens))
        return found

    # ---- the protocol of `dataset.tasks.DataRules`

    def parse(self, text: str) -> np.ndarray:
        """Read a question that a person typed; see `question` and `Vocabulary.encode_typed`."""
        text = " ".join(text.split())
        self._require_short(text)
        return self._row(self.vocabulary.encode_typed(text))

    def knows(self, word: str) -> bool:
        """See `dataset.asking.Reads`."""
        return self.vocabulary.has_word(word)

    def read(self, text: str) -> tuple[np.ndarray, list[str]]:
        """See `dataset.asking.Reads`; `dataset.text.everyday` reads the text."""
        text = " ".join(text.split())
        self._require_short(text)
        tokens, skipped = self.vocabulary.encode_known(text)
        if skipped and not any(self.vocabulary.tokens[token].strip().isalnum() for token in tokens):
            raise UserError(f"nothing of the question can be read: {shown(skipped)}")
        return self._row(tokens), skipped

    def _require_short(self, text: str) -> None:
        room = self.seq_len - self.layout.slots
        if len(text) > room * _LONGEST_TOKEN:
            raise UserError(f"the question has {len(text)} characters, there is room for {room} tokens")

    def render(self, inputs: np.ndarray, answer: np.ndarray | None = None) -> str:
        """The text of the question, or of the answer to it."""
        return self.read_question(inputs) if answer is None else self.read_answer(answer)

    def explain(self, answer: np.ndarray) -> str:
        """The notes of an answer, if the data have notes."""
        return f"notes: {' | '.join(self.read_notes(answer)) or 'none'}\n" if self.layout.notes else ""

    def check(self, inputs: np.ndarray, answer: np.ndarray) -> str | None:
        """The only rule of text: an answer is not empty."""
        return None if self.read_answer(answer) else "the answer is empty"

    def draw_symmetries(
        self, count: int, seq_len: int, rng: np.random.Generator, read: Callable[[], dict[str, np.ndarray]]
    ) -> Symmetries:
        """For each of `count` rows, rename the tokens of every exchangeable class among themselves.

        Raises:
            ValueError: there are no such classes.
        """
        if not self.exchangeable:
            raise ValueError(f"its {VOCABULARY_FILE} names no exchangeable words")
        vocab_size = len(self.vocabulary)
        cells = np.tile(np.arange(seq_len, dtype=map_dtype(seq_len - 1)), (count, 1))
        tokens = np.tile(np.arange(vocab_size, dtype=map_dtype(vocab_size - 1)), (count, 1))
        for group in self.exchangeable:
            tokens[:, group] = rng.permuted(tokens[:, group], axis=1)
        return Symmetries(cells, tokens)

    def as_json(self) -> dict[str, object]:
        """The content of `vocabulary.json`."""
        return {
            "kind": self.vocabulary.kind,
            "seq_len": self.seq_len,
            "layout": self.layout.model_dump(),
            "exchangeable": [list(tokens) for tokens in self.exchangeable],
            "tokens": list(self.vocabulary.tokens),
        }

    def misfit(self, shape: RowShape) -> str | None:
        """Which size of `vocabulary.json` contradicts `dataset.json`; None if none does."""
        return misfit(shape, seq_len=self.seq_len, vocab_size=len(self.vocabulary), layout=self.layout)

    def first_difference(self, other: TextFormat) -> str | None:
        """How this format differs from another one, in one line; None if all tokens and positions mean the same."""
        if self == other:
            return None
        if self.vocabulary.kind != other.vocabulary.kind:
            return f"{self.vocabulary.kind} and {other.vocabulary.kind}"
        if self.seq_len != other.seq_len:
            return f"seq_len {self.seq_len} and {other.seq_len}"
        for name in ("answer_slots", "note_slots", "note_len", "line_len"):
            ours, theirs = getattr(self.layout, name), getattr(other.layout, name)
            if ours != theirs:
                return f"{name} {ours} and {theirs}"
        for number, (first, second) in enumerate(zip_longest(self.vocabulary.tokens, other.vocabulary.tokens)):
            if first != second:
                return f"token {number} is {_shown(first)} and {_shown(second)}"
        for name in ("digits", "line_names"):
            ours, theirs = (list(getattr(each.layout, name)) for each in (self, other))
            if ours != theirs:
                return f"{name} {ours} and {theirs}"
        raise AssertionError("two formats differ in nothing that is compared")


def _shown(token: str | None) -> str:
    return "none" if token is None else repr(token)


def read_format(folder: Path, check: bool = True) -> TextFormat | None:
    """The text format of a data set or run; None if it is not of text.

    Args:
        check: compare the file with the hash in the data set's `build.json`; False for callers that do so later.

    Raises:
        UserError: the file is damaged.
    """
    file = folder / VOCABULARY_FILE
    if not os.path.lexists(file):
        return None
    saved = read_vocabulary(file, SPECIAL)
    if check:
        check_file(folder, VOCABULARY_FILE)
    return TextFormat(
        Vocabulary(saved.kind, tuple(saved.tokens)),
        saved.seq_len,
        saved.layout,
        tuple(map(tuple, saved.exchangeable)),
    )
