"""Small tasks like those of ARC, each made by one rule, for tests and for experiments without ARC's files.

    mirror_0007    [[3 0 0]   ->  [[0 0 3]         recolour_0012    [[3 0 5]   ->  [[7 0 5]
                    [0 5 0]]      [0 5 0]]                           [0 3 0]]      [0 7 0]]

A rule is drawn, then inputs that the rule changes. The last pair is the question, the others are demonstrations. The
demonstrations determine the answer: every rule of this module that agrees with them gives the same one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from dataset.arc.augment import Pair
from dataset.arc.grids import COLOURS, MAX_SIZE
from dataset.arc.sources import Task
from dataset.symmetries import turned
from utils.errors import UserError, nearest

DEMONSTRATIONS = 6
"""How many each task has. Of three, a small network learns the demonstrations by heart and not the rule."""
_SMALLEST, _LARGEST = 3, 7
"""The fewest and the most rows or columns of a drawn input."""


@dataclass(frozen=True)
class Rule:
    """A change of grids, with all its parameters.

    Attributes:
        kind: the rule without its parameters; task names begin with it.
        apply: makes the output of an input (rows, columns).
        growth: how many times as many rows or columns the output has at most.
    """

    kind: str
    apply: Callable[[np.ndarray], np.ndarray]
    growth: int = 1


def smallest_side(kind: str) -> int:
    """Rows and columns of the smallest canvas for tasks of this kind."""
    return _SMALLEST * max(rule.growth for rule in RULES[kind])


def check_kinds(kinds: Sequence[str], side: int) -> None:
    """Raise `UserError` for kinds of rules that do not exist or do not fit on a canvas of `side`; no kind means all."""
    for kind in kinds:
        if kind not in RULES:
            raise UserError(f"--rules {kind}: no such rule{nearest(kind, RULES)}; there are: {' '.join(RULES)}")
        if kinds.count(kind) > 1:
            raise UserError(f"--rules {' '.join(kinds)}: {kind} is named twice")
    for kind in kinds or RULES:
        if smallest_side(kind) > side:
            others = [other for other in RULES if smallest_side(other) <= side]
            hint = f", or leave it out: --rules {' '.join(others)}" if others else ""
            raise UserError(f"--canvas {side}: tasks of rule {kind} need at least {smallest_side(kind)}{hint}")


def generate_splits(
    trains: int, tests: int | None, rng: np.random.Generator, kinds: Sequence[str] = (), side: int = MAX_SIZE
) -> list[Task]:
    """Tasks of the subset `training`, then tasks of the subset `evaluation`; see `generate_tasks`.

    Args:
        tests: how many tasks of `evaluation`; None: a tenth of `trains`, at least one.
    """
    tests = max(trains // 10, 1) if tests is None else tests
    return [
        task
        for count, subset in ((trains, "training"), (tests, "evaluation"))
        for task in generate_tasks(count, subset, rng, kinds, side)
    ]


def generate_tasks(
    count: int, subset: str, rng: np.random.Generator, kinds: Sequence[str] = (), side: int = MAX_SIZE
) -> list[Task]:
    """Generate `count` tasks, whose kinds of rules take turns. A name holds the kind, the subset and a number.

    Args:
        kinds: keys of `RULES`; none means all.
        side: rows and columns of the canvas for all grids, at least the `smallest_side` of each kind.
    """
    kinds = kinds or list(RULES)
    return [_task(kinds[number % len(kinds)], f"{subset}{number:04d}", subset, rng, side) for number in range(count)]


def agreeing_rules(pairs: tuple[Pair, ...]) -> list[Rule]:
    """The rules of this module that turn the input of every pair into its output."""
    return [
        rule
        for rules in RULES.values()
        for rule in rules
        if all(pair.output is None or np.array_equal(rule.apply(pair.input), pair.output) for pair in pairs)
    ]


def _task(kind: str, ending: str, subset: str, rng: np.random.Generator, side: int) -> Task:
    rule = RULES[kind][rng.integers(len(RULES[kind]))]
    largest = min(_LARGEST, side // rule.growth)
    while True:
        pairs: dict[bytes, Pair] = {}
        while len(pairs) <= DEMONSTRATIONS:
            grid = _draw_grid(rng, largest)
            answer = rule.apply(grid)
            if not np.array_equal(grid, answer):
                pairs[bytes(grid.shape) + grid.tobytes()] = Pair(grid, answer)
        *shown, asked = pairs.values()
        answer = rule.apply(asked.input)
        if all(np.array_equal(other.apply(asked.input), answer) for other in agreeing_rules(tuple(shown))):
            return Task(f"{kind}_{ending}", subset, tuple(shown), (asked,))


def _draw_grid(rng: np.random.Generator, largest: int) -> np.ndarray:
    """A grid with a third of its cells coloured and the others black."""
    height, width = rng.integers(_SMALLEST, largest + 1, size=2)
    coloured = rng.random((height, width)) < 1 / 3
    return np.where(coloured, rng.integers(1, COLOURS, (height, width)), 0).astype(np.uint8)


# ---- rules, with all their parameters


def _fill(colour: int) -> Rule:
    """Black cells take a colour."""
    return Rule("fill", lambda grid: np.where(grid == 0, colour, grid).astype(np.uint8))


def _keep(colour: int) -> Rule:
    """One colour stays, all others become black."""
    return Rule("keep", lambda grid: np.where(grid == colour, grid, 0).astype(np.uint8))


def _frame(colour: int) -> Rule:
    """The cells along the edge take a colour."""

    def apply(grid: np.ndarray) -> np.ndarray:
        framed = np.full_like(grid, colour)
        framed[1:-1, 1:-1] = grid[1:-1, 1:-1]
        return framed

    return Rule("frame", apply)


def _mirror(axis: int) -> Rule:
    """Upside down, or left to right."""
    return Rule("mirror", lambda grid: np.ascontiguousarray(np.flip(grid, axis)))


def _turn(turn: int) -> Rule:
    """A quarter turn, a half turn, or a reflection about a diagonal."""
    return Rule("turn", lambda grid: np.ascontiguousarray(turned(grid, turn)))


def _recolour(old: int, new: int) -> Rule:
    """One colour becomes another."""
    return Rule("recolour", lambda grid: np.where(grid == old, new, grid).astype(np.uint8))


def _shift(axis: int, step: int) -> Rule:
    """All cells move one step; those that leave the grid return on the opposite side."""
    return Rule("shift", lambda grid: np.roll(grid, step, axis))


def _fall(side: int) -> Rule:
    """Coloured cells fall to one side and keep their order."""

    def apply(grid: np.ndarray) -> np.ndarray:
        lying = turned(grid, side)
        order = np.argsort(lying > 0, axis=0, kind="stable")
        return np.ascontiguousarray(turned(np.take_along_axis(lying, order, 0), -side % 4))

    return Rule("fall", apply)


def _double(way: int) -> Rule:
    """Every cell becomes a block of 2x2 cells, or a copy of the grid stands beside or below it."""
    if way == 0:
        return Rule("double", lambda grid: grid.repeat(2, 0).repeat(2, 1), growth=2)
    return Rule("double", lambda grid: np.concatenate([grid, grid], way - 1), growth=2)


_COLOURED = range(1, COLOURS)
RULES: dict[str, list[Rule]] = {
    "fill": [_fill(colour) for colour in _COLOURED],
    "mirror": [_mirror(axis) for axis in (0, 1)],
    "recolour": [_recolour(old, new) for old in _COLOURED for new in _COLOURED if old != new],
    "shift": [_shift(axis, step) for axis in (0, 1) for step in (-1, 1)],
    "fall": [_fall(side) for side in range(4)],
    "double": [_double(way) for way in range(3)],
    "keep": [_keep(colour) for colour in _COLOURED],
    "frame": [_frame(colour) for colour in _COLOURED],
    "turn": [_turn(turn) for turn in (1, 2, 3, 6, 7)],
}
"""Every rule, by its kind."""
