r"""Build an ARC data set: ARC-AGI-1, ARC-AGI-2 or ConceptARC, each task with its augmentations as one group.

    python -m dataset.build_arc_dataset --input-file-prefix kaggle/combined/arc-agi \
        --output-dir data/arc1concept-aug-1000 --subsets training evaluation concept --test-set-name evaluation
    python -m dataset.build_arc_dataset --generate 60 --num-aug 20 --output-dir data/arc-generated      # no file needed
    python -m dataset.build_arc_dataset --generate 40 --rules fill keep --canvas 5 --output-dir data/tiny  # in 25 cells

One example of task a65b410d, from grids to rows of 900 cells (0 outside, 1 along the edge below and right, colour c is
c + 2; `dataset.arc.sources` shows the files):

    input  [[3 0]    inputs  row 0  [5 2 1 0 ...]     output  [[0 3]    labels  row 0  [2 5 1 0 ...]
            [0 3]]           row 1  [2 5 1 0 ...]              [3 0]]           row 1  [5 2 1 0 ...]
                             row 2  [1 1 0 0 ...]                               row 2  [1 1 0 0 ...]

The task is one puzzle with an identifier of its own. Each augmentation is another, a65b410d|||t3|||0213456789, with all
grids turned and the colours 1..9 renamed. In train one example of each puzzle lies in the corner, the others anywhere.
Demonstrations of all tasks are trained on. The test pairs of the test subset, with the same augmentations, are the test
split; test_puzzles.json holds these tasks as they were read. Test pairs of other subsets are trained on.
"""

from __future__ import annotations

if __name__ == "__main__":  # before all other imports, which take a moment
    from utils.startup import begin

    begin()

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from tqdm import tqdm

from dataset.arc.augment import ROUNDS
from dataset.arc.generator import RULES, generate_tasks, smallest_side
from dataset.arc.groups import Group, Names, augment, index_arrays, paint_part, parts
from dataset.arc.leaks import describe, find_leaks
from dataset.arc.rules import MAX_SIZE, VOCAB_SIZE
from dataset.arc.sources import Task, count_pairs, read_subset, settle_missing
from dataset.options import MOST_IMAGES, MOST_PROCESSES, require_at_least, require_at_most
from dataset.output import claims_output
from dataset.writer import DatasetWriter
from utils.commands import parse
from utils.errors import UserError, nearest, report_user_errors
from utils.parallel import Workers, usable_cores

_WORTH_PROCESSES = 20_000
"""Puzzles below which starting other processes takes longer than the work."""

_MOST_TASKS = 10_000
_LATEST_START = 1_000_000
"""Each identifier before the first takes a row of the embedding table."""


@dataclass
class Options:
    """Build an ARC data set from JSON files, or from generated tasks."""

    output_dir: str
    """Folder of the data set."""
    input_file_prefix: str | None = None
    """How the names of the files begin: <prefix>_<subset>_challenges.json, or a folder <prefix>/<subset>."""
    subsets: tuple[str, ...] = ()
    """Subsets to read."""
    test_set_name: str | None = None
    """The subset whose test pairs are the test split."""
    test_set_name2: str = "your_test_set"
    """Another one, if it is among --subsets."""
    seed: int = 42
    """Seed of every choice: the same seed gives the same bytes."""
    num_aug: int = 1000
    """Augmentations of each task."""
    puzzle_identifiers_start: int = 1
    """The first puzzle identifier; those before it are blank."""
    missing_solutions: Literal["error", "drop", "blind"] = "error"
    """Test pairs without solution: refuse them, leave them out, or keep them as questions without labels."""
    drop_leaks: bool = False
    """Leave out training tasks that are a test task, or hold one of its test pairs."""
    generate: int = 0
    """Generate so many training tasks instead of reading any."""
    generate_test: int | None = None
    """Generate so many test tasks; by default a tenth of the training tasks, one at least."""
    rules: tuple[str, ...] = ()
    """With --generate: the kinds of rules, such as fill mirror; by default all."""
    canvas: int = MAX_SIZE
    """Rows and columns of the canvas that every grid must fit on. A small one makes small tasks cheap to train on."""
    num_workers: int | None = None
    """Processes; by default one for each core. The data do not depend on it."""


@claims_output
def build(options: Options) -> None:
    """Read or generate the tasks, augment them and write the data set; `UserError` where something is wrong."""
    _check_options(options)
    rng = np.random.default_rng(options.seed)
    tests = ("evaluation",) if options.generate else (options.test_set_name or "", options.test_set_name2)
    tasks, files = _generated(options, rng) if options.generate else _read(options, tests, rng)
    _require_room(tasks, options.canvas)
    tasks = _without_leaks(tasks, tests, options.drop_leaks)
    processes = options.num_workers or usable_cores()
    with Workers(processes if len(tasks) * options.num_aug >= _WORTH_PROCESSES else 1) as workers:
        bare = [_group(task, tests, options.seed, options.canvas) for task in tasks]
        drawn = workers.map(augment, ((group, options.num_aug) for group in bare))
        groups = list(tqdm(drawn, "drawing", len(bare), disable=None))
        _report_short(groups, options.num_aug)
        names = Names(groups, options.puzzle_identifiers_start)
        with DatasetWriter(
            options.output_dir,
            task="arc",
            vocab_size=VOCAB_SIZE,
            seq_len=options.canvas**2,
            seed=options.seed,
            identifiers=names,
            sources=files,
            options=asdict(options),
        ) as writer:
            sets = {
                split: writer.open_set(split, "all", **index_arrays(groups, names.identifiers, split))
                for split in ("train", "test")
                if any(group.splits[split] for group in groups)
            }
            painted = workers.map(paint_part, parts(groups))
            for rows in tqdm(painted, "writing", sum(1 for _ in parts(groups)), disable=None):
                for split, (inputs, labels) in rows.items():
                    sets[split].append(inputs, labels)
            asked = {task.name: task.as_json() for task in tasks if task.subset in tests and task.test}
            writer.add_json("test_puzzles.json", asked)
    counts = {split: sum(len(group) * len(group.splits[split]) for group in groups) for split in ("train", "test")}
    print(
        f"{options.output_dir}: {len(tasks)} tasks as {sum(map(len, groups))} puzzles,"
        f" train {counts['train']} examples, test {counts['test']} of {len(asked)} tasks"
    )
    if not asked:
        print("no test split: train with data_paths_test=null, or keep unsolved questions by --missing-solutions blind")


def _check_options(options: Options) -> None:
    """Refuse numbers out of range, and options that exclude each other."""
    require_at_least(options, seed=0, num_aug=0, puzzle_identifiers_start=1, generate=0, generate_test=0)
    require_at_least(options, num_workers=1, canvas=1)
    require_at_most(
        options,
        num_aug=MOST_IMAGES,
        puzzle_identifiers_start=_LATEST_START,
        generate=_MOST_TASKS,
        generate_test=_MOST_TASKS,
        num_workers=MOST_PROCESSES,
        canvas=MAX_SIZE,
    )
    if options.generate:
        _check_rules(options.rules, options.canvas)
        if options.input_file_prefix or options.subsets or options.test_set_name:
            raise UserError("--generate makes the tasks: leave out --input-file-prefix, --subsets and --test-set-name")
        return
    if options.generate_test is not None:
        raise UserError("--generate-test needs --generate N, the number of training tasks")
    if options.rules:
        raise UserError("--rules needs --generate N, the number of training tasks")
    for name in ("input_file_prefix", "subsets", "test_set_name"):
        if not getattr(options, name):
            raise UserError(f"--{name.replace('_', '-')} is missing; without ARC's files, --generate N makes tasks")
    if len(set(options.subsets)) < len(options.subsets):
        raise UserError(f"--subsets {' '.join(options.subsets)}: one is named twice")
    if not {options.test_set_name, options.test_set_name2} & set(options.subsets):
        raise UserError(f"--test-set-name {options.test_set_name} is none of --subsets {' '.join(options.subsets)}")


def _check_rules(kinds: Sequence[str], canvas: int) -> None:
    """Refuse kinds of rules that there are not, and a canvas that they do not fit on."""
    for kind in kinds:
        if kind not in RULES:
            raise UserError(f"--rules {kind}: no such rule{nearest(kind, RULES)}; there are: {' '.join(RULES)}")
        if kinds.count(kind) > 1:
            raise UserError(f"--rules {' '.join(kinds)}: {kind} is named twice")
    for kind in kinds or RULES:
        if smallest_side(kind) > canvas:
            others = [other for other in RULES if smallest_side(other) <= canvas]
            hint = f", or leave it out: --rules {' '.join(others)}" if others else ""
            raise UserError(f"--canvas {canvas}: tasks of rule {kind} need at least {smallest_side(kind)}{hint}")


def _generated(options: Options, rng: np.random.Generator) -> tuple[list[Task], list[Path]]:
    tests = max(options.generate // 10, 1) if options.generate_test is None else options.generate_test
    wanted = ((options.generate, "training"), (tests, "evaluation"))
    tasks = [generate_tasks(count, subset, rng, options.rules, options.canvas) for count, subset in wanted]
    return [task for subset in tasks for task in subset], []


def _read(options: Options, tests: Collection[str], rng: np.random.Generator) -> tuple[list[Task], list[Path]]:
    """The tasks of all subsets, each subset in random order, and the files."""
    tasks: list[Task] = []
    files: list[Path] = []
    for name in options.subsets:
        subset = read_subset(options.input_file_prefix or "", name)
        subset = settle_missing(subset, options.missing_solutions, name in tests)
        print(f"{name}: {len(subset.tasks)} tasks, %d train pairs, %d test pairs" % count_pairs(subset.tasks))
        files += subset.files
        tasks += [subset.tasks[place] for place in rng.permutation(len(subset.tasks))]
    asked = [task.name for task in tasks if task.subset in tests]
    twice = next((name for name in asked if asked.count(name) > 1), None)
    if twice:
        raise UserError(
            f"task {twice} is in both test subsets, {' and '.join(tests)}; test_puzzles.json can hold it once"
        )
    return tasks, files


def _require_room(tasks: Sequence[Task], canvas: int) -> None:
    """Refuse a grid that is larger than the canvas."""
    for task in tasks:
        for pair in task.train + task.test:
            for grid in pair:
                if grid is not None and max(grid.shape) > canvas:
                    size = "x".join(map(str, grid.shape))
                    raise UserError(
                        f"--canvas {canvas}: task {task.name} of '{task.subset}' has a grid of {size};"
                        f" {MAX_SIZE} has room for every grid"
                    )


def _group(task: Task, tests: Collection[str], seed: int, side: int) -> Group:
    if task.subset in tests:
        splits = {"train": task.train, "test": task.test}
    else:
        splits = {"train": task.train + task.test, "test": ()}
    return Group(task.name, splits, (seed, *f"{task.subset}/{task.name}".encode()), side)


def _without_leaks(tasks: list[Task], tests: Collection[str], drop: bool) -> list[Task]:
    """Say which test answers stand in train; where wished, leave out the training tasks that hold them."""
    leaks = find_leaks(tasks, tests)
    for line in describe(leaks):
        print(f"warning: {line}")
    leaking = leaks.training_tasks(tests)
    if leaking and not drop:
        print(f"warning: --drop-leaks leaves out the {len(leaking)} training tasks in which they stand")
    if not drop:
        return tasks
    print(f"--drop-leaks: {len(leaking)} training tasks are left out")
    return [task for task in tasks if (task.subset, task.name) not in leaking]


def _report_short(groups: Sequence[Group], wanted: int) -> None:
    """Say which tasks have fewer augmentations than wanted, as they have too few colours or too much symmetry."""
    short = sorted((len(group) - 1, group.name) for group in groups if len(group) <= wanted)
    if short:
        some = ", ".join(f"{name} {count}" for count, name in short[:5]) + (", ..." if len(short) > 5 else "")
        print(f"{len(short)} tasks have fewer than {wanted} different augmentations in {ROUNDS * wanted} draws: {some}")


@report_user_errors
def main() -> None:
    """Read the command line and build."""
    build(parse(Options))


if __name__ == "__main__":
    main()
