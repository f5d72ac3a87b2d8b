"""Moves and symmetries of the 2x2x2 cube, against an independent model."""

from __future__ import annotations

import numpy as np

from dataset.rubik2x2.cube import (
    MOVE_SOURCES,
    MOVES,
    ROTATIONS,
    SOLVED,
    SYMMETRY_CELLS,
    SYMMETRY_FACES,
    SYMMETRY_MOVES,
    one_colour_faces,
)
from dataset.rubik2x2.table import (
    corners_of,
    number_of,
)
from tests.dataset.rubik2x2.model import cubies, letters, order, scrambled


def test_moves_against_the_model_of_corners() -> None:
    rng = np.random.default_rng(0)
    scrambles = [*MOVES, *(" ".join(rng.choice(MOVES, 12)) for _ in range(200))]
    for scramble in scrambles:
        found = corners_of(scrambled(scramble)[None])[0]
        corners, twists = cubies(scramble)
        assert (found // 3).tolist() == corners and (found % 3).tolist() == twists, scramble


def test_orders_of_moves() -> None:
    for move in MOVES:
        assert order(move) == (2 if move.endswith("2") else 4)
    known = {"R U": 15, "R U'": 9, "R U R' U'": 6, "R L": 4, "R L'": 4}  # of the corners of any cube
    assert {sequence: order(sequence) for sequence in known} == known


def test_a_drawn_example() -> None:
    # R brings the right column of F up, that of U to the back, that of B down, that of D to the front
    assert letters(scrambled("R")) == "UFUFRRRRFDFDDBDBLLLLUBUB"
    assert letters(scrambled("U")) == "UUUUBBRRRRFFDDDDFFLLLLBB"
    assert letters(scrambled("B'")) == "LLUURURUFFFFDDRRDLDLBBBB"


def test_symmetries_take_moves_to_moves() -> None:
    assert len(np.unique(SYMMETRY_CELLS, axis=0)) == 48 and len(ROTATIONS) == 24
    for cells, faces, moves in zip(SYMMETRY_CELLS, SYMMETRY_FACES, SYMMETRY_MOVES, strict=True):
        assert (faces[SOLVED[cells]] == SOLVED).all()
        for move, image in enumerate(moves):
            # turn, then carry to its place, or carry first and make the image of the turn
            assert (MOVE_SOURCES[move][cells] == cells[MOVE_SOURCES[image]]).all()
    for cells in SYMMETRY_CELLS[ROTATIONS]:
        assert one_colour_faces(SOLVED[cells][None]).all() and number_of(SOLVED[cells][None]) == number_of(SOLVED[None])


def test_opposite_faces_turn_the_same_cube() -> None:
    for face in range(3):
        for turns in range(3):
            one, other = scrambled(MOVES[3 * face + turns]), scrambled(MOVES[3 * (face + 3) + turns])
            by_turns = {number_of(one[cells][None]).item() for cells in SYMMETRY_CELLS[ROTATIONS]}
            assert number_of(other[None]).item() in by_turns
