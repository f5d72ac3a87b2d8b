"""Exact distances and shortest solutions of all 2x2x2 cubes: published counts, and states solved by others."""

from __future__ import annotations

import csv
import gzip
import json
import os
from pathlib import Path

import numpy as np
import pytest

from dataset.rubik2x2.cube import (
    MOVE_SOURCES,
    MOVES,
    SOLVED,
    standard_form,
)
from dataset.rubik2x2.rules import answers, replay, tokens
from dataset.rubik2x2.table import (
    COUNTS,
    GENERATORS,
    SLOTS,
    STATES,
    Metric,
    corners_of,
    distances,
    first_solutions,
    images,
    neighbours,
    number_of,
    orbits,
    state_of,
)

METRICS: tuple[Metric, ...] = ("htm", "qtm")
SHARED = os.environ.get("TRM_RUBIK")
needs_shared = pytest.mark.skipif(SHARED is None, reason="TRM_RUBIK names no folder with depth_counts.json")


def scrambled(scramble: str) -> np.ndarray:
    """The stickers (24,) after a scramble, without renaming."""
    state = SOLVED
    for word in scramble.split():
        state = state[MOVE_SOURCES[MOVES.index(word)]]
    return state


def test_numbers_and_states() -> None:
    numbers = np.random.default_rng(0).integers(STATES, size=3000)
    states = state_of(numbers)
    assert (number_of(states) == numbers).all() and (standard_form(states) == states).all()
    assert (np.sort(states, axis=1) == SOLVED).all()
    for metric in METRICS:
        reached = neighbours(numbers, metric)
        for column, move in enumerate(GENERATORS[metric]):
            assert (number_of(states[:, MOVE_SOURCES[move]]) == reached[:, column]).all()


@pytest.mark.parametrize("metric", METRICS)
def test_counts_of_each_distance_are_the_published_ones(metric: Metric) -> None:
    table = distances(metric)
    assert np.bincount(table).tolist() == COUNTS[metric] and len(table) == STATES == sum(COUNTS[metric])
    assert table[number_of(SOLVED[None])] == 0 and len(COUNTS[metric]) == SLOTS[metric] + 1
    some = np.random.default_rng(1).integers(STATES, size=10_000)
    assert (np.abs(table[neighbours(some, metric)].astype(int) - table[some, None]) <= 1).all()


@pytest.mark.parametrize("metric", METRICS)
def test_first_solutions_are_shortest_and_first(metric: Metric) -> None:
    table = distances(metric)
    numbers = np.random.default_rng(2).integers(STATES, size=3000)
    moves = first_solutions(numbers, metric)
    labels, inputs = answers(moves), tokens(state_of(numbers), SLOTS[metric])
    played = replay(inputs, labels)
    assert played.solved.all() and (played.length(metric) == table[numbers]).all() and (played.moves == moves).all()
    near = np.concatenate([np.flatnonzero(table <= 2), np.flatnonzero(table == 3)[::30]])
    for number, found in zip(near.tolist(), first_solutions(near, metric).tolist(), strict=True):
        assert [move for move in found if move >= 0] == first_by_listing(number, metric, int(table[number]))


@pytest.mark.slow
@pytest.mark.parametrize("metric", METRICS)
def test_every_state_there_is_is_solved_in_the_fewest_moves(metric: Metric) -> None:
    table, block = distances(metric), 1 << 16
    for start in range(0, STATES, block):
        numbers = np.arange(start, min(start + block, STATES))
        played = replay(tokens(state_of(numbers), SLOTS[metric]), answers(first_solutions(numbers, metric)))
        assert played.solved.all() and (played.length(metric) == table[numbers]).all()


def first_by_listing(number: int, metric: Metric, length: int) -> list[int] | None:
    """The first solution of so many moves, by trying all in order."""
    if length == 0:
        return [] if number == number_of(SOLVED[None]).item() else None
    for move, reached in zip(GENERATORS[metric], neighbours(np.array([number]), metric)[0].tolist(), strict=True):
        rest = first_by_listing(reached, metric, length - 1)
        if rest is not None:
            return [move, *rest]
    return None


def test_orbits() -> None:
    numbers = np.random.default_rng(3).integers(STATES, size=50)
    every = images(numbers)
    for metric in METRICS:
        assert (distances(metric)[every] == distances(metric)[numbers, None]).all()
    assert (orbits(every.ravel()).reshape(every.shape) == orbits(numbers)[:, None]).all()
    near = np.flatnonzero(distances("htm") == 1)
    assert sorted(np.unique(orbits(near), return_counts=True)[1].tolist()) == [3, 6]  # half turns, quarter turns


def test_the_cache_is_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> None:
    monkeypatch.setenv("TRM_CACHE", str(tmp_path / "cache"))
    table = distances.__wrapped__("htm")
    (file,) = (tmp_path / "cache").iterdir()
    assert file.read_bytes() == table.tobytes()
    assert (distances.__wrapped__("htm") == table).all() and capsys.readouterr().err == ""
    content = bytearray(file.read_bytes())
    content[1000] ^= 1
    file.write_bytes(content)
    assert (distances.__wrapped__("htm") == table).all()
    assert "damaged" in capsys.readouterr().err and file.read_bytes() == table.tobytes()
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("TRM_CACHE", str(tmp_path / "file"))
    assert (distances.__wrapped__("htm") == table).all() and "is not kept" in capsys.readouterr().err


def test_a_cache_that_cannot_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> None:
    """The table is made again, and that it is not kept is one line."""
    monkeypatch.setattr("dataset.rubik2x2.table.search", lambda metric: np.zeros(3, np.uint8))
    (tmp_path / "cache/rubik2x2_htm.bin").mkdir(parents=True)
    for folder in (tmp_path / "cache", "/dev/null/x", "/proc/x", "x" * 5000):
        monkeypatch.setenv("TRM_CACHE", str(folder))
        assert len(distances.__wrapped__("htm")) == 3
        said = capsys.readouterr().err
        assert said.startswith("the table of distances is not kept for the next time: ") and said.count("\n") == 1
    (tmp_path / "large").mkdir()
    with open(tmp_path / "large/rubik2x2_htm.bin", "wb") as file:
        file.truncate(2**40)  # a hole, which is not read
    monkeypatch.setenv("TRM_CACHE", str(tmp_path / "large"))
    assert len(distances.__wrapped__("htm")) == 3 and "damaged" in capsys.readouterr().err
    assert (tmp_path / "large/rubik2x2_htm.bin").stat().st_size == 3

    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("TRM_CACHE")
    monkeypatch.setattr(Path, "home", homeless)
    assert len(distances.__wrapped__("htm")) == 3 and capsys.readouterr().err == ""


@needs_shared
def test_counts_of_the_shared_data() -> None:
    shared = json.loads((Path(SHARED or "") / "depth_counts.json").read_text())
    assert {metric: shared[metric] for metric in METRICS} == COUNTS and shared["states"] == STATES


@needs_shared
def test_states_of_the_shared_data() -> None:
    with gzip.open(Path(SHARED or "") / "states.csv.gz", "rt") as file:
        rows = list(csv.DictReader(file))
    states = np.array([scrambled(row["scramble"]) for row in rows])
    numbers = number_of(states)
    for row, corners in zip(rows, corners_of(states), strict=True):
        assert row["perm"] == "".join(str(c) for c in corners // 3), row
        assert row["orient"] == "".join(str(c) for c in corners % 3), row
    for metric in METRICS:
        assert distances(metric)[numbers].tolist() == [int(row[metric]) for row in rows]
    for row, state, ours in zip(rows, states, first_solutions(numbers, "htm"), strict=True):
        theirs = [MOVES.index(word) for word in row["optimal_htm_solution"].split()]
        assert len(theirs) == (ours >= 0).sum()
        for move in theirs:
            state = state[MOVE_SOURCES[move]]
        assert (state == SOLVED).all()
