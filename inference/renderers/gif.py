"""A moving picture: the question, then every state; the last one stands longest."""

from __future__ import annotations

import io

from inference.renderers.raster import modules, names, note, picture
from inference.traces import Trace

OPTION = "gif"
HELP = "a moving picture"
_FIRST, _EACH, _LAST = 900, 450, 2500
"""Milliseconds that the question, a state and the last state stand."""
_COLOURS = 64


def render(trace: Trace) -> bytes:
    """See `inference.renderers.base`."""
    image_module, _, _ = modules()
    pictures = [picture(trace.question, "question", "")]
    pictures += [
        picture(step.drawing, title, note(step), step) for step, title in zip(trace.steps, names(trace), strict=True)
    ]
    width, height = max(part.width for part in pictures), max(part.height for part in pictures)
    frames = []
    for part in pictures:
        frame = image_module.new("RGB", (width, height), "white")
        frame.paste(part, (0, 0))
        frames.append(frame.quantize(_COLOURS))
    content = io.BytesIO()
    durations = [_FIRST, *[_EACH] * (len(trace.steps) - 1), _LAST]
    frames[0].save(content, "GIF", save_all=True, append_images=frames[1:], duration=durations, loop=0, optimize=True)
    return content.getvalue()
