"""XOR on a 3x3 grid of two bits, a question mark and padding: the smallest task that copying cannot solve.

0 . .      inputs  [1 0 0 0 3 0 0 2 0]     0 is padding, 1 and 2 are the bits 0 and 1, 3 asks for their XOR
. ? .      labels  [0 0 0 0 2 0 0 0 0]     only the asked cell is supervised
. 1 .
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from dataset.symmetries import Symmetries
from utils.errors import UserError

SIZE, CELLS = 3, 9
PAD, ZERO, ONE, ASKED = 0, 1, 2, 3
VOCAB_SIZE = 4
_SIGNS = ".01?"


# ---- the protocol of `dataset.tasks.Puzzle`


def parse(text: str) -> np.ndarray:
    """Read nine cells of '0', '1', '?' and '.', white space between them allowed.

    Raises:
        UserError: it does not hold two bits and one question mark in nine cells.
    """
    cells = [sign for sign in text if not sign.isspace()]
    foreign = [sign for sign in cells if sign not in _SIGNS]
    if foreign:
        raise UserError(f"'{foreign[0]}' is no cell of an XOR grid: two of 0 and 1, one '?', and '.' elsewhere")
    tokens = np.array([_SIGNS.index(sign) for sign in cells], np.uint8)
    bits, asked = int(np.isin(tokens, (ZERO, ONE)).sum()), int((tokens == ASKED).sum())
    if (len(tokens), bits, asked) != (CELLS, 2, 1):
        raise UserError(
            f"an XOR grid has 9 cells with two bits and one '?'; this text has {len(tokens)}, {bits} and {asked}"
        )
    return tokens


def render(inputs: np.ndarray, answer: np.ndarray | None = None) -> str:
    """Draw the grid, with the answer in the asked cell."""
    tokens = inputs if answer is None else np.where(inputs == ASKED, answer, inputs)
    signs = [_SIGNS[token] if 0 <= token < len(_SIGNS) else "." for token in tokens.tolist()]
    return "\n".join(" ".join(signs[row : row + SIZE]) for row in range(0, CELLS, SIZE))


def check(inputs: np.ndarray, answer: np.ndarray) -> str | None:
    """Say what the asked cell should hold; None if it holds the XOR of the two bits."""
    first, second = (inputs[np.isin(inputs, (ZERO, ONE))] - ZERO).tolist()
    (found,) = (answer[inputs == ASKED] - ZERO).tolist()
    return None if found == first ^ second else f"{first} XOR {second} is {first ^ second}"


def signs(vocab_size: int) -> str:
    """See `dataset.tasks.Signs`."""
    return _SIGNS


def draw_symmetries(
    count: int, seq_len: int, rng: np.random.Generator, read: Callable[[], object] | None = None
) -> Symmetries:
    """Raise `ValueError`: every permutation of the cells is a symmetry and would turn training into test questions."""
    raise ValueError("moving its cells would turn training questions into test questions")
