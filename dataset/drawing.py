"""What a puzzle or an answer looks like, apart from how it is painted: boxes and lines on a board, solids, and text.

    Drawing(9, 9, boxes=(Box(0, 0, "5", given=True, position=0), Box(1, 0, "3", position=1), ...), lines=(...))

A task's rules may bring `draw(inputs, answer)` (`dataset.tasks.Draws`). Renderers paint drawings and know no task.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np

Tone = Literal[
    "paper", "ink", "given", "answer", "path", "start", "goal",
    "white", "red", "green", "yellow", "orange", "blue", "black", "grey", "pink", "cyan", "brown",
]  # fmt: skip
"""Colours by what they mean; renderers choose the shade (`SHADES`)."""
Point = tuple[float, float, float]

SHADES: dict[Tone, str] = {
    "paper": "#ffffff", "ink": "#1b1f24", "given": "#e7eaef", "answer": "#ffffff", "path": "#56b4e9",
    "start": "#009e73", "goal": "#d55e00",
    "white": "#f4f4f0", "red": "#c62828", "green": "#2e8b57", "yellow": "#f2c94c", "orange": "#f2994a",
    "blue": "#2f6fd0", "black": "#111111", "grey": "#9aa0a6", "pink": "#e056b5", "cyan": "#7fdbff", "brown": "#870c25",
}  # fmt: skip
"""Colours of tones as `#rrggbb`. Path, start and goal are told apart by people who see no red or green, too."""


@dataclass(frozen=True)
class Box:
    """A rectangle of a board.

    Attributes:
        x, y: its left upper corner, in cells.
        text: what stands in it.
        tone: of its ground.
        given: whether it belongs to the question.
        position: position of the row whose token it shows; None if it shows none.
        width, height: in cells.
    """

    x: float
    y: float
    text: str = ""
    tone: Tone = "answer"
    given: bool = False
    position: int | None = None
    width: float = 1
    height: float = 1


@dataclass(frozen=True)
class Line:
    """A straight line on a board from one point to another, in cells."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Side:
    """A square in space, with its four corners in order around it. `box` is the number of the box that it repeats."""

    corners: tuple[Point, ...]
    box: int


@dataclass(frozen=True)
class Span:
    """Some words of a text.

    Attributes:
        text: the words, with the blanks around them.
        tone: of their ground; "paper": none.
        position: as of a `Box`.
    """

    text: str
    tone: Tone = "paper"
    position: int | None = None


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same text in fewer spans: neighbours of one tone that show no position become one."""
    found: list[Span] = []
    for span in spans:
        last = found[-1] if found else None
        if last is not None and last.position is span.position is None and last.tone == span.tone:
            found[-1] = Span(last.text + span.text, span.tone)
        else:
            found.append(span)
    return tuple(found)


@dataclass(frozen=True)
class Paragraph:
    """A heading and some text."""

    heading: str
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """The text without its tones."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True)
class Drawing:
    """A board of `width` x `height` cells, or text, or both; text stands below the board.

    Attributes:
        solid: the sides of a body that repeats boxes of the board in space, for renderers that can turn it.
    """

    width: float = 0
    height: float = 0
    boxes: tuple[Box, ...] = ()
    lines: tuple[Line, ...] = ()
    solid: tuple[Side, ...] = ()
    text: tuple[Paragraph, ...] = ()


@dataclass(frozen=True)
class Sign:
    """What a box of a `Sheet` may hold.

    Attributes:
        character: as it is typed, and as `Rules.parse` reads it.
        token: that it stands for.
        name: what people call it.
        once: whether one box at most holds it.
    """

    character: str
    token: int
    name: str
    once: bool = False


@dataclass(frozen=True)
class Sheet:
    """A puzzle that people fill in box by box.

    The boxes that show a position in the drawing of `empty` can be filled in. Their characters, by position and
    `across` in a line, are a puzzle as `Rules.parse` reads it.

    Attributes:
        empty: tokens (seq_len,) before anything is filled in.
        signs: what a box may hold.
        across: number of characters in a line of the text.
        blank: character of a box that was cleared; empty if boxes cannot be cleared.
        painted: whether the pointer gives a chosen sign to every box that it touches. Otherwise the pointer chooses a
            box, which then takes the signs that are typed.
        before: text in front of the characters.
    """

    empty: np.ndarray
    signs: tuple[Sign, ...]
    across: int
    blank: str = ""
    painted: bool = False
    before: str = ""


def frame(width: int, height: int, across: int, down: int) -> Iterable[Line]:
    """The lines of a board that is parted every `across` cells from left to right and every `down` cells downwards."""
    for x in range(0, width + 1, across):
        yield Line(x, 0, x, height)
    for y in range(0, height + 1, down):
        yield Line(0, y, width, y)
