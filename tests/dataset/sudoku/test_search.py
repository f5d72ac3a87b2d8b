"""The solver, against a slow reference."""

from __future__ import annotations

import numpy as np

from dataset.sudoku.generator import random_grids
from dataset.sudoku.rules import (
    BLANK,
    check,
    parse,
)
from dataset.sudoku.search import solve
from tests.dataset.sudoku.reference import (
    EASY,
    reference_solutions,
)


def test_solver_against_the_reference() -> None:
    rng = np.random.default_rng(0)
    grids = random_grids(30, 4, rng)
    inputs = np.where(rng.random(grids.shape) < 0.3, grids, BLANK).astype(np.uint8)
    inputs[::5, 0] = 2 + rng.integers(4, size=6)  # some without any solution, some with clashing givens
    expected = [reference_solutions(question, limit=1000) for question in inputs]
    assert min(expected) == 0 and max(expected) > 2
    assert solve(inputs, limit=1000).counts.tolist() == expected
    assert solve(inputs, limit=2).counts.tolist() == [min(count, 2) for count in expected]


def test_solver_against_the_reference_on_9x9(puzzles: tuple[np.ndarray, ...]) -> None:
    rng = np.random.default_rng(0)
    inputs = np.where(rng.random((20, 81)) < 0.3, puzzles[1][:20], puzzles[0][:20])
    inputs[10:] = np.where(rng.random((10, 81)) < 0.08, BLANK, inputs[10:])
    expected = [reference_solutions(question, limit=2) for question in inputs]
    assert set(expected) == {1, 2}
    solutions = solve(inputs)
    assert solutions.counts.tolist() == expected
    assert all(check(q, a) is None for q, a in zip(inputs, solutions.answers, strict=True))


def test_solver_counts_all_grids_of_4x4() -> None:
    empty = np.full((1, 16), BLANK)
    assert solve(empty, limit=1000).counts.tolist() == [288]
    assert solve(np.full((2, 81), BLANK)).counts.tolist() == [2, 2]
    clash = parse(EASY)
    clash[1] = clash[0]
    assert solve(clash[None]).counts.tolist() == [0] and not solve(clash[None]).answers.any()
    assert len(solve(np.zeros((0, 81), np.uint8)).counts) == 0


def test_guesses_depend_on_the_puzzle_alone(puzzles: tuple[np.ndarray, ...]) -> None:
    inputs, _, guesses = puzzles
    together = solve(inputs)
    assert (together.guesses == guesses).all() and guesses.max() > 0
    assert [int(solve(q[None]).guesses[0]) for q in inputs] == guesses.tolist()
    hard = parse("9..8..7...8..6..5...7..4...7....64...5..3...2..1.......3.2....6....8..2......91..")
    assert solve(hard[None]).guesses.tolist() == [254]  # the rating of a published collection
    assert solve(parse(EASY)[None]).guesses.tolist() == [0]
