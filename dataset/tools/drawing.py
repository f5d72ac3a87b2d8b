"""A decision about tools as text: the conversation, with each value in the colour of its argument, and the call.

Tokens do not say what was said, so the rows of a data set are drawn with the conversations, or prompts, beside them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import numpy as np

from dataset.drawing import Drawing, Paragraph, Span, Tone, joined
from dataset.puzzle_dataset import ExampleSet
from dataset.tasks import DrawAnswer
from dataset.tools.classes import DECIDE, FOCUS
from dataset.tools.decisions import decision_of
from dataset.tools.format import ConversationEncoder, Reading, ToolFormat
from dataset.tools.rows import Part, Row
from dataset.tools.saved import contradiction, conversations_of, origin_of
from dataset.tools.tool_json.drawing import draw_canvas
from dataset.tools.tool_json.format import CanvasFormat
from dataset.tools.tool_json.sidecar import examples_of

_TONES: tuple[Tone, ...] = ("path", "yellow", "pink", "orange", "cyan", "green")
"""Of the arguments that have a value, in turns."""


def draw_rows(rules: ToolFormat | CanvasFormat, source: ExampleSet, examples: Sequence[int]) -> list[DrawAnswer]:
    """See `dataset.tasks.DrawsRows`."""
    if isinstance(rules, ToolFormat):
        return list(_drawn_decisions(rules, source, examples))
    prompts = [example.prompt for example in examples_of(source)]
    return [partial(draw_canvas, rules, prompts[row]) for row in examples]


def _drawn_decisions(rules: ToolFormat, source: ExampleSet, examples: Sequence[int]) -> Iterator[DrawAnswer]:
    wanted = {source.facts[example].get("conversation") for example in examples}
    conversations = dict(conversations_of(source.data_path, *origin_of(source), wanted))
    for example in examples:
        facts = source.facts[example]
        conversation, turn = conversations.get(facts.get("conversation", -1)), int(facts.get("turn", -1))
        if conversation is None or turn not in conversation.decision_points():
            raise contradiction(source, example)
        encoder = rules.encoder(conversation)
        row = encoder.row(turn)
        if not rules.are_tokens_of(encoder.inputs(row), source.inputs[example]):
            raise contradiction(source, example)
        yield partial(draw_decision, encoder, row)


def draw_decision(encoder: ConversationEncoder, row: Row, answer: np.ndarray | None = None) -> Drawing:
    """The turns of a row; with an answer (at least `front`,) the tools and what is decided, too."""
    reading = None if answer is None else encoder.read(row, answer)
    tones = {} if reading is None or reading.focus is None else _tones(encoder, reading, reading.focus)
    spans = {} if reading is None else {n: s for n in tones if (s := reading.values[n].span) is not None}
    text = [
        Paragraph(encoder.conversation.turns[turn].role.replace("_", " "), joined(_said(part, start, spans, tones)))
        for turn, part, start in zip(row.turns, row.parts[1:], row.starts[1:], strict=True)
    ]
    if reading is None:
        return Drawing(text=tuple(text))
    names = [tool.name for tool in encoder.conversation.tools]
    ends = [", "] * (len(names) - 1) + [""]
    tools = [
        (Span(name, "start", FOCUS), Span(end)) if number == reading.focus else (Span(name + end),)
        for number, (name, end) in enumerate(zip(names, ends, strict=True))
    ]
    text.append(Paragraph("tools", joined(span for parts in tools for span in parts)))
    action = "call" if reading.calls else "answer"
    arguments = [span for number in tones for span in _argument(encoder, reading, number, tones)]
    text.append(Paragraph("decision", (Span(action, "given", DECIDE), Span("  "), *arguments)))
    return Drawing(text=tuple(text))


def _tones(encoder: ConversationEncoder, reading: Reading, focus: int) -> dict[int, Tone]:
    """The colours of the arguments of the tool in focus that have a value, by their numbers."""
    given = decision_of(encoder, reading).arguments
    having = [number for number, leaf in enumerate(encoder.leaves) if leaf.tool == focus and leaf.path[0] in given]
    held = [number for number in having if reading.values[number].value is not None]
    return {number: _TONES[place % len(_TONES)] for place, number in enumerate(held)}


def _argument(
    encoder: ConversationEncoder, reading: Reading, number: int, tones: Mapping[int, Tone]
) -> tuple[Span, Span, Span]:
    place = encoder.format.classes.argument_places(number)[0]
    value = json.dumps(reading.values[number].value, ensure_ascii=False)
    return Span(f"{'.'.join(encoder.leaves[number].path)}: "), Span(value, tones[number], place), Span("   ")


def _said(part: Part, start: int, spans: Mapping[int, tuple[int, int]], tones: Mapping[int, Tone]) -> list[Span]:
    """The text of a turn; `start` is where its positions begin."""
    found: list[Span] = []
    end = part.words[0].start if part.words and part.words[0] else 0
    for place, word in enumerate(part.words, start):
        if word is None:
            continue
        said = (tones[n] for n, (first, last) in spans.items() if first <= place <= last)
        tone: Tone = next(said, "paper")
        if word.start > end:
            found.append(Span(part.text[end : word.start]))
        found.append(Span(word.text, tone))
        end = word.end
    return found
