"""Random mazes with a long shortest path: with scattered walls as in Maze-Hard, or of corridors.

Scattered walls: every cell is a wall with a probability that is drawn from `WALLS` for each maze. One cell is drawn as
the start, and the goal is drawn from the cells at least `min_path` steps away. Most mazes have no such cell: with 30x30
cells, one maze in two thousand has a cell at 110 steps. So the mazes that are kept have densities at which long detours
exist.

To find these few mazes fast, a row of cells is one number with a bit for each cell. A step in all directions, in
thousands of mazes, is then a handful of shifts: 5 microseconds a maze.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Literal

import numpy as np
from einops import rearrange

from dataset.maze.corridors import corridors
from dataset.maze.paths import Flood
from dataset.maze.rules import FREE, GOAL, PATH, START, WALL, ends, signatures
from dataset.maze.sources import Mazes
from utils.errors import UserError

Kind = Literal["strewn", "corridors"]

LARGEST = 64
"""The most rows and columns, since a row of cells must fit into the bits of one number."""
WALLS = (0.3, 0.45)
"""The smallest and largest share of cells that are walls."""
_GOALS = 16
"""A maze with fewer possible goals than this is kept with a smaller probability, as if start and goal had been drawn
together."""
_ROUND, _BLOCK = 1 << 16, 1 << 11
"""Mazes tried between two reports, and mazes processed together."""
_PATIENCE = 10_000
"""The search fails if, after ten times as many attempts, fewer than one maze in this many was kept; for large mazes of
corridors, which take longer to draw, after fewer attempts."""
_DROPPED = 8
"""The search for long paths drops mazes without new cells each time after this many steps."""


def generate(
    count: int,
    size: int,
    min_path: int,
    rng: np.random.Generator,
    unique: bool = False,
    kind: Kind = "strewn",
    report: Callable[[int, int], None] | None = None,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Generate mazes with a shortest path of at least `min_path` steps; no maze is a symmetry image of another.

    Args:
        size: rows and columns, at most `LARGEST`.
        unique: keep only mazes with a single shortest path. Otherwise the answer is drawn from all shortest paths.
        kind: scattered walls, or corridors (`dataset.maze.corridors`), which always have a single path.
        report: called after each round with the number of mazes kept and the number tried.

    Returns:
        inputs and answers (count, size * size) uint8 tokens, steps of the shortest path (count,).

    Raises:
        UserError: such mazes are too rare.
    """
    found: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    known = np.zeros(0, np.uint64)
    kept = tried = 0
    patience = 10 * _PATIENCE
    if kind == "corridors":  # drawing takes a step for each room; 9x9 cells have 16 rooms
        patience = max(patience * 16 // (size // 2) ** 2, _BLOCK)
    while kept < count:
        if tried >= patience and kept * _PATIENCE < tried:
            only = " and no other as short" if unique else ""
            raise UserError(
                f"only {kept} of {tried} random mazes of {size}x{size} cells have a shortest path of {min_path} steps"
                f" or more{only}; lower --min-path or ask for fewer"
            )
        expected = (count - kept) * (tried + 1) // (kept + 1) + _BLOCK  # attempts for the missing mazes
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
    """An upper bound, rarely reached, for the steps of a shortest path in such a maze.

    A shortest path uses at most three cells of each block of 2x2 cells, since with four it would have a short cut. In
    mazes of corridors a room lies on every second cell, and neighbouring rooms are two steps apart.
    """
    if kind == "corridors":
        return 2 * (size // 2) ** 2 - 2
    half, odd = divmod(size, 2)
    return 3 * half * half + odd * (2 * size - 1) - 1


def _strewn(size: int, min_path: int, rng: np.random.Generator) -> np.ndarray:
    """Scatter the walls of `_BLOCK` mazes; return those with a goal far enough: (M, size * size) tokens."""
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
    """The same with mazes of corridors."""
    free = corridors(_BLOCK, size, rng)
    return _with_ends(free, np.where(free, rng.random(free.shape), -1).argmax(axis=1), min_path, rng)


_DRAW = {"strewn": _strewn, "corridors": _corridors}


def _with_ends(free: np.ndarray, starts: np.ndarray, min_path: int, rng: np.random.Generator) -> np.ndarray:
    """Place starts (N,) and distant goals on free cells (N, size * size); drop mazes with too few possible goals."""
    each = np.arange(len(free))
    goals = Flood(free, starts).steps >= min_path
    kept = rng.random(len(free)) < goals.sum(axis=1) / _GOALS
    chosen = np.where(goals, rng.random(goals.shape), -1).argmax(axis=1)
    inputs = np.where(free, FREE, WALL).astype(np.uint8)
    inputs[each, starts] = START
    inputs[each, chosen] = GOAL
    return inputs[kept]


def _bit_rows(cells: np.ndarray, size: int) -> np.ndarray:
    """The rows of N grids (N, size * size) bool as numbers, with the first cell in the lowest bit: (size, N)."""
    width = 4 if size <= 32 else 8
    packed = np.packbits(rearrange(cells, "maze (row column) -> maze row column", row=size), axis=2, bitorder="little")
    whole = np.zeros((*packed.shape[:2], width), np.uint8)
    whole[:, :, : packed.shape[2]] = packed
    return np.ascontiguousarray(whole.view(f"<u{width}")[:, :, 0].T)


def _reaching(free: np.ndarray, at_start: np.ndarray, steps: int) -> np.ndarray:
    """The indices of those of N mazes, as rows of bits (size, N), with a cell at `steps` steps or more."""
    one = free.dtype.type(1)
    found = np.arange(free.shape[1])
    front, unseen = at_start, free & ~at_start
    spread, other = np.empty_like(free), np.empty_like(free)
    for step in range(1, steps + 1):
        np.left_shift(front, one, out=spread)
        spread |= np.right_shift(front, one, out=other)
        spread[1:] |= front[:-1]
        spread[:-1] |= front[1:]
        spread &= unseen  # also clears bits shifted out of the grid
        unseen ^= spread
        front, spread = spread, front
        if step % _DROPPED == 0 or step == steps:
            going = front.any(axis=0)
            if not going.any():
                return found[:0]
            found, front, unseen = found[going], front[:, going], unseen[:, going]
            spread, other = np.empty_like(front), np.empty_like(front)
    return found


def generate_mazes(
    count: int, size: int, min_path: int, rng: np.random.Generator, unique: bool = False, kind: Kind = "strewn"
) -> Mazes:
    """Generate mazes as `generate` does, and print progress to standard error while rare ones are searched."""

    def report(kept: int, tried: int) -> None:
        if kept < count:
            print(f"generating: {kept} of {count}, after {tried} attempts", file=sys.stderr)

    inputs, answers, steps = generate(count, size, min_path, rng, unique, kind, report)
    return Mazes("generated mazes", np.arange(1, count + 1), inputs, answers, steps)
