"""A question about code, the notes that a network makes of it, and its answer, as text."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dataset.code.canvas import LINE_BREAK, Canvas
from dataset.code.listing import Listing
from dataset.code.pieces import INDENT, code_of
from dataset.code.questions import shown
from dataset.drawing import Drawing, Paragraph, Span, joined


def draw(rules: Listing | Canvas, inputs: np.ndarray, answer: np.ndarray | None = None) -> Drawing:
    """See `dataset.tasks.Draws`."""
    text = [Paragraph("question", (Span(rules.render(inputs)),))]
    if answer is None:
        return Drawing(text=tuple(text))
    if isinstance(rules, Canvas):
        return Drawing(text=(*text, Paragraph("answer", joined(_code(rules, inputs, answer)))))
    notes = rules.read_notes(answer)
    if notes:
        spans = [span for note in notes for span in (Span(shown(note), "cyan"), Span("  "))]
        text.append(Paragraph("notes", tuple(spans[:-1])))
    tokens = enumerate(rules.read_answer(answer))
    text.append(Paragraph("answer", tuple(Span(f"{token} ", "answer", position) for position, token in tokens)))
    return Drawing(text=tuple(text))


def _code(rules: Canvas, inputs: np.ndarray, answer: np.ndarray) -> Iterator[Span]:
    """The code with the answer in its places, token by token; what the answer changes stands out."""
    places = set(rules.places(inputs).tolist())
    line: list[str] = []
    indent = ""
    for position, number in enumerate(rules.answered(inputs, answer).tolist()):
        token = rules.token(number)
        if token == LINE_BREAK:
            yield Span("\n")
            line, indent = [], INDENT
        elif token:
            before = code_of(line)
            text = code_of([*line, token])[len(before) :] if line else indent + token
            line.append(token)
            word = token.strip() or text
            if word != text:
                yield Span(text.removesuffix(word))
            if position not in places:
                yield Span(word)
            else:
                yield Span(word, "answer" if number == inputs[position] else "path", position)
