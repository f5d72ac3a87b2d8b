"""Small tasks in the manner of ARC, each made of one rule: for tests, and for trying things without ARC's files.

    mirror0007    [[3 0 0]   ->  [[0 0 3]         recolour0012    [[3 0 5]   ->  [[7 0 5]
                   [0 5 0]]      [0 5 0]]                          [0 3 0]]      [0 7 0]]

A rule is drawn with its parameters, then inputs are drawn until each shows it: input and output differ. Three pairs are
demonstrations, the fourth is the question.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from dataset.arc import COLOURS
from dataset.arc_augment import Pair
from dataset.arc_files import Task
from dataset.symmetries import turned

Rule = Callable[[np.ndarray], np.ndarray]

DEMONSTRATIONS = 3
_SMALLEST, _LARGEST = 3, 7


def generate_tasks(count: int, subset: str, rng: np.random.Generator) -> list[Task]:
    """So many tasks, all rules in turn; names carry the rule, the subset and a number."""
    kinds = list(RULES)
    return [_task(kinds[number % len(kinds)], f"{subset}{number:04d}", subset, rng) for number in range(count)]


def _task(kind: str, ending: str, subset: str, rng: np.random.Generator) -> Task:
    rule = RULES[kind](rng)
    pairs: dict[bytes, Pair] = {}
    while len(pairs) <= DEMONSTRATIONS:
        grid = _draw_grid(rng)
        answer = rule(grid)
        if not np.array_equal(grid, answer):
            pairs[bytes(grid.shape) + grid.tobytes()] = Pair(grid, answer)
    found = tuple(pairs.values())
    return Task(f"{kind}_{ending}", subset, found[:DEMONSTRATIONS], found[DEMONSTRATIONS:])


def _draw_grid(rng: np.random.Generator) -> np.ndarray:
    """Black cells, a third of them coloured."""
    height, width = rng.integers(_SMALLEST, _LARGEST + 1, size=2)
    coloured = rng.random((height, width)) < 1 / 3
    return np.where(coloured, rng.integers(1, COLOURS, (height, width)), 0).astype(np.uint8)


# ---- rules: each draws its parameters


def _fill(rng: np.random.Generator) -> Rule:
    """Black cells get a colour."""
    colour = rng.integers(1, COLOURS)
    return lambda grid: np.where(grid == 0, colour, grid).astype(np.uint8)


def _mirror(rng: np.random.Generator) -> Rule:
    """One of the turns and reflections."""
    turn = int(rng.integers(1, 8))
    return lambda grid: np.ascontiguousarray(turned(grid, turn))


def _recolour(rng: np.random.Generator) -> Rule:
    """One colour becomes another."""
    old, new = rng.choice(np.arange(1, COLOURS), 2, replace=False)
    return lambda grid: np.where(grid == old, new, grid).astype(np.uint8)


def _shift(rng: np.random.Generator) -> Rule:
    """All cells move one step; what leaves the grid comes back at the other side."""
    axis, step = int(rng.integers(2)), int(rng.choice([-1, 1]))
    return lambda grid: np.roll(grid, step, axis)


def _fall(rng: np.random.Generator) -> Rule:
    """Coloured cells fall to one side, in their order."""
    side = int(rng.integers(4))

    def rule(grid: np.ndarray) -> np.ndarray:
        lying = turned(grid, side)
        order = np.argsort(lying > 0, axis=0, kind="stable")
        return np.ascontiguousarray(turned(np.take_along_axis(lying, order, 0), -side % 4))

    return rule


def _double(rng: np.random.Generator) -> Rule:
    """Every cell becomes a block of 2x2, or the grid stands twice beside or below itself."""
    way = int(rng.integers(3))
    if way == 0:
        return lambda grid: grid.repeat(2, 0).repeat(2, 1)
    return lambda grid: np.concatenate([grid, grid], way - 1)


RULES: dict[str, Callable[[np.random.Generator], Rule]] = {
    "fill": _fill,
    "mirror": _mirror,
    "recolour": _recolour,
    "shift": _shift,
    "fall": _fall,
    "double": _double,
}
