"""What outputs are worth, in words or on a canvas, for the examples that they answer.

The rewards are those of `dataset.tools.reward`. Beside them stand four shares: `right`, 1 for an output that nothing
can be better than; `invalid`, 1 for text that is no JSON; `needless_call`, 1 for a call that nobody needs;
`missed_call`, 1 for a final answer where a call is needed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from dataset.puzzle_dataset import ExampleSet
from dataset.tools.reward import best, reward_of
from dataset.tools.tool_json.examples import Example
from dataset.tools.tool_json.outputs import read_output
from dataset.tools.tool_json.sidecar import examples_of
from dataset.tools.words import Word, split

if TYPE_CHECKING:
    from dataset.tools.tool_json.format import CanvasFormat

_REMEMBERED = 200_000
"""Most outputs whose rewards are remembered."""


class OutputRewarder:
    """Scores outputs in words for the examples of some sets (`dataset.rewards.TextRewarder`)."""

    names = ("reward", "format", "tool", "arguments", "text", "right", "invalid", "needless_call", "missed_call")

    success = "right"

    def __init__(self, sets: Sequence[ExampleSet]) -> None:
        self._examples: dict[int, Example] = {}
        for source in sets:
            self._examples |= zip(source.puzzle_identifiers.tolist(), examples_of(source), strict=True)
        self._known: dict[tuple[int, str], tuple[float, ...]] = {}

    def rewards(self, identifiers: np.ndarray, outputs: Sequence[str]) -> dict[str, np.ndarray]:
        """See `dataset.rewards.TextRewarder`."""
        found = np.empty((len(identifiers), len(self.names)), np.float32)
        for row, (number, text) in enumerate(zip(identifiers.tolist(), outputs, strict=True)):
            score = self._known.get((number, text))
            if score is None:
                score = _score(text, self._examples[number])
                if len(self._known) >= _REMEMBERED:
                    self._known.clear()
                if not math.isnan(score[0]):  # what failed once may work the next time
                    self._known[number, text] = score
            found[row] = score
        return dict(zip(self.names, found.T, strict=True))


class CanvasRewarder:
    """Scores canvases for the examples of some sets.

    Args:
        canvas_format: says what canvases mean.
        sets: sets of one or several data paths.
    """

    names = OutputRewarder.names

    success = OutputRewarder.success

    def __init__(self, canvas_format: CanvasFormat, sets: Sequence[ExampleSet]) -> None:
        self._format = canvas_format
        self._outputs = OutputRewarder(sets)
        self._words: dict[int, list[Word]] = {}
        for source in sets:
            for number, example in zip(source.puzzle_identifiers.tolist(), examples_of(source), strict=True):
                self._words[number] = split(example.prompt)

    def rewards(self, identifiers: np.ndarray, outputs: np.ndarray) -> dict[str, np.ndarray]:
        """See `dataset.rewards.Rewarder`."""
        pairs = zip(identifiers.tolist(), outputs.tolist(), strict=True)
        texts = [self._format.canvas.decode(self._words[number], classes) for number, classes in pairs]
        return self._outputs.rewards(identifiers, texts)


def _score(text: str, example: Example) -> tuple[float, ...]:
    """The values of `OutputRewarder.names` for one output."""
    reward = reward_of(text, example)
    output = read_output(text)
    decision = None if isinstance(output, str) else output.decision
    needless = decision not in (None, "final") and example.tool is None
    missed = decision == "final" and example.tool is not None
    right = reward.total >= best(example) if not reward.unknown else reward.total
    return reward.total, *reward, float(right), float(reward.text < 0), float(needless), float(missed)
