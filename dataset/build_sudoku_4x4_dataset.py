"""Build a 4x4 Sudoku data set from all 288 grids; no test puzzle is a symmetry image of a training puzzle.

    python dataset/build_sudoku_4x4_dataset.py

One puzzle, from grid to arrays ('.' is a blank cell, token 1; digit d is token d + 1; 0, padding, does not occur):

    1 . | 3 4      inputs  [2 1 4 5 4 1 1 1 1 2 1 1 5 4 1 1]   uint8
    3 . | . .
    ----+----      labels  [2 3 4 5 4 5 2 3 3 2 5 4 5 4 3 2]   uint8; every cell is supervised
    . 1 | . .
    4 3 | . .

Every puzzle has one solution. There are few grids, so every test solution occurs in train. A test puzzle does not, in
none of its 3,072 forms (128 rearrangements of the cells times 24 renamings of the digits). These forms are an orbit
(`dataset.sudoku.orbits`). No orbit is in both splits, no two test puzzles are of one orbit, and the training puzzles of
one orbit are one group. Train takes one puzzle from each of its orbits before it takes a second from any.
"""

from __future__ import annotations

if __name__ == "__main__":  # before all other imports, which take a moment
    from utils.startup import begin

    begin()

from dataclasses import asdict, dataclass

import numpy as np

from dataset.options import require_at_least
from dataset.output import claims_output
from dataset.sudoku.orbits import CELLS, SIZE, draw_puzzles, find_orbits, level, split_orbits
from dataset.sudoku.rules import vocabulary_size
from dataset.writer import DatasetWriter
from utils.commands import parse
from utils.errors import UserError, report_user_errors


@dataclass
class Options:
    """Build a 4x4 Sudoku data set."""

    output_dir: str = "data/sudoku4x4"
    """Folder of the data set."""
    num_train_puzzles: int = 2000
    """Training puzzles."""
    num_test_puzzles: int = 400
    """Test puzzles, no two of one orbit."""
    min_givens: int = 6
    """Fewest given cells of a puzzle; no puzzle with fewer than 4 has one solution."""
    max_givens: int = 10
    """Most given cells of a puzzle."""
    seed: int = 0
    """Seed of every choice: the same seed gives the same bytes."""


@claims_output
def build(options: Options) -> None:
    """Find the orbits, draw the puzzles and write the data set; `UserError` if there are not enough."""
    _check_options(options)
    rng = np.random.default_rng(options.seed)
    orbits = find_orbits(options.min_givens, options.max_givens)
    givens = range(options.min_givens, options.max_givens + 1)
    train, test = split_orbits(orbits, options.num_train_puzzles, options.num_test_puzzles, givens, rng)
    most = int(orbits.sizes[train].sum())
    if options.num_train_puzzles > most:
        raise UserError(
            f"--num-train-puzzles {options.num_train_puzzles}: beside the test split there are {most} puzzles with"
            f" {options.min_givens} to {options.max_givens} givens and one solution"
        )
    counts = level(options.num_train_puzzles, orbits.sizes[train])
    inputs, labels = draw_puzzles(orbits, train, counts, rng)
    test_inputs, test_labels = draw_puzzles(orbits, test, np.ones(len(test), np.int64), rng)
    assert not set(map(bytes, test_inputs)) & set(map(bytes, inputs)) and not set(test) & set(train)
    with DatasetWriter(
        options.output_dir,
        task="sudoku",
        vocab_size=vocabulary_size(SIZE),
        seq_len=CELLS,
        seed=options.seed,
        options=asdict(options),
    ) as writer:
        groups = np.concatenate([[0], np.cumsum(counts)])
        writer.add_set("train", inputs=inputs, labels=labels, group_indices=groups)
        if len(test):
            writer.add_set("test", inputs=test_inputs, labels=test_labels)
    print(
        f"{options.output_dir}: train {len(inputs)} puzzles in {len(train)} groups, test {len(test)}, of"
        f" {len(orbits.sizes)} orbits with {options.min_givens} to {options.max_givens} givens"
    )


def _check_options(options: Options) -> None:
    require_at_least(options, num_train_puzzles=1, num_test_puzzles=0, seed=0)
    if not 1 <= options.min_givens <= options.max_givens <= CELLS:
        raise UserError(
            f"--min-givens {options.min_givens} --max-givens {options.max_givens}: they must rise, within 1..{CELLS}"
        )


@report_user_errors
def main() -> None:
    """Read the command line and build."""
    build(parse(Options))


if __name__ == "__main__":
    main()
