"""Drawings of ARC grids: the grid that is scored, and paper around it."""

from __future__ import annotations

import numpy as np

from dataset.arc.drawing import draw
from dataset.arc.grids import FIRST_COLOUR
from tests.arc_data import canvas


def test_a_grid_in_its_colours() -> None:
    drawing = draw(None, canvas(np.array([[0, 1, 2], [3, 4, 9]], np.uint8), 6).astype(np.int64))
    assert (drawing.width, drawing.height) == (3, 2) and all(box.given for box in drawing.boxes)
    assert [box.tone for box in drawing.boxes] == ["black", "blue", "red", "green", "yellow", "brown"]
    assert [box.position for box in drawing.boxes] == [0, 1, 2, 6, 7, 8]


def test_an_answer_is_the_largest_rectangle_in_the_corner() -> None:
    """Nothing is taught about the canvas around it, so what stands there is no part of the answer."""
    question = canvas(np.zeros((1, 2), np.uint8), 6).astype(np.int64)
    answer = canvas(np.full((3, 1), 5, np.uint8), 6).astype(np.int64)
    answer[[5, 35]] = FIRST_COLOUR
    drawing = draw(None, question, answer)
    assert (drawing.width, drawing.height) == (2, 3), "as far as the question or the answer reaches"
    assert [box.tone for box in drawing.boxes] == ["grey", "paper"] * 3 and not drawing.boxes[0].given


def test_an_answer_without_a_grid() -> None:
    question = canvas(np.zeros((1, 2), np.uint8), 6).astype(np.int64)
    assert {box.tone for box in draw(None, question, np.zeros(36, np.int64)).boxes} == {"paper"}
    nothing = draw(None, np.zeros(36, np.int64))
    assert (nothing.width, nothing.height) == (1, 1)
