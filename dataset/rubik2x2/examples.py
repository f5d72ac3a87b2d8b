"""Random scrambles of the 2x2x2 cube to look at."""

from __future__ import annotations

import numpy as np

from dataset.rubik2x2.cube import MOVES
from dataset.rubik2x2.rules import metric_of

LEAST, MOST = 3, 6
"""Moves of a scramble."""
_FACES, _TURNS = 3, 3


def example(seq_len: int, rng: np.random.Generator) -> str:
    """See `dataset.tasks.Examples`. Only U, R and F are turned, no face twice in a row: these reach every cube."""
    face = int(rng.integers(_FACES))
    moves = []
    for _ in range(rng.integers(LEAST, MOST + 1)):
        moves.append(MOVES[_TURNS * face + int(rng.integers(_TURNS))])
        face = (face + int(rng.integers(1, _FACES))) % _FACES
    return ("qtm: " if metric_of(seq_len) == "qtm" else "") + " ".join(moves)
