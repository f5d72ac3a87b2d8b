"""From ARC tasks to a data set: draw the augmentations, then paint and save the rows a part at a time.

    write_tasks("data/arc", tasks, ("evaluation",), num_aug=1000, seed=42)

Beside the arrays it writes `test_puzzles.json`: the test tasks as they were read, which the evaluator scores against.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from tqdm import tqdm

from dataset.arc.grids import MAX_SIZE, VOCAB_SIZE
from dataset.arc.groups import Group, Names, augment, group_of, index_arrays, paint_part, parts, report_short
from dataset.arc.sources import Task
from dataset.writer import DatasetWriter
from utils.parallel import Workers

_WORTH_PROCESSES = 20_000
"""With fewer puzzles, starting other processes takes longer than the work."""


def write_tasks(
    output_dir: str | Path,
    tasks: Sequence[Task],
    test_subsets: Collection[str],
    *,
    num_aug: int,
    seed: int,
    first_identifier: int = 1,
    side: int = MAX_SIZE,
    processes: int = 1,
    sources: Sequence[Path] = (),
    options: dict[str, Any] | None = None,
) -> None:
    """Write tasks with up to `num_aug` augmentations each, and print what was written.

    Args:
        test_subsets: the subsets whose test pairs are the test split.
        first_identifier: the first puzzle identifier; identifiers before it are blank.
        side: rows and columns of the canvas; no grid may be larger.
        processes: how many processes share the work; the data do not depend on it.
        sources: the files that the tasks were read from.
        options: the builder's settings, for `build.json`.
    """
    with Workers(processes if len(tasks) * num_aug >= _WORTH_PROCESSES else 1) as workers:
        bare = [group_of(task, test_subsets, seed, side) for task in tasks]
        drawn = workers.map(augment, ((group, num_aug) for group in bare))
        groups = list(tqdm(drawn, "drawing", len(bare), disable=None))
        report_short(groups, num_aug)
        names = Names(groups, first_identifier)
        asked = {task.name: task.as_json() for task in tasks if task.subset in test_subsets and task.test}
        with DatasetWriter(
            output_dir,
            task="arc",
            vocab_size=VOCAB_SIZE,
            seq_len=side**2,
            seed=seed,
            identifiers=names,
            sources=sources,
            options=options,
        ) as writer:
            _write_rows(writer, groups, names, workers)
            writer.add_json("test_puzzles.json", asked)
    counts = {split: sum(len(group) * len(group.splits[split]) for group in groups) for split in ("train", "test")}
    print(
        f"{output_dir}: {len(tasks)} tasks as {sum(map(len, groups))} puzzles,"
        f" train {counts['train']} examples, test {counts['test']} of {len(asked)} tasks"
    )
    if not asked:
        print("no test split: train with data_paths_test=null, or keep unsolved questions by --missing-solutions blind")


def _write_rows(writer: DatasetWriter, groups: Sequence[Group], names: Names, workers: Workers) -> None:
    """Paint the groups part by part, and append the rows to the sets of both splits."""
    sets = {
        split: writer.open_set(split, "all", **index_arrays(groups, names.identifiers, split))
        for split in ("train", "test")
        if any(group.splits[split] for group in groups)
    }
    painted = workers.map(paint_part, parts(groups))
    for rows in tqdm(painted, "writing", sum(1 for _ in parts(groups)), disable=None):
        for split, (inputs, labels) in rows.items():
            sets[split].append(inputs, labels)
