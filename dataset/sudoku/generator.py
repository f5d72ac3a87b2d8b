"""Generating Sudoku puzzles with one solution, thousands at a time: fill grids at random, then remove givens.

inputs, answers, guesses = generate(1000, rng, min_guesses=5)       (1000, 81), (1000, 81), (1000,)
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import numpy as np

from dataset.sudoku.rules import BLANK, FIRST_DIGIT, size_of
from dataset.sudoku.search import branching_cells, digit_of, propagate, search, solve
from dataset.sudoku.sources import Sudokus
from utils.errors import UserError

HARDEST = 150
"""The hardest of ten thousand generated puzzles needs this many guesses."""
_GENERATED = 1024
"""The most puzzles that one round generates."""


def random_grids(count: int, size: int, rng: np.random.Generator) -> np.ndarray:
    """Draw `count` full grids: (count, n * n) uint8 tokens. Not all grids are equally likely.

    Cells with the fewest candidates, in random order, take random candidates. A grid that cannot be completed starts
    again.
    """
    every = np.uint16((1 << size) - 1)
    states = np.full((size, size, count), every, np.uint16)
    done = np.zeros((0, size * size), np.uint8)
    while len(done) < count:
        states, dead, changed = propagate(states)
        settled = np.flatnonzero(~(dead | changed))
        flat = states.reshape(size * size, -1)
        cell, fewest = branching_cells(np.take(flat, settled, axis=1), rng.random((size * size, len(settled))))
        bits = flat[cell, settled]
        draws = rng.random((size, len(settled))) * ((bits >> np.arange(size, dtype=np.uint16)[:, None]) & 1)
        solved = settled[fewest == 0]
        done = np.concatenate([done, FIRST_DIGIT + digit_of(np.take(flat, solved, axis=1)).T])
        going = fewest > 0
        flat[cell[going], settled[going]] = 1 << draws.argmax(axis=0)[going]
        states[..., np.flatnonzero(dead)] = every
        states = np.take(states, np.setdiff1d(np.arange(states.shape[-1]), solved), axis=-1)
    return done


def dig(answers: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Blank cells of full grids (N, n * n), in random order, as long as there is one solution only.

    Returns:
        (N, n * n) uint8 tokens of minimal puzzles: without any of its givens, a puzzle has several solutions.
    """
    size, every = size_of(answers.shape[1]), np.uint16((1 << size_of(answers.shape[1])) - 1)
    bits = (1 << (answers.astype(np.intp) - FIRST_DIGIT)).astype(np.uint16)
    given = np.ones(answers.shape, bool)
    each = np.arange(len(answers))
    order = rng.permuted(np.tile(np.arange(size * size), (len(answers), 1)), axis=1)
    for cell in order.T:
        # Without this given, is there a solution with another value in this cell?
        trial = np.where(given, bits, every)
        trial[each, cell] = every & ~bits[each, cell]
        other = search(np.ascontiguousarray(trial.T).reshape(size, size, -1), limit=1)
        given[each, cell] = other.counts > 0
    return np.where(given, answers, BLANK).astype(np.uint8)


def generate(
    count: int,
    rng: np.random.Generator,
    size: int = 9,
    min_guesses: float = 0,
    report: Callable[[int, int], None] | None = None,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Generate minimal puzzles with one solution that need at least `min_guesses` guesses.

    Args:
        report: called after each round with the number of puzzles kept and the number generated.

    Returns:
        inputs and answers (count, n * n) uint8 tokens, guesses (count,).

    Raises:
        UserError: fewer than one in a thousand puzzles is that hard.
    """
    found: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    kept = tried = hardest = 0
    while kept < count:
        if tried >= 10_000 and kept * 1000 < tried:
            raise UserError(
                f"only {kept} of {tried} generated puzzles need {min_guesses:g} guesses or more (the hardest needs"
                f" {hardest}); lower --min-difficulty"
            )
        expected = (count - kept) * (tried + 1) // (kept + 1) + 16  # attempts for the missing puzzles
        answers = random_grids(min(expected, _GENERATED), size, rng)
        inputs = dig(answers, rng)
        solutions = solve(inputs)
        assert (solutions.counts == 1).all() and (solutions.answers == answers).all()
        keep = solutions.guesses >= min_guesses
        found.append((inputs[keep], answers[keep], solutions.guesses[keep]))
        kept, tried, hardest = kept + int(keep.sum()), tried + len(inputs), max(hardest, int(solutions.guesses.max()))
        if report:
            report(kept, tried)
    inputs, answers, guesses = (np.concatenate(field)[:count] for field in zip(*found, strict=True))
    return inputs, answers, guesses


def generate_sudokus(count: int, min_guesses: float, rng: np.random.Generator) -> Sudokus:
    """Generate puzzles of 9x9 as `generate` does, and print progress to standard error while hard ones are searched."""

    def report(kept: int, tried: int) -> None:
        if kept < count:
            print(f"generating: {kept} of {count}, after {tried} attempts", file=sys.stderr)

    inputs, answers, guesses = generate(count, rng, min_guesses=min_guesses, report=report)
    return Sudokus("generated puzzles", np.arange(1, len(inputs) + 1), inputs, answers, guesses)
