"""Random mazes with a long shortest path: of the kind of Maze-Hard, or of corridors (`dataset.maze.corridors`).

Walls are strewn evenly over the cells, as many as a density drawn from `WALLS` says; a cell is drawn as the start and,
as the goal, one of those that are at least `min_path` steps away. Most mazes have none: of 30x30 cells one in two
thousand has one at 110 steps. What is kept is therefore of the densities at which long ways round exist.

To find those few, a row of cells is one number with a bit for each cell, and a step in all directions in thousands of
mazes is a handful of shifts: 5 microseconds a maze.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np

from dataset.maze.corridors import corridors
from dataset.maze.paths import Flood
from dataset.maze.rules import FREE, GOAL, PATH, START, WALL, ends, signatures
from utils.errors import UserError

Kind = Literal["strewn", "corridors"]

LARGEST = 64
"""Cells of a row that have a bit."""
WALLS = (0.3, 0.45)
"""Least and greatest share of cells that are walls."""
_GOALS = 16
"""A maze with fewer goals to draw from is kept less often, as if start and goal had been drawn together."""
_ROUND, _BLOCK = 1 << 16, 1 << 11  # mazes tried between two reports, and at once
_PATIENCE = 10_000
"""Attempts that one maze may take; where more are needed, the search ends after ten times as many, of large mazes of
corridors earlier."""
_DROPPED = 8
"""Steps after which the mazes that have no cells left to reach are looked for."""


def generate(
    count: int,
    size: int,
    min_path: int,
    rng: np.random.Generator,
    unique: bool = False,
    kind: Kind = "strewn",
    report: Callable[[int, int], None] | None = None,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Generate mazes of which none is an image of another, with a shortest path of at least `min_path` steps.

    Args:
        size: at most `LARGEST`.
        unique: keep only mazes with a single shortest path. Otherwise the answer is one of several, drawn at random.
        kind: walls strewn evenly, or corridors (`dataset.maze.corridors`), which have a single path anyway.
        report: where given, hears after each round how many were kept and how many tried.

    Returns:
        inputs and answers (count, size * size) uint8 tokens, steps of the shortest path (count,).

    Raises:
        UserError: such mazes are too rare.
    """
    found: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    known = np.zeros(0, np.uint64)
    kept = tried = 0
    patience = 10 * _PATIENCE
    if kind == "corridors":  # whose walks take as many steps as there are rooms: of 9x9 cells 16
        patience = max(patience * 16 // (size // 2) ** 2, _BLOCK)
    while kept < count:
        if tried >= patience and kept * _PATIENCE < tried:
            only = " and no other as short" if unique else ""
            raise UserError(
                f"only {kept} of {tried} random mazes of {size}x{size} cells have a shortest path of {min_path} steps"
                f" or more{only}; lower --min-path or ask for fewer"
            )
        expected = (count - kept) * (tried + 1) // (kept + 1) + _BLOCK  # attempts that the missing ones may take
        blocks = min(expected, _ROUND) // _BLOCK
        inputs = np.concatenate([_DRAW[kind](size, min_path, rng) for _ in range(blocks)])
        starts, goals = ends(inputs)
        flood = Flood(inputs != WALL, starts)
        marks = signatures(inputs)
        new = np.zeros(len(inputs), bool)
        new[np.unique(marks, return_index=True)[1]] = True
        new &= ~np.isin(marks, known)
        if unique:
            new &= flood.count(goals) == 1
        answers = np.where(flood.trace(goals, rng), PATH, inputs).astype(np.uint8)
        found.append((inputs[new], answers[new], flood.to(goals)[new]))
        known = np.concatenate([known, marks[new]])
        kept, tried = kept + int(new.sum()), tried + blocks * _BLOCK
        if report:
            report(kept, tried)
    inputs, answers, steps = (np.concatenate(field)[:count] for field in zip(*found, strict=True))
    return inputs, answers, steps


def longest_path(size: int, kind: Kind) -> int:
    """Steps that no shortest path in such a maze exceeds; an upper bound, that most sizes do not reach.

    Of each block of 2x2 cells a shortest path holds three at most, since with four it had a short cut. Corridors join
    rooms, of which there is one on every second cell, by two steps each.
    """
    if kind == "corridors":
        return 2 * (size // 2) ** 2 - 2
    half, odd = divmod(size, 2)
    return 3 * half * half + odd * (2 * size - 1) - 1


def _strewn(size: int, min_path: int, rng: np.random.Generator) -> np.ndarray:
    """Strew the walls of `_BLOCK` mazes; return those with a goal far enough, (M, size * size) tokens."""
    each = np.arange(_BLOCK)
    densities = (rng.uniform(*WALLS, (_BLOCK, 1)) * 256).astype(np.uint8)
    free = rng.integers(256, size=(_BLOCK, size * size), dtype=np.uint8) >= densities
    starts = rng.integers(size * size, size=_BLOCK)
    free[each, starts] = True
    at_start = np.zeros_like(free)
    at_start[each, starts] = True
    far = _reaching(_bit_rows(free, size), _bit_rows(at_start, size), min_path)
    return _with_ends(free[far], starts[far], min_path, rng)


def _corridors(size: int, min_path: int, rng: np.random.Generator) -> np.ndarray:
    """As `_strewn`, of corridors."""
    free = corridors(_BLOCK, size, rng)
    return _with_ends(free, np.where(free, rng.random(free.shape), -1).argmax(axis=1), min_path, rng)


_DRAW = {"strewn": _strewn, "corridors": _corridors}


def _with_ends(free: np.ndarray, starts: np.ndarray, min_path: int, rng: np.random.Generator) -> np.ndarray:
    """Set starts (N,), and goals far enough from them, into free cells (N, size * size); some mazes are dropped."""
    each = np.arange(len(free))
    goals = Flood(free, starts).steps >= min_path
    kept = rng.random(len(free)) < goals.sum(axis=1) / _GOALS
    chosen = np.where(goals, rng.random(goals.shape), -1).argmax(axis=1)
    inputs = np.where(free, FREE, WALL).astype(np.uint8)
    inputs[each, starts] = START
    inputs[each, chosen] = GOAL
    return inputs[kept]


def _bit_rows(cells: np.ndarray, size: int) -> np.ndarray:
    """The rows of N grids (N, size * size) of truth values as numbers, the first cell in the lowest bit: (size, N)."""
    width = 4 if size <= 32 else 8
    packed = np.packbits(cells.reshape(-1, size, size), axis=2, bitorder="little")
    whole = np.zeros((*packed.shape[:2], width), np.uint8)
    whole[:, :, : packed.shape[2]] = packed
    return np.ascontiguousarray(whole.view(f"<u{width}")[:, :, 0].T)


def _reaching(free: np.ndarray, at_start: np.ndarray, steps: int) -> np.ndarray:
    """Which of N mazes, in rows of bits (size, N), have a cell that takes `steps` steps or more: their indices."""
    one = free.dtype.type(1)
    found = np.arange(free.shape[1])
    front, unseen = at_start, free & ~at_start
    spread, other = np.empty_like(free), np.empty_like(free)
    for step in range(1, steps + 1):
        np.left_shift(front, one, out=spread)
        spread |= np.right_shift(front, one, out=other)
        spread[1:] |= front[:-1]
        spread[:-1] |= front[1:]
        spread &= unseen  # which also drops what was shifted out of the grid
        unseen ^= spread
        front, spread = spread, front
        if step % _DROPPED == 0 or step == steps:
            going = front.any(axis=0)
            if not going.any():
                return found[:0]
            found, front, unseen = found[going], front[:, going], unseen[:, going]
            spread, other = np.empty_like(front), np.empty_like(front)
    return found
