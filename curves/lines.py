"""Lines of curves: the metrics of one run, or the mean of several seeds with the range that they span.

    seed 0   steps 10 20 30   1.0 2.0 3.0         line   steps 10 20
    seed 1   steps 10 20      3.0 4.0                    mean 2.0 3.0, low 1.0 2.0, high 3.0 4.0

A line has the steps that all of its seeds have. A value that is missing (NaN) is a gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from curves.recorded import RecordedRun
from runs.metrics import Series


@dataclass(frozen=True)
class Line:
    """One metric of one curve.

    Attributes:
        steps: (N,) int64, increasing.
        mean: (N,) float64, the mean over seeds; NaN is a gap.
        low, high: (N,) float64, the smallest and largest value of a seed.
        runs: number of seeds.
    """

    steps: np.ndarray
    mean: np.ndarray
    low: np.ndarray
    high: np.ndarray
    runs: int


@dataclass(frozen=True)
class Curve:
    """One curve in every panel.

    Attributes:
        label: its name in the legend.
        lines: by metric, smoothed as drawn.
        exact: by metric, as recorded.
    """

    label: str
    lines: dict[str, Line]
    exact: dict[str, Line]


def make_curve(label: str, runs: Sequence[RecordedRun], windows: dict[str, int]) -> Curve:
    """The curve of runs that differ by their seed alone.

    Args:
        windows: for each metric that is drawn, the number of logged points that its running mean takes; 1 for none. A
            metric for which the runs have no step in common is left out.
    """
    lines, exact = {}, {}
    for metric, window in windows.items():
        if all(metric in run.series for run in runs):
            series = [run.series[metric] for run in runs]
            line = join(series)
            if np.isfinite(line.mean).any():
                exact[metric] = line
                lines[metric] = join([Series(each.steps, smooth(each.values, window)) for each in series])
    return Curve(label, lines, exact)


def join(series: Sequence[Series]) -> Line:
    """Mean and range at the steps that all series have; where one of them has a gap, so has the line."""
    steps = reduce(np.intersect1d, [each.steps for each in series])
    values = np.stack([each.values[np.isin(each.steps, steps)] for each in series])  # (seeds, N)
    return Line(steps, values.mean(0), values.min(0), values.max(0), len(series))


def smooth(values: np.ndarray, window: int) -> np.ndarray:
    """The mean of each value and those before it, `window` values together; near the beginning, of fewer.

    Gaps stay gaps, and do not count in the means of their neighbours.

    >>> smooth(np.array([1.0, 3.0, np.nan, 5.0]), 2).tolist()
    [1.0, 2.0, nan, 5.0]
    """
    if window == 1 or not len(values):
        return values
    known = np.isfinite(values)
    # Windows are summed one by one: differences of running totals would lose the small values behind a large one.
    padded = np.concatenate([np.zeros(window - 1), np.where(known, values, 0)])
    counted = np.concatenate([np.zeros(window - 1), known])
    view = np.lib.stride_tricks.sliding_window_view
    count = view(counted, window).sum(-1)
    return np.where(known, view(padded, window).sum(-1) / np.maximum(count, 1), np.nan)


def last_of(line: Line) -> int:
    """The place of the last value that is no gap."""
    return int(np.flatnonzero(np.isfinite(line.mean))[-1])


def best_of(line: Line, goal: str) -> int:
    """The place of the largest mean, or with the goal `low` of the smallest; of equal ones, the first."""
    return int(np.nanargmin(line.mean) if goal == "low" else np.nanargmax(line.mean))


def thinned(line: Line, most: int) -> Line:
    """The line with at most `most` of its points: of each of equal parts, the smallest and the largest mean.

    The first and the last point stay, and so do the peaks. A part without any value stays a gap.
    """
    count = len(line.steps)
    if count <= most:
        return line
    kept = {0, count - 1}
    for part in np.array_split(np.arange(count), (most - 2) // 2):
        means = line.mean[part]
        if np.isfinite(means).any():
            kept |= {int(part[np.nanargmin(means)]), int(part[np.nanargmax(means)])}
        else:
            kept.add(int(part[0]))
    places = sorted(kept)
    return Line(line.steps[places], line.mean[places], line.low[places], line.high[places], line.runs)
