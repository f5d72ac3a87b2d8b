"""Shortest paths, against slow references."""

from __future__ import annotations

import numpy as np

from dataset.maze.paths import Flood
from dataset.maze.rules import (
    WALL,
    ends,
    parse,
)
from tests.dataset.maze.reference import reference_paths, reference_steps


def test_flood_against_the_references() -> None:
    rng = np.random.default_rng(1)
    size, count = 5, 300
    walls = rng.random((count, size * size)) < rng.uniform(0.1, 0.6, (count, 1))
    starts, goals = (rng.integers(size * size, size=count) for _ in range(2))
    goals = np.where(goals == starts, (starts + 1) % (size * size), goals)
    walls[np.arange(count), starts] = walls[np.arange(count), goals] = False
    flood = Flood(~walls, starts)
    traced = flood.trace(goals, rng)
    outcomes = set()
    for row in range(count):
        cells = set(np.flatnonzero(~walls[row]).tolist())
        paths = reference_paths(cells, int(starts[row]), int(goals[row]), size)
        shortest = min(map(len, paths), default=0) - 1
        drawn = sorted(np.flatnonzero(traced[row]).tolist())
        ways = [sorted(path[1:-1]) for path in paths if len(path) == shortest + 1]
        assert flood.to(goals)[row] == shortest and flood.count(goals)[row] == len(ways)
        assert drawn in ways if ways else not drawn
        expected = [reference_steps(cells, int(starts[row]), cell, size) for cell in range(size * size)]
        assert flood.steps[row].tolist() == [-1 if steps is None else steps for steps in expected]
        outcomes.add(min(len(ways), 2))
    assert outcomes == {0, 1, 2}


def test_traces_draw_among_all_shortest_paths() -> None:
    question = np.repeat(parse("S  \n   \n  G")[None], 200, axis=0)
    starts, goals = ends(question)
    flood = Flood(question != WALL, starts)
    traced = flood.trace(goals, np.random.default_rng(0))
    assert set(flood.count(goals)) == {6} and len(np.unique(traced, axis=0)) == 6
