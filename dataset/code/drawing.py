"""A question about code, the notes that a network makes of it, and its answer, as text."""

from __future__ import annotations

import numpy as np

from dataset.code.listing import Listing
from dataset.code.questions import shown
from dataset.drawing import Drawing, Paragraph, Span


def draw(rules: Listing, inputs: np.ndarray, answer: np.ndarray | None = None) -> Drawing:
    """See `dataset.tasks.Draws`."""
    text = [Paragraph("question", (Span(rules.render(inputs)),))]
    if answer is not None:
        notes = rules.read_notes(answer)
        if notes:
            spans = [span for note in notes for span in (Span(shown(note), "cyan"), Span("  "))]
            text.append(Paragraph("notes", tuple(spans[:-1])))
        tokens = enumerate(rules.read_answer(answer))
        text.append(Paragraph("answer", tuple(Span(f"{token} ", "answer", position) for position, token in tokens)))
    return Drawing(text=tuple(text))
