"""Lines of text with colours, as codes of ANSI terminals.

    painted([Piece("hall", ground="#0072b2", ink="#ffffff", bold=True)], depth_of(sys.stdout))

Codes are in the line alone: texts of pieces must be `utils.printing.printable`.
"""

from __future__ import annotations

import math
import os
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import product
from typing import Literal, NamedTuple, TextIO

from dataset.drawing import SHADES, Tone
from inference.renderers.raster import CHANGED, INK, WRONG

ColourMode = Literal["auto", "always", "never"]
Depth = Literal[0, 16, 256, 16777216]
"""Number of colours; 0: none."""
_BASIC_OF_TONES: dict[Tone, int] = {
    "paper": 15, "answer": 15, "given": 7, "ink": 0, "path": 14, "start": 2, "goal": 1,
    "white": 15, "red": 1, "green": 2, "yellow": 11, "orange": 3, "blue": 4, "black": 0, "grey": 8, "pink": 13,
    "cyan": 14, "brown": 5,
}  # fmt: skip
_BASIC = {INK: 0, CHANGED: 4, WRONG: 1} | {SHADES[tone]: number for tone, number in _BASIC_OF_TONES.items()}
"""Shades by their numbers among the 16 colours of a terminal; 8 and more are bright."""


class Piece(NamedTuple):
    """Some characters of a line, with colours as `#rrggbb`; None: the terminal's own."""

    text: str
    ground: str | None = None
    ink: str | None = None
    bold: bool = False


Line = list[Piece]


def depth_of(stream: TextIO, colour: ColourMode = "auto", environment: Mapping[str, str] = os.environ) -> Depth:
    """How many colours a stream shows.

    With `auto`, none if it is no terminal, if `NO_COLOR` is set, or if `TERM` is missing or `dumb`.
    """
    terminal = environment.get("TERM", "dumb")
    if colour == "never":
        return 0
    if colour == "auto" and (environment.get("NO_COLOR") or terminal == "dumb" or not stream.isatty()):
        return 0
    if environment.get("COLORTERM") in ("truecolor", "24bit"):
        return 16777216
    return 256 if "256color" in terminal else 16


def wrapped(pieces: Iterable[Piece], width: int) -> list[Line]:
    """Pieces in lines of at most `width` columns; a word that is longer has a line of its own."""
    lines: list[Line] = [[]]
    used = 0
    for piece in pieces:
        for word in re.findall(r"\n|[^\S\n]+|\S+", piece.text):
            wide = _width_of(word)
            if word == "\n" or (used and used + wide > width):
                lines.append([])
                used = 0
            if word != "\n" and (used or word.strip()):
                lines[-1].append(piece._replace(text=word))
                used += wide
    return lines


def columns(line: Line) -> int:
    """Columns that a line takes."""
    return sum(_width_of(piece.text) for piece in line)


def _width_of(text: str) -> int:
    """Columns of a text: signs of East Asia take two, signs that combine with the one before take none."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
    return len(text) + wide - sum(unicodedata.combining(sign) > 0 for sign in text)


def painted(line: Line, depth: Depth) -> str:
    """A line with the codes of its colours, without blanks at its end."""
    if not depth:
        return "".join(piece.text for piece in line).rstrip()
    while line and not line[-1].text.strip() and line[-1].ground is None:
        line = line[:-1]
    return "".join(_coded(piece, depth) for piece in line)


def _coded(piece: Piece, depth: Depth) -> str:
    codes = ["1"] if piece.bold else []
    codes += [_code(shade, depth, base) for shade, base in ((piece.ink, 30), (piece.ground, 40)) if shade is not None]
    return f"\x1b[{';'.join(codes)}m{piece.text}\x1b[0m" if codes and piece.text else piece.text


@cache
def _code(shade: str, depth: Depth, base: int) -> str:
    """The code that chooses a shade, or the nearest that there is; `base` is 30 for signs and 40 for grounds."""
    if depth == 16:
        return str(base + _BASIC[shade] + (52 if _BASIC[shade] > 7 else 0))
    wanted = _rgb(shade)
    if depth == 16777216:
        return f"{base + 8};2;{';'.join(map(str, wanted))}"
    steps = (0, 95, 135, 175, 215, 255)
    offered = [*product(steps, repeat=3), *((8 + 10 * step,) * 3 for step in range(24))]  # a cube of colours, and greys
    return f"{base + 8};5;{16 + min(range(len(offered)), key=lambda number: math.dist(wanted, offered[number]))}"


def _rgb(shade: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(shade.removeprefix("#")))
