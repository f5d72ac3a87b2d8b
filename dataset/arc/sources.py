"""Reading ARC tasks: the files of the Kaggle competition, or folders of one JSON file for each task.

    arc-agi_training_challenges.json   {"a65b410d": {"train": [{"input": [[3, 0], [0, 3]], "output": ...}, ...],
                                                     "test": [{"input": ...}]}, ...}
    arc-agi_training_solutions.json    {"a65b410d": [[[0, 3], [3, 0]]], ...}      one grid for each test input

Of a subset the first is read that exists: `<prefix>_<subset>_challenges.json`, the same with `.gz`, then every `*.json`
in and below the folder `<prefix>/<subset>`. Such a file, as in ARC's own repositories, holds the task of its name, with
the outputs of the test pairs. These may stand in a challenges file too.
"""

from __future__ import annotations

import glob
import itertools
import reprlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from dataset.arc.augment import Pair
from dataset.arc.rules import COLOURS, MAX_SIZE, SEPARATOR
from utils.errors import UserError, nearest
from utils.reading import is_file, read_object

_CHALLENGES, _SOLUTIONS = "challenges.json", "solutions.json"
_LARGEST = 64 * 2**20  # characters: the official files have less than 8 million
_LONGEST_NAME = 255
_LOOKED_AT = 10_000
"""Files that are looked at for the names of subsets."""
_WHAT_THERE_IS = "ARC's files from Kaggle or a folder of an ARC repository; without them, --generate N makes tasks"


@dataclass(frozen=True)
class Task:
    """A task: `train` are its demonstrations, `test` its questions. `subset` is where it was read."""

    name: str
    subset: str
    train: tuple[Pair, ...]
    test: tuple[Pair, ...]

    def as_json(self) -> dict[str, list[dict[str, list[list[int]]]]]:
        """As in a challenges file, with the outputs that are known."""
        return {
            split: [
                {side: grid.tolist() for side, grid in zip(("input", "output"), pair, strict=True) if grid is not None}
                for pair in getattr(self, split)
            ]
            for split in ("train", "test")
        }


@dataclass(frozen=True)
class Subset:
    """The tasks of a subset, the files they were read from, and the file that holds, or should hold, the solutions."""

    name: str
    tasks: list[Task]
    files: list[Path]
    solutions: Path


def read_subset(prefix: str, name: str) -> Subset:
    """Read the tasks of a subset.

    Raises:
        UserError: no file is there, or one holds something that is no task.
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
    """Why there is no such subset, and which there are."""
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
    """Files by a pattern, as many as can be looked at in a moment: the folder may be the whole disk."""
    try:
        return list(itertools.islice(folder.glob(pattern), _LOOKED_AT))
    except OSError:  # what cannot be listed is not there, for the message
        return []


def _load(file: Path) -> dict[str, Any]:
    return read_object(file, _LARGEST)


def _read_task(name: str, subset: str, raw: Any, where: str) -> Task:
    if len(name) > _LONGEST_NAME:
        raise UserError(f"{where[:_LONGEST_NAME]}: a task's name has {len(name)} characters, more than {_LONGEST_NAME}")
    if not name.isprintable():
        raise UserError(f"{where}: a task cannot be called '{name}': names are made of printable characters")
    if SEPARATOR in name or name == "<blank>" or not name:
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
    """A grid (rows, columns) of colours, uint8, from lists. A colour may be written as a whole decimal, 1.0.

    Raises:
        UserError: it is no rectangle of 1x1 to 30x30 colours; the line begins with `where`.
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
    """Decide about test pairs without a solution: `error`, `drop` or `blind`.

    What is dropped is said. Where a subset's test pairs are trained on, a pair without a solution teaches nothing, so
    that `blind` drops it as well.
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
    """Train pairs and test pairs of all tasks."""
    return sum(len(task.train) for task in tasks), sum(len(task.test) for task in tasks)
