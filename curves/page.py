"""Curves as one HTML page that needs no other file and no network.

`page.html` beside this module is its frame, with the style and the script. Every text that comes from a file is
escaped: the names of runs, settings and metrics may hold anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import numpy as np

from curves.axes import COLOURS, DARK_COLOURS, Axes, look_of, show_value
from curves.lines import Curve, Line, best_of, last_of, thinned
from curves.svg import HEIGHT, LEFT, RIGHT, WIDTH, panel_svg, swatch
from runs.metrics import goal_of
from utils.pages import filled, script_data

_MOST_POINTS = 800
"""Most points of a line: more cannot be seen on a panel. The tables are made of all points."""


@dataclass(frozen=True)
class More:
    """What a page holds beside curves over the steps of training.

    Attributes:
        panels: under `heading`, behind the others. They are in no table of values.
        middle, end: HTML behind all panels and behind all tables, with every text in it escaped.
        style: CSS for it.
    """

    heading: str = ""
    panels: Sequence[Axes] = ()
    middle: str = ""
    end: str = ""
    style: str = ""


def draw_page(
    curves: Sequence[Curve],
    panels: Sequence[Axes],
    title: str,
    settings: Mapping[str, Sequence[str | None]],
    mark: str,
    more: More | None = None,
) -> bytes:
    """The page.

    Args:
        settings: the settings in which the curves differ, and the value of each curve.
        mark: the name of the program, which the page's head records.
    """
    more = more or More()
    drawn = [*panels, *more.panels]
    lines = [{number: thinned(line, _MOST_POINTS) for number, line in axes.lines.items()} for axes in drawn]
    figures = [_panel(axes, part) for axes, part in zip(drawn, lines, strict=True)]
    content = {
        "mark": escape(mark),
        "title": escape(title),
        "style": "\n".join(_colours()),
        "legend": "\n".join(_legend(curves)),
        "panels": "\n".join(figures[: len(panels)]),
        "middle": _section(more.heading, figures[len(panels) :]) + more.middle,
        "values": "\n".join(_values(curves, panels)),
        "settings": "\n".join(_settings(curves, settings)),
        "end": more.end,
        "more_style": more.style,
        "data": _data(curves, drawn, lines),
    }
    return filled(Path(__file__).with_name("page.html"), content)


def _colours() -> Iterator[str]:
    for name, colours in (("light", COLOURS), ("dark", DARK_COLOURS)):
        rules = " ".join(f".c{number} {{ --curve: {colour}; }}" for number, colour in enumerate(colours))
        yield rules if name == "light" else f"@media (prefers-color-scheme: dark) {{ {rules} }}"


def _legend(curves: Sequence[Curve]) -> Iterator[str]:
    for number, curve in enumerate(curves):
        yield (
            f'<button type="button" class="c{look_of(number).colour}" data-curve="{number}" aria-pressed="true">'
            f"{swatch(number)}{escape(curve.label)}</button>"
        )


def _panel(axes: Axes, lines: dict[int, Line]) -> str:
    return f"<figure><figcaption>{escape(axes.metric)}</figcaption>\n{panel_svg(axes, lines)}\n</figure>"


def _section(heading: str, figures: Sequence[str]) -> str:
    """Further panels under a heading; nothing if there are none."""
    if not figures:
        return ""
    return "\n".join([f"<h2>{escape(heading)}</h2>", '<div class="panels">', *figures, "</div>"])


def _values(curves: Sequence[Curve], panels: Sequence[Axes]) -> Iterator[str]:
    """The rows of the table of last and best values, as recorded."""
    for axes in panels:
        goal = goal_of(axes.metric)
        for position, number in enumerate(axes.lines):
            line = curves[number].exact[axes.metric]
            last = last_of(line)
            cells = [_shown(line, last), f"{line.steps[last]:,}"]
            if goal is None:
                cells += ["", ""]
            else:
                best = best_of(line, goal)
                cells += [_shown(line, best), f"{line.steps[best]:,}"]
            name = (
                f'<th scope="rowgroup" rowspan="{len(axes.lines)}">{escape(axes.metric)}</th>' if not position else ""
            )
            label = f'<th scope="row">{swatch(number)}{escape(curves[number].label)}</th>'
            row = f"<tr>{name}{label}{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
            yield f"<tbody>{row}" if not position else row
        yield "</tbody>"


def _shown(line: Line, place: int) -> str:
    """A value, and for several seeds their range."""
    value = show_value(float(line.mean[place]))
    if line.runs == 1:
        return value
    low, high = show_value(float(line.low[place])), show_value(float(line.high[place]))
    return f'{value} <span class="span">{low} to {high}</span>'


def _settings(curves: Sequence[Curve], settings: Mapping[str, Sequence[str | None]]) -> Iterator[str]:
    """A section with the settings in which the curves differ; nothing if they differ in none."""
    if not settings:
        return
    yield '<h2>Settings that differ</h2>\n<div class="wide settings"><table><thead><tr><th scope="col">setting</th>'
    yield from (f'<th scope="col">{swatch(number)}{escape(curve.label)}</th>' for number, curve in enumerate(curves))
    yield "</tr></thead><tbody>"
    for key, values in settings.items():
        cells = "".join(f"<td>{'' if value is None else escape(value)}</td>" for value in values)
        yield f'<tr><th scope="row">{escape(key)}</th>{cells}</tr>'
    yield "</tbody></table></div>"


def _data(curves: Sequence[Curve], panels: Sequence[Axes], lines: Sequence[dict[int, Line]]) -> str:
    """What the script shows beside the pointer, as JSON that cannot end the script's element."""
    data = {
        "labels": [curve.label for curve in curves],
        "left": LEFT / WIDTH,
        "right": 1 - RIGHT / WIDTH,
        "width": WIDTH,
        "height": HEIGHT,
        "panels": [
            {
                "metric": axes.metric,
                "x_name": axes.x_name,
                "x": axes.x,
                "lines": {number: _points(line) for number, line in drawn.items()},
            }
            for axes, drawn in zip(panels, lines, strict=True)
        ],
    }
    return script_data(data)


def _points(line: Line) -> dict[str, Any]:
    columns: dict[str, Any] = {"steps": line.steps.tolist(), "mean": _rounded(line.mean)}
    return columns | ({"low": _rounded(line.low), "high": _rounded(line.high)} if line.runs > 1 else {})


def _rounded(values: np.ndarray) -> list[float | None]:
    return [float(f"{value:.5g}") if np.isfinite(value) else None for value in values.tolist()]
