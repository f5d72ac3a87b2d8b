"""XOR on a 3x3 grid: two bits and one asked cell among padding. The smallest task that a copy rule cannot solve.

0 . .      inputs  [1 0 0 0 3 0 0 2 0]     0 is padding, 1 and 2 are the bits 0 and 1, 3 asks for their XOR
. ? .      labels  [0 0 0 0 2 0 0 0 0]     only the asked cell is supervised
. 1 .
"""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np

from dataset.symmetries import Symmetries
from utils.errors import UserError

SIZE, CELLS = 3, 9
PAD, ZERO, ONE, ASKED = 0, 1, 2, 3
VOCAB_SIZE = 4
_SIGNS = ".01?"


def questions() -> tuple[np.ndarray, np.ndarray]:
    """All 1,008 questions and their labels, both (1008, 9) uint8."""
    inputs, labels = [], []
    for (first, second), bits in itertools.product(
        itertools.combinations(range(CELLS), 2), itertools.product((0, 1), repeat=2)
    ):
        for asked in sorted(set(range(CELLS)) - {first, second}):
            question, answer = np.zeros((2, CELLS), np.uint8)
            question[[first, second, asked]] = ZERO + bits[0], ZERO + bits[1], ASKED
            answer[asked] = ZERO + (bits[0] ^ bits[1])
            inputs.append(question)
            labels.append(answer)
    return np.array(inputs), np.array(labels)


# ---- the protocol of `dataset.common.Puzzle`


def parse(text: str) -> np.ndarray:
    """Read nine cells of '0', '1', '?' and '.', white space between them allowed.

    Raises:
        UserError: it is not two bits and one question mark.
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
    """Say what is wrong in the asked cell; None where it holds the XOR of the two bits."""
    first, second = (inputs[np.isin(inputs, (ZERO, ONE))] - ZERO).tolist()
    (found,) = (answer[inputs == ASKED] - ZERO).tolist()
    return None if found == first ^ second else f"{first} XOR {second} is {first ^ second}"


def draw_symmetries(
    count: int, seq_len: int, rng: np.random.Generator, read: Callable[[], object] | None = None
) -> Symmetries:
    """Always a `ValueError`: every order of the cells is a symmetry, and would turn training into test questions."""
    raise ValueError("moving its cells would turn training questions into test questions")
