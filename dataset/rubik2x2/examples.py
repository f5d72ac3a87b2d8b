"""Random 2x2x2 cubes, six random moves from solved."""

from __future__ import annotations

import numpy as np

from dataset.rubik2x2.cube import MOVES, SOLVED, STICKERS, standard_form, turned
from dataset.rubik2x2.rules import metric_of, tokens

_MOVES = 6


def draw(count: int, seq_len: int, rng: np.random.Generator) -> np.ndarray:
    """See `dataset.tasks.DrawsPuzzles`."""
    metric_of(seq_len)
    states = np.tile(SOLVED, (count, 1))
    for _ in range(_MOVES):
        states = turned(states, rng.integers(len(MOVES), size=count))
    return tokens(standard_form(states), seq_len - STICKERS)
