"""What rules of data give to learning by reward: what an output is worth, and rows as prompts and outputs in words.

rewarder_for(rules, sets).rewards(identifiers, outputs)      {"reward": [2.5, ...], ...}
in_words(rules).prompts(source)                              for policies that read and write text
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, runtime_checkable

import numpy as np

from utils.errors import UserError


class Rewarder(Protocol):
    """Scores outputs by what they are worth, for learning by reward."""

    names: Sequence[str]
    """The names of rewards; the first is the total."""
    success: str
    """The one that is 1 for a right output and 0 for any other."""

    def rewards(self, identifiers: np.ndarray, outputs: np.ndarray) -> dict[str, np.ndarray]:
        """The rewards (N,) float32 by name; NaN where the machine failed to find them out.

        Args:
            identifiers: (N,) puzzle identifiers of the training data.
            outputs: (N, slots) classes.
        """
        ...


@runtime_checkable
class Rewards(Protocol):
    """Rules that can say what an output is worth."""

    def rewarder(self, sets: Sequence[Any]) -> Rewarder:
        """Scores outputs for the examples of these `ExampleSet`s."""
        ...


class TextRewarder(Protocol):
    """A `Rewarder` of outputs in words: `rewards` takes the texts (N) in the place of classes."""

    names: Sequence[str]
    success: str

    def rewards(self, identifiers: np.ndarray, outputs: Sequence[str]) -> dict[str, np.ndarray]:
        """See `Rewarder.rewards`."""
        ...


class Prompted(Protocol):
    """A prompt and the right output, both in words."""

    @property
    def prompt(self) -> str:
        """What is asked."""
        ...

    @property
    def output(self) -> str:
        """What is right."""
        ...


@runtime_checkable
class InWords(Protocol):
    """Rules whose rows are also prompts and outputs in words, for policies that read and write text."""

    @property
    def instructions(self) -> str:
        """What a policy that knows nothing of the task is told before each prompt."""
        ...

    def prompts(self, source: Any) -> Sequence[Prompted]:
        """The prompts of the rows of an `ExampleSet`, in order."""
        ...

    def text_rewarder(self, sets: Sequence[Any]) -> TextRewarder:
        """Scores outputs for the examples of these `ExampleSet`s."""
        ...


def in_words(rules: object) -> InWords:
    """These rules, for a policy that reads and writes text.

    Raises:
        UserError: the data have no prompts in words.
    """
    if not isinstance(rules, InWords):
        raise UserError("these data have no prompts in words; dataset/build_tool_json_dataset.py builds some")
    return rules


def rewarder_for(rules: object, sets: Sequence[Any]) -> Rewarder:
    """Scores outputs for the examples of a data set's `ExampleSet`s.

    Raises:
        UserError: the data cannot say what an output is worth.
    """
    if not isinstance(rules, Rewards):
        raise UserError(
            "these data have no rewards; learn from them with method=sft, or build dataset/build_tool_json_dataset.py"
        )
    return rules.rewarder(sets)
