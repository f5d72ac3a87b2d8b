"""Rows of a prompt whose answer stands on a canvas: slots for classes, then the words of the prompt.

    inputs    [SLOT  SLOT  SLOT | What is 48 divided by 2 ? _ _]
    labels    [class class END  | .    .  .                    ]      class `canvas.first_word + n`: a copy of word n

What the other classes mean, and how texts are cut into words, is the canvas's and the subclass's matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Protocol, Self

import numpy as np

from dataset.common import misfit
from dataset.layout import Layout, RowShape
from dataset.text.word_vocabulary import Forgetful, Marker, WordVocabulary

SLOT = Marker.SPELLED.token
END = 1
"""The class behind the last one of an answer, on every canvas; slots behind it hold END, too."""


class AnswerCanvas(Protocol):
    """What the classes of a canvas mean."""

    @property
    def pieces(self) -> tuple[str, ...]:
        """The texts that classes of their own stand for."""
        ...

    @property
    def fixed(self) -> frozenset[Any]:
        """What is never copied, though a prompt may have it."""
        ...

    @property
    def first_word(self) -> int:
        """The class of the first word of the prompt."""
        ...


@dataclass(frozen=True)
class PromptRows:
    """How prompts and answers stand in the arrays of one data set.

    Attributes:
        slots, words: number of slots of the canvas, and of words of a prompt.
    """

    vocabulary: WordVocabulary
    canvas: AnswerCanvas
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

    def row(self, said: Sequence[str], vocabulary: WordVocabulary | Forgetful | None = None) -> np.ndarray:
        """The tokens (seq_len,) of a prompt.

        Args:
            said: its words, no more than a row has room for.
            vocabulary: makes tokens of words; None: that of the format, which forgets none.
        """
        inputs = np.zeros(self.seq_len, np.int64)
        inputs[: self.slots] = SLOT
        inputs[self.slots : self.slots + len(said)] = [(vocabulary or self.vocabulary).token(word) for word in said]
        return inputs

    def row_labels(self, classes: Sequence[int]) -> np.ndarray:
        """The labels (seq_len,) of classes, no more than there are slots."""
        labels = np.zeros(self.seq_len, np.int64)
        labels[: self.slots] = [*classes, *[END] * (self.slots - len(classes))]
        return labels

    def shown_words(self, inputs: np.ndarray) -> list[str]:
        """The words of a row (seq_len,), unknown ones as `_`; the texts are in the sidecar."""
        return [self.vocabulary.show(token) for token in inputs[self.slots :].tolist() if token]

    def misfit(self, shape: RowShape) -> str | None:
        """Which size of `vocabulary.json` contradicts `dataset.json`; None if none does."""
        return misfit(shape, seq_len=self.seq_len, vocab_size=len(self.vocabulary), layout=self.layout)

    def difference(self, other: Self) -> str | None:
        """How a format of the same kind differs, in one line; None if tokens and classes mean the same."""
        if (self.slots, self.words) != (other.slots, other.words):
            return f"{self.slots} slots with {self.words} words and {other.slots} slots with {other.words} words"
        for what, ours, theirs in (
            ("word", self.vocabulary.known, other.vocabulary.known),
            ("piece", self.canvas.pieces, other.canvas.pieces),
            ("fixed word", sorted(self.canvas.fixed), sorted(other.canvas.fixed)),
        ):
            for number, (one, another) in enumerate(zip_longest(ours, theirs)):
                if one != another:
                    return f"{what} {number} is {one!r} and {another!r}"
        return None
