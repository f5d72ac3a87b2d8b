r"""Build an ARC data set: ARC-AGI-1, ARC-AGI-2 or ConceptARC, each task with its augmentations as one group.

    python -m dataset.build_arc_dataset --input-file-prefix kaggle/combined/arc-agi \
        --output-dir data/arc1concept-aug-1000 --subsets training evaluation concept --test-set-name evaluation
    python -m dataset.build_arc_dataset --generate 60 --num-aug 20 --output-dir data/arc-generated      # no file needed
    python -m dataset.build_arc_dataset --generate 40 --rules fill keep --canvas 5 --output-dir data/tiny  # in 25 cells

One example of task a65b410d, from grids to rows of 900 cells (0 outside, 1 along the lower and right edge, colour c is
c + 2; `dataset.arc.sources` shows the files):

    input  [[3 0]    inputs  row 0  [5 2 1 0 ...]     output  [[0 3]    labels  row 0  [2 5 1 0 ...]
            [0 3]]           row 1  [2 5 1 0 ...]              [3 0]]           row 1  [5 2 1 0 ...]
                             row 2  [1 1 0 0 ...]                               row 2  [1 1 0 0 ...]

The task is one puzzle with an identifier of its own. Each augmentation is another puzzle, such as
a65b410d|||t3|||0213456789, with all grids turned and the colours 1..9 renamed. In train, one example of each puzzle
lies in the corner of the canvas, the others lie anywhere. The train split holds the demonstrations of all tasks, and
the test pairs of all subsets but the test subset. The test split holds the test pairs of the test subset, with the
same augmentations; test_puzzles.json holds its tasks as they were read.
"""

from __future__ import annotations

if __name__ == "__main__":  # before all other imports, which take a moment
    from utils.startup import begin

    begin()

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from dataset.arc.generator import check_kinds, generate_splits
from dataset.arc.grids import MAX_SIZE
from dataset.arc.leaks import without_leaks
from dataset.arc.sources import read_subsets, require_canvas
from dataset.arc.writer import write_tasks
from dataset.options import MOST_IMAGES, MOST_PROCESSES, require_at_least, require_at_most
from dataset.output import claims_output
from utils.commands import parse
from utils.errors import UserError, report_user_errors
from utils.parallel import usable_cores

_MOST_TASKS = 10_000
_LATEST_START = 1_000_000
"""The largest first identifier: every identifier before it takes a row of the embedding table."""


@dataclass
class Options:
    """Build an ARC data set from JSON files, or from generated tasks."""

    output_dir: str
    """Folder of the data set."""
    input_file_prefix: str | None = None
    """The beginning of the files' names: <prefix>_<subset>_challenges.json, or a folder <prefix>/<subset>."""
    subsets: tuple[str, ...] = ()
    """Subsets to read."""
    test_set_name: str | None = None
    """The subset whose test pairs are the test split."""
    test_set_name2: str = "your_test_set"
    """A second test subset, if it is among --subsets."""
    seed: int = 42
    """Seed of every choice: the same seed gives the same bytes."""
    num_aug: int = 1000
    """Augmentations of each task."""
    puzzle_identifiers_start: int = 1
    """The first puzzle identifier; identifiers before it are blank."""
    missing_solutions: Literal["error", "drop", "blind"] = "error"
    """Test pairs without a solution: refuse them, leave them out, or keep them as questions without labels."""
    drop_leaks: bool = False
    """Leave out training tasks that are also a test task or hold one of its test pairs."""
    generate: int = 0
    """Generate this many training tasks instead of reading any."""
    generate_test: int | None = None
    """Generate this many test tasks; by default a tenth of the training tasks, at least one."""
    rules: tuple[str, ...] = ()
    """With --generate: the kinds of rules, such as fill mirror; by default all kinds."""
    canvas: int = MAX_SIZE
    """Rows and columns of the canvas, which every grid must fit on. On a small canvas, small tasks train faster."""
    num_workers: int | None = None
    """Processes; by default one for each core. The data do not depend on it."""


@claims_output
def build(options: Options) -> None:
    """Read or generate the tasks, augment them and write the data set; `UserError` for wrong options or files."""
    _check_options(options)
    rng = np.random.default_rng(options.seed)
    files: list[Path] = []
    if options.generate:
        tests: tuple[str, ...] = ("evaluation",)
        tasks = generate_splits(options.generate, options.generate_test, rng, options.rules, options.canvas)
    else:
        tests = (options.test_set_name or "", options.test_set_name2)
        prefix = options.input_file_prefix or ""
        tasks, files = read_subsets(prefix, options.subsets, tests, options.missing_solutions, rng)
    require_canvas(tasks, options.canvas)
    tasks = without_leaks(tasks, tests, options.drop_leaks)
    write_tasks(
        options.output_dir,
        tasks,
        tests,
        num_aug=options.num_aug,
        seed=options.seed,
        first_identifier=options.puzzle_identifiers_start,
        side=options.canvas,
        processes=options.num_workers or usable_cores(),
        sources=files,
        options=asdict(options),
    )


def _check_options(options: Options) -> None:
    """Raise `UserError` for numbers out of range and for options that exclude each other."""
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
        check_kinds(options.rules, options.canvas)
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


@report_user_errors
def main() -> None:
    """Read the command line and build."""
    build(parse(Options))


if __name__ == "__main__":
    main()
