"""Sudoku on a board: digits in cells, thick lines between the boxes."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from dataset.drawing import Box, Drawing, Sheet, Sign, frame
from dataset.sudoku.rules import BLANK, FIRST_DIGIT, size_of


def draw(rules: Any, inputs: np.ndarray, answer: np.ndarray | None = None) -> Drawing:
    """See `dataset.tasks.Draws`."""
    size = size_of(len(inputs))
    boxes = []
    for position, (asked, token) in enumerate(zip(inputs, inputs if answer is None else answer, strict=True)):
        given, digit = bool(asked >= FIRST_DIGIT), int(token) - FIRST_DIGIT + 1
        text = str(digit) if 1 <= digit <= size else ""
        y, x = divmod(position, size)
        boxes.append(Box(x, y, text, "given" if given else "answer", given, position))
    box = math.isqrt(size)
    return Drawing(size, size, tuple(boxes), tuple(frame(size, size, box, box)))


def sheet(seq_len: int) -> Sheet:
    """See `dataset.tasks.Sheets`."""
    size = size_of(seq_len)
    digits = (Sign(str(digit), FIRST_DIGIT + digit - 1, str(digit)) for digit in range(1, size + 1))
    return Sheet(np.full(seq_len, BLANK), (Sign(".", BLANK, "blank"), *digits), across=size, blank=".")
