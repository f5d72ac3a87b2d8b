"""Random XOR puzzles to look at."""

from __future__ import annotations

import numpy as np

from dataset.xor.rules import ASKED, CELLS, ONE, PAD, ZERO, render


def example(seq_len: int, rng: np.random.Generator) -> str:
    """See `dataset.tasks.Examples`."""
    inputs = np.full(CELLS, PAD)
    places = rng.permutation(CELLS)[:3]
    inputs[places] = [*rng.integers(ZERO, ONE + 1, size=2), ASKED]
    return render(inputs)
