"""ARC tasks with their augmentations as groups of puzzles: what the builder's processes work on.

    group = Group("a65b410d", {"train": pairs, "test": pairs}, seed)
    group = augment((group, 1000))                          # 1001 puzzles
    for part in parts([group]):
        paint_part(part)                                    # {"train": (inputs, labels), "test": (inputs, labels)}

A group is small, as an augmentation is 11 bytes until it is painted, and that is done for a part of a group at a time.
All randomness is a function of the seed, the task and the part.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from dataset.arc.augment import IDENTITY, Augmentations, Pair, draw_augmentations, paint
from dataset.arc.rules import MAX_SIZE

PART = 1024
"""Puzzles of a group that are painted at a time."""

Splits = dict[str, tuple[Pair, ...]]
Rows = dict[str, tuple[np.ndarray, np.ndarray]]
"""Inputs and labels of each split."""


@dataclass(frozen=True)
class Group:
    """A task and its augmentations.

    Attributes:
        splits: the pairs of `train`, of which each puzzle shows one in the corner of its canvas, and those of `test`.
        seed: numbers that no other task has.
        side: rows and columns of the canvas.
        augmentations: the puzzles, the task itself first.
        first: number of the first of them, in a part of a group.
    """

    name: str
    splits: Splits
    seed: tuple[int, ...]
    side: int = MAX_SIZE
    augmentations: Augmentations = field(default=IDENTITY)
    first: int = 0

    def __len__(self) -> int:
        return len(self.augmentations)


def augment(job: tuple[Group, int]) -> Group:
    """Give a group up to so many augmentations."""
    group, count = job
    rng = np.random.default_rng(np.random.SeedSequence(group.seed, spawn_key=(0,)))
    return replace(group, augmentations=draw_augmentations(group.splits, count, rng))


def parts(groups: Sequence[Group]) -> Iterator[Group]:
    """The groups, in parts that are small enough to be in memory when they are painted."""
    for group in groups:
        for first in range(0, len(group), PART):
            yield replace(group, augmentations=group.augmentations.take(slice(first, first + PART)), first=first)


def paint_part(group: Group) -> Rows:
    """Make the rows of a group, or of a part of one. Test pairs are never moved from the corner."""
    rng = np.random.default_rng(np.random.SeedSequence(group.seed, spawn_key=(1, group.first)))
    return {
        split: paint(pairs, group.augmentations, group.side, rng if split == "train" else None)
        for split, pairs in group.splits.items()
        if pairs
    }


class Names(Collection[str]):
    """The name of every puzzle identifier, made when it is asked for.

    Args:
        start: the first identifier of a puzzle; those before it are blank.

    Attributes:
        identifiers: of the puzzles of each group. Where two groups hold a task of one name, puzzles of one name share
            their identifier.
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
        yield from itertools.repeat("<blank>", self._start)
        coming = self._start
        for group, identifiers in zip(self._groups, self.identifiers, strict=True):
            for identifier, name in zip(identifiers.tolist(), group.augmentations.names(group.name), strict=True):
                if identifier == coming:
                    yield name
                    coming += 1

    def __contains__(self, name: object) -> bool:
        return any(name == other for other in self)


def index_arrays(groups: Sequence[Group], identifiers: Sequence[np.ndarray], split: str) -> dict[str, np.ndarray]:
    """Identifiers and indices of a split for `DatasetWriter.open_set`, of the groups that have pairs there."""
    held = [(group, found) for group, found in zip(groups, identifiers, strict=True) if group.splits[split]]
    sizes = np.repeat([len(group.splits[split]) for group, _ in held], [len(group) for group, _ in held])
    return {
        "puzzle_identifiers": np.concatenate([found for _, found in held]),
        "puzzle_indices": np.concatenate([[0], np.cumsum(sizes)]),
        "group_indices": np.concatenate([[0], np.cumsum([len(group) for group, _ in held])]),
    }
