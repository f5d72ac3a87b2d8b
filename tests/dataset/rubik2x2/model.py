"""An independent model of the cube: eight corners with permutation and twist, as Kociemba writes moves."""

from __future__ import annotations

import numpy as np

from dataset.rubik2x2.cube import (
    FACES,
    MOVE_SOURCES,
    MOVES,
    SOLVED,
)

# Which corner comes to each place URF UFL ULB UBR DFR DLF DBL DRB, and by how much it is then twisted.
CUBIE_MOVES = {
    "U": ((3, 0, 1, 2, 4, 5, 6, 7), (0, 0, 0, 0, 0, 0, 0, 0)),
    "R": ((4, 1, 2, 0, 7, 5, 6, 3), (2, 0, 0, 1, 1, 0, 0, 2)),
    "F": ((1, 5, 2, 3, 0, 4, 6, 7), (1, 2, 0, 0, 2, 1, 0, 0)),
    "D": ((0, 1, 2, 3, 5, 6, 7, 4), (0, 0, 0, 0, 0, 0, 0, 0)),
    "L": ((0, 2, 6, 3, 4, 1, 5, 7), (0, 1, 2, 0, 0, 2, 1, 0)),
    "B": ((0, 1, 3, 7, 4, 5, 2, 6), (0, 0, 1, 2, 0, 0, 2, 1)),
}


def cubies(scramble: str) -> tuple[list[int], list[int]]:
    """Permutation and twists after a scramble of the solved cube."""
    corners, twists = list(range(8)), [0] * 8
    for word in scramble.split():
        for _ in range({"": 1, "2": 2, "'": 3}[word[1:]]):
            come, turned = CUBIE_MOVES[word[0]]
            twists = [(twists[come[i]] + turned[i]) % 3 for i in range(8)]
            corners = [corners[come[i]] for i in range(8)]
    return corners, twists


def scrambled(scramble: str) -> np.ndarray:
    """The stickers (24,) after a scramble, without renaming."""
    state = SOLVED
    for word in scramble.split():
        state = state[MOVE_SOURCES[MOVES.index(word)]]
    return state


def letters(state: np.ndarray) -> str:
    return "".join(FACES[colour] for colour in state)


def order(sequence: str) -> int:
    """How often a sequence is repeated until the cube is solved again, colours in place."""
    count = 1
    while letters(scrambled(" ".join([sequence] * count))) != letters(SOLVED):
        count += 1
    return count
