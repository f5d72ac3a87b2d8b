"""Groups of puzzles: an ARC task with its augmentations. The builder's processes work on these.

    group = group_of(task, {"evaluation"}, seed, side=30)
    group = augment((group, 1000))                          # 1001 puzzles
    for part in parts([group]):
        paint_part(part)                                    # {"train": (inputs, labels), "test": (inputs, labels)}

A group takes little memory: an augmentation is 11 bytes until its rows are painted, and only a part of a group is
painted at a time. All randomness is a function of the seed, the task and the part.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from dataset.arc.augment import IDENTITY, ROUNDS, Augmentations, Pair, draw_augmentations, paint
from dataset.arc.grids import MAX_SIZE
from dataset.arc.sources import Task
from dataset.identifiers import BLANK

PART = 1024
"""How many puzzles of a group are painted at a time."""

Splits = dict[str, tuple[Pair, ...]]
Rows = dict[str, tuple[np.ndarray, np.ndarray]]
"""Inputs and labels of each split."""


@dataclass(frozen=True)
class Group:
    """A task and its augmentations.

    Attributes:
        splits: the pairs of the splits `train` and `test`.
        seed: different for every task.
        side: rows and columns of the canvas.
        augmentations: those of the group's puzzles; the first puzzle is the task itself.
        first: for a part of a group, the number of its first puzzle in the group.
    """

    name: str
    splits: Splits
    seed: tuple[int, ...]
    side: int = MAX_SIZE
    augmentations: Augmentations = field(default=IDENTITY)
    first: int = 0

    def __len__(self) -> int:
        return len(self.augmentations)


def group_of(task: Task, test_subsets: Collection[str], seed: int, side: int) -> Group:
    """The group of one task, without augmentations. Test pairs are trained on unless the subset is a test subset."""
    if task.subset in test_subsets:
        splits = {"train": task.train, "test": task.test}
    else:
        splits = {"train": task.train + task.test, "test": ()}
    return Group(task.name, splits, (seed, *f"{task.subset}/{task.name}".encode()), side)


def augment(job: tuple[Group, int]) -> Group:
    """The group of a job, with up to as many augmentations as the job asks for."""
    group, count = job
    rng = np.random.default_rng(np.random.SeedSequence(group.seed, spawn_key=(0,)))
    return replace(group, augmentations=draw_augmentations(group.splits, count, rng))


def parts(groups: Sequence[Group]) -> Iterator[Group]:
    """The groups, cut into parts whose painted rows fit into memory."""
    for group in groups:
        for first in range(0, len(group), PART):
            yield replace(group, augmentations=group.augmentations.take(slice(first, first + PART)), first=first)


def paint_part(group: Group) -> Rows:
    """The rows of a group or of a part of one. Grids of test pairs always lie in the corner."""
    rng = np.random.default_rng(np.random.SeedSequence(group.seed, spawn_key=(1, group.first)))
    return {
        split: paint(pairs, group.augmentations, group.side, rng if split == "train" else None)
        for split, pairs in group.splits.items()
        if pairs
    }


class Names(Collection[str]):
    """The name of every puzzle identifier; names are made when they are read.

    Args:
        start: the first identifier of a puzzle; identifiers before it are blank.

    Attributes:
        identifiers: for each group, those of its puzzles. If two groups hold tasks of the same name, puzzles of the
            same name share an identifier.
    """

    def __init__(self, groups: Sequence[Group], start: int) -> None:
        self._groups, self._start = groups, start
        self.identifiers: list[np.ndarray] = []
        known: dict[str, int] = {}
        count = start
        often = {name for name, times in Counter(group.name for group in groups).items() if times > 1}
        for group in groups:
            if group.name in often:
                found = []
                for name in group.augmentations.names(group.name):
                    found.append(known.setdefault(name, count))
                    count += found[-1] == count
                self.identifiers.append(np.array(found, np.int32))
            else:
                self.identifiers.append(np.arange(count, count + len(group), dtype=np.int32))
                count += len(group)
        self._count = count

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[str]:
        yield from itertools.repeat(BLANK, self._start)
        coming = self._start
        for group, identifiers in zip(self._groups, self.identifiers, strict=True):
            for identifier, name in zip(identifiers.tolist(), group.augmentations.names(group.name), strict=True):
                if identifier == coming:
                    yield name
                    coming += 1

    def __contains__(self, name: object) -> bool:
        return any(name == other for other in self)


def index_arrays(groups: Sequence[Group], identifiers: Sequence[np.ndarray], split: str) -> dict[str, np.ndarray]:
    """Identifiers and indices of a split for `DatasetWriter.open_set`; groups without pairs in it are left out."""
    held = [(group, found) for group, found in zip(groups, identifiers, strict=True) if group.splits[split]]
    sizes = np.repeat([len(group.splits[split]) for group, _ in held], [len(group) for group, _ in held])
    return {
        "puzzle_identifiers": np.concatenate([found for _, found in held]),
        "puzzle_indices": np.concatenate([[0], np.cumsum(sizes)]),
        "group_indices": np.concatenate([[0], np.cumsum([len(group) for group, _ in held])]),
    }


def report_short(groups: Sequence[Group], wanted: int) -> None:
    """Print which tasks have fewer augmentations than wanted: they have few colours, or symmetric grids."""
    short = sorted((len(group) - 1, group.name) for group in groups if len(group) <= wanted)
    if short:
        some = ", ".join(f"{name} {count}" for count, name in short[:5]) + (", ..." if len(short) > 5 else "")
        print(f"{len(short)} tasks have fewer than {wanted} different augmentations in {ROUNDS * wanted} draws: {some}")
