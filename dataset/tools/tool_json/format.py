"""Prompts and outputs as puzzle arrays: an output on a canvas of slots, the words of the prompt behind it.

    prompt   What is 48 divided by 2 ?
    inputs   [SLOT      SLOT  SLOT  SLOT  SLOT  SLOT | What is 48 divided by 2 ? _ _]
    labels   [{"tool... w 2   ` / ` w 4   "}}   END  | . . .]             w 2: the word at position 2 of the prompt

`dataset.tools.tool_json.canvas` makes the classes. Slots behind the end hold END, too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from dataset.puzzle_dataset import ExampleSet
from dataset.symmetries import Symmetries
from dataset.text.prompt_rows import PromptRows
from dataset.text.word_vocabulary import Forgetful, WordVocabulary
from dataset.tools.tool_json.canvas import Canvas
from dataset.tools.tool_json.examples import INSTRUCTIONS, Example
from dataset.tools.tool_json.rewarder import CanvasRewarder, OutputRewarder
from dataset.tools.tool_json.sidecar import examples_of
from dataset.tools.words import split
from utils.errors import UserError


@dataclass(frozen=True)
class CanvasFormat(PromptRows):
    """How prompts and outputs stand in the arrays of one data set.

    Attributes:
        slots, words: number of slots of the canvas, and of words of a prompt.
    """

    TITLE: ClassVar[str] = "prompts that are answered in JSON"

    canvas: Canvas

    def inputs(self, prompt: str, vocabulary: WordVocabulary | Forgetful | None = None) -> np.ndarray:
        """The tokens (seq_len,) of a prompt.

        Args:
            vocabulary: makes tokens of words; None: that of the format, which forgets none.

        Raises:
            UserError: it has no word, or more than a row has room for.
        """
        words = split(prompt)
        if not 0 < len(words) <= self.words:
            many = f"{len(words)} words; a row has room for {self.words}" if words else "no word"
            raise UserError(f"the prompt has {many}")
        return self.row([word.text for word in words], vocabulary)

    def labels(self, prompt: str, output: str) -> np.ndarray | None:
        """The labels (seq_len,) of an output; None if the canvas has no room or no letter for it."""
        classes = self.canvas.encode(prompt, output)
        if classes is None or len(classes) > self.slots:
            return None
        return self.row_labels(classes)

    def drawing(self, prompt: str, classes: Sequence[int]) -> str:
        """A canvas (slots,) slot by slot, for people."""
        return self.canvas.drawing(split(prompt), classes)

    def text(self, prompt: str, classes: Iterable[int]) -> str:
        """What a canvas (slots,) says, for the prompt that it copies from."""
        return self.canvas.decode(split(prompt), classes)

    def rewarder(self, sets: Sequence[ExampleSet]) -> CanvasRewarder:
        """Scores canvases for the examples of these sets (`dataset.rewards.Rewards`)."""
        return CanvasRewarder(self, sets)

    # ---- the protocol of `dataset.rewards.InWords`

    @property
    def instructions(self) -> str:
        """The forms that an output may have."""
        return INSTRUCTIONS

    def prompts(self, source: ExampleSet) -> list[Example]:
        """The examples of a set's rows."""
        return list(examples_of(source))

    def text_rewarder(self, sets: Sequence[ExampleSet]) -> OutputRewarder:
        """Scores outputs in words for the examples of these sets."""
        return OutputRewarder(sets)

    # ---- the protocol of `dataset.tasks.DataRules`

    def as_json(self) -> dict[str, object]:
        """The content of `vocabulary.json`."""
        return {
            "room": "tools",
            "rows": "canvas",
            "slots": self.slots,
            "words": self.words,
            "known": list(self.vocabulary.known),
            "pieces": list(self.canvas.pieces),
            "fixed": [list(key) for key in sorted(self.canvas.fixed)],
        }

    def first_difference(self, other: Any) -> str | None:
        """How this format differs from another one, in one line; None if tokens and classes mean the same."""
        if not isinstance(other, CanvasFormat):
            return "outputs in JSON and another task"
        return self.difference(other)

    def parse(self, text: str) -> np.ndarray:
        """A prompt is no puzzle: tokens alone do not say what an output copies."""
        raise UserError("a prompt for an answer in JSON is typed as infer.py --prompt TEXT")

    def render(self, inputs: np.ndarray, answer: np.ndarray | None = None) -> str:
        """The words of a prompt, unknown ones as `_`, or an output with them; the texts are in the sidecar."""
        prompt = " ".join(self.shown_words(inputs))
        return prompt if answer is None else self.text(prompt, answer[: self.slots].tolist())

    def check(self, inputs: np.ndarray, answer: np.ndarray) -> str | None:
        """Whether the output is JSON."""
        return None if is_json(self.render(inputs, answer)) else "the output is no JSON"

    def draw_symmetries(
        self, count: int, seq_len: int, rng: np.random.Generator, read: Callable[[], dict[str, np.ndarray]]
    ) -> Symmetries:
        """There are none."""
        raise ValueError("prompts have no symmetries; build more of them with --num-train instead")


def is_json(text: str) -> bool:
    """Whether a text is a JSON value."""
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
