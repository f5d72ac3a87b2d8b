"""One page that needs no other file and no network: a slider over the states, with the keyboard, playing and pausing.

`page.html` beside this module is its frame, with the style and the script. The script writes texts as text, never as
HTML, and the title is escaped: a puzzle or a query may hold anything. Traces are compressed in the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from dataset.drawing import SHADES
from inference.renderers.raster import CHANGED, WRONG, text_colour
from inference.traces import Trace
from utils.pages import filled, packed_data
from utils.printing import printable

OPTION = "html"
HELP = "a page with a slider over the states"


def render(trace: Trace) -> bytes:
    """See `inference.renderers.base`."""
    return render_all(trace.title, [trace])


def render_all(title: str, traces: Sequence[Trace]) -> bytes:
    """A page of several traces, from which one is chosen by its last state."""
    shades = {tone: [shade, text_colour(tone)] for tone, shade in SHADES.items()}
    content = {
        "title": escape(printable(title)),
        "data": packed_data({"traces": [trace.as_json() for trace in traces], "shades": shades}),
        "changed": CHANGED,
        "wrong": WRONG,
    }
    return filled(Path(__file__).with_name("page.html"), content)
