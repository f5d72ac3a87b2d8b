r"""Build a data set of scrambled 2x2x2 cubes with their shortest solutions, without a download.

    python dataset/build_rubik2x2_dataset.py
    python dataset/build_rubik2x2_dataset.py --by-distance --min-scramble-moves 1 --max-scramble-moves 6 \
        --num-train-puzzles 60000
    python dataset/build_rubik2x2_dataset.py --metric qtm --moves all

One cube, from scramble to arrays (tokens and stickers: `dataset.rubik2x2.rules`):

    scramble R U'      inputs  [4 4 2 2 4 5 3 3 6 6 4 5 5 7 5 7 2 7 6 6 3 3 2 7  1  1 1 1 1 1 1 1 1 1 1]   uint8
    solution U R'      labels  [0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0  9 14 8 8 8 8 8 8 8 8 8]

The colours of the 24 stickers come first, then the answer slots. The slots are blank in the inputs; in the labels they
hold the moves, and END in all slots behind. Stickers are not supervised (0 is the ignored label).

`--moves RUF`: cubes are held with corner DBL in its place, and labels turn U, R and F only. `--moves all`: cubes are
held in one of 24 ways, drawn at random, and all six faces turn. The label is then that of the cube held with its D-B-L
corner at DBL, with its moves renamed for the way it is held. Both solutions are shortest: turning D instead of U gives
the same cube, held in another way.

Every state occurs once, however the cube is held, so no test cube is trained on. An orbit is a state with its images
under 24 rotations and 24 reflections, colours renamed. `--split orbit` holds out whole orbits, and the training states
of an orbit are one group. `--split state` holds out single states, so that images of a test cube may be trained on.
"""

from __future__ import annotations

if __name__ == "__main__":  # before all other imports, which take a moment
    from utils.startup import begin

    begin()

from dataclasses import asdict, dataclass
from typing import Literal

import numpy as np

from dataset.options import require_at_least, require_at_most
from dataset.output import claims_output
from dataset.rubik2x2.generator import Wanted, choose_by_distance, groups_of, in_groups, rows_of, scramble
from dataset.rubik2x2.rules import SEQ_LEN, VOCABULARY_SIZE
from dataset.rubik2x2.table import SLOTS, STATES, distances
from dataset.writer import DatasetWriter
from utils.commands import parse
from utils.errors import UserError, report_user_errors

_LONGEST_SCRAMBLE = 1000
"""Moves; a state after a hundred is as random as one after a million."""


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
    """Fewest moves of a scramble; with --by-distance, the smallest distance."""
    max_scramble_moves: int = 10
    """Most moves of a scramble; with --by-distance, the largest distance."""
    by_distance: bool = False
    """Choose equally many cubes of each exact distance; a distance with too few states gives all of them."""
    metric: Literal["htm", "qtm"] = "htm"
    """Half turns count as one move (htm: 11 answer slots), or as two quarter turns (qtm: 14 slots)."""
    moves: Literal["RUF", "all"] = "RUF"
    """Faces that turn: three, with corner DBL in its place, or all six, with the cube held in any way."""
    split: Literal["orbit", "state"] = "orbit"
    """Whether whole orbits of symmetry are held out for the test split, or single states."""
    seed: int = 0
    """Seed of every choice: the same seed gives the same bytes."""


@claims_output
def build(options: Options) -> None:
    """Choose, split, solve and write the cubes; `UserError` if there are not enough."""
    _check_options(options)
    rng = np.random.default_rng(options.seed)
    wanted = Wanted(
        options.num_train_puzzles,
        options.num_test_puzzles,
        options.min_scramble_moves,
        options.max_scramble_moves,
        options.metric,
        by_orbit=options.split == "orbit",
    )
    split = choose_by_distance(wanted, rng) if options.by_distance else scramble(wanted, rng)
    assert not set(groups_of(split.test, wanted.by_orbit)) & set(split.train_groups)
    train, bounds = in_groups(split, rng)
    held_freely = options.moves == "all"
    with DatasetWriter(
        options.output_dir,
        task="rubik2x2",
        vocab_size=VOCABULARY_SIZE,
        seq_len=SEQ_LEN[options.metric],
        seed=options.seed,
        options=asdict(options),
    ) as writer:
        inputs, labels = rows_of(train, options.metric, held_freely, rng)
        writer.add_set("train", inputs=inputs, labels=labels, group_indices=bounds)
        if len(split.test):
            inputs, labels = rows_of(split.test, options.metric, held_freely, rng)
            writer.add_set("test", inputs=inputs, labels=labels)
    print(f"{options.output_dir}: train {len(split.train)} cubes in {len(bounds) - 1} groups, test {len(split.test)}")
    table = distances(options.metric)
    for name, states in (("train", split.train), ("test", split.test)):
        counts = np.bincount(table[states])
        print(f"{name} by distance: {', '.join(f'{d}: {n}' for d, n in enumerate(counts) if n) or 'none'}")


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
