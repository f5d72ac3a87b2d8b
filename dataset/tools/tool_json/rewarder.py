"""What canvases are worth: the outputs that they say, scored for the examples that they answer.

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


class CanvasRewarder:
    """Scores canvases for the examples of some sets.

    Args:
        canvas_format: says what canvases mean.
        sets: sets of one or several data paths.
    """

    names = ("reward", "format", "tool", "arguments", "text", "right", "invalid", "needless_call", "missed_call")

    success = "right"

    def __init__(self, canvas_format: CanvasFormat, sets: Sequence[ExampleSet]) -> None:
        self._format = canvas_format
        self._examples: dict[int, tuple[Example, list[Word]]] = {}
        for source in sets:
            for number, example in zip(source.puzzle_identifiers.tolist(), examples_of(source), strict=True):
                self._examples[number] = (example, split(example.prompt))
        self._known: dict[tuple[int, str], tuple[float, ...]] = {}

    def rewards(self, identifiers: np.ndarray, outputs: np.ndarray) -> dict[str, np.ndarray]:
        """See `dataset.tasks.Rewarder`."""
        found = np.empty((len(identifiers), len(self.names)), np.float32)
        for row, (number, classes) in enumerate(zip(identifiers.tolist(), outputs.tolist(), strict=True)):
            example, words = self._examples[number]
            text = self._format.canvas.decode(words, classes)
            score = self._known.get((number, text))
            if score is None:
                score = _score(text, example)
                if len(self._known) >= _REMEMBERED:
                    self._known.clear()
                if not math.isnan(score[0]):  # what failed once may work the next time
                    self._known[number, text] = score
            found[row] = score
        return dict(zip(self.names, found.T, strict=True))


def _score(text: str, example: Example) -> tuple[float, ...]:
    """The values of `CanvasRewarder.names` for one output."""
    reward = reward_of(text, example)
    output = read_output(text)
    decision = None if isinstance(output, str) else output.decision
    needless = decision not in (None, "final") and example.tool is None
    missed = decision == "final" and example.tool is not None
    right = reward.total >= best(example) if not reward.unknown else reward.total
    return reward.total, *reward, float(right), float(reward.text < 0), float(needless), float(missed)
