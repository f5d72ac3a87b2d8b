"""The 2x2x2 cube unfolded, with the moves of an answer and the cube after them, flat and as a solid."""

from __future__ import annotations

from typing import Any

import numpy as np

from dataset.drawing import Box, Drawing, Line, Point, Sheet, Side, Sign, Tone
from dataset.rubik2x2.cube import MOVES, SOLVED, STICKERS, sticker_corners
from dataset.rubik2x2.rules import END, FIRST_COLOUR, FIRST_MOVE, metric_of, replay, states_of, tokens

_TONES: tuple[Tone, ...] = ("white", "red", "green", "yellow", "orange", "blue")
"""Of the faces U, R, F, D, L, B, as on the usual cube with white up and green in front."""
_FACES = ((2, 0), (4, 2), (2, 2), (2, 4), (0, 2), (6, 2))
"""The left upper corners of the same faces, unfolded."""
_ACROSS = 8
_MOVES_Y = 6.5


def draw(rules: Any, inputs: np.ndarray, answer: np.ndarray | None = None) -> Drawing:
    """See `dataset.tasks.Draws`. With an answer, the cube is drawn as its moves leave it, so no sticker is a token."""
    state = states_of(inputs[None])[0] if answer is None else replay(inputs[None], answer[None]).states[0]
    boxes = [
        Box(x + number % 2, y + number // 2, "", _tone(state[sticker]), position=sticker if answer is None else None)
        for face, (x, y) in enumerate(_FACES)
        for number, sticker in enumerate(range(4 * face, 4 * face + 4))
    ]
    lines = [line for x, y in _FACES for line in _around(x, y)]
    solid = tuple(
        Side(tuple(_point(corner) for corner in corners), box) for box, corners in enumerate(sticker_corners())
    )
    if answer is None:
        return Drawing(_ACROSS, 6, tuple(boxes), tuple(lines), solid)
    slots = len(answer) - STICKERS
    for slot, token in enumerate(answer[STICKERS:].tolist()):
        width = _ACROSS / slots
        boxes.append(Box(slot * width, _MOVES_Y, _move(token), "answer", False, STICKERS + slot, width, 0.8))
    return Drawing(_ACROSS, _MOVES_Y + 0.8, tuple(boxes), tuple(lines), solid)


def sheet(seq_len: int) -> Sheet:
    """See `dataset.tasks.Sheets`. It begins with the solved cube; its characters are the first letters of colours."""
    signs = tuple(Sign(tone[0].upper(), FIRST_COLOUR + colour, tone) for colour, tone in enumerate(_TONES))
    before = "qtm:\n" if metric_of(seq_len) == "qtm" else ""
    return Sheet(tokens(SOLVED[None], seq_len - STICKERS)[0], signs, across=4, painted=True, before=before)


def _tone(colour: int) -> Tone:
    return _TONES[colour] if colour < len(_TONES) else "pink"


def _move(token: int) -> str:
    if token == END:
        return ""
    return MOVES[token - FIRST_MOVE] if 0 <= token - FIRST_MOVE < len(MOVES) else "?"


def _around(x: int, y: int) -> list[Line]:
    ends = [(x, y), (x + 2, y), (x + 2, y + 2), (x, y + 2), (x, y)]
    return [Line(*a, *b) for a, b in zip(ends, ends[1:], strict=False)]


def _point(corner: np.ndarray) -> Point:
    x, y, z = corner.tolist()
    return x, y, z
