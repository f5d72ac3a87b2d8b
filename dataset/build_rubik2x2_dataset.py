r"""Build a data set of scrambled 2x2x2 cubes with their shortest solutions, without a download.

    python dataset/build_rubik2x2_dataset.py
    python dataset/build_rubik2x2_dataset.py --by-distance --min-scramble-moves 1 --max-scramble-moves 6 \
        --num-train-puzzles 60000
    python dataset/build_rubik2x2_dataset.py --metric qtm --moves all

One cube, from scramble to arrays (tokens and stickers: `dataset.rubik2x2.rules`):

    scramble R U'      inputs  [4 4 2 2 4 5 3 3 6 6 4 5 5 7 5 7 2 7 6 6 3 3 2 7  1  1 1 1 1 1 1 1 1 1 1]   uint8
    solution U R'      labels  [0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0  9 14 8 8 8 8 8 8 8 8 8]

The colours of the 24 stickers stand first, then the answer slots: blank in the inputs; in the labels the moves, and END
in all slots that are left. Stickers are not supervised (0 is the ignored label).

`--moves RUF`: cubes are held with corner DBL in its place, and labels turn U, R and F alone. `--moves all`: cubes are
held in one of the 24 ways, drawn evenly, and all six faces turn: the corner with the colours D, B and L stays where it
lies, and the label is that of the standard form, as the faces are then called. Both are shortest: turning D instead of
U gives the same cube, held otherwise.

Every state occurs once, however the cube is held, so no test cube is trained on. The 24 turns and 24 reflections of a
cube, colours renamed, make one orbit. `--split orbit` holds out whole orbits, and the training states of an orbit are
one group; `--split state` holds out states one by one, so that recoloured images of a test cube may be trained on.
"""

from __future__ import annotations

if __name__ == "__main__":  # before all other imports, which take a moment
    from utils.startup import begin

    begin()

import sys
from dataclasses import asdict, dataclass
from typing import Literal, NamedTuple

import numpy as np

from dataset.options import require_at_least, require_at_most
from dataset.output import claims_output
from dataset.rubik2x2.cube import ROTATIONS, SOLVED, SYMMETRY_CELLS, SYMMETRY_MOVES
from dataset.rubik2x2.rules import SEQ_LEN, VOCABULARY_SIZE, answers, tokens
from dataset.rubik2x2.table import (
    COUNTS,
    GENERATORS,
    SLOTS,
    STATES,
    distances,
    first_solutions,
    neighbours,
    number_of,
    orbits,
    state_of,
)
from dataset.writer import DatasetWriter
from utils.commands import parse
from utils.errors import UserError, report_user_errors

_TEST_SHARE = 5
"""At most one orbit or state in five goes to the test split, so that where there are few, most are trained on."""
_ROUNDS = 30
_LONGEST_SCRAMBLE = 1000
"""Moves; a state after a hundred is as random as one after a million."""
_WORTH_SAYING = 100_000
"""Cubes to draw, from which on each round is said."""


@dataclass
class Options:
    """Build a data set of 2x2x2 cubes."""

    output_dir: str = "data/rubik2x2"
    """Folder of the data set."""
    num_train_puzzles: int = 2000
    """Training cubes."""
    num_test_puzzles: int = 400
    """Test cubes."""
    min_scramble_moves: int = 3
    """Fewest moves of a scramble; with --by-distance the smallest distance."""
    max_scramble_moves: int = 10
    """Most moves of a scramble; with --by-distance the largest distance."""
    by_distance: bool = False
    """Choose evenly by exact distance; a distance with too few states gives what it has, and that is said."""
    metric: Literal["htm", "qtm"] = "htm"
    """Half turns count one (htm: 11 answer slots), or two and are written as quarter turns (qtm: 14)."""
    moves: Literal["RUF", "all"] = "RUF"
    """Faces that turn: three, with corner DBL in its place, or all six, with the cube held in any way."""
    split: Literal["orbit", "state"] = "orbit"
    """What is held out: whole orbits of symmetry, or single states."""
    seed: int = 0
    """Seed of every choice: the same seed gives the same bytes."""


class Split(NamedTuple):
    """Numbers of states, and which group each training state is of: its orbit, or itself."""

    train: np.ndarray
    train_groups: np.ndarray
    test: np.ndarray


def split_states(states: np.ndarray, trains: int, tests: int, options: Options, rng: np.random.Generator) -> Split:
    """Choose at most so many of different `states` for each split, at random and by whole groups: orbits or states.

    Test states are of as many groups as may be, but of no more than one in five (of one, where there are fewer).
    """
    group = groups_of(states, options)
    names, of_name = np.unique(group, return_inverse=True)
    rank = rng.permutation(len(names))[of_name]  # a place in line for each group
    most = max(len(names) // _TEST_SHARE, 1) if len(names) > 1 else 0
    held = rank < min(tests, most)
    shuffled = rng.permutation(np.flatnonzero(held))
    by_group = shuffled[np.argsort(rank[shuffled], kind="stable")]
    # the first state of each group, then the second of each, and so on
    turn = np.arange(len(by_group)) - np.searchsorted(rank[by_group], rank[by_group])
    test = by_group[np.argsort(turn, kind="stable")][:tests]
    train = rng.permutation(np.flatnonzero(~held))[:trains]
    return Split(states[train], group[train], states[test])


def groups_of(states: np.ndarray, options: Options) -> np.ndarray:
    """A number for each of the states (N,), the same for those that must not be in both splits: (N,)."""
    return orbits(states) if options.split == "orbit" else states


def scrambled(options: Options, rng: np.random.Generator) -> Split:
    """Scramble solved cubes until there are enough different states."""
    trains, tests = options.num_train_puzzles, options.num_test_puzzles
    reachable = sum(COUNTS[options.metric][1 : options.max_scramble_moves + 1])
    if trains + tests > reachable:
        raise UserError(
            f"{trains} + {tests} puzzles: at most {reachable} cubes are {options.max_scramble_moves} moves from solved"
            " or nearer"
        )
    found = np.zeros(0, np.int64)
    for _ in range(_ROUNDS):
        drawn = draw_scrambles((trains + tests) * 3 // 2, options, rng)
        both = np.concatenate([found, drawn])
        found = both[np.sort(np.unique(both, return_index=True)[1])]  # in the order in which they came
        if trains + tests >= _WORTH_SAYING:
            print(f"scrambling: {len(found)} different cubes, {trains + tests} are wanted", file=sys.stderr)
        split = split_states(found, trains, tests, options, rng)
        if len(split.train) == trains and len(split.test) == tests:
            return split
    raise UserError(
        f"scrambles of {options.min_scramble_moves} to {options.max_scramble_moves} moves gave {len(found)} different"
        f" cubes, {len(split.train)} for train and {len(split.test)} for test where no group is in both: ask for fewer,"
        " or for more moves"
    )


def draw_scrambles(count: int, options: Options, rng: np.random.Generator) -> np.ndarray:
    """States after random scrambles in which no face turns twice in a row, without the solved one: at most (count,)."""
    generators = len(GENERATORS[options.metric])
    turns = generators // 3  # of each face
    length = rng.integers(options.min_scramble_moves, options.max_scramble_moves + 1, size=count)
    solved = number_of(SOLVED[None])
    states = np.repeat(solved, count)
    face = rng.integers(3, size=count)
    for made in range(options.max_scramble_moves):
        face = (face + rng.integers(1, 3, size=count)) % 3
        move = face * turns + rng.integers(turns, size=count)
        moved = neighbours(states, options.metric)[np.arange(count), move]
        states = np.where(made < length, moved, states)
    return states[states != solved]


def chosen_by_distance(options: Options, rng: np.random.Generator) -> Split:
    """Choose evenly from all states at each of the distances."""
    table = distances(options.metric)
    wanted = range(options.min_scramble_moves, options.max_scramble_moves + 1)
    parts = []
    for place, distance in enumerate(wanted):
        trains, tests = (
            total // len(wanted) + (place < total % len(wanted))
            for total in (options.num_train_puzzles, options.num_test_puzzles)
        )
        states = np.flatnonzero(table == distance)
        enough = 2 * (trains + _TEST_SHARE * tests)
        if len(states) > enough:
            states = rng.choice(states, enough, replace=False)
        part = split_states(states, trains, tests, options, rng)
        for name, found, share in (("train", part.train, trains), ("test", part.test, tests)):
            if len(found) < share:
                print(f"distance {distance}: {name} has {len(found)} cubes instead of {share}, all that there are")
        parts.append(part)
    return Split(*(np.concatenate(field) for field in zip(*parts, strict=True)))


def arrays(states: np.ndarray, options: Options, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Inputs and labels (N, seq_len) of numbers of states (N,)."""
    cubes, moves = state_of(states), first_solutions(states, options.metric)
    if options.moves == "all":
        held = rng.choice(ROTATIONS, len(states))
        cubes = np.take_along_axis(cubes, SYMMETRY_CELLS[held], axis=1)
        renamed = np.take_along_axis(SYMMETRY_MOVES[held], np.maximum(moves, 0).astype(np.intp), axis=1)
        moves = np.where(moves < 0, -1, renamed)
    return tokens(cubes, SLOTS[options.metric]), answers(moves)


@claims_output
def build(options: Options) -> None:
    """Choose, solve, split and write the cubes; `UserError` where more is asked than exists."""
    _check_options(options)
    rng = np.random.default_rng(options.seed)
    split = (chosen_by_distance if options.by_distance else scrambled)(options, rng)
    assert not set(groups_of(split.test, options)) & set(split.train_groups)
    # Groups in random order, the states of each together.
    _, group = np.unique(split.train_groups, return_inverse=True)
    order = np.argsort(rng.permutation(group.max() + 1)[group], kind="stable")
    bounds = np.concatenate([[0], np.flatnonzero(np.diff(group[order])) + 1, [len(order)]])
    with DatasetWriter(
        options.output_dir,
        task="rubik2x2",
        vocab_size=VOCABULARY_SIZE,
        seq_len=SEQ_LEN[options.metric],
        seed=options.seed,
        options=asdict(options),
    ) as writer:
        inputs, labels = arrays(split.train[order], options, rng)
        writer.add_set("train", inputs=inputs, labels=labels, group_indices=bounds)
        if len(split.test):
            inputs, labels = arrays(split.test, options, rng)
            writer.add_set("test", inputs=inputs, labels=labels)
    print(f"{options.output_dir}: train {len(split.train)} cubes in {len(bounds) - 1} groups, test {len(split.test)}")
    far = distances(options.metric)
    counts = {name: np.bincount(far[states]) for name, states in (("train", split.train), ("test", split.test))}
    for name, found in counts.items():
        print(f"{name} by distance: {', '.join(f'{d}: {n}' for d, n in enumerate(found) if n) or 'none'}")


def _check_options(options: Options) -> None:
    require_at_least(options, num_train_puzzles=1, num_test_puzzles=0, seed=0)
    require_at_most(options, num_train_puzzles=STATES, num_test_puzzles=STATES, max_scramble_moves=_LONGEST_SCRAMBLE)
    least, most = options.min_scramble_moves, options.max_scramble_moves
    if not 1 <= least <= most:
        raise UserError(f"--min-scramble-moves {least} --max-scramble-moves {most}: they must rise, from 1 on")
    if options.by_distance and most > SLOTS[options.metric]:
        raise UserError(
            f"--by-distance --max-scramble-moves {most}: no cube is more than {SLOTS[options.metric]} moves from solved"
            f" ({options.metric})"
        )


@report_user_errors
def main() -> None:
    """Read the command line and build."""
    build(parse(Options))


if __name__ == "__main__":
    main()
