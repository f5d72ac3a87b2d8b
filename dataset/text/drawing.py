"""A question, the notes that a network makes of it, and its answer, as text."""

from __future__ import annotations

import numpy as np

from dataset.drawing import Drawing, Paragraph, Span
from dataset.text.format import TextFormat


def draw(rules: TextFormat, inputs: np.ndarray, answer: np.ndarray | None = None) -> Drawing:
    """See `dataset.tasks.Draws`."""
    text = [Paragraph("question", (Span(rules.read_question(inputs)),))]
    if answer is not None:
        notes = rules.read_notes(answer) if rules.layout.notes else []
        if notes:
            spans = [span for note in notes for span in (Span(note, "cyan"), Span("  "))]
            text.append(Paragraph("notes", tuple(spans[:-1])))
        words = enumerate(rules.answer_words(answer))
        text.append(Paragraph("answer", tuple(Span(word, "answer", position) for position, word in words)))
    return Drawing(text=tuple(text))
