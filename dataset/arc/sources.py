"""Reading ARC tasks: the files of the Kaggle competition, or folders of one JSON file for each task.

    arc-agi_training_challenges.json   {"a65b410d": {"train": [{"input": [[3, 0], [0, 3]], "output": ...}, ...],
                                                     "test": [{"input": ...}]}, ...}
    arc-agi_training_solutions.json    {"a65b410d": [[[0, 3], [3, 0]]], ...}      one grid for each test input

A subset is read from the first of these that exists: `<prefix>_<subset>_challenges.json`, the same with `.gz`, or every
`*.json` in and below the folder `<prefix>/<subset>`. In such a folder, as in ARC's own repositories, a file holds the
task that it is named after, with the outputs of the test pairs. A challenges file may hold these outputs too.
"""

from __future__ import annotations

import glob
import itertools
import reprlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from dataset.arc.augment import Pair
from dataset.arc.grids import COLOURS, MAX_SIZE
from dataset.identifiers import BLANK, SEPARATOR
from utils.errors import UserError, nearest
from utils.reading import is_file, read_object

_CHALLENGES, _SOLUTIONS = "challenges.json", "solutions.json"
_LARGEST = 64 * 2**20
"""The most characters of a file; the official files have less than 8 million."""
_LONGEST_NAME = 255
_LOOKED_AT = 10_000
"""How many files are listed at most to name the subsets in an error."""
_WHAT_THERE_IS = "ARC's files from Kaggle or a folder of an ARC repository; without them, --generate N makes tasks"


@dataclass(frozen=True)
class Task:
    """A task: `train` holds its demonstrations, `test` its questions; `subset` names the subset it was read from."""

    name: str
    subset: str
    train: tuple[Pair, ...]
    test: tuple[Pair, ...]

    def as_json(self) -> dict[str, list[dict[str, list[list[int]]]]]:
        """The task as in a challenges file, with the known outputs."""
        return {
            split: [
                {side: grid.tolist() for side, grid in zip(("input", "output"), pair, strict=True) if grid is not None}
                for pair in getattr(self, split)
            ]
            for split in ("train", "test")
        }


@dataclass(frozen=True)
class Subset:
    """The tasks of a subset, the files they were read from, and the file with the solutions, which may be missing."""

    name: str
    tasks: list[Task]
    files: list[Path]
    solutions: Path


def read_subsets(
    prefix: str, subsets: Sequence[str], test_subsets: Collection[str], missing: str, rng: np.random.Generator
) -> tuple[list[Task], list[Path]]:
    """Read the tasks of several subsets, each subset in random order, and list the files.

    Args:
        missing: what to do about test pairs without a solution, see `settle_missing`.

    Raises:
        UserError: a subset cannot be read, or two test subsets hold a task of the same name.
    """
    tasks: list[Task] = []
    files: list[Path] = []
    for name in subsets:
        subset = settle_missing(read_subset(prefix, name), missing, name in test_subsets)
        print(f"{name}: {len(subset.tasks)} tasks, %d train pairs, %d test pairs" % count_pairs(subset.tasks))
        files += subset.files
        tasks += [subset.tasks[place] for place in rng.permutation(len(subset.tasks))]
    asked = [task.name for task in tasks if task.subset in test_subsets]
    twice = next((name for name in asked if asked.count(name) > 1), None)
    if twice:
        raise UserError(
            f"task {twice} is in both test subsets, {' and '.join(test_subsets)}; test_puzzles.json can hold it once"
        )
    return tasks, files


def require_canvas(tasks: Sequence[Task], side: int) -> None:
    """Raise `UserError` for a grid that is larger than a canvas of `side` rows and columns."""
    for task in tasks:
        for pair in task.train + task.test:
            for grid in pair:
                if grid is not None and max(grid.shape) > side:
                    size = "x".join(map(str, grid.shape))
                    raise UserError(
                        f"--canvas {side}: task {task.name} of '{task.subset}' has a grid of {size};"
                        f" {MAX_SIZE} has room for every grid"
                    )


def read_subset(prefix: str, name: str) -> Subset:
    """Read the tasks of a subset.

    Raises:
        UserError: there is no file, or a file holds something else than tasks.
    """
    challenges = _plain_or_gzip(f"{prefix}_{name}_{_CHALLENGES}")
    if challenges is not None:
        return _read_competition(prefix, name, challenges)
    folder = Path(prefix) / name
    files = sorted(_json_below(folder))
    if not files:
        raise UserError(_not_found(prefix, name))
    tasks: dict[str, Task] = {}
    for file in files:
        if file.stem in tasks:
            raise UserError(
                f"{file}: {folder} holds another file of this name; it names the task, so must be there once"
            )
        tasks[file.stem] = _read_task(file.stem, name, _load(file), str(file))
    return Subset(name, list(tasks.values()), files, folder)


def _read_competition(prefix: str, name: str, challenges: Path) -> Subset:
    expected = f"{prefix}_{name}_{_SOLUTIONS}"
    solutions = _plain_or_gzip(expected)
    grids = _load(solutions) if solutions else {}
    tasks = []
    for task, raw in _load(challenges).items():
        found = _read_task(task, name, raw, f"{challenges}, task {task}")
        if task in grids:
            found = _solved(found, grids[task], f"{solutions}, task {task}")
        tasks.append(found)
    return Subset(name, tasks, [challenges, *([solutions] if solutions else [])], solutions or Path(expected))


def _plain_or_gzip(path: str) -> Path | None:
    return next((file for file in (Path(path), Path(f"{path}.gz")) if is_file(file)), None)


def _json_below(folder: Path) -> list[Path]:
    try:
        return list(folder.rglob("*.json"))
    except OSError as error:  # a name that is too long
        raise UserError(f"cannot read {folder}: {error.strerror or error}") from None


def _not_found(prefix: str, name: str) -> str:
    """The message for a subset that does not exist, with the subsets that do."""
    start = Path(prefix)
    ending = f"_{_CHALLENGES}"
    found = {
        file.name.removesuffix(".gz").removesuffix(ending).removeprefix(f"{start.name}_")
        for file in _some(start.parent, f"{glob.escape(start.name)}_*{ending}*")
    }
    found |= {file.relative_to(start).parts[0] for deep in ("*/*.json", "*/*/*.json") for file in _some(start, deep)}
    looked = f"no {prefix}_{name}_{_CHALLENGES}, .gz, nor a folder {start / name} of *.json"
    if not found:
        return f"{looked}: --input-file-prefix {prefix} must lead to {_WHAT_THERE_IS}"
    return f"{looked}{nearest(name, found)}; the subsets there are: {', '.join(sorted(found))}"


def _some(folder: Path, pattern: str) -> list[Path]:
    """The first files that match a pattern; listing all would take long if the folder is a whole disk."""
    try:
        return list(itertools.islice(folder.glob(pattern), _LOOKED_AT))
    except OSError:  # the message leaves out folders that cannot be listed
        return []


def _load(file: Path) -> dict[str, Any]:
    return read_object(file, _LARGEST)


def _read_task(name: str, subset: str, raw: Any, where: str) -> Task:
    if len(name) > _LONGEST_NAME:
        raise UserError(f"{where[:_LONGEST_NAME]}: a task's name has {len(name)} characters, more than {_LONGEST_NAME}")
    if not name.isprintable():
        raise UserError(f"{where}: a task cannot be called '{name}': names are made of printable characters")
    if SEPARATOR in name or name == BLANK or not name:
        raise UserError(f"{where}: a task cannot be called '{name}': names of augmented puzzles are made of it")
    pairs: dict[str, tuple[Pair, ...]] = {}
    for split in ("train", "test"):
        examples = raw.get(split) if isinstance(raw, dict) else None
        if not isinstance(examples, list) or not examples:
            raise UserError(
                f"{where}: no list of {split} pairs; a task is {{'train': [pair, ...], 'test': [pair, ...]}}"
            )
        pairs[split] = tuple(
            _read_pair(example, split, f"{where}, {split} pair {number}") for number, example in enumerate(examples, 1)
        )
    return Task(name, subset, pairs["train"], pairs["test"])


def _read_pair(example: Any, split: str, where: str) -> Pair:
    if not isinstance(example, dict) or "input" not in example:
        raise UserError(f"{where}: no 'input'")
    if "output" not in example and split == "train":
        raise UserError(f"{where}: no 'output'")
    output = example.get("output")
    question = read_grid(example["input"], f"{where}, input")
    return Pair(question, None if output is None and split == "test" else read_grid(output, f"{where}, output"))


def _solved(task: Task, grids: Any, where: str) -> Task:
    if not isinstance(grids, list) or len(grids) != len(task.test):
        count = len(grids) if isinstance(grids, list) else "no list of"
        raise UserError(f"{where}: {count} solutions for {len(task.test)} test inputs")
    pairs = []
    for number, (pair, grid) in enumerate(zip(task.test, grids, strict=True), 1):
        output = None if grid is None else read_grid(grid, f"{where}, solution {number}")
        if output is not None and pair.output is not None and not np.array_equal(output, pair.output):
            raise UserError(f"{where}, solution {number}: the challenges file has another output for this test input")
        pairs.append(Pair(pair.input, pair.output if output is None else output))
    return replace(task, test=tuple(pairs))


def read_grid(raw: Any, where: str) -> np.ndarray:
    """Make a grid (rows, columns) of colours, uint8, of nested lists. A colour may be written as a decimal, 1.0.

    Raises:
        UserError: it is not a rectangle of 1x1 to 30x30 colours; the message begins with `where`.
    """
    if not isinstance(raw, list) or not all(isinstance(row, list) for row in raw):
        raise UserError(f"{where}: a grid is a list of rows, each a list of colours")
    if not raw or not raw[0]:
        raise UserError(f"{where}: the grid is empty")
    height, width = len(raw), len(raw[0])
    for number, row in enumerate(raw, 1):
        if len(row) != width:
            raise UserError(f"{where}: row {number} has {len(row)} cells, row 1 has {width}")
    if max(height, width) > MAX_SIZE:
        raise UserError(f"{where}: the grid is {height}x{width}; {MAX_SIZE}x{MAX_SIZE} is the largest")
    for number, row in enumerate(raw, 1):
        for column, colour in enumerate(row, 1):
            if type(colour) not in (int, float) or not 0 <= colour < COLOURS or colour != int(colour):
                held = reprlib.repr(colour)  # it may be nested, or have thousands of digits
                raise UserError(f"{where}: row {number}, column {column} holds {held}; colours are 0..{COLOURS - 1}")
    return np.array(raw, np.uint8)


def settle_missing(subset: Subset, mode: str, is_test: bool) -> Subset:
    """Treat test pairs without a solution: refuse them (`error`), leave them out (`drop`) or keep them (`blind`).

    Args:
        is_test: whether the test pairs are tested on. If they are trained on, `blind` leaves such pairs out as well,
            since a pair without a solution teaches nothing.
    """
    missing = [
        (task, number) for task in subset.tasks for number, pair in enumerate(task.test, 1) if pair.output is None
    ]
    if not missing:
        return subset
    task, number = missing[0]
    first = f"(first: task {task.name}, test pair {number})"
    what = f"{len(missing)} test pairs of subset '{subset.name}' have no solution {first}"
    if mode == "error":
        reason = "has none for them" if subset.solutions.exists() else "is missing"
        raise UserError(
            f"{what}: {subset.solutions} {reason}; --missing-solutions drop leaves them out, blind keeps them as"
            " questions that nothing is scored on"
        )
    if mode == "blind" and is_test:
        print(f"{what}: they are questions without labels")
        return subset
    print(f"{what}: they are left out")
    kept = [replace(task, test=tuple(pair for pair in task.test if pair.output is not None)) for task in subset.tasks]
    return replace(subset, tasks=kept)


def count_pairs(tasks: Sequence[Task]) -> tuple[int, int]:
    """How many train pairs and test pairs the tasks have."""
    return sum(len(task.train) for task in tasks), sum(len(task.test) for task in tasks)
