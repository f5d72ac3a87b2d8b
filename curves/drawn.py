"""From runs to what is drawn of them: their curves and panels."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NamedTuple

from curves.axes import MOST_CURVES, Axes, lay_out
from curves.labels import group_runs, label_groups
from curves.lines import Curve, make_curve
from curves.panels import MOST_PANELS, choose_metrics, windows_of
from curves.recorded import RecordedRun
from utils.errors import UserError

MOST_SMOOTH = 10**6
"""Most points of a running mean."""


class Drawn(NamedTuple):
    """The runs of each curve, the curves, the panels that show them, and how many metrics no panel shows."""

    groups: list[list[RecordedRun]]
    curves: list[Curve]
    panels: list[Axes]
    left_out: int


def draw_runs(runs: Sequence[RecordedRun], patterns: Sequence[str] = (), smooth: int = 1, seeds: bool = True) -> Drawn:
    """Lay out the metrics of some runs.

    Args:
        patterns: as of `choose_metrics`.
        smooth: number of logged points of training in a running mean.
        seeds: make one curve of runs that differ by their seed alone.

    Raises:
        UserError: there are too many curves, there is no such metric, or the runs have too little in common.
    """
    groups = group_runs(runs, seeds)
    if len(groups) > MOST_CURVES:
        raise UserError(f"{len(groups)} curves, and colours tell {MOST_CURVES} apart; name fewer runs")
    metrics = _drawn_metrics(runs, patterns)
    windows = windows_of(metrics, smooth)
    curves = [make_curve(label, group, windows) for label, group in zip(label_groups(groups), groups, strict=True)]
    _check_drawn(curves, groups, metrics)
    known = {name for run in runs for name in run.series}
    return Drawn(groups, curves, lay_out(curves, windows), len(known) - len(metrics))


def _drawn_metrics(runs: Sequence[RecordedRun], patterns: Sequence[str]) -> list[str]:
    """The metrics to draw.

    Raises:
        UserError: there is no such metric, or a run has no metric in common with any other.
    """
    known = dict.fromkeys(name for run in runs for name in run.series)
    chosen = choose_metrics(known, patterns)
    drawn = chosen[:MOST_PANELS]
    for run in runs:
        others = {name for other in runs if other is not run for name in other.series}
        if len(runs) > 1 and not others & run.series.keys():
            raise UserError(f"{run.path} has no metric in common with the other runs: it has {', '.join(run.series)}")
    return drawn


def _check_drawn(curves: Sequence[Curve], groups: Sequence[list[RecordedRun]], metrics: Sequence[str]) -> None:
    """Say which metrics of a curve are left out, since its seeds have no step of them in common.

    Raises:
        UserError: a curve has nothing to draw.
    """
    for curve, group in zip(curves, groups, strict=True):
        apart = [name for name in metrics if name not in curve.lines and any(name in run.series for run in group)]
        why = f"the seeds of '{curve.label}' have no step in common; --no-seeds draws each by itself"
        if apart and not curve.lines:
            raise UserError(why)
        if not curve.lines:
            raise UserError(f"'{curve.label}' has none of the metrics that are drawn: {', '.join(metrics)}")
        if apart:
            print(f"{', '.join(apart)}: {why}", file=sys.stderr)
