"""Sentences and lines of code as puzzle arrays: a line on a canvas of slots, the words of the sentence behind it.

    sentence  call obj.get with key.
    inputs    [SLOT   SLOT SLOT SLOT SLOT SLOT | call obj . get with key . _ _]
    labels    [word 1 `(`  w 5  `)`  END  END  | . . .]                              obj.get ( key )

`dataset.code.line_canvas` makes the classes, `dataset.text.word_vocabulary` the tokens of words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, ClassVar

import numpy as np

from dataset.code.line_canvas import END, LineCanvas
from dataset.code.python_text import is_line
from dataset.code.sentences import Word, laid_out, tokens, words
from dataset.common import misfit
from dataset.layout import Layout, RowShape
from dataset.symmetries import Symmetries
from dataset.text.word_vocabulary import Forgetful, Marker, WordVocabulary
from utils.errors import UserError

SLOT = Marker.SPELLED.token


@dataclass(frozen=True)
class LineFormat:
    """How sentences and lines stand in the arrays of one data set.

    Attributes:
        slots, words: number of slots of the canvas, and of words of a sentence.
    """

    TITLE: ClassVar[str] = "sentences that are answered by a line of code"

    vocabulary: WordVocabulary
    canvas: LineCanvas
    slots: int
    words: int

    @property
    def seq_len(self) -> int:
        """Number of positions of a row."""
        return self.slots + self.words

    @property
    def layout(self) -> Layout:
        """The parts of a row."""
        return Layout(answer_slots=self.slots, own_classes=self.canvas.first_word)

    def inputs(
        self, sentence: str, vocabulary: WordVocabulary | Forgetful | None = None, cut: bool = False
    ) -> np.ndarray:
        """The tokens (seq_len,) of a sentence.

        Args:
            vocabulary: makes tokens of words; None: that of the format, which forgets none.
            cut: leave out the words that a row has no room for.

        Raises:
            UserError: it has no word, or more than a row has room for.
        """
        said = self.read(sentence, cut)
        inputs = np.zeros(self.seq_len, np.int64)
        inputs[: self.slots] = SLOT
        inputs[self.slots : self.slots + len(said)] = [
            (vocabulary or self.vocabulary).token(word.text) for word in said
        ]
        return inputs

    def read(self, sentence: str, cut: bool = False) -> list[Word]:
        """The words of a sentence; `inputs` says what the arguments are and what is raised."""
        said = words(sentence)
        if not said:
            raise UserError("the prompt has no word")
        if len(said) > self.words and not cut:
            raise UserError(f"the prompt has {len(said)} words; a row has room for {self.words}")
        return said[: self.words]

    def labels(self, sentence: str, line: str) -> np.ndarray | None:
        """The labels (seq_len,) of a line; None if the canvas has no room or no letter for it, or the row no words."""
        said = words(sentence)
        classes = self.canvas.encode(said, tokens(line)) if len(said) <= self.words else None
        if classes is None or len(classes) > self.slots:
            return None
        return self._labels(classes)

    def no_labels(self) -> np.ndarray:
        """The labels (seq_len,) of an empty line, for test rows that no canvas can answer: they count as wrong."""
        return self._labels([])

    def _labels(self, classes: Sequence[int]) -> np.ndarray:
        labels = np.zeros(self.seq_len, np.int64)
        labels[: self.slots] = [*classes, *[END] * (self.slots - len(classes))]
        return labels

    def line(self, sentence: str, classes: Iterable[int]) -> str:
        """The line that a canvas (slots,) holds, for the sentence that it copies from, as people lay it out."""
        return laid_out(self.canvas.decode(words(sentence), classes))

    # ---- the protocol of `dataset.tasks.DataRules`

    def as_json(self) -> dict[str, Any]:
        """The content of `vocabulary.json`."""
        return {
            "room": "code",
            "rows": "line",
            "slots": self.slots,
            "words": self.words,
            "known": list(self.vocabulary.known),
            "pieces": list(self.canvas.pieces),
            "fixed": sorted(self.canvas.fixed),
        }

    def misfit(self, shape: RowShape) -> str | None:
        """Which size of `vocabulary.json` contradicts `dataset.json`; None if none does."""
        return misfit(shape, seq_len=self.seq_len, vocab_size=len(self.vocabulary), layout=self.layout)

    def first_difference(self, other: Any) -> str | None:
        """How this format differs from another one, in one line; None if tokens and classes mean the same."""
        if not isinstance(other, LineFormat):
            return "lines of code for sentences and another task"
        if (self.slots, self.words) != (other.slots, other.words):
            return f"{self.slots} slots with {self.words} words and {other.slots} slots with {other.words} words"
        for what, ours, theirs in (
            ("word", self.vocabulary.known, other.vocabulary.known),
            ("piece", self.canvas.pieces, other.canvas.pieces),
            ("fixed unit", sorted(self.canvas.fixed), sorted(other.canvas.fixed)),
        ):
            for number, (one, another) in enumerate(zip_longest(ours, theirs)):
                if one != another:
                    return f"{what} {number} is {one!r} and {another!r}"
        return None

    def parse(self, text: str) -> np.ndarray:
        """A sentence is no puzzle: tokens alone do not say what a line copies."""
        raise UserError("a sentence for a line of code is typed as infer.py --prompt TEXT")

    def render(self, inputs: np.ndarray, answer: np.ndarray | None = None) -> str:
        """The words of a sentence, unknown ones as `_`, or a line with them; the texts are in the sidecar."""
        shown = [self.vocabulary.show(token) for token in inputs[self.slots :].tolist() if token]
        if answer is None:
            return " ".join(shown)
        said = [Word(text, text, 0, 0) for text in shown]
        return laid_out(self.canvas.decode(said, answer[: self.slots].tolist()))

    def check(self, inputs: np.ndarray, answer: np.ndarray) -> str | None:
        """An answer is a line of Python."""
        return None if is_line(self.render(inputs, answer)) else "the answer is no line of Python"

    def draw_symmetries(
        self, count: int, seq_len: int, rng: np.random.Generator, read: Callable[[], dict[str, np.ndarray]]
    ) -> Symmetries:
        """There are none."""
        raise ValueError("sentences have no symmetries; build their data with --copies and --forgotten instead")
