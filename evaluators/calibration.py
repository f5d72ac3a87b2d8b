"""Does a network know when it is right? Brier score and reliability of its own probability.

    probability 0.9, right     squared error 0.01, counts in the bin 0.9 to 1.0
    probability 0.9, wrong     squared error 0.81, counts there too
    Brier score                0.41, their mean: 0 is perfect, 0.25 is what always saying 0.5 scores

Everything is a sum, so that sums of several processes or groups may be added.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

BINS = 10
"""Bins of equal width, from probability 0 to 1."""


class Bin(NamedTuple):
    """The answers whose probability lies in a bin.

    Attributes:
        low, high: the bounds of the bin; `high` belongs to the last bin alone.
        answers: how many.
        probability: their mean probability.
        right: share of them that is right.
    """

    low: float
    high: float
    answers: int
    probability: float
    right: float


class Calibration:
    """Sums over answers.

    Attributes:
        sums: (BINS, 4) for each bin the number of answers, the sum of their probabilities, the number of right ones,
            and the sum of squared errors.
    """

    def __init__(self, sums: np.ndarray | None = None) -> None:
        self.sums = np.zeros((BINS, 4)) if sums is None else sums

    def add(self, probabilities: Sequence[float] | np.ndarray, right: Sequence[bool] | np.ndarray) -> None:
        """Count answers, given the network's probability that each is right, and whether it is: both (N,)."""
        stated, truth = np.asarray(probabilities, float), np.asarray(right, float)
        bins = np.minimum((stated * BINS).astype(int), BINS - 1)
        np.add.at(self.sums, bins, np.stack([np.ones_like(stated), stated, truth, (stated - truth) ** 2], axis=1))

    @property
    def count(self) -> int:
        """Number of answers."""
        return int(self.sums[:, 0].sum())

    @property
    def brier(self) -> float:
        """The mean squared error of the probability; nan if there are no answers."""
        return float(self.sums[:, 3].sum() / self.count) if self.count else float("nan")

    @property
    def stated(self) -> float:
        """The mean probability; nan if there are no answers."""
        return float(self.sums[:, 1].sum() / self.count) if self.count else float("nan")

    @property
    def bins(self) -> list[Bin]:
        """The bins that have answers."""
        return [
            Bin(place / BINS, (place + 1) / BINS, int(count), stated / count, right / count)
            for place, (count, stated, right, _) in enumerate(self.sums.tolist())
            if count
        ]

    def table(self) -> str:
        """The reliability table: a line for each bin that has answers."""
        lines = [f"{'probability':<14}{'answers':>8}{'mean':>8}{'right':>9}"]
        lines += [
            f"{one.low:.1f} to {one.high:.1f}    {one.answers:>8}{one.probability:>8.3f}{one.right:>9.1%}"
            for one in self.bins
        ]
        return "\n".join(lines)
