"""Random mazes with a long shortest path, of the kind of Maze-Hard.

Each maze has walls strewn evenly over its cells, as many as a density drawn from `WALLS` says, a free cell drawn as its
start and, as its goal, one of the cells that are at least `min_path` steps away. Most have none, and are dropped; so
the mazes kept have the densities at which long ways round exist.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from dataset.maze import FREE, GOAL, PATH, START, WALL, ends, signatures
from dataset.maze_paths import Flood
from utils.errors import UserError

WALLS = (0.25, 0.5)
"""Least and greatest share of cells that are walls, before selection."""
_CELLS = 1 << 21  # of the mazes tried at once
_PATIENCE = 10_000
"""Attempts that one maze may take; after ten times as many, a smaller share of them ends the search."""


def generate(
    count: int,
    size: int,
    min_path: int,
    rng: np.random.Generator,
    unique: bool = False,
    report: Callable[[int, int], None] | None = None,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Generate mazes of which none is an image of another, with a shortest path of at least `min_path` steps.

    Args:
        unique: keep only mazes with a single shortest path. Otherwise the answer is one of several, drawn at random.
        report: where given, hears after each round how many were kept and how many tried.

    Returns:
        inputs and answers (count, size * size) uint8 tokens, steps of the shortest path (count,).

    Raises:
        UserError: such mazes are too rare.
    """
    found: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    known = np.zeros(0, np.uint64)
    kept = tried = longest = 0
    while kept < count:
        if tried >= 10 * _PATIENCE and kept * _PATIENCE < tried:
            only = " and no other as short" if unique else ""
            raise UserError(
                f"only {kept} of {tried} random mazes of {size}x{size} cells have a shortest path of {min_path}"
                f" steps or more{only} (the longest has {longest}); lower --min-path or ask for fewer"
            )
        expected = (count - kept) * (tried + 1) // (kept + 1) + 64  # attempts that the missing ones may take
        attempts = max(min(expected, _CELLS // size**2), 1)
        inputs, reach = _attempt(attempts, size, min_path, rng)
        starts, goals = ends(inputs)
        flood = Flood(inputs != WALL, starts)
        steps = flood.to(goals)
        marks = signatures(inputs)
        new = np.zeros(len(inputs), bool)
        new[np.unique(marks, return_index=True)[1]] = True
        new &= ~np.isin(marks, known)
        if unique:
            new &= flood.count(goals) == 1
        answers = np.where(flood.trace(goals, rng), PATH, inputs).astype(np.uint8)
        found.append((inputs[new], answers[new], steps[new]))
        known = np.concatenate([known, marks[new]])
        kept, tried, longest = kept + int(new.sum()), tried + attempts, max(longest, reach)
        if report:
            report(kept, tried)
    inputs, answers, steps = (np.concatenate(field)[:count] for field in zip(*found, strict=True))
    return inputs, answers, steps


def _attempt(count: int, size: int, min_path: int, rng: np.random.Generator) -> tuple[np.ndarray, int]:
    """Try so many mazes: those with a goal far enough, and the most steps from the start to any cell of any maze."""
    each = np.arange(count)
    cells = rng.random((count, size * size), np.float32)
    free = cells >= rng.uniform(*WALLS, (count, 1)).astype(np.float32)
    starts = cells.argmax(axis=1)  # of the free cells, each as likely as another
    free[each, starts] = True
    steps = Flood(free, starts).steps
    goals = np.where(steps >= min_path, rng.random(steps.shape, np.float32), -1).argmax(axis=1)
    inputs = np.where(free, FREE, WALL).astype(np.uint8)
    inputs[each, starts] = START
    inputs[each, goals] = GOAL
    return inputs[steps[each, goals] >= min_path], int(steps.max())
