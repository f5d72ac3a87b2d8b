r"""Build a 9x9 Sudoku data set, with as many symmetry images of each training puzzle as wanted.

    python dataset/build_sudoku_dataset.py --output-dir data/sudoku-extreme-1k-aug-1000 \
        --subsample-size 1000 --num-aug 1000
    python dataset/build_sudoku_dataset.py --source train.csv.gz --test-source test.csv.gz --num-aug 1000
    python dataset/build_sudoku_dataset.py --generate 1000 --min-difficulty 5      # no download, no file

The first command downloads Sudoku-Extreme; the others need no network. One puzzle, from text to arrays:

    question  9..8..7...8..6..5...7..4...[...]      81 characters, '.' or '0' for a blank
    answer    965812734384967251217354869[...]
    inputs   [10  1  1  9  1  1  8  1  1  1  9 ...]  uint8; 1 is blank, digit d is d + 1, 0 (padding) does not occur
    labels   [10  7  6  9  2  3  8  4  5  4  9 ...]  uint8; every cell is supervised

With `--num-aug 2` it becomes three puzzles of one example each, itself first, and the three are one group, of which an
epoch draws one. The test split is never augmented, and no test question is in train under any symmetry.
"""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import tyro

from dataset.hub import download
from dataset.sudoku import draw_symmetries, vocabulary_size
from dataset.sudoku_csv import CELLS, Puzzles, read_puzzles, require_disjoint, require_unique
from dataset.sudoku_search import generate
from dataset.writer import DatasetWriter, check_output_folder
from utils.errors import UserError, report_user_errors
from utils.files import sha256_of

_AUTO_UNIQUE = 20_000
_HUB_FILES = ("train.csv", "test.csv")
_OTHERWISE = "give a local file with --source FILE.csv, or --generate N puzzles"
_BLOCK = 1 << 14


@dataclass
class Options:
    """Build a 9x9 Sudoku data set from the hub, from CSV files, or from nothing."""

    output_dir: str = "data/sudoku-extreme-full"
    """Folder of the data set."""
    source_repo: str = "sapientinc/sudoku-extreme"
    """Data set of the Hugging Face hub to download, unless --source or --generate is given."""
    source: str | None = None
    """CSV file of the train split (source,question,answer,rating; .gz may be), or a folder with train.csv, test.csv."""
    test_source: str | None = None
    """CSV file of the test split."""
    num_test: int = 0
    """With a single CSV file: hold out so many of its puzzles as the test split."""
    generate: int = 0
    """Generate so many training puzzles instead of reading any."""
    generate_test: int | None = None
    """Generate so many test puzzles; by default a tenth of the training puzzles, one at least."""
    subsample_size: int | None = None
    """Train on so many puzzles only, chosen at random; the test split stays whole."""
    num_aug: int = 0
    """Symmetry images of each training puzzle, added to its group."""
    min_difficulty: int | None = None
    """Leave out puzzles, of both splits, with a rating (guesses of a solver) below this."""
    check_unique: Literal["auto", "all", "none"] = "auto"
    """Prove that each question has one solution: of splits up to 20,000 puzzles, of all, or not at all."""
    seed: int = 0
    """Seed of every choice: the same seed gives the same bytes."""


def build(options: Options) -> None:
    """Read or generate the puzzles, choose, check, and write the data set; `UserError` where something is wrong."""
    _check_options(options)
    check_output_folder(Path(options.output_dir))
    rng = np.random.default_rng(options.seed)
    recorded: dict[str, Any] = asdict(options)
    files: list[Path] = []
    if options.generate:
        train, test = _generated(options, rng)
    else:
        files = _local_files(options) if options.source else download(options.source_repo, _HUB_FILES, _OTHERWISE)
        train = _difficult(read_puzzles(files[0]), options.min_difficulty)
        test = _difficult(read_puzzles(files[1]), options.min_difficulty) if len(files) > 1 else None
        if not options.source:  # the cache folder means nothing to others, the files' hashes do
            recorded["hub"] = {file.name: sha256_of(file) for file in files}
            files = []
    if options.num_test:
        train, test = _hold_out(train, options.num_test, rng)
    train = _subsampled(train, options.subsample_size, rng)
    if not options.generate:
        for split, puzzles in (("train", train), ("test", test)):
            if puzzles is not None:
                _check_unique(puzzles, split, options.check_unique)
    if test is not None:
        require_disjoint(train, test)
    _note_twins(train)
    inputs, labels = _augmented(train, options.num_aug, rng)
    with DatasetWriter(
        options.output_dir,
        task="sudoku",
        vocab_size=vocabulary_size(9),
        seq_len=CELLS,
        seed=options.seed,
        sources=files,
        options=recorded,
    ) as writer:
        groups = np.arange(len(train) + 1) * (1 + options.num_aug)
        writer.add_set("train", inputs=inputs, labels=labels, group_indices=groups)
        if test is not None:
            writer.add_set("test", inputs=test.inputs, labels=test.answers)
    print(f"{options.output_dir}: train {len(train)} puzzles as {len(inputs)} boards, test {len(test) if test else 0}")
    if test is None:
        print("no test split: --num-test N holds N puzzles out, --test-source FILE names a file of them;")
        print("as it is, train with data_paths_test=null, or with data_paths_test=[...] of another data set")


def _check_options(options: Options) -> None:
    """Refuse numbers out of range and options that exclude each other."""
    for name, least in (("num_test", 0), ("generate", 0), ("generate_test", 0), ("num_aug", 0), ("seed", 0)):
        value = getattr(options, name)
        if value is not None and value < least:
            raise UserError(f"--{name.replace('_', '-')} must be at least {least}, not {value}")
    if options.subsample_size is not None and options.subsample_size < 1:
        raise UserError(f"--subsample-size must be at least 1, not {options.subsample_size}")
    if options.generate and (options.source or options.test_source or options.num_test):
        raise UserError("--generate makes the puzzles itself: leave out --source, --test-source and --num-test")
    if options.generate_test is not None and not options.generate:
        raise UserError("--generate-test needs --generate N, the number of training puzzles")
    if options.test_source and not options.source:
        raise UserError("--test-source needs --source, the file of the train split")
    if options.num_test and (options.test_source or not options.source):
        raise UserError("--num-test holds puzzles out of a single --source file; here the test split has its own")


def _local_files(options: Options) -> list[Path]:
    """The CSV files of the train split and, where there is one, of the test split."""
    source = Path(options.source or "")
    if not source.is_dir():
        return [source, *([Path(options.test_source)] if options.test_source else [])]
    train, test = (
        next((file for ending in ("csv", "csv.gz") if (file := source / f"{split}.{ending}").is_file()), None)
        for split in ("train", "test")
    )
    if train is None:
        raise UserError(f"{source} holds neither train.csv nor train.csv.gz")
    if test and (options.test_source or options.num_test):
        raise UserError(f"{source} has a test split, {test.name}: leave out --test-source and --num-test")
    test = Path(options.test_source) if options.test_source else test
    return [train, *([test] if test else [])]


def _generated(options: Options, rng: np.random.Generator) -> tuple[Puzzles, Puzzles | None]:
    """Generate both splits; the test puzzles come last."""
    tests = max(options.generate // 10, 1) if options.generate_test is None else options.generate_test
    wanted = options.generate + tests

    def report(kept: int, tried: int) -> None:
        if kept < wanted:  # hard puzzles are rare, and it takes long to find many of them
            print(f"generating: {kept} of {wanted}, after {tried} attempts", file=sys.stderr)

    inputs, answers, guesses = generate(wanted, rng, min_guesses=options.min_difficulty or 0, report=report)
    both = Puzzles("generated puzzles", np.arange(1, len(inputs) + 1), inputs, answers, guesses)
    chosen = np.arange(len(both))
    return both.take(chosen[: options.generate]), both.take(chosen[options.generate :]) if tests else None


def _difficult(puzzles: Puzzles, least: int | None) -> Puzzles:
    """Keep the puzzles that are rated `least` or more."""
    if least is None:
        return puzzles
    keep = puzzles.ratings >= least
    if not keep.any():
        largest = puzzles.ratings.max()
        raise UserError(f"{puzzles.origin}: no rating reaches --min-difficulty {least}; the largest is {largest}")
    return puzzles.take(keep)


def _hold_out(puzzles: Puzzles, count: int, rng: np.random.Generator) -> tuple[Puzzles, Puzzles]:
    """Split off `count` test puzzles at random, among those of which the file has no symmetry image."""
    _, first, images = np.unique(puzzles.signatures, return_index=True, return_counts=True)
    candidates = first[images == 1]
    most = min(len(candidates), len(puzzles) - 1)
    if count > most:
        raise UserError(
            f"--num-test {count}: {puzzles.origin} has {len(puzzles)} puzzles, of which {most} can be held out"
        )
    held = np.zeros(len(puzzles), bool)
    held[rng.choice(candidates, count, replace=False)] = True
    return puzzles.take(~held), puzzles.take(held)


def _subsampled(puzzles: Puzzles, size: int | None, rng: np.random.Generator) -> Puzzles:
    """Choose `size` puzzles at random, in random order; all of them, in theirs, where there are not more."""
    if size is None or size >= len(puzzles):
        if size is not None and size > len(puzzles):
            print(f"--subsample-size {size}: {puzzles.origin} has {len(puzzles)} puzzles, and all are used")
        return puzzles
    return puzzles.take(rng.choice(len(puzzles), size, replace=False))


def _check_unique(puzzles: Puzzles, split: str, mode: str) -> None:
    if mode == "all" or (mode == "auto" and len(puzzles) <= _AUTO_UNIQUE):
        require_unique(puzzles)
    elif mode == "auto":
        print(
            f"{split}: {len(puzzles)} puzzles are more than {_AUTO_UNIQUE}, so that each has one solution only is not"
            " proven; --check-unique all does it"
        )


def _note_twins(train: Puzzles) -> None:
    """Say how many training puzzles are images of another: each is a group, and a cut by groups may part them."""
    twins = len(train) - len(np.unique(train.signatures))
    if twins:
        print(f"train: {twins} puzzles are symmetry images of others, in groups of their own")


def _augmented(train: Puzzles, images: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Follow each puzzle by its symmetry images: inputs and labels (P * (1 + images), 81)."""
    if not images:
        return train.inputs, train.answers
    boards = len(train) * (1 + images)
    inputs, labels = (np.empty((boards, CELLS), np.uint8) for _ in range(2))
    for start in range(0, boards, _BLOCK):
        block = slice(start, min(start + _BLOCK, boards))
        puzzle = np.arange(block.start, block.stop) // (1 + images)
        symmetries = draw_symmetries(len(puzzle), CELLS, rng)
        inputs[block], labels[block] = symmetries.images(train.inputs[puzzle], train.answers[puzzle])
    inputs[:: 1 + images], labels[:: 1 + images] = train.inputs, train.answers
    return inputs, labels


@report_user_errors
def main() -> None:
    """Read the command line and build."""
    build(tyro.cli(Options))


if __name__ == "__main__":
    main()
