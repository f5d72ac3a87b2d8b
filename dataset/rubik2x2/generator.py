"""Choosing cubes: by random scrambles or by exact distance, and split so that no orbit is in both splits.

split = scramble(Wanted(2000, 400, 3, 10), rng)        # numbers of states
inputs, labels = rows_of(split.train, "htm", held_freely=False, rng=rng)
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from dataset.rubik2x2.cube import ROTATIONS, SOLVED, SYMMETRY_CELLS, SYMMETRY_MOVES
from dataset.rubik2x2.rules import answers, tokens
from dataset.rubik2x2.table import (
    COUNTS,
    GENERATORS,
    SLOTS,
    Metric,
    distances,
    first_solutions,
    neighbours,
    number_of,
    orbits,
    state_of,
)
from utils.errors import UserError

_TEST_SHARE = 5
"""At most one group in five goes to the test split, so that most are trained on even if there are few."""
_ROUNDS = 30
"""How many times cubes are scrambled before giving up."""
_WORTH_SAYING = 100_000
"""Progress is printed if at least this many cubes are wanted."""


@dataclass(frozen=True)
class Wanted:
    """Which cubes to choose.

    Attributes:
        trains, tests: cubes of each split.
        least, most: moves of a scramble, or distances from the solved cube.
        metric: how moves are counted.
        by_orbit: whether whole orbits are held out for the test split, or single states.
    """

    trains: int
    tests: int
    least: int
    most: int
    metric: Metric = "htm"
    by_orbit: bool = True


class Split(NamedTuple):
    """The states of both splits by their numbers, and the group (orbit, or single state) of each training state."""

    train: np.ndarray
    train_groups: np.ndarray
    test: np.ndarray


def split_states(states: np.ndarray, trains: int, tests: int, by_orbit: bool, rng: np.random.Generator) -> Split:
    """Choose up to `trains` and `tests` of the different `states` (N,) at random; no group is in both splits.

    Test states are taken from as many groups as possible, but from no more than one group in five (at least one).
    """
    group = groups_of(states, by_orbit)
    names, of_name = np.unique(group, return_inverse=True)
    rank = rng.permutation(len(names))[of_name]  # a random order of the groups
    most = max(len(names) // _TEST_SHARE, 1) if len(names) > 1 else 0
    held = rank < min(tests, most)
    shuffled = rng.permutation(np.flatnonzero(held))
    by_group = shuffled[np.argsort(rank[shuffled], kind="stable")]
    # The first state of each group, then the second of each, and so on.
    turn = np.arange(len(by_group)) - np.searchsorted(rank[by_group], rank[by_group])
    test = by_group[np.argsort(turn, kind="stable")][:tests]
    train = rng.permutation(np.flatnonzero(~held))[:trains]
    return Split(states[train], group[train], states[test])


def groups_of(states: np.ndarray, by_orbit: bool) -> np.ndarray:
    """The group of each of the states (N,): (N,) numbers. States of one group must not be in both splits."""
    return orbits(states) if by_orbit else states


def scramble(wanted: Wanted, rng: np.random.Generator) -> Split:
    """Scramble solved cubes until there are enough different states.

    Raises:
        UserError: there are not enough, or random scrambles do not find them.
    """
    trains, tests = wanted.trains, wanted.tests
    reachable = sum(COUNTS[wanted.metric][1 : wanted.most + 1])
    if trains + tests > reachable:
        raise UserError(
            f"{trains} + {tests} puzzles: at most {reachable} cubes are {wanted.most} moves from solved or nearer"
        )
    found = np.zeros(0, np.int64)
    for _ in range(_ROUNDS):
        drawn = draw_scrambles((trains + tests) * 3 // 2, wanted, rng)
        both = np.concatenate([found, drawn])
        found = both[np.sort(np.unique(both, return_index=True)[1])]  # in the order in which they were drawn
        if trains + tests >= _WORTH_SAYING:
            print(f"scrambling: {len(found)} different cubes, {trains + tests} are wanted", file=sys.stderr)
        split = split_states(found, trains, tests, wanted.by_orbit, rng)
        if len(split.train) == trains and len(split.test) == tests:
            return split
    raise UserError(
        f"scrambles of {wanted.least} to {wanted.most} moves gave {len(found)} different"
        f" cubes, {len(split.train)} for train and {len(split.test)} for test where no group is in both: ask for fewer,"
        " or for more moves"
    )


def draw_scrambles(count: int, wanted: Wanted, rng: np.random.Generator) -> np.ndarray:
    """The states after `count` random scrambles, in which no face turns twice in a row, without solved cubes."""
    turns = len(GENERATORS[wanted.metric]) // 3  # of each of the three faces
    length = rng.integers(wanted.least, wanted.most + 1, size=count)
    solved = number_of(SOLVED[None])
    states = np.repeat(solved, count)
    face = rng.integers(3, size=count)
    for made in range(wanted.most):
        face = (face + rng.integers(1, 3, size=count)) % 3
        move = face * turns + rng.integers(turns, size=count)
        moved = neighbours(states, wanted.metric)[np.arange(count), move]
        states = np.where(made < length, moved, states)
    return states[states != solved]


def choose_by_distance(wanted: Wanted, rng: np.random.Generator) -> Split:
    """Choose the same number of states at each distance, and print where there are fewer."""
    table = distances(wanted.metric)
    every = range(wanted.least, wanted.most + 1)
    parts = []
    for number, distance in enumerate(every):
        trains, tests = (total // len(every) + (number < total % len(every)) for total in (wanted.trains, wanted.tests))
        states = np.flatnonzero(table == distance)
        enough = 2 * (trains + _TEST_SHARE * tests)
        if len(states) > enough:
            states = rng.choice(states, enough, replace=False)
        part = split_states(states, trains, tests, wanted.by_orbit, rng)
        for name, found, share in (("train", part.train, trains), ("test", part.test, tests)):
            if len(found) < share:
                print(f"distance {distance}: {name} has {len(found)} cubes instead of {share}, all that there are")
        parts.append(part)
    return Split(*(np.concatenate(field) for field in zip(*parts, strict=True)))


def in_groups(split: Split, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """The training states (N,) with groups in random order and the states of each group together, and group bounds."""
    _, group = np.unique(split.train_groups, return_inverse=True)
    order = np.argsort(rng.permutation(group.max() + 1)[group], kind="stable")
    bounds = np.concatenate([[0], np.flatnonzero(np.diff(group[order])) + 1, [len(order)]])
    return split.train[order], bounds


def rows_of(
    states: np.ndarray, metric: Metric, held_freely: bool, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Inputs and labels (N, seq_len) of states (N,).

    Args:
        held_freely: hold each cube in one of 24 ways, drawn at random, instead of with corner DBL in its place.
    """
    cubes, moves = state_of(states), first_solutions(states, metric)
    if held_freely:
        held = rng.choice(ROTATIONS, len(states))
        cubes = np.take_along_axis(cubes, SYMMETRY_CELLS[held], axis=1)
        renamed = np.take_along_axis(SYMMETRY_MOVES[held], np.maximum(moves, 0).astype(np.intp), axis=1)
        moves = np.where(moves < 0, -1, renamed)
    return tokens(cubes, SLOTS[metric]), answers(moves)
