"""A strip of pictures: the question, the states in which most happens, and the last one."""

from __future__ import annotations

import io

from inference.renderers.raster import modules, names, note, picture
from inference.traces import Trace

OPTION = "png"
HELP = "a strip of pictures"
MOST = 5
"""States on the strip, besides the question."""


def render(trace: Trace) -> bytes:
    """See `inference.renderers.base`."""
    image_module, _, _ = modules()
    titles = names(trace)
    pictures = [picture(trace.question, "question", "")]
    pictures += [
        picture(trace.steps[at].drawing, titles[at], note(trace.steps[at]), trace.steps[at]) for at in chosen(trace)
    ]
    width, height = sum(part.width for part in pictures), max(part.height for part in pictures)
    strip = image_module.new("RGB", (width, height), "white")
    left = 0
    for part in pictures:
        strip.paste(part, (left, 0))
        left += part.width
    content = io.BytesIO()
    strip.save(content, "PNG", optimize=True)
    return content.getvalue()


def chosen(trace: Trace) -> list[int]:
    """The states that are shown: the first, the last, and between them those with the most changes."""
    last = len(trace.steps) - 1
    between = sorted(range(1, last), key=lambda at: (-len(trace.steps[at].changed), at))[: MOST - 2]
    return sorted({0, last, *between})
