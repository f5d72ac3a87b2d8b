"""Is an answer to a problem of mathematics worth the same as the expected one?

    evaluators=[{name: math@Math}]

    problem  Solve 2*x - 3 = -1/2 for x.     {"category": "linear_equations"}     label 5/4
    answer   5/4        equivalent, exact
    answer   1.25       equivalent
    answer   -5/4       neither
    answer   5//4       unparsable
    answer   9^9^9^9    timed out: sympy is given some seconds, in a process of its own

A rounded answer counts where the question asks for one, by the fact `decimals` of its row: 2 makes 3.14 equal to pi.

`dataset.maths.answers` compares. `iid/category/linear_equations` is the share of equivalent answers to such problems of
the set iid, `iid/majority` that of the most frequent answer of their category.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dataset.common import PuzzleDatasetMetadata
from dataset.maths.answers import Verdict, equivalent
from evaluators.text import Text
from utils.errors import UserError

_MOST_DECIMALS = 100
"""Places of a rounded answer; more are no places."""


class Math(Text):
    """Metrics `<set>/equivalent`, `/exact`, `/unparsable`, `/timed_out`, `/category/<category>` and `/majority`.

    Args:
        data_path, metadata: as in `evaluators.text.Text`.
        seconds: that sympy may take for an answer.
    """

    task = "math"
    verdicts = ("equivalent", "exact", "unparsable", "timed_out")
    facts = ("category",)
    baselines = ("majority",)

    def __init__(self, data_path: Path, metadata: PuzzleDatasetMetadata, seconds: float = 2.0) -> None:
        if seconds <= 0:
            raise UserError(f"math@Math: seconds={seconds} must be more than 0")
        super().__init__(data_path, metadata)
        self.seconds = seconds

    def begin_eval(self) -> None:
        """Forget the last evaluation."""
        super().begin_eval()
        self._known: dict[tuple[str, str, int | None], Verdict] = {}

    def verdict(self, expected: str, given: str, facts: Mapping[str, Any]) -> Verdict:
        """What comparing two answers says; within an evaluation the same two are compared once.

        Args:
            facts: of the question; `decimals` are the places to which it wants its answer rounded.
        """
        decimals = facts.get("decimals")
        decimals = decimals if isinstance(decimals, int) and abs(decimals) <= _MOST_DECIMALS else None
        pair = expected, given, decimals
        if pair not in self._known:
            self._known[pair] = equivalent(expected, given, seconds=self.seconds, decimals=decimals)
        return self._known[pair]

    def judge(self, expected: str, given: str, facts: Mapping[str, Any]) -> Sequence[bool]:
        """The verdicts on an answer."""
        verdict = self.verdict(expected, given, facts)
        return verdict is Verdict.EQUAL, expected == given, verdict is Verdict.UNPARSABLE, verdict is Verdict.TIMED_OUT
