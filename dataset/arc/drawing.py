"""An ARC grid on a board, in the ten colours; the canvas around it is paper."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from dataset.arc.grids import COLOURS, EOS, FIRST_COLOUR
from dataset.drawing import Box, Drawing, Tone, frame

_TONES: tuple[Tone, ...] = ("black", "blue", "red", "green", "yellow", "grey", "pink", "orange", "cyan", "brown")


def draw(rules: Any, inputs: np.ndarray, answer: np.ndarray | None = None) -> Drawing:
    """See `dataset.tasks.Draws`. What is drawn reaches as far as the grid of the question or of the answer."""
    side = math.isqrt(len(inputs))
    tokens = inputs if answer is None else answer
    used = (inputs.reshape(side, side) > EOS) | (tokens.reshape(side, side) > EOS)
    height, width = (int(np.flatnonzero(used.any(axis)).max(initial=0)) + 1 for axis in (1, 0))
    boxes = [
        Box(x, y, "", _tone(int(tokens[y * side + x])), answer is None, y * side + x)
        for y in range(height)
        for x in range(width)
    ]
    return Drawing(width, height, tuple(boxes), tuple(frame(width, height, width, height)))


def _tone(token: int) -> Tone:
    colour = token - FIRST_COLOUR
    return _TONES[colour] if 0 <= colour < COLOURS else "paper"
