"""An ARC grid on a board, in the ten colours; the canvas around it is paper."""

from __future__ import annotations

from typing import Any

import numpy as np

from dataset.arc.grids import FIRST_COLOUR, canvas_side, sizes
from dataset.drawing import Box, Drawing, Tone, frame

_TONES: tuple[Tone, ...] = ("black", "blue", "red", "green", "yellow", "grey", "pink", "orange", "cyan", "brown")


def draw(rules: Any, inputs: np.ndarray, answer: np.ndarray | None = None) -> Drawing:
    """See `dataset.tasks.Draws`.

    What is drawn reaches as far as the grid of the question or of the answer. Of an answer it is the grid that is
    scored, the largest rectangle in the corner; a network is taught nothing about the canvas around it.
    """
    side = canvas_side(len(inputs))
    assert side is not None, f"{len(inputs)} tokens are no canvas"
    tokens = inputs if answer is None else answer
    used = sizes(tokens[None])[0]
    height, width = np.maximum(1, np.maximum(used, sizes(inputs[None])[0])).tolist()
    boxes = []
    for y in range(height):
        for x in range(width):
            is_part = y < used[0] and x < used[1]
            tone: Tone = _TONES[tokens[y * side + x] - FIRST_COLOUR] if is_part else "paper"
            boxes.append(Box(x, y, "", tone, answer is None, y * side + x))
    return Drawing(width, height, tuple(boxes), tuple(frame(width, height, width, height)))
