"""An empty puzzle as the script of a page paints it: boxes to fill in, and what each may hold.

    board = board_of(open_model("pretrained/sudoku4x4"))
    board.as_json()["signs"][1]                  {"character": "1", "text": "1", "ground": "#e7eaef", ...}
    board.cells("1....2....3....4")              "1....2....3....4": the character of each box

What a puzzle looks like, and which characters stand for which tokens, the task's room says (`dataset.drawing.Sheet`).
"""

from __future__ import annotations

from typing import Any

from dataset.drawing import SHADES, Sheet
from dataset.tasks import Draws, drawing_of, sheet_of
from inference.renderers.raster import text_colour
from inference.solver import Model
from utils.errors import UserError

LONGEST_PUZZLE = 2**16
"""Most characters of a puzzle that is read."""


class Board:
    """The board of a network's puzzles."""

    def __init__(self, model: Model, sheet: Sheet, draw: Draws) -> None:
        self._model, self._sheet, self._draw = model, sheet, draw
        self._drawing = draw(model.rules, sheet.empty)
        boxes = {box.position: box for box in self._drawing.boxes if box.position is not None}
        self._places = sorted(boxes)
        self._boxes = [boxes[place] for place in self._places]

    def as_json(self) -> dict[str, Any]:
        """What a script needs; boxes have the order of their characters."""
        sheet, drawing = self._sheet, self._drawing
        return {
            "size": [drawing.width, drawing.height],
            "boxes": [[box.x, box.y, box.width, box.height] for box in self._boxes],
            "lines": [[line.x1, line.y1, line.x2, line.y2] for line in drawing.lines],
            "signs": [self._look(number) for number in range(len(sheet.signs))],
            "empty": self._characters(sheet.empty),
            "across": sheet.across,
            "blank": sheet.blank,
            "painted": sheet.painted,
            "before": sheet.before,
        }

    def cells(self, text: str) -> str:
        """The characters of the boxes that show a puzzle.

        Raises:
            UserError: the text is not a puzzle of this network.
        """
        return self._characters(read_puzzle(self._model, text))

    def _characters(self, tokens: Any) -> str:
        characters = {sign.token: sign.character for sign in self._sheet.signs}
        return "".join(characters[int(tokens[place])] for place in self._places)

    def _look(self, number: int) -> dict[str, Any]:
        """A sign, and what a box with it looks like: as the task draws a puzzle full of it."""
        sign = self._sheet.signs[number]
        tokens = self._sheet.empty.copy()
        tokens[self._places] = sign.token
        box = next(box for box in self._draw(self._model.rules, tokens).boxes if box.position == self._places[0])
        return {
            "character": sign.character,
            "name": sign.name,
            "once": sign.once,
            "text": box.text,
            "ground": SHADES[box.tone],
            "ink": text_colour(box.tone),
        }


def board_of(model: Model, task: str | None) -> Board | None:
    """The board of a network's puzzles; None if people type them as text only.

    Args:
        task: of its training data; None if they do not name theirs.
    """
    sheet, draw = sheet_of(model.rules, task, model.trained.metadata.seq_len), drawing_of(model.rules, task)
    return None if sheet is None or draw is None else Board(model, sheet, draw)


def read_puzzle(model: Model, text: str) -> Any:
    """The tokens (seq_len,) of a puzzle that somebody typed.

    Raises:
        UserError: it is too long to be read, or is not a puzzle of this network.
    """
    if len(text) > LONGEST_PUZZLE:
        raise UserError(f"the puzzle has {len(text)} characters, and {LONGEST_PUZZLE} is the most")
    return model.parse(text)
