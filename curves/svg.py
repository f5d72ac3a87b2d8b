"""A panel as SVG inside a page: axes, bands and lines. Colours are classes of the page's style sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape

import numpy as np

from curves.axes import MARKS, Axes, Look, look_of, marked, step_ticks, tick_labels, ticks
from curves.lines import Line

WIDTH, HEIGHT = 380, 230
"""Units of a panel's drawing; the page scales it."""
LEFT, RIGHT, TOP, BOTTOM = 50, 10, 8, 40
"""Distance of the axes from the borders of the drawing."""

Scale = Callable[[float], float]


def panel_svg(axes: Axes, lines: dict[int, Line]) -> str:
    """The panel's drawing.

    Args:
        lines: those of the panel, perhaps with fewer points.
    """
    x, y = scales(axes)
    places = list(lines)

    def drawn(number: int, line: Line) -> Iterator[str]:
        if axes.bars:
            return _bars(number, line, x, y, places.index(number), len(places))
        return _curve(number, line, x, y)

    label = f"{escape(axes.metric)} by {escape(axes.x_name)}"
    parts = [
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" tabindex="0" aria-label="{label}">',
        *_grid(axes, x, y),
        *(part for number, line in lines.items() for part in drawn(number, line)),
        f'<line class="at" y1="{TOP}" y2="{HEIGHT - BOTTOM}" visibility="hidden"/>',
        "</svg>",
    ]
    return "\n".join(parts)


def scales(axes: Axes) -> tuple[Scale, Scale]:
    """From steps and values to units of the drawing."""
    (x_low, x_high), (y_low, y_high) = axes.x, axes.y
    across, up = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
    return (
        lambda step: LEFT + (step - x_low) / (x_high - x_low) * across,
        lambda value: TOP + (y_high - value) / (y_high - y_low) * up,
    )


def _grid(axes: Axes, x: Scale, y: Scale) -> Iterator[str]:
    """Grid lines, ticks and the label of the x axis."""
    bottom = HEIGHT - BOTTOM
    values = ticks(*axes.y, most=6)
    for value, text in zip(values, tick_labels(values), strict=True):
        yield f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(value):.1f}" y2="{y(value):.1f}"/>'
        yield f'<text class="tick" x="{LEFT - 6}" y="{y(value) + 3.5:.1f}" text-anchor="end">{text}</text>'
    steps = step_ticks(*axes.x, most=6)
    for step, text in zip(steps, tick_labels(steps), strict=True):
        yield f'<line class="axis" x1="{x(step):.1f}" x2="{x(step):.1f}" y1="{bottom}" y2="{bottom + 4}"/>'
        yield f'<text class="tick" x="{x(step):.1f}" y="{bottom + 16}" text-anchor="middle">{text}</text>'
    yield f'<path class="axis" d="M{LEFT} {TOP}V{bottom}H{WIDTH - RIGHT}"/>'
    middle = (LEFT + WIDTH - RIGHT) // 2
    yield f'<text class="tick" x="{middle}" y="{HEIGHT - 6}" text-anchor="middle">{escape(axes.x_label)}</text>'


def _curve(number: int, line: Line, x: Scale, y: Scale) -> Iterator[str]:
    """The band, line and marks of one curve."""
    look = look_of(number)
    across = [x(float(step)) for step in line.steps]
    yield f'<g class="curve c{look.colour}" data-curve="{number}">'
    for part in runs_of(np.isfinite(line.mean)):
        here = across[part]
        means = [y(value) for value in line.mean[part].tolist()]
        if line.runs > 1 and len(here) > 1:
            lows, highs = ([y(value) for value in each[part].tolist()] for each in (line.low, line.high))
            yield f'<path class="band" d="M{_points(here, highs)}L{_points(here[::-1], lows[::-1])}Z"/>'
        if len(here) > 1:
            yield f'<path class="line" d="M{_points(here, means)}"{dashed(look)}/>'
    places = marked(line).tolist()
    for place in places:
        mean, low, high = (y(float(each[place])) for each in (line.mean, line.low, line.high))
        if line.runs > 1 and len(places) == 1:  # a band needs two
            yield f'<path class="range" d="M{across[place]:.1f} {low:.1f}V{high:.1f}"/>'
        yield mark_at(look, across[place], mean, 2.6)
    yield "</g>"


def _bars(number: int, line: Line, x: Scale, y: Scale, place: int, of: int) -> Iterator[str]:
    """The bars of one curve, beside those of the others: at each step the `place`-th of `of`."""
    width = (x(1.0) - x(0.0)) * 0.8 / of
    yield f'<g class="curve bars c{look_of(number).colour}" data-curve="{number}">'
    for step, value in zip(line.steps.tolist(), line.mean.tolist(), strict=True):
        if np.isfinite(value):
            left = x(step) + (place - of / 2) * width
            top, height = y(value), y(0.0) - y(value)
            yield f'<rect x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}"/>'
    yield "</g>"


def swatch(number: int) -> str:
    """A short piece of a curve's line with its mark, for legends and tables."""
    look = look_of(number)
    line = f'<path class="line" d="M1 6H27"{dashed(look)}/>{mark_at(look, 14, 6, 3)}'
    return f'<svg class="swatch c{look.colour}" viewBox="0 0 28 12" aria-hidden="true">{line}</svg>'


def dashed(look: Look) -> str:
    """The attribute of a line that has dashes."""
    return f' stroke-dasharray="{" ".join(f"{length:g}" for length in look.dashes)}"' if look.dashes else ""


def mark_at(look: Look, x: float, y: float, radius: float) -> str:
    """The mark of a point."""
    corners = MARKS[look.mark]
    if not corners:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}"/>'
    path = _points([x + radius * right for right, _ in corners], [y + radius * down for _, down in corners])
    return f'<path class="mark" d="M{path}Z"/>'


def runs_of(known: np.ndarray) -> list[slice]:
    """The stretches without a gap."""
    changes = np.flatnonzero(np.diff(np.concatenate([[False], known, [False]]).astype(np.int8)))
    return [slice(start, end) for start, end in changes.reshape(-1, 2).tolist()]


def _points(across: Sequence[float], down: Sequence[float]) -> str:
    return " ".join(f"{x:.1f} {y:.1f}" for x, y in zip(across, down, strict=True))
