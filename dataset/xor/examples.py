"""Random questions of the XOR task."""

from __future__ import annotations

import numpy as np

from dataset.xor.generator import questions


def draw(count: int, seq_len: int, rng: np.random.Generator) -> np.ndarray:
    """See `dataset.tasks.DrawsPuzzles`."""
    inputs, _ = questions()
    return inputs[rng.integers(len(inputs), size=count)]
