"""A trace as lines of text for a terminal: boards side by side where the width allows, in colour where there is one.

    show(trace)

    question        step 4             step 5
                    right: 0.012       right: 0.171
                    1 changed, 3 wrong 2 changed, 1 wrong
    +-----+-----+   +-----+-----+      +-----+-----+
    | . . | . . |   | 1*3 | 4 1!|      | 1 3 | 4 1!|
    | . . | 3 . |   | 1!2 | 3 2!|      | 4*2 | 3 1*|

A `*` stands behind what changed, and a `!` behind what is not expected. With 256 colours or more, cells have the
colours of pages; with fewer, each coloured cell has a letter, too. All texts go through `utils.printing.printable`,
since a file may hold codes that control a terminal.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from dataset.drawing import SHADES, Box, Drawing, Paragraph, Tone
from inference.renderers.ansi import ColourMode, Depth, Line, Piece, columns, depth_of, painted, wrapped
from inference.renderers.raster import CHANGED, INK, WRONG, names, text_colour
from inference.traces import Trace, TraceStep
from utils.printing import printable, write_codes

_GAP = 3
"""Columns between boards that stand side by side."""
_LONGEST_SIGN = 8
"""Most characters of a cell that are shown."""
_SIGNS: dict[Tone, str] = {
    "paper": " ", "answer": ".", "given": ".", "ink": "#", "path": "o", "start": "S", "goal": "G",
    "white": "w", "red": "r", "green": "g", "yellow": "y", "orange": "o", "blue": "b", "black": "k", "grey": "e",
    "pink": "p", "cyan": "c", "brown": "n",
}  # fmt: skip
"""What stands for a tone where there are no colours, in cells without a text."""
_WITHOUT_GROUND = ("paper", "answer")
_WITHOUT_LETTER = ("paper", "answer", "given")


def show(trace: Trace, colour: ColourMode = "auto", only_last: bool = False) -> None:
    """Print a trace to standard output, as wide as the terminal.

    Args:
        only_last: leave out all states but the last one.
    """
    width = shutil.get_terminal_size((100, 24)).columns
    write_codes(render(trace, width, depth_of(sys.stdout, colour), only_last))


def is_wanted(colour: ColourMode = "auto") -> bool:
    """Whether standard output is for a person's eyes, and not for a file or another program."""
    return colour == "always" or sys.stdout.isatty()


def render(trace: Trace, width: int, depth: Depth = 0, only_last: bool = False) -> str:
    """The lines of a trace, each with its line break.

    Args:
        width: columns; a board that is wider alone stands alone.
    """
    titled = list(zip(names(trace), trace.steps, strict=True))[-1 if only_last else 0 :]
    shown = [_Block(["question", "", ""], trace.question, None)]
    shown += [_Block([title, *_notes(step, trace)], step.drawing, step) for title, step in titled]
    if trace.expected is not None:
        shown.append(_Block(["expected", "", ""], trace.expected, None))
    lines: list[Line] = [[Piece(printable(trace.title))], []]
    for is_board, blocks in groupby(shown, key=lambda block: bool(block.drawing.boxes)):
        place = _side_by_side if is_board else _stacked
        lines += place(list(blocks), width, depth)
    lines += [[Piece(_legend(trace))], *([[Piece(printable(trace.verdict))]] if trace.verdict else [])]
    return "".join(painted(line, depth) + "\n" for line in lines)


class _Block(NamedTuple):
    """A drawing with the lines above it, and the state that it shows."""

    heads: list[str]
    drawing: Drawing
    step: TraceStep | None


def _notes(step: TraceStep, trace: Trace) -> list[str]:
    """What a state says of itself, in two lines."""
    counts = [f"{len(step.changed)} changed"] if step is not trace.steps[0] else []
    counts += [f"{len(step.wrong)} wrong"] if trace.expected is not None else []
    return [f"right: {step.halt_probability:.3f}{', done' if step.halts else ''}", ", ".join(counts)]


def _legend(trace: Trace) -> str:
    parts = ["* changed"] if len(trace.steps) > 1 else []
    parts += ["! not as expected"] if trace.expected is not None else []
    return "; ".join([*parts, "right: the network's own probability that the answer is right"])


# ---- where blocks stand


def _side_by_side(blocks: Sequence[_Block], width: int, depth: Depth) -> list[Line]:
    """Blocks with boards, as many in a row as the width has room for."""
    made = []
    for heads, drawing, step in blocks:
        board = _board(drawing, step, depth)
        wide = max(map(columns, board), default=1)
        texts = _texts(drawing.text, step, max(wide, 20), depth)
        made.append([*([Piece(head)] for head in heads), *board, *texts])
    lines: list[Line] = []
    while made:
        count, used = 0, -_GAP
        while count < len(made) and (not count or used + _GAP + _wide(made[count]) <= width):
            used += _GAP + _wide(made[count])
            count += 1
        row, made = made[:count], made[count:]
        for place in range(max(map(len, row))):
            line: Line = []
            for block in row:
                part = block[place] if place < len(block) else []
                line += [*part, Piece(" " * (_wide(block) + _GAP - columns(part)))]
            lines.append(line)
        lines.append([])
    return lines


def _wide(block: Sequence[Line]) -> int:
    return max(map(columns, block))


def _stacked(blocks: Sequence[_Block], width: int, depth: Depth) -> list[Line]:
    """Blocks of text, one below the other.

    A paragraph of a state is left out if the block before has it; one of the expected answer, if the question has it.
    """
    lines: list[Line] = []
    before: tuple[Paragraph, ...] = ()
    for heads, drawing, step in blocks:
        if step is None and before:
            before = blocks[0].drawing.text
        marked = set() if step is None else {*step.changed, *step.wrong}
        new = [
            part for part in drawing.text if part not in before or any(span.position in marked for span in part.spans)
        ]
        lines += [[Piece("; ".join(filter(None, heads)), bold=True)], *_texts(new, step, width, depth), []]
        before = drawing.text
    return lines


# ---- boards


def _board(drawing: Drawing, step: TraceStep | None, depth: Depth) -> list[Line]:
    """A board: a row for each height at which boxes begin, and one for each height with a line from left to right."""
    changed, wrong = (set(step.changed), set(step.wrong)) if step else (set(), set())
    cells = [box for box in drawing.boxes if box.width == box.height == 1]
    size = min(max([1, *(len(box.text) for box in cells)]), _LONGEST_SIGN)
    each = size + 1
    upright = sorted({line.x1 for line in drawing.lines if line.x1 == line.x2})
    level = {line.y1 for line in drawing.lines if line.y1 == line.y2}

    def column(x: float) -> int:
        """Where a cell begins; a line takes two columns before it."""
        return round(x * each) + 2 * sum(at <= x for at in upright)

    rows: dict[tuple[float, bool], _Canvas] = {(y, False): _Canvas() for y in level}
    for box in sorted(drawing.boxes, key=lambda box: (box.y, box.x)):
        row = rows.setdefault((box.y, True), _Canvas())
        mark = "!" if box.position in wrong else "*" if box.position in changed else ""
        is_cell = box.width == box.height == 1
        sign = _sign(box, depth)[: size if is_cell else _LONGEST_SIGN]
        where = column(box.x) if is_cell else row.end
        row.put(where, _cell(box, sign.ljust(size if is_cell else 1), mark, depth))
    paper = Piece("", *((SHADES["paper"], INK) if depth else ()))
    for line in drawing.lines:
        for (y, holds_boxes), row in rows.items():
            if line.x1 == line.x2 and holds_boxes and min(line.y1, line.y2) <= y < max(line.y1, line.y2):
                begins = column(line.x1) in row.begins
                row.put(column(line.x1) - 2, paper._replace(text="| " if begins else "|"))
            elif line.y1 == line.y2 == y and not holds_boxes:
                left, right = (column(x) - 2 * (x in upright) for x in sorted((line.x1, line.x2)))
                crossed = {column(x) - 2 for x in upright if left <= column(x) - 2 <= right and _meets(drawing, x, y)}
                for at in range(left, right + 1):
                    row.put(at, paper._replace(text="+" if at in crossed else "-"))
    return [rows[key].line() for key in sorted(rows)]


class _Canvas:
    """Pieces of a line by their columns.

    Attributes:
        begins: the columns at which pieces begin.
        end: the column behind the last one.
    """

    def __init__(self) -> None:
        self.begins: dict[int, Piece] = {}
        self.end = 0

    def put(self, column: int, piece: Piece) -> None:
        """Place a piece; one that began there is replaced."""
        self.begins[column] = piece
        self.end = max(self.end, column + len(piece.text))

    def line(self) -> Line:
        """The pieces, with blanks between them."""
        line: Line = []
        at = 0
        for column, piece in sorted(self.begins.items()):
            if column >= at:
                line += [Piece(" " * (column - at)), piece]
                at = column + len(piece.text)
        return line


def _meets(drawing: Drawing, x: float, y: float) -> bool:
    """Whether a line that goes down meets a point."""
    return any(
        line.x1 == line.x2 == x and min(line.y1, line.y2) <= y <= max(line.y1, line.y2) for line in drawing.lines
    )


def _sign(box: Box, depth: Depth) -> str:
    """What stands in a box: its text, or a letter for its tone where colours do not show it."""
    return printable(box.text) or (" " if depth > 16 and box.tone not in _WITHOUT_LETTER else _SIGNS[box.tone])


def _cell(box: Box, sign: str, mark: str, depth: Depth) -> Piece:
    text = sign + (mark or " ")
    if not depth:
        return Piece(text)
    if box.tone not in _WITHOUT_GROUND or box.given:
        return Piece(text, SHADES[box.tone], text_colour(box.tone), bold=True)
    if mark:
        return Piece(text, WRONG if mark == "!" else CHANGED, SHADES["paper"], bold=True)
    return Piece(text, SHADES[box.tone], CHANGED)


# ---- texts


def _texts(text: Iterable[Paragraph], step: TraceStep | None, width: int, depth: Depth) -> list[Line]:
    """Paragraphs with their headings, in lines of at most `width` columns where words allow it.

    Without colours, words with a ground of their own stand in brackets.
    """
    changed, wrong = (set(step.changed), set(step.wrong)) if step else (set(), set())
    lines: list[Line] = []
    for part in text:
        pieces = [Piece(f"{printable(part.heading)}: ")]
        for span in part.spans:
            mark = "!" if span.position in wrong else "*" if span.position in changed else ""
            has_ground = span.tone not in _WITHOUT_LETTER
            shown = printable(span.text, keep="\n") + mark
            if not depth:
                pieces.append(Piece(f"[{shown}]" if has_ground and span.text.strip() else shown))
            elif has_ground:
                pieces.append(Piece(shown, SHADES[span.tone], text_colour(span.tone)))
            elif mark:
                pieces.append(Piece(shown, WRONG if mark == "!" else CHANGED, SHADES["paper"], bold=True))
            else:
                pieces.append(Piece(shown))
        lines += wrapped(pieces, width)
    return lines
