"""A maze on a board: walls in ink, the start, the goal and the path in colours of their own."""

from __future__ import annotations

from typing import Any

import numpy as np

from dataset.drawing import Box, Drawing, Sheet, Sign, Tone, frame
from dataset.maze.rules import ALSO_FREE, FREE, GOAL, PATH, START, WALL, size_of

_TONES: dict[int, Tone] = {WALL: "ink", FREE: "paper", START: "start", GOAL: "goal", PATH: "path"}
_SIGNS = {START: "S", GOAL: "G"}


def draw(rules: Any, inputs: np.ndarray, answer: np.ndarray | None = None) -> Drawing:
    """See `dataset.tasks.Draws`."""
    size = size_of(len(inputs))
    boxes = []
    for position, (asked, token) in enumerate(
        zip(inputs.tolist(), (inputs if answer is None else answer).tolist(), strict=True)
    ):
        y, x = divmod(position, size)
        text = _SIGNS.get(token, "" if token in _TONES else "?")
        boxes.append(Box(x, y, text, _TONES.get(token, "pink"), asked != FREE, position))
    return Drawing(size, size, tuple(boxes), tuple(frame(size, size, size, size)))


def sheet(seq_len: int) -> Sheet:
    """See `dataset.tasks.Sheets`."""
    signs = (
        Sign("#", WALL, "wall"),
        Sign(ALSO_FREE, FREE, "free"),
        Sign("S", START, "start", once=True),
        Sign("G", GOAL, "goal", once=True),
    )
    return Sheet(np.full(seq_len, FREE), signs, across=size_of(seq_len), blank=ALSO_FREE, painted=True)
