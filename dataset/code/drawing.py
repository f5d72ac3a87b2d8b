"""A question about code, the notes that a network makes of it, and its answer; or a sentence and its line, as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np

from dataset.code.canvas import LINE_BREAK, Canvas
from dataset.code.line_format import LineFormat
from dataset.code.listing import Listing
from dataset.code.pieces import INDENT, code_of
from dataset.code.questions import shown
from dataset.code.written import problems_of, sidecar_of
from dataset.drawing import Drawing, Paragraph, Span, joined
from dataset.puzzle_dataset import ExampleSet
from dataset.tasks import DrawAnswer
from utils.reading import is_file


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


def draw_rows(rules: Listing | Canvas | LineFormat, source: ExampleSet, examples: Sequence[int]) -> list[DrawAnswer]:
    """See `dataset.tasks.DrawsRows`. Sentences lie beside the arrays of a test set; training rows show their words."""
    if not isinstance(rules, LineFormat):
        return [partial(draw, rules, source.inputs[row].astype(np.int64)) for row in examples]
    if is_file(sidecar_of(source.meta_file.parent, source.meta_file.name.removesuffix("__meta.jsonl"))):
        problems = problems_of(source)
        return [partial(draw_line, rules, problems[row].text) for row in examples]
    return [partial(draw_line, rules, rules.render(source.inputs[row].astype(np.int64))) for row in examples]


def draw_line(rules: LineFormat, sentence: str, answer: np.ndarray | None = None) -> Drawing:
    """A sentence, and the line that a canvas, the first slots of an answer (at least `slots`,), holds.

    Slots behind the end of the line hold nothing. Each other one is a span, whose position is its number. What is
    copied has a ground of its own, in both.
    """
    said = rules.read(sentence, cut=True)
    slots = [] if answer is None else rules.canvas.read(said, answer[: rules.slots].tolist())
    copied = {slot.word for slot in slots if slot.word is not None}
    spans, end = [], 0
    for number, word in enumerate(said):
        spans.append(Span(sentence[end : word.start]))
        last = word.start + len(word.unit) if number in copied else word.end
        spans.append(Span(sentence[max(end, word.start) : max(end, last)], "path" if number in copied else "paper"))
        end = max(end, last)
    text = [Paragraph("prompt", joined((*spans, Span(sentence[end:]))))]
    if answer is not None:
        shown_slots = (
            span
            for at, slot in enumerate(slots)
            for span in (Span(slot.text, "paper" if slot.word is None else "path", at), Span(" "))
        )
        text.append(Paragraph("line", tuple(shown_slots)))
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
