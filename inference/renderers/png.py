"""A strip of pictures: the question, the states in which most happens, the last one, and what is expected.

Boards stand beside each other, and texts below each other. What the question says stands there once.
"""

from __future__ import annotations

import io

from inference.renderers.raster import modules, names, note, picture
from inference.traces import Trace

OPTION = "png"
HELP = "a strip of pictures"
MOST = 5
"""States on the strip, besides the question and the expected answer."""


def render(trace: Trace) -> bytes:
    """See `inference.renderers.base`."""
    image_module, _, _ = modules()
    titles = names(trace)
    pictures = [picture(trace.question, "question", "")]
    for at in chosen(trace):
        step = trace.steps[at]
        pictures.append(picture(step.drawing, titles[at], note(step), step, trace.question.text))
    if trace.expected is not None:
        pictures.append(picture(trace.expected, "expected", "", None, trace.question.text))
    across = bool(trace.question.boxes)
    widths, heights = [part.width for part in pictures], [part.height for part in pictures]
    size = (sum(widths), max(heights)) if across else (max(widths), sum(heights))
    strip = image_module.new("RGB", size, "white")
    at = 0
    for part in pictures:
        strip.paste(part, (at, 0) if across else (0, at))
        at += part.width if across else part.height
    content = io.BytesIO()
    strip.save(content, "PNG", optimize=True)
    return content.getvalue()


def chosen(trace: Trace) -> list[int]:
    """The states that are shown: the first, the last, and between them those with the most changes."""
    last = len(trace.steps) - 1
    between = sorted(range(1, last), key=lambda at: (-len(trace.steps[at].changed), at))[: MOST - 2]
    return sorted({0, last, *between})
