"""Panels over improvement steps: accuracy after each step of the last evaluation, and where answers are done."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Literal

import numpy as np

from curves.axes import Axes, padded
from curves.lines import Line, join
from reports.reported import ReportedRun
from runs.metrics import Series

X_NAME = "improvement step"
_KINDS: tuple[tuple[Literal["exact", "accuracy", "halting"], str], ...] = (
    ("exact", "exact accuracy"),
    ("accuracy", "token accuracy"),
    ("halting", "share of answers first said to be done"),
)


def step_panels(groups: Sequence[Sequence[ReportedRun]]) -> list[Axes]:
    """The panels of each set that is answered in more than one step.

    Args:
        groups: the runs of each curve.
    """
    names = dict.fromkeys(name for group in groups for run in group for name in run.last)
    panels = []
    for name in names:
        for kind, title in _KINDS:
            lines = {number: line for number, group in enumerate(groups) if (line := _line(group, name, kind))}
            most = max(line.steps[-1] for line in lines.values())
            if most > 1:
                panels.append(make(f"{name}: {title}", lines, float(most), kind == "halting"))
    return panels


def _line(group: Sequence[ReportedRun], name: str, kind: str) -> Line | None:
    values = [getattr(run.last[name], kind) for run in group if name in run.last]
    if len(values) < len(group) or not all(values):
        return None
    return join([Series(np.arange(1, len(each) + 1), np.array(each, np.float64)) for each in values])


def make(title: str, lines: dict[int, Line], most: float, bars: bool) -> Axes:
    """A panel from the first to the last improvement step."""
    low = 0.0 if bars else min(float(line.low.min()) for line in lines.values())
    high = max(float(line.high.max()) for line in lines.values())
    shaped = partial(Axes, title, lines, x_name=X_NAME, bars=bars)
    if bars:
        return shaped((0.5, most + 0.5), (0.0, max(high, 0.01) * 1.06))
    return shaped(padded(1.0, most, 0.02), padded(low, high, 0.06))
