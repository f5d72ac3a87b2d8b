"""A question, the notes that a network makes of it, and its answer, as text."""

from __future__ import annotations

import numpy as np

from dataset.drawing import Drawing, Paragraph, Span
from dataset.text.format import TextFormat


def draw(rules: TextFormat, inputs: np.ndarray, answer: np.ndarray | None = None) -> Drawing:
    """See `dataset.tasks.Draws`."""
    text = [Paragraph("question", (Span(rules.read_question(inputs), "given"),))]
    if answer is not None:
        notes = rules.read_notes(answer) if rules.layout.notes else []
        if notes:
            ends = ["  "] * (len(notes) - 1) + [""]
            text.append(Paragraph("notes", tuple(Span(n + end, "cyan") for n, end in zip(notes, ends, strict=True))))
        words = enumerate(rules.answer_words(answer))
        text.append(Paragraph("answer", tuple(Span(word, "answer", position) for position, word in words)))
    return Drawing(text=tuple(text))
