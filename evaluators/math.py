"""Is an answer to a problem of mathematics equivalent to the expected one?

    evaluators=[{name: math@Math}]

    problem  Solve 2*x - 3 = -1/2 for x.     {"category": "linear_equations"}     label 5/4
    answer   5/4        equivalent, exact
    answer   1.25       equivalent
    answer   -5/4       neither
    answer   5//4       unparsable
    answer   9^9^9^9    timed out: sympy gets some seconds, in a process of its own

A rounded answer counts if the row's fact `decimals` asks for one: with `decimals` 2, 3.14 equals pi.

`dataset.maths.answers` compares answers. In the set iid, `iid/category/linear_equations` is the share of equivalent
answers to problems of this category. `iid/majority` is the share that the most frequent answer of each category would
get.
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
"""Most decimals of a rounded answer; a larger number is ignored."""


class Math(Text):
    """Metrics `<set>/equivalent`, `/exact`, `/unparsable`, `/timed_out`, `/category/<category>` and `/majority`.

    Args:
        data_path, metadata: as in `evaluators.text.Text`.
        seconds: time that sympy may take for one answer.
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

    def verdict(self, expected: str, answer: str, facts: Mapping[str, Any]) -> Verdict:
        """The verdict on an answer. An evaluation compares the same two answers only once.

        Args:
            facts: of the question; `decimals` is the number of places to which its answer is to be rounded.
        """
        decimals = facts.get("decimals")
        decimals = decimals if isinstance(decimals, int) and abs(decimals) <= _MOST_DECIMALS else None
        comparison = expected, answer, decimals
        if comparison not in self._known:
            self._known[comparison] = equivalent(expected, answer, seconds=self.seconds, decimals=decimals)
        return self._known[comparison]

    def judge(self, expected: str, answer: str, facts: Mapping[str, Any]) -> Sequence[bool]:
        """The `verdicts` on an answer."""
        verdict = self.verdict(expected, answer, facts)
        return verdict is Verdict.EQUAL, expected == answer, verdict is Verdict.UNPARSABLE, verdict is Verdict.TIMED_OUT
