"""Small tasks in the manner of ARC, each made of one rule: for tests, and for trying things without ARC's files.

    mirror_0007    [[3 0 0]   ->  [[0 0 3]         recolour_0012    [[3 0 5]   ->  [[7 0 5]
                    [0 5 0]]      [0 5 0]]                           [0 3 0]]      [0 7 0]]

A rule is drawn, then inputs are drawn until each shows it: input and output differ. The first pairs are demonstrations,
the last is the question. The demonstrations determine its answer: every rule of this module that agrees with them gives
the same one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from dataset.arc.augment import Pair
from dataset.arc.rules import COLOURS, MAX_SIZE
from dataset.arc.sources import Task
from dataset.symmetries import turned

DEMONSTRATIONS = 6
"""Of each task. With three, a small network learns its demonstrations by heart and not the rule."""
_SMALLEST, _LARGEST = 3, 7
"""Rows, and columns, of a drawn input."""


@dataclass(frozen=True)
class Rule:
    """What a task does to a grid.

    Attributes:
        kind: the rule without its parameters, as in the task's name.
        apply: from an input (rows, columns) to the output.
        growth: how many times as many rows or columns the output has at most.
    """

    kind: str
    apply: Callable[[np.ndarray], np.ndarray]
    growth: int = 1


def smallest_side(kind: str) -> int:
    """Rows and columns of the smallest canvas that the tasks of a kind of rule fit on."""
    return _SMALLEST * max(rule.growth for rule in RULES[kind])


def generate_tasks(
    count: int, subset: str, rng: np.random.Generator, kinds: Sequence[str] = (), side: int = MAX_SIZE
) -> list[Task]:
    """So many tasks, the kinds of rules in turn; names carry the kind, the subset and a number.

    Args:
        kinds: keys of `RULES`; none means all.
        side: rows and columns of the canvas that all grids must fit on, at least `smallest_side` of each kind.
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
    """Black cells, a third of them coloured."""
    height, width = rng.integers(_SMALLEST, largest + 1, size=2)
    coloured = rng.random((height, width)) < 1 / 3
    return np.where(coloured, rng.integers(1, COLOURS, (height, width)), 0).astype(np.uint8)


# ---- rules, with all their parameters


def _fill(colour: int) -> Rule:
    """Black cells get a colour."""
    return Rule("fill", lambda grid: np.where(grid == 0, colour, grid).astype(np.uint8))


def _keep(colour: int) -> Rule:
    """One colour stays, all others become black."""
    return Rule("keep", lambda grid: np.where(grid == colour, grid, 0).astype(np.uint8))


def _frame(colour: int) -> Rule:
    """The cells along the edge get a colour."""

    def apply(grid: np.ndarray) -> np.ndarray:
        framed = np.full_like(grid, colour)
        framed[1:-1, 1:-1] = grid[1:-1, 1:-1]
        return framed

    return Rule("frame", apply)


def _mirror(axis: int) -> Rule:
    """Upside down, or left to right."""
    return Rule("mirror", lambda grid: np.ascontiguousarray(np.flip(grid, axis)))


def _turn(turn: int) -> Rule:
    """One of the quarter and half turns, or a reflection about a diagonal."""
    return Rule("turn", lambda grid: np.ascontiguousarray(turned(grid, turn)))


def _recolour(old: int, new: int) -> Rule:
    """One colour becomes another."""
    return Rule("recolour", lambda grid: np.where(grid == old, new, grid).astype(np.uint8))


def _shift(axis: int, step: int) -> Rule:
    """All cells move one step; what leaves the grid comes back at the other side."""
    return Rule("shift", lambda grid: np.roll(grid, step, axis))


def _fall(side: int) -> Rule:
    """Coloured cells fall to one side, in their order."""

    def apply(grid: np.ndarray) -> np.ndarray:
        lying = turned(grid, side)
        order = np.argsort(lying > 0, axis=0, kind="stable")
        return np.ascontiguousarray(turned(np.take_along_axis(lying, order, 0), -side % 4))

    return Rule("fall", apply)


def _double(way: int) -> Rule:
    """Every cell becomes a block of 2x2, or the grid stands twice beside or below itself."""
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
