"""Text as puzzle arrays: a saved vocabulary, and an answer at fixed positions that are blank in the inputs.

    question  Who has the key?      inputs  [1 1 1  8 6 7 5 3  0]     1: an answer slot, 0: padding
    answer    Mira                  labels  [4 9 2  0 0 0 0 0  0]     2: the answer ends; 0: not supervised

The first `answer_slots` positions are the answer's, the question follows. All an answer needs is supervised: its tokens
and the END behind them; slots behind END are not, and are not read.

Behind the answer's slots there may be some for notes: what is found on the way to the answer, such as who has the key
that is asked for, each in `note_len` slots. They are supervised in training examples, so that a question of many steps
teaches each of them: a note's tokens, END where it is shorter, and END in the place of one more. Slots behind that are
not supervised. An answer is read without notes.

    question  Where is the key?     inputs  [1 1  1 1  1 1  8 3 5 7 0]     answer_slots 2, notes 2, note_len 2
    answer    hall                  labels  [6 2  4 9  2 0  0 0 0 0 0]     one note: Mira

A row can also stand in lines of `line_len` tokens, one for each sentence, as the rows of a grid: then a network can
take a sentence for one position (`arch.pool_lines`). Lines are filled from the left, and stand at the end of the row,
so that the last one is what is asked:

    question  Mira has the key. Who has it?      inputs  [1 1 1  0 0 0 0 0  4 9 7 3 2  8 6 7 5 0]     line_len 5

Words are split from punctuation, and digits from each other. A token that begins with a space follows one in the text
(the first token of a text counts as such), so that decoding gives the text back to the last character. A word outside
the vocabulary is spelled with shorter tokens where they can spell it: names are, on purpose (`Vocabulary.of_words`), so
that a model can read and write names that it has never seen.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import takewhile, zip_longest
from pathlib import Path
from typing import Literal

import numpy as np

from dataset.layout import Layout
from dataset.provenance import check_file
from dataset.symmetries import Symmetries, map_dtype
from dataset.text.special import BLANK, END, PAD, SPECIAL
from dataset.text.spelling import Spelling
from dataset.text.typed import TypedText, shown
from dataset.text.vocabulary_file import read_vocabulary
from utils.errors import UserError

_SENTENCE_ENDS = (".", "?", "!")
VOCABULARY_FILE = "vocabulary.json"

_LONGEST_TOKEN = 1000
"""Characters of a typed question for each position of a row, from which on it is too long without being read."""

Kind = Literal["words", "characters"]

_UNIT = re.compile(r" ?[^\W\d_]+| ?\d| ?[^\w\s]| ?_|\s")
"""A word, a digit or a sign, each with the space before it; other white space stands alone."""


def units(text: str) -> list[str]:
    """Cut a text into words, digits and signs; joined they are the text with a space before it."""
    return _UNIT.findall(" " + text) if text else []


@dataclass(frozen=True)
class Vocabulary:
    """The tokens of a data set; a token's number is its place.

    Attributes:
        kind: what a token is.
        tokens: `SPECIAL` first, then text, each once.
    """

    kind: Kind
    tokens: tuple[str, ...]

    @classmethod
    def of_words(
        cls,
        texts: Iterable[str],
        *,
        spelled: Mapping[str, Sequence[str]] | None = None,
        min_count: int = 1,
        also: Iterable[str] = (),
    ) -> Vocabulary:
        """The words of some texts.

        Args:
            texts: of training examples, questions and answers.
            spelled: the parts of words that get no token of their own, as in `{"Mira": ("Mi", "ra")}`.
            min_count: words that occur less often are spelled with characters.
            also: texts that must be encodable too, of test examples: words in them that nothing spells get characters.
        """
        spelled = spelled or {}
        tokens: set[str] = set()
        for unit, count in Counter(unit for text in texts for unit in units(text)).items():
            word = unit.lstrip(" ") or unit
            if word in spelled:
                tokens.update(_with_space(spelled[word], unit))
            elif count < min_count:
                tokens.update(_with_space(word, unit))
            else:
                tokens.add(unit)
        found = cls("words", SPECIAL + tuple(sorted(tokens)))
        for unit in dict.fromkeys(unit for text in also for unit in units(text)):
            if found._split(unit) is None:
                word = unit.lstrip(" ") or unit
                tokens.update(_with_space(spelled.get(word, word), unit))
        return cls("words", SPECIAL + tuple(sorted(tokens)))

    @classmethod
    def of_characters(cls, texts: Iterable[str]) -> Vocabulary:
        """The characters of some texts."""
        return cls("characters", SPECIAL + tuple(sorted({character for text in texts for character in text})))

    def __len__(self) -> int:
        return len(self.tokens)

    def encode(self, text: str) -> list[int]:
        """The tokens of a text.

        Raises:
            UserError: naming the words that the tokens cannot spell.
        """
        pieces = list(text) if self.kind == "characters" else units(text)
        return self._encoded(pieces, lambda: [piece for piece in pieces if not self._spells(piece)])

    def encode_typed(self, text: str) -> list[int]:
        """The tokens of a text that somebody typed with other spaces and signs than those of the training texts.

        `2 + 3` and `3×4` have the tokens of `2+3` and `3*4` where only those are known (`dataset.text.typed`).

        Raises:
            UserError: naming what no token spells, however it is written.
        """
        return self._encoded(self._typed.pieces(text), lambda: self._typed.unknown(text))

    def _encoded(self, pieces: Sequence[str], unknown: Callable[[], Sequence[str]]) -> list[int]:
        found = [self._split(piece) for piece in pieces]
        if None in found:
            raise UserError(f"{self.kind} outside the vocabulary: {shown(unknown())}")
        return [token for split in found if split is not None for token in split]

    def decode(self, tokens: Iterable[int]) -> str:
        """The text of tokens; special ones, which no text has, are shown by name."""
        text = "".join(self.tokens[token] for token in tokens)
        return text.removeprefix(" ") if self.kind == "words" else text

    def lines(self, tokens: Sequence[int], line_len: int) -> list[list[int]]:
        """Cut tokens after each sentence, and where a sentence is longer than `line_len`."""
        found: list[list[int]] = [[]]
        for token in tokens:
            if len(found[-1]) == line_len or (found[-1] and found[-1][-1] in self._sentence_ends):
                found.append([])
            found[-1].append(token)
        return found

    @property
    def digits(self) -> list[int]:
        """The tokens that are one digit, with a space before it or without."""
        return [number for number, token in enumerate(self.tokens) if token.strip().isdecimal()]

    @cached_property
    def _sentence_ends(self) -> frozenset[int]:
        return frozenset(number for number, token in enumerate(self.tokens) if token.strip() in _SENTENCE_ENDS)

    @cached_property
    def _typed(self) -> TypedText:
        return TypedText(frozenset(self._numbers), self.kind == "words", units, self._spells)

    def _spells(self, piece: str) -> bool:
        return self._split(piece) is not None

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {token: number for number, token in enumerate(self.tokens) if number >= len(SPECIAL)}

    @cached_property
    def _split(self) -> Spelling:
        return Spelling(self._numbers)


def _with_space(parts: Sequence[str], unit: str) -> list[str]:
    """The parts of a word, the first with the space that the unit begins with."""
    space = " " if unit.startswith(" ") and unit != " " else ""
    return [space + parts[0], *parts[1:]]


@dataclass(frozen=True)
class TextFormat:
    """How the texts of one data set stand in its arrays.

    Attributes:
        seq_len: of a row.
        layout: the slots of the answer, its END included, and of notes; the length of a line, None where the question
            is one line without end.
        exchangeable: classes of tokens that can stand for each other in every text, such as names: `augment: text`
            renames within them.
    """

    vocabulary: Vocabulary
    seq_len: int
    layout: Layout
    exchangeable: tuple[tuple[int, ...], ...] = field(default=(), compare=False)

    @property
    def answer_slots(self) -> int:
        """Positions of the answer, in front."""
        assert self.layout.answer_slots is not None, "text has them"
        return self.layout.answer_slots

    def question(self, text: str) -> np.ndarray:
        """The input of a question: (seq_len,).

        Raises:
            UserError: it is empty, too long, or has words outside the vocabulary.
        """
        return self._row(self.vocabulary.encode(text))

    def _row(self, tokens: Sequence[int]) -> np.ndarray:
        """The input of the tokens of a question."""
        if not tokens:
            raise UserError("the question is empty")
        lines, taken = self._layout(tokens)
        room = self.seq_len - self.layout.slots
        if taken > room:
            raise UserError(f"the question takes {taken} positions, there is room for {room}")
        row = np.full(self.seq_len, PAD, np.int64)
        row[: self.layout.slots] = BLANK
        start = self.layout.slots if self.layout.line_len is None else self.seq_len - taken
        for line in lines:
            row[start : start + len(line)] = line
            start += self.layout.line_len or 0
        return row

    def fits(self, tokens: Sequence[int]) -> bool:
        """Whether there is room for the tokens of a question."""
        return self._layout(tokens)[1] <= self.seq_len - self.layout.slots

    def _layout(self, tokens: Sequence[int]) -> tuple[list[list[int]], int]:
        """The lines of a question, one where rows have none, and the positions that they take."""
        if self.layout.line_len is None:
            return [list(tokens)], len(tokens)
        lines = self.vocabulary.lines(tokens, self.layout.line_len)
        return lines, len(lines) * self.layout.line_len

    def answer(self, text: str, notes: Sequence[str] | None = None) -> np.ndarray:
        """The label of an answer as arrays have it: (seq_len,), PAD outside of it, which is ignored.

        Args:
            notes: at most as many as there are slots for; None where notes are not supervised.

        Raises:
            UserError: the answer is empty, it or a note is too long, or has words outside the vocabulary.
        """
        tokens = self.vocabulary.encode(text)
        if not 0 < len(tokens) < self.answer_slots:
            raise UserError(f"the answer has {len(tokens)} tokens, there is room for 1 to {self.answer_slots - 1}")
        row = np.full(self.seq_len, PAD, np.int64)
        row[: len(tokens) + 1] = [*tokens, END]
        if notes is None:
            return row
        if len(notes) > self.layout.notes:
            raise UserError(f"{len(notes)} notes, there is room for {self.layout.notes}")
        starts = range(self.answer_slots, self.layout.slots, self.layout.note_len or 1)
        for start, note in zip(starts, [*notes, ""], strict=False):
            found = self.vocabulary.encode(note)
            if len(found) > self.layout.note_len:
                raise UserError(f"the note {note!r} has {len(found)} tokens, there is room for {self.layout.note_len}")
            ended = [*found, END][: self.layout.note_len]
            row[start : start + len(ended)] = ended
        return row

    def read_question(self, inputs: np.ndarray) -> str:
        """The question of an input (seq_len,)."""
        return self.vocabulary.decode(token for token in inputs[self.layout.slots :].tolist() if token != PAD)

    def read_answer(self, answer: np.ndarray) -> str:
        """The answer of a label or prediction (seq_len,): what stands before the first END."""
        tokens = answer[: self.answer_slots].tolist()
        return self.vocabulary.decode(tokens[: tokens.index(END)] if END in tokens else tokens)

    def read_notes(self, answer: np.ndarray) -> list[str]:
        """The notes of a label or prediction (seq_len,): those before the first that is empty."""
        found = []
        for note in (
            answer[self.answer_slots : self.layout.slots].reshape(self.layout.notes, self.layout.note_len).tolist()
        ):
            tokens = list(takewhile(lambda token: token >= len(SPECIAL), note))
            if not tokens:
                break
            found.append(self.vocabulary.decode(tokens))
        return found

    def as_json(self) -> dict[str, object]:
        """What `vocabulary.json` holds."""
        return {
            "kind": self.vocabulary.kind,
            "seq_len": self.seq_len,
            "layout": self.layout.model_dump(),
            "exchangeable": [list(tokens) for tokens in self.exchangeable],
            "tokens": list(self.vocabulary.tokens),
        }

    # ---- the protocol of `dataset.common.Puzzle`

    def parse(self, text: str) -> np.ndarray:
        """Read a question that somebody typed; see `question` and `Vocabulary.encode_typed`."""
        text = " ".join(text.split())
        room = self.seq_len - self.layout.slots
        if len(text) > room * _LONGEST_TOKEN:
            raise UserError(f"the question has {len(text)} characters, there is room for {room} tokens")
        return self._row(self.vocabulary.encode_typed(text))

    def render(self, inputs: np.ndarray, answer: np.ndarray | None = None) -> str:
        """The question, or the answer to it."""
        return self.read_question(inputs) if answer is None else self.read_answer(answer)

    def explain(self, answer: np.ndarray) -> str:
        """The notes, where the data have notes."""
        return f"notes: {' | '.join(self.read_notes(answer)) or 'none'}\n" if self.layout.notes else ""

    def check(self, inputs: np.ndarray, answer: np.ndarray) -> str | None:
        """None: a text has no rules that an answer could break by itself, short of being empty."""
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


def first_difference(ours: TextFormat | None, theirs: TextFormat | None) -> str | None:
    """What tells two text formats apart, ours first, None being puzzles without text; None where they are the same."""
    if ours == theirs:
        return None
    if ours is None or theirs is None:
        return "no vocabulary and a vocabulary" if ours is None else "a vocabulary and no vocabulary"
    if ours.vocabulary.kind != theirs.vocabulary.kind:
        return f"{ours.vocabulary.kind} and {theirs.vocabulary.kind}"
    if ours.seq_len != theirs.seq_len:
        return f"seq_len {ours.seq_len} and {theirs.seq_len}"
    for name in ("answer_slots", "note_slots", "note_len", "line_len"):
        mine, other = getattr(ours.layout, name), getattr(theirs.layout, name)
        if mine != other:
            return f"{name} {mine} and {other}"
    both = zip_longest(ours.vocabulary.tokens, theirs.vocabulary.tokens)
    number, (first, second) = next((n, pair) for n, pair in enumerate(both) if pair[0] != pair[1])
    return f"token {number} is {_shown(first)} and {_shown(second)}"


def _shown(token: str | None) -> str:
    return "none" if token is None else repr(token)


def read_format(folder: Path, check: bool = True) -> TextFormat | None:
    """The text format of a data set or run; None where it is not of text.

    Args:
        check: compare the file with the hash in the data set's `build.json`; False for whoever does that later.

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
