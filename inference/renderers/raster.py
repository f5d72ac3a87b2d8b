"""Pictures of drawings in pixels, by Pillow (extra `viz`), for the renderers of PNG and GIF."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

from dataset.drawing import SHADES, Box, Drawing, Paragraph, Tone
from inference.traces import Trace, TraceStep
from utils.errors import UserError

INK, FAINT, CHANGED, WRONG = "#1b1f24", "#c3c9d1", "#0072b2", "#c62828"
"""Of digits and lines, thin lines, what has changed, and what is wrong."""
_BOARD, _TEXT = 360, 720
"""Width of a board, and of a text without one, in pixels."""
_LETTERS, _LINE = 14, 20
"""Height of letters and of lines of text, in pixels."""
_QUIET = "#5f6670"
_MARGIN = 14
_HEAD, _TEXT_HEAD = 44, 30
"""Height of the title with its note: below it above a board, beside it above a text."""


def modules() -> tuple[Any, Any, Any]:
    """Pillow's Image, ImageDraw and ImageFont. Raises UserError where it is not installed."""
    try:
        from PIL import Image, ImageDraw, ImageFont
    except ImportError as error:
        raise UserError(f"pictures need the extra viz: uv sync --extra viz ({error})") from None
    return Image, ImageDraw, ImageFont


def picture(
    drawing: Drawing, title: str, note: str, step: TraceStep | None = None, known: Collection[Paragraph] = ()
) -> Any:
    """A picture of one drawing with a title, and a note below it.

    Args:
        step: the state that is drawn: its changes and errors are marked.
        known: text that is left out.
    """
    image_module, draw_module, font_module = modules()
    wide, head = (_BOARD, _HEAD) if drawing.boxes else (_TEXT, _TEXT_HEAD)
    scale = _BOARD / drawing.width if drawing.width else 0
    board = drawing.height * scale + _MARGIN if drawing.boxes else 0
    text = [part for part in drawing.text if part not in known]
    words, height = _laid_out(text, font_module.load_default(_LETTERS), wide)
    image = image_module.new("RGB", (wide + 2 * _MARGIN, int(head + board + height + _MARGIN // 2)), "white")
    pen = draw_module.Draw(image)
    title_font = font_module.load_default(16)
    beside = (2 * _MARGIN + title_font.getlength(title), 9)
    pen.text((_MARGIN, 6), title, fill=INK, font=title_font)
    pen.text((_MARGIN, 25) if drawing.boxes else beside, note, fill=_QUIET, font=font_module.load_default(12))
    changed, wrong = (set(step.changed), set(step.wrong)) if step else (set(), set())
    for box in drawing.boxes:
        _box(pen, font_module, box, scale, changed, wrong)
    for line in drawing.lines:
        ends = [(_MARGIN + x * scale, _HEAD + y * scale) for x, y in ((line.x1, line.y1), (line.x2, line.y2))]
        pen.line(ends, fill=INK, width=2)
    for word in words:
        left, top = _MARGIN + word.x, head + board + word.y
        edge = WRONG if word.position in wrong else CHANGED if word.position in changed else None
        right, bottom = left + word.width, top + _LETTERS + 3
        if word.tone not in ("paper", "answer"):
            pen.rectangle((left - 1, top - 1, right, bottom), fill=SHADES[word.tone])
        if edge:
            pen.line((left, bottom, right, bottom), fill=edge, width=3)
        colour = _QUIET if word.is_heading else text_colour(word.tone)
        pen.text((left, top), word.text, fill=colour, font=font_module.load_default(_LETTERS))
    return image


class _Word(NamedTuple):
    """A word of a text, with its place below the board in pixels."""

    text: str
    x: float
    y: float
    width: float
    tone: Tone
    position: int | None
    is_heading: bool = False


def _laid_out(text: Sequence[Paragraph], font: Any, room: float) -> tuple[list[_Word], int]:
    """The words of a text in lines of a width, behind a column of headings, and the height of all lines."""
    words: list[_Word] = []
    column = min(max((font.getlength(part.heading) for part in text), default=0) + _MARGIN, room / 2)
    y = 0
    for part in text:
        words.append(_Word(part.heading, 0, y, 0, "paper", None, True))
        x = column
        for span in part.spans:
            for word in _pieces(span.text, font, room - column):
                width = font.getlength(word) if word != "\n" else 0
                if word == "\n" or (x > column and x + width > room):
                    x, y = column, y + _LINE
                if word.strip():
                    words.append(_Word(word, x, y, width, span.tone, span.position))
                if x > column or word.strip():
                    x += width
        y += _LINE + _LINE // 4
    return words, y


def _pieces(text: str, font: Any, room: float) -> Iterator[str]:
    """Words, blanks and line breaks of a text; a word that is longer than a line is cut."""
    for word in re.findall(r"\n|[^\S\n]+|\S+", text):
        fitting = max(1, int(len(word) * room / max(font.getlength(word), 1))) if word != "\n" else 1
        for start in range(0, len(word), fitting):
            yield word[start : start + fitting]


def _box(pen: Any, fonts: Any, box: Box, scale: float, changed: Collection[int], wrong: Collection[int]) -> None:
    left, top = _MARGIN + box.x * scale, _HEAD + box.y * scale
    width, height = box.width * scale, box.height * scale
    is_changed, is_wrong = box.position in changed, box.position in wrong
    edge = WRONG if is_wrong else CHANGED if is_changed else FAINT
    thick = max(2, round(scale / 12)) if is_wrong or is_changed else 1
    pen.rectangle((left, top, left + width, top + height), fill=SHADES[box.tone], outline=edge, width=thick)
    if box.text:
        size = max(8, min(height * 0.55, 1.6 * width / len(box.text)))
        pen.text(
            (left + width / 2, top + height / 2),
            box.text,
            fill=WRONG if is_wrong else text_colour(box.tone) if box.given else CHANGED,
            font=fonts.load_default(size),
            anchor="mm",
        )


def text_colour(tone: Tone) -> str:
    """White or ink, whichever can be read on a tone."""
    red, green, blue = (int(SHADES[tone][at : at + 2], 16) for at in (1, 3, 5))
    return INK if 0.299 * red + 0.587 * green + 0.114 * blue > 128 else "#ffffff"


def names(trace: Trace) -> list[str]:
    """A title for each state: its step, and its cycle where there are several."""
    cycles = max(step.cycle for step in trace.steps)
    return [f"step {step.number}" + (f", cycle {step.cycle}" if cycles > 1 else "") for step in trace.steps]


def note(step: TraceStep) -> str:
    """What a state says of itself, in one line."""
    return f"probability that it is right {step.halt_probability:.3f}"
