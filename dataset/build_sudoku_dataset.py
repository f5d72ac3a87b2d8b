r"""Build a Sudoku data set of 9x9 cells or, from files, of 4x4, with symmetry images of training puzzles if wanted.

    python dataset/build_sudoku_dataset.py --output-dir data/sudoku-extreme-1k-aug-1000 \
        --subsample-size 1000 --num-aug 1000
    python dataset/build_sudoku_dataset.py --source train.csv.gz --test-source test.csv.gz --num-aug 1000
    python dataset/build_sudoku_dataset.py --generate 1000 --min-difficulty 5      # no download, no file

The first command downloads Sudoku-Extreme; the others need no network. One puzzle, from text to arrays:

    question  9..8..7...8..6..5...7..4...[...]      81 characters, '.' or '0' for a blank (`dataset.sudoku.sources`)
    answer    965812734384967251217354869[...]
    inputs   [10  1  1  9  1  1  8  1  1  1  9 ...]  uint8; 1 is blank, digit d is d + 1, 0 (padding) does not occur
    labels   [10  7  6  9  2  3  8  4  5  4  9 ...]  uint8; every cell is supervised

With `--num-aug 2` it becomes a group of three puzzles of one example each: itself and two images. An epoch draws one
puzzle of each group. The test split is never augmented, and no test question is in train under any symmetry.
"""

from __future__ import annotations

if __name__ == "__main__":  # before all other imports, which take a moment
    from utils.startup import begin

    begin()

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from dataset.options import MOST_IMAGES, require_at_most, require_room_for
from dataset.output import claims_output
from dataset.sources.puzzle_csv import require_disjoint
from dataset.sources.puzzle_source import SourceOptions, check_options, note_twins, read_splits, write_splits
from dataset.sudoku.generator import HARDEST, generate_sudokus
from dataset.sudoku.rules import SIZES, vocabulary_size
from dataset.sudoku.sources import check_unique, read_chosen, with_images
from utils.commands import parse
from utils.errors import UserError, report_user_errors


@dataclass
class Options(SourceOptions):
    """Build a Sudoku data set from the hub, from CSV files, or from nothing."""

    output_dir: str = "data/sudoku-extreme-full"
    """Folder of the data set."""
    source_repo: str = "sapientinc/sudoku-extreme"
    """Data set of the Hugging Face hub to download, unless --source or --generate is given."""
    num_aug: int = 0
    """Symmetry images of each training puzzle, which join its group."""
    size: int | None = None
    """Rows and columns, 4 or 9: refuse files of another size. By default any size; generated puzzles are 9x9."""
    min_difficulty: float | None = None
    """Leave out puzzles, in both splits, with a rating (guesses of a solver) below this."""
    check_unique: Literal["auto", "all", "none"] = "auto"
    """Prove that each question has one solution: of splits up to 20,000 puzzles, of all, or not at all."""


@claims_output
def build(options: Options) -> None:
    """Read or generate the puzzles, check, augment and write them; `UserError` for wrong options or files."""
    _check_options(options)
    rng = np.random.default_rng(options.seed)
    splits = read_splits(
        options,
        rng,
        read=lambda path: read_chosen(path, options.size, options.min_difficulty),
        generate=lambda count: generate_sudokus(count, options.min_difficulty or 0, rng),
    )
    train, test = splits.train, splits.test
    if not options.generate:
        for split, puzzles in (("train", train), ("test", test)):
            if puzzles is not None:
                check_unique(puzzles, split, options.check_unique)
    cells = train.inputs.shape[1]
    if test is not None:
        if test.size != train.size:
            raise UserError(f"{test.origin} has puzzles of another size than {train.origin}")
        require_disjoint(train, test)
    note_twins(train)
    boards = len(train) * (1 + options.num_aug)
    require_room_for(boards, cells, f"{len(train)} puzzles with {options.num_aug} images each", options.output_dir)
    inputs, labels = with_images(train, options.num_aug, rng)
    write_splits(options, splits, inputs, labels, task="sudoku", vocab_size=vocabulary_size(train.size))


def _check_options(options: Options) -> None:
    """Raise `UserError` for impossible options, before anything is read or generated."""
    check_options(options, num_aug=0)
    require_at_most(options, num_aug=MOST_IMAGES)
    if options.size not in (None, *SIZES.values()):
        raise UserError(f"--size {options.size}: Sudoku of 4x4 and 9x9 are supported")
    least = options.min_difficulty
    if least is not None and not math.isfinite(least):
        raise UserError(f"--min-difficulty must be a finite number, not {least}")
    if options.generate:
        if options.size == 4:
            raise UserError("--generate makes puzzles of 9x9; dataset/build_sudoku_4x4_dataset.py makes those of 4x4")
        if least is not None and least > HARDEST:
            raise UserError(f"--min-difficulty must be at most {HARDEST} for generated puzzles, not {least:g}")
        wanted = options.generate + (options.generate_test or 0)
        require_room_for(wanted * (1 + options.num_aug), 81, f"{wanted} puzzles and their images", options.output_dir)


@report_user_errors
def main() -> None:
    """Read the command line and build."""
    build(parse(Options))


if __name__ == "__main__":
    main()
