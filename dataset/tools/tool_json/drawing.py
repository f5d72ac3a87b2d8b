"""A prompt and the output on its canvas as text: copied words have a ground of their own, in both."""

from __future__ import annotations

import numpy as np

from dataset.drawing import Drawing, Paragraph, Span, joined
from dataset.tools.tool_json.format import CanvasFormat
from dataset.tools.words import split


def draw_canvas(rules: CanvasFormat, prompt: str, answer: np.ndarray | None = None) -> Drawing:
    """A prompt, and the output that a canvas, the first slots of an answer (at least `slots`,), holds.

    Slots behind the end of the output hold nothing. Each other one is a span, whose position is its number.
    """
    words = split(prompt)
    slots = [] if answer is None else rules.canvas.read(words, answer[: rules.slots].tolist())
    copied = {slot.word for slot in slots if slot.word is not None}
    said, end = [], 0
    for number, word in enumerate(words):
        if word.start > end:
            said.append(Span(prompt[end : word.start]))
        said.append(Span(word.text, "path" if number in copied else "paper"))
        end = word.end
    text = [Paragraph("prompt", joined((*said, Span(prompt[end:]))))]
    if answer is not None:
        spans = (Span(slot.text, "paper" if slot.word is None else "path", at) for at, slot in enumerate(slots))
        text.append(Paragraph("output", tuple(spans)))
    return Drawing(text=tuple(text))
