r"""Build a Sudoku data set, 9x9 or from files 4x4, with as many symmetry images of each training puzzle as wanted.

    python dataset/build_sudoku_dataset.py --output-dir data/sudoku-extreme-1k-aug-1000 \
        --subsample-size 1000 --num-aug 1000
    python dataset/build_sudoku_dataset.py --source train.csv.gz --test-source test.csv.gz --num-aug 1000
    python dataset/build_sudoku_dataset.py --generate 1000 --min-difficulty 5      # no download, no file

The first command downloads Sudoku-Extreme; the others need no network. One puzzle, from text to arrays:

    question  9..8..7...8..6..5...7..4...[...]      81 characters, '.' or '0' for a blank (`dataset.sudoku.sources`)
    answer    965812734384967251217354869[...]
    inputs   [10  1  1  9  1  1  8  1  1  1  9 ...]  uint8; 1 is blank, digit d is d + 1, 0 (padding) does not occur
    labels   [10  7  6  9  2  3  8  4  5  4  9 ...]  uint8; every cell is supervised

With `--num-aug 2` it becomes three puzzles of one example each, itself first, and the three are one group, of which an
epoch draws one. The test split is never augmented, and no test question is in train under any symmetry.
"""

from __future__ import annotations

if __name__ == "__main__":  # before all other imports, which take a moment
    from utils.startup import begin

    begin()

import math
import sys
from dataclasses import dataclass
from typing import Literal

import numpy as np

from dataset.options import MOST_IMAGES, require_at_most, require_room_for
from dataset.output import claims_output
from dataset.sources.puzzle_csv import require_disjoint
from dataset.sources.puzzle_source import SourceOptions, check_options, note_twins, read_splits, write_splits
from dataset.sudoku.rules import SIZES, draw_symmetries, size_of, vocabulary_size
from dataset.sudoku.search import generate
from dataset.sudoku.sources import Sudokus, read_puzzles, require_unique
from utils.commands import parse
from utils.errors import UserError, report_user_errors

_AUTO_UNIQUE = 20_000
_BLOCK = 1 << 14
_HARDEST = 150
"""Guesses that the hardest of ten thousand generated puzzles need."""


@dataclass
class Options(SourceOptions):
    """Build a Sudoku data set from the hub, from CSV files, or from nothing."""

    output_dir: str = "data/sudoku-extreme-full"
    """Folder of the data set."""
    source_repo: str = "sapientinc/sudoku-extreme"
    """Data set of the Hugging Face hub to download, unless --source or --generate is given."""
    num_aug: int = 0
    """Symmetry images of each training puzzle, added to its group."""
    size: int | None = None
    """Rows and columns, 4 or 9: refuse files of another size. By default the files tell; generated puzzles are 9x9."""
    min_difficulty: float | None = None
    """Leave out puzzles, of both splits, with a rating (guesses of a solver) below this."""
    check_unique: Literal["auto", "all", "none"] = "auto"
    """Prove that each question has one solution: of splits up to 20,000 puzzles, of all, or not at all."""


@claims_output
def build(options: Options) -> None:
    """Read or generate the puzzles, choose, check, and write the data set; `UserError` where something is wrong."""
    _check_options(options)
    rng = np.random.default_rng(options.seed)
    least = options.min_difficulty
    splits = read_splits(
        options,
        rng,
        read=lambda path: _difficult(_of_size(read_puzzles(path, least is not None), options.size), least),
        generate=lambda count: _generated(count, least or 0, rng),
    )
    train, test = splits.train, splits.test
    if not options.generate:
        for split, puzzles in (("train", train), ("test", test)):
            if puzzles is not None:
                _check_unique(puzzles, split, options.check_unique)
    cells = train.inputs.shape[1]
    if test is not None:
        if test.inputs.shape[1] != cells:
            raise UserError(f"{test.origin} has puzzles of another size than {train.origin}")
        require_disjoint(train, test)
    note_twins(train)
    boards = len(train) * (1 + options.num_aug)
    require_room_for(boards, cells, f"{len(train)} puzzles with {options.num_aug} images each", options.output_dir)
    inputs, labels = _augmented(train, options.num_aug, rng)
    write_splits(options, splits, inputs, labels, task="sudoku", vocab_size=vocabulary_size(size_of(cells)))


def _check_options(options: Options) -> None:
    """Refuse what cannot be, before anything is read or generated."""
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
        if least is not None and least > _HARDEST:
            raise UserError(f"--min-difficulty must be at most {_HARDEST} for generated puzzles, not {least:g}")
        wanted = options.generate + (options.generate_test or 0)
        require_room_for(wanted * (1 + options.num_aug), 81, f"{wanted} puzzles and their images", options.output_dir)


def _of_size(puzzles: Sudokus, size: int | None) -> Sudokus:
    found = size_of(puzzles.inputs.shape[1])
    if size not in (None, found):
        raise UserError(f"{puzzles.origin} has puzzles of {found}x{found}, and --size asks for {size}x{size}")
    return puzzles


def _generated(wanted: int, least: float, rng: np.random.Generator) -> Sudokus:
    """Generate the puzzles of both splits."""

    def report(kept: int, tried: int) -> None:
        if kept < wanted:  # hard puzzles are rare, and it takes long to find many of them
            print(f"generating: {kept} of {wanted}, after {tried} attempts", file=sys.stderr)

    inputs, answers, guesses = generate(wanted, rng, min_guesses=least, report=report)
    return Sudokus("generated puzzles", np.arange(1, len(inputs) + 1), inputs, answers, guesses)


def _difficult(puzzles: Sudokus, least: float | None) -> Sudokus:
    """Keep the puzzles that are rated `least` or more."""
    if least is None:
        return puzzles
    keep = puzzles.ratings >= least
    if not keep.any():
        largest = puzzles.ratings.max()
        raise UserError(f"{puzzles.origin}: no rating reaches --min-difficulty {least:g}; the largest is {largest:g}")
    return puzzles.take(keep)


def _check_unique(puzzles: Sudokus, split: str, mode: str) -> None:
    if mode == "all" or (mode == "auto" and len(puzzles) <= _AUTO_UNIQUE):
        require_unique(puzzles)
    elif mode == "auto":
        print(
            f"{split}: {len(puzzles)} puzzles are more than {_AUTO_UNIQUE}, so that each has one solution only is not"
            " proven; --check-unique all does it"
        )


def _augmented(train: Sudokus, images: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Follow each puzzle by its symmetry images: inputs and labels (P * (1 + images), cells)."""
    if not images:
        return train.inputs, train.answers
    boards, cells = len(train) * (1 + images), train.inputs.shape[1]
    inputs, labels = (np.empty((boards, cells), np.uint8) for _ in range(2))
    for start in range(0, boards, _BLOCK):
        block = slice(start, min(start + _BLOCK, boards))
        puzzle = np.arange(block.start, block.stop) // (1 + images)
        symmetries = draw_symmetries(len(puzzle), cells, rng)
        inputs[block], labels[block] = symmetries.images(train.inputs[puzzle], train.answers[puzzle])
    inputs[:: 1 + images], labels[:: 1 + images] = train.inputs, train.answers
    return inputs, labels


@report_user_errors
def main() -> None:
    """Read the command line and build."""
    build(parse(Options))


if __name__ == "__main__":
    main()
