"""Reading puzzles from the hub, from CSV files or from a generator, and splitting them into train and test.

@dataclass
class Options(SourceOptions):                     # the options of all such builders, then the builder's own
    unique: bool = False

splits = read_splits(options, rng, read=read_mazes, generate=lambda count: ...)
require_disjoint(splits.train, splits.test)       # dataset.sources.puzzle_csv
write_splits(options, splits, inputs, labels, task="maze", vocab_size=6)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Generic

import numpy as np

from dataset.options import MOST_PUZZLES, require_at_least, require_at_most
from dataset.sources.hub import download
from dataset.sources.puzzle_csv import P
from dataset.writer import DatasetWriter
from utils.errors import UserError
from utils.files import sha256_of
from utils.reading import is_file, is_folder

_HUB_FILES = ("train.csv", "test.csv")
_OTHERWISE = "give a local file with --source FILE.csv, or --generate N puzzles"


@dataclass
class SourceOptions:
    """Options of all builders whose puzzles come from CSV files or a generator."""

    output_dir: str
    """Folder of the data set."""
    source_repo: str
    """Data set of the Hugging Face hub to download, unless --source or --generate is given."""
    source: str | None = None
    """CSV file of the train split (plain or .gz) with a column of questions and one of answers, or a folder with
    train.csv and test.csv."""
    test_source: str | None = None
    """CSV file of the test split."""
    num_test: int = 0
    """With a single CSV file: hold out this many of its puzzles as the test split."""
    generate: int = 0
    """Generate this many training puzzles instead of reading any."""
    generate_test: int | None = None
    """Generate this many test puzzles; by default a tenth of the training puzzles, at least one."""
    subsample_size: int | None = None
    """Train on this many puzzles only, chosen at random; the test split stays whole."""
    seed: int = 0
    """Seed of every choice: the same seed gives the same bytes."""


@dataclass
class Splits(Generic[P]):
    """The puzzles of both splits, the files they were read from, and hashes of the hub's files."""

    train: P
    test: P | None
    files: list[Path]
    recorded: dict[str, Any] = field(default_factory=dict)


def check_options(options: SourceOptions, **least: int) -> None:
    """Raise `UserError` for numbers out of range and for options that exclude each other.

    Args:
        least: the smallest value of each numeric option that the builder adds.
    """
    require_at_least(options, num_test=0, generate=0, generate_test=0, subsample_size=1, seed=0, **least)
    require_at_most(options, generate=MOST_PUZZLES, generate_test=MOST_PUZZLES)
    if options.generate and (options.source or options.test_source or options.num_test):
        raise UserError("--generate makes the puzzles itself: leave out --source, --test-source and --num-test")
    if options.generate_test is not None and not options.generate:
        raise UserError("--generate-test needs --generate N, the number of training puzzles")
    if options.test_source and not options.source:
        raise UserError("--test-source needs --source, the file of the train split")
    if options.num_test and (options.test_source or not options.source):
        raise UserError("--num-test holds puzzles out of a single --source file; here the test split has its own")


def read_splits(
    options: SourceOptions, rng: np.random.Generator, read: Callable[[Path], P], generate: Callable[[int], P]
) -> Splits[P]:
    """Read or generate the puzzles, hold out the test split, and choose a part of the train split.

    Args:
        read: reads a CSV file.
        generate: makes the given number of puzzles; the last ones become the test split.
    """
    files: list[Path] = []
    recorded: dict[str, Any] = {}
    test: P | None = None
    if options.generate:
        tests = max(options.generate // 10, 1) if options.generate_test is None else options.generate_test
        both = generate(options.generate + tests)
        chosen = np.arange(len(both))
        train = both.take(chosen[: options.generate])
        test = both.take(chosen[options.generate :]) if tests else None
    else:
        files = _local_files(options) if options.source else download(options.source_repo, _HUB_FILES, _OTHERWISE)
        train = read(files[0])
        test = read(files[1]) if len(files) > 1 else None
        if not options.source:  # others have another cache folder, but files with the same hashes
            recorded["hub"] = {file.name: _hash_of(file) for file in files}
            files = []
    if options.num_test:
        train, test = _hold_out(train, options.num_test, rng)
    return Splits(_subsampled(train, options.subsample_size, rng), test, files, recorded)


def _hash_of(file: Path) -> str:
    try:
        return sha256_of(file)
    except OSError as error:
        raise UserError(f"cannot read {file}: {error.strerror or error}") from None


def _local_files(options: SourceOptions) -> list[Path]:
    """The CSV files of the train split and of the test split, if there is one."""
    source = Path(options.source or "")
    if not is_folder(source):
        return [source, *([Path(options.test_source)] if options.test_source else [])]
    train, test = split_files(source)
    if test and (options.test_source or options.num_test):
        raise UserError(f"{source} has a test split, {test.name}: leave out --test-source and --num-test")
    test = Path(options.test_source) if options.test_source else test
    return [train, *([test] if test else [])]


def split_files(folder: Path) -> tuple[Path, Path | None]:
    """The CSV files of the train split and of the test split, if there is one, in a folder."""
    train, test = (
        next((file for ending in ("csv", "csv.gz") if is_file(file := folder / f"{split}.{ending}")), None)
        for split in ("train", "test")
    )
    if train is None:
        raise UserError(f"{folder} holds neither train.csv nor train.csv.gz")
    return train, test


def _hold_out(puzzles: P, count: int, rng: np.random.Generator) -> tuple[P, P]:
    """Split off `count` random test puzzles, chosen from those without a symmetry image in the file.

    If these are too few, puzzles are held out with all their images: one of them becomes a test puzzle, the others are
    left out, and their number is printed.
    """
    _, first, kind, images = np.unique(puzzles.signatures, return_index=True, return_inverse=True, return_counts=True)
    held = np.zeros(len(puzzles), bool)
    candidates = first[images == 1]
    if count <= min(len(candidates), len(puzzles) - 1):
        held[rng.choice(candidates, count, replace=False)] = True
        return puzzles.take(~held), puzzles.take(held)
    most = len(first) - 1
    if count > most:
        others = "; the others are symmetry images of these" if len(first) < len(puzzles) else ""
        raise UserError(
            f"--num-test {count}: {puzzles.origin} has {len(puzzles)} puzzles, of which {most} can be held out{others}"
        )
    chosen = rng.choice(len(first), count, replace=False)
    held[first[chosen]] = True
    images_of_held = np.isin(kind, chosen) & ~held
    print(f"{puzzles.origin}: {int(images_of_held.sum())} puzzles are left out, symmetry images of test puzzles")
    return puzzles.take(~held & ~images_of_held), puzzles.take(held)


def _subsampled(puzzles: P, size: int | None, rng: np.random.Generator) -> P:
    """Choose `size` puzzles in random order; all puzzles in their own order if there are not more."""
    if size is None or size >= len(puzzles):
        if size is not None and size > len(puzzles):
            print(f"--subsample-size {size}: {puzzles.origin} has {len(puzzles)} puzzles, and all are used")
        return puzzles
    return puzzles.take(rng.choice(len(puzzles), size, replace=False))


def note_twins(train: P) -> None:
    """Print how many training puzzles are images of others, in groups of their own, which `val_groups` may separate."""
    twins = len(train) - len(np.unique(train.signatures))
    if twins:
        print(f"train: {twins} puzzles are symmetry images of others, in groups of their own")


def write_splits(
    options: SourceOptions, splits: Splits[P], inputs: np.ndarray, labels: np.ndarray, *, task: str, vocab_size: int
) -> None:
    """Write the data set, and print how many puzzles it holds.

    Args:
        inputs, labels: (N, cells), the training puzzles in their order, each followed by the same number of images.
    """
    train, test = splits.train, splits.test
    with DatasetWriter(
        options.output_dir,
        task=task,
        vocab_size=vocab_size,
        seq_len=inputs.shape[1],
        seed=options.seed,
        sources=splits.files,
        options=asdict(options) | splits.recorded,
    ) as writer:
        groups = np.arange(len(train) + 1) * (len(inputs) // len(train))
        writer.add_set("train", inputs=inputs, labels=labels, group_indices=groups)
        if test is not None:
            writer.add_set("test", inputs=test.inputs, labels=test.answers)
    print(f"{options.output_dir}: train {len(train)} puzzles as {len(inputs)} grids, test {len(test) if test else 0}")
    if test is None:
        print("no test split: --num-test N holds N puzzles out, --test-source FILE names a file of them;")
        print("as it is, train with data_paths_test=null, or with data_paths_test=[...] of another data set")
