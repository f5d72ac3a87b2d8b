"""What picture and page share: limits, ticks, colours, and which points of a line are marked."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from curves.lines import Curve, Line

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#444444")
"""After Okabe and Ito (2008), who chose them so that colour-blind people can tell them apart; for a light ground."""
DARK_COLOURS = ("#4a9fe0", "#f27d3b", "#2fc49a", "#e39ac4", "#f2bd4b", "#9bd7fa", "#dddddd")
"""The same for a dark ground."""
DASHES: tuple[tuple[float, ...], ...] = ((), (6, 2.5), (1.5, 2), (6, 2, 1.5, 2))
"""Lengths of lines and gaps; each colour is used with all of them."""
MARKS = (
    (),
    ((-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)),
    ((0.0, -1.2), (1.2, 1.0), (-1.2, 1.0)),
    ((0.0, -1.4), (1.4, 0.0), (0.0, 1.4), (-1.4, 0.0)),
)
"""Shapes of points, one for each kind of dashes, by their corners in units of a radius; the first is a circle."""
MOST_CURVES = len(COLOURS) * len(DASHES)
_TINY = 1e-290
"""Smaller numbers count as 0: distances between ticks must not."""
_MARKED = 12
"""Lines of at most so many points have a mark at each."""


@dataclass(frozen=True)
class Axes:
    """One panel: a metric, its lines by the number of their curve, and its limits.

    Attributes:
        x, y: smallest and largest value that the panel shows.
        window: number of logged points in the running mean; 1 for none.
        x_name: what the x axis counts.
        bars: whether values are bars from 0 instead of lines.
    """

    metric: str
    lines: dict[int, Line]
    x: tuple[float, float]
    y: tuple[float, float]
    window: int = 1
    x_name: str = "step"
    bars: bool = False

    @property
    def x_label(self) -> str:
        """The label of the x axis."""
        return self.x_name if self.window == 1 else f"{self.x_name} (running mean of {self.window} points)"


def lay_out(curves: Sequence[Curve], windows: dict[str, int]) -> list[Axes]:
    """A panel for each metric; all have the same steps, so that they can be compared."""
    steps = [line.steps[[0, -1]] for curve in curves for line in curve.lines.values()]
    x = padded(float(np.min(steps)), float(np.max(steps)), 0.02)
    panels = []
    for metric, window in windows.items():
        lines = {number: curve.lines[metric] for number, curve in enumerate(curves) if metric in curve.lines}
        if lines:
            low = min(float(np.nanmin(line.low)) for line in lines.values())
            high = max(float(np.nanmax(line.high)) for line in lines.values())
            is_point = len(lines) == 1 and all(len(line.steps) == 1 for line in lines.values())
            panels.append(Axes(metric, lines, x, padded(low, high, 0.5 if is_point else 0.06), window))
    return panels


def padded(low: float, high: float, share: float) -> tuple[float, float]:
    """Limits a little wider than the values; around values that are equal but for rounding, a tenth of them wider."""
    margin = (high - low) * share
    if margin <= max(_TINY, 1e-9 * max(abs(low), abs(high))):
        margin = abs(low) * 0.1 if abs(low) > _TINY else 1.0
    return low - margin, high + margin


def ticks(low: float, high: float, most: int) -> list[float]:
    """At most `most` round numbers at equal distances between two limits.

    >>> ticks(-0.02, 1.03, 6)
    [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
    """
    rough = (high - low) / most
    power = 10.0 ** math.floor(math.log10(rough))
    for factor in (1, 2, 2.5, 5, 10, 20):
        distance = factor * power
        first, last = math.ceil(low / distance - 1e-9), math.floor(high / distance + 1e-9)
        if last - first < most:
            break
    digits = max(0, 2 - math.floor(math.log10(distance)))
    return [round(number * distance, digits) + 0.0 for number in range(first, last + 1)]


def step_ticks(low: float, high: float, most: int) -> list[float]:
    """The whole ones of these ticks, as steps are whole; all of them if none is."""
    found = ticks(low, high, most)
    return [value for value in found if value == round(value)] or found


def tick_labels(values: Sequence[float]) -> list[str]:
    """Ticks as text, all with the same number of decimals; large numbers with a letter, tiny ones with a power of ten.

    >>> tick_labels([0.0, 0.25, 0.5])
    ['0.00', '0.25', '0.50']
    >>> tick_labels([0.0, 50000.0, 100000.0])
    ['0', '50k', '100k']
    """
    return [text.replace("-", "\N{MINUS SIGN}") for text in _tick_texts(values)]


def _tick_texts(values: Sequence[float]) -> list[str]:
    largest = max((abs(value) for value in values), default=0.0)
    for least, unit, letter in ((1e9, 1e9, "G"), (1e6, 1e6, "M"), (1e4, 1e3, "k")):
        if 1e12 > largest >= least:
            return ["0" if value == 0 else f"{value / unit:.6g}{letter}" for value in values]
    if largest >= 1e12 or 0 < largest < 1e-3:
        return ["0" if value == 0 else f"{value:.4g}" for value in values]
    texts = [f"{value:.6g}" for value in values]
    decimals = max((len(text.partition(".")[2]) for text in texts if "e" not in text), default=0)
    return [f"{value:.{decimals}f}" for value in values]


def show_value(value: float) -> str:
    """A value in a table or beside the pointer: four digits that matter."""
    return f"{value:,.0f}" if abs(value) >= 10_000 and abs(value) < 1e12 else f"{value:.4g}"


def marked(line: Line) -> np.ndarray:
    """The places of points that get a mark: all of a short line, and otherwise those without a neighbour."""
    known = np.isfinite(line.mean)
    if known.sum() <= _MARKED:
        return np.flatnonzero(known)
    around = np.concatenate([[False], known, [False]])
    return np.flatnonzero(known & ~around[:-2] & ~around[2:])


class Look(NamedTuple):
    """What a curve looks like.

    Attributes:
        colour: place in `COLOURS`.
        dashes: one of `DASHES`.
        mark: place in `MARKS`.
    """

    colour: int
    dashes: tuple[float, ...]
    mark: int


def look_of(number: int) -> Look:
    """What a curve looks like, by its number; `MOST_CURVES` look different."""
    mark = number // len(COLOURS) % len(DASHES)
    return Look(number % len(COLOURS), DASHES[mark], mark)
