"""Random Sudokus to look at: of moderate difficulty, so that networks of every training have a chance."""

from __future__ import annotations

import numpy as np

from dataset.sudoku.generator import dig, random_grids
from dataset.sudoku.rules import BLANK, size_of


def example(seq_len: int, rng: np.random.Generator) -> str:
    """See `dataset.tasks.Examples`. A puzzle with one solution: a minimal one, with a few givens more."""
    size = size_of(seq_len)
    answers = random_grids(1, size, rng)
    inputs = dig(answers, rng)[0]
    more = rng.permutation(np.flatnonzero(inputs != answers[0]))[:size]
    inputs[more] = answers[0, more]
    digits = "".join(str(token - BLANK) if token > BLANK else "." for token in inputs.tolist())
    return "\n".join(digits[start : start + size] for start in range(0, len(digits), size))
