"""Curves as a PNG picture, drawn by matplotlib (the extra `viz`)."""

from __future__ import annotations

import importlib.util
import io
import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np

from curves.axes import COLOURS, MARKS, Axes, look_of, marked, step_ticks, tick_labels, ticks
from curves.labels import shorten
from curves.lines import Curve

WIDTH = 12.0
"""Inches."""
DPI = 160
_ROW = 2.35
"""Inches of a row of panels; a single row is higher."""
_LONGEST_TITLE = 110
_STYLE: dict[Any, Any] = {
    "backend": "agg",
    "font.family": "DejaVu Sans",  # comes with matplotlib
    "font.size": 8.5,
    "text.parse_math": False,  # names may have a $
    "axes.titlesize": 9.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.edgecolor": "#8a8a8a",
    "axes.labelcolor": "#555555",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#e6e6e6",
    "xtick.color": "#8a8a8a",
    "ytick.color": "#8a8a8a",
    "xtick.labelcolor": "#555555",
    "ytick.labelcolor": "#555555",
}


def can_draw() -> bool:
    """Whether matplotlib is installed."""
    return importlib.util.find_spec("matplotlib") is not None


def draw_picture(curves: Sequence[Curve], panels: Sequence[Axes], title: str | None, mark: str) -> bytes:
    """The picture.

    Args:
        mark: the name of the program, which the picture's metadata record.
    """
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    columns = min(len(panels), 4 if len(panels) > 6 else 3 if len(panels) != 4 else 2)
    rows = -(len(panels) // -columns)
    height = {1: 5.5, 2: 4.2}.get(columns, 3.2 if rows == 1 else _ROW) * rows
    style: Any = dict[Any, Any](matplotlib.rcParamsDefault) | _STYLE  # and nothing of the user's matplotlibrc
    with matplotlib.rc_context(style), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from font")  # such a letter becomes a box
        figure = Figure(figsize=(WIDTH, height), layout=ConstrainedLayoutEngine(w_pad=0.07, h_pad=0.06))
        FigureCanvasAgg(figure)
        places = figure.subplots(rows, columns, squeeze=False).flat
        for axes in panels:
            _draw_panel(next(places), axes, title_length=170 // columns)
        for empty in places:
            empty.set_axis_off()
        figure.set_figheight(height + _add_legend(figure, curves, title))
        content = io.BytesIO()
        figure.savefig(content, format="png", dpi=DPI, metadata={"Software": mark})
    return content.getvalue()


def _draw_panel(place: Any, axes: Axes, title_length: int) -> None:
    """One panel on matplotlib's axes."""
    for number, line in axes.lines.items():
        style = _style(number)
        colour = style["color"]
        if line.runs > 1:
            place.fill_between(line.steps, line.low, line.high, color=colour, alpha=0.18, linewidth=0)
        place.plot(line.steps, line.mean, **style, linewidth=1.4, markersize=4, markevery=marked(line).tolist())
        points = marked(line)
        if line.runs > 1 and len(points) == 1:  # a band needs two
            place.vlines(line.steps[points], line.low[points], line.high[points], color=colour, linewidth=1)
    place.set_title(shorten(axes.metric, title_length))
    place.set_xlabel(axes.x_label)
    place.set_xlim(*axes.x)
    place.set_ylim(*axes.y)
    for axis, values in ((place.xaxis, step_ticks(*axes.x, most=6)), (place.yaxis, ticks(*axes.y, most=6))):
        axis.set_ticks(values, tick_labels(values))


def _style(number: int) -> dict[str, Any]:
    """A curve's colour, dashes and mark, as matplotlib has them."""
    look = look_of(number)
    corners = [(right, -down) for right, down in MARKS[look.mark]]
    return {
        "color": COLOURS[look.colour],
        "linestyle": (0, look.dashes) if look.dashes else "-",
        "marker": [*corners, corners[0]] if corners else "o",
        "markeredgewidth": 0,
    }


def _add_legend(figure: Any, curves: Sequence[Curve], title: str | None) -> float:
    """Put title and legend above the panels, the legend in as many columns as fit. Returns their height in inches."""
    from matplotlib.lines import Line2D

    handles = [Line2D([], [], **_style(number), linewidth=2, markersize=5) for number in range(len(curves))]
    longest = max(len(curve.label) for curve in curves)
    columns = int(np.clip(WIDTH * 72 // (56 + 6.3 * longest), 1, len(curves)))  # points of a handle and of a letter
    figure.legend(
        handles,
        [curve.label for curve in curves],
        loc="outside upper left",
        ncols=columns,
        frameon=False,
        fontsize=9.5,
        handlelength=2.6,
        title=shorten(title, _LONGEST_TITLE) if title else None,
        title_fontproperties={"size": 13, "weight": "bold"},
        alignment="left",
    )
    return 0.22 * -(len(curves) // -columns) + (0.5 if title else 0.15)
