"""Sentences and lines of code as puzzle arrays: a line on a canvas of slots, the words of the sentence behind it.

    sentence  call obj.get with key.
    inputs    [SLOT   SLOT SLOT SLOT SLOT SLOT | call obj . get with key . _ _]
    labels    [word 1 `(`  w 5  `)`  END  END  | . . .]                              obj.get ( key )

`dataset.code.line_canvas` makes the classes, `dataset.text.word_vocabulary` the tokens of words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from dataset.code.line_canvas import LineCanvas
from dataset.code.python_text import is_line
from dataset.code.sentences import Word, laid_out, tokens, words
from dataset.symmetries import Symmetries
from dataset.text.prompt_rows import PromptRows
from dataset.text.word_vocabulary import Forgetful, WordVocabulary
from utils.errors import UserError


@dataclass(frozen=True)
class LineFormat(PromptRows):
    """How sentences and lines stand in the arrays of one data set.

    Attributes:
        slots, words: number of slots of the canvas, and of words of a sentence.
    """

    TITLE: ClassVar[str] = "sentences that are answered by a line of code"

    canvas: LineCanvas

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
        return self.row([word.text for word in self.read(sentence, cut)], vocabulary)

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
        return self.row_labels(classes)

    def no_labels(self) -> np.ndarray:
        """The labels (seq_len,) of an empty line, for test rows that no canvas can answer: they count as wrong."""
        return self.row_labels([])

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

    def first_difference(self, other: Any) -> str | None:
        """How this format differs from another one, in one line; None if tokens and classes mean the same."""
        if not isinstance(other, LineFormat):
            return "lines of code for sentences and another task"
        return self.difference(other)

    def parse(self, text: str) -> np.ndarray:
        """A sentence is no puzzle: tokens alone do not say what a line copies."""
        raise UserError("a sentence for a line of code is typed as infer.py --prompt TEXT")

    def render(self, inputs: np.ndarray, answer: np.ndarray | None = None) -> str:
        """The words of a sentence, unknown ones as `_`, or a line with them; the texts are in the sidecar."""
        shown = self.shown_words(inputs)
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
