"""From arrays to rows: one split of one or several data sets, whose rows are read by number or in order.

`dataset.train_sampler` draws the rows of a training step.

    dataset = PuzzleDataset([Path("data/sudoku4x4")], "train")
    batch = dataset.gather(np.array([0, 0]), np.array([5, 7]))    # inputs, labels (2, 16), puzzle_identifiers (2,)
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from dataset.arrays import IN_MEMORY_BYTES, read_array_and_file
from dataset.common import (
    ARRAY_FIELDS,
    IGNORE_LABEL_ID,
    VOCABULARY_FILE,
    PuzzleDatasetMetadata,
    check_arrays,
    read_build,
    read_metadata,
)
from dataset.provenance import FileChecks, hashes_of, require_listed
from dataset.tasks import DataRules, first_difference, read_data_rules
from utils.errors import UserError
from utils.files import sha256_of
from utils.reading import bounded_lines, open_text, parse_json

_LONGEST_FACTS = 2**16
"""The most characters of a line of `<set>__meta.jsonl`."""

Batch = dict[str, np.ndarray]
"""`inputs` and `labels` (B, seq_len), `puzzle_identifiers` (B,), int32; unsupervised labels are IGNORE_LABEL_ID."""


@dataclass(frozen=True)
class ExampleSet:
    """One set of one data path, or some rows of it.

    Attributes:
        name: the set's name; from the second path on, followed by the path's number.
        data_path: the data set that the set belongs to.
        meta_file: its `<set>__meta.jsonl`, which only some data have.
        meta_rows: the lines of that file that belong to these rows; None: all lines.
    """

    name: str
    data_path: Path
    meta_file: Path
    inputs: np.ndarray
    labels: np.ndarray
    puzzle_identifiers: np.ndarray
    puzzle_indices: np.ndarray
    group_indices: np.ndarray
    meta_rows: np.ndarray | None = None

    def __len__(self) -> int:
        return len(self.inputs)

    @cached_property
    def facts(self) -> list[dict[str, Any]]:
        """The facts about each row in `meta_file`; empty dictionaries if the data have no such file.

        Raises:
            UserError: the file is damaged, or does not have one line for each row.
        """
        if not os.path.lexists(self.meta_file):
            return [{} for _ in range(len(self))]
        wanted = None if self.meta_rows is None else set(self.meta_rows.tolist())
        lines: dict[int, str] = {}
        with open_text(self.meta_file) as file:
            for row, line in enumerate(bounded_lines(file, self.meta_file, _LONGEST_FACTS)):
                if wanted is None or row in wanted:
                    lines[row] = line
                if len(lines) > len(self):
                    break
        if len(lines) != len(self):
            many = "more" if len(lines) > len(self) else len(lines)
            raise UserError(f"{self.meta_file} has {many} lines for {len(self)} rows; build the data set again")
        rows = range(len(lines)) if self.meta_rows is None else self.meta_rows.tolist()
        return [_fact(lines[row], self.meta_file, row + 1) for row in rows]

    def identifiers_of(self, examples: np.ndarray) -> np.ndarray:
        """The puzzle identifier of each example, int32."""
        puzzles = np.searchsorted(self.puzzle_indices, examples, side="right") - 1
        return self.puzzle_identifiers[puzzles].astype(np.int32)


class PuzzleDataset:
    """One split of one or several data sets of the same shape.

    Args:
        data_paths: folders in the format of `dataset.common`.
        split: `train` or `test`.
        identifier_offsets: added to each path's puzzle identifiers; by default, the number of identifiers of the
            paths before it.
        verify: compare every file of the split with its hash in `build.json`; by default, all but arrays larger than
            `IN_MEMORY_BYTES`.

    Attributes:
        metadata: that of all paths together; `num_puzzle_identifiers` is their sum.
        data_rules: the rules that lie with the data (for text, its vocabulary); None if the task's room holds them.
        sets: every set of every path.

    Raises:
        UserError: a file is missing, damaged or changed, or arrays, metadata or paths contradict each other.
    """

    def __init__(
        self,
        data_paths: Sequence[Path],
        split: str,
        identifier_offsets: Sequence[int] | None = None,
        verify: bool = False,
    ) -> None:
        if not data_paths:
            raise UserError("data_paths is empty; name at least one data set, as in data_paths=[data/sudoku4x4]")
        parts = [read_metadata(path, split, check=False) for path in data_paths]
        self.metadata = _merge(parts, data_paths)
        self.data_rules = _shared_rules(data_paths, parts)
        self.identifier_offsets = list(
            np.cumsum([0, *(p.num_puzzle_identifiers for p in parts)])[:-1]
            if identifier_offsets is None
            else identifier_offsets
        )
        # Threads hash the files meanwhile. Contents are checked first: their errors say more than a wrong hash.
        with FileChecks() as checks:
            for path, part in zip(data_paths, parts, strict=True):
                _begin_checks(checks, path, split, part, verify)
            self.sets = [
                _load_set(checks, path, split, name, part, number, int(offset))
                for number, (path, part, offset) in enumerate(
                    zip(data_paths, parts, self.identifier_offsets, strict=True)
                )
                for name in part.sets
            ]
            self._bounds = np.cumsum([0, *(len(s.group_indices) - 1 for s in self.sets)])
            self._check_groups(data_paths, split)
            checks.finish()

    def _check_groups(self, data_paths: Sequence[Path], split: str) -> None:
        where = f"{split}/dataset.json of {', '.join(map(str, data_paths))}"
        if self.total_groups != self.metadata.total_groups:
            raise UserError(
                f"{where} says total_groups {self.metadata.total_groups}, but group_indices.npy hold"
                f" {self.total_groups}"
            )
        if not self.total_groups:
            raise UserError(f"{where}: the sets hold no row")

    @property
    def total_groups(self) -> int:
        """Number of groups in all sets."""
        return int(self._bounds[-1])

    def locate_groups(self, groups: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """For groups numbered over all sets: the number of the set, and of the group within the set."""
        set_number = np.searchsorted(self._bounds, groups, side="right") - 1
        return set_number, groups - self._bounds[set_number]

    def gather(self, set_number: np.ndarray, examples: np.ndarray) -> Batch:
        """Read rows that may lie in different sets: example `examples[i]` of set `set_number[i]`, both (B,)."""
        if len(self.sets) == 1:
            return read_rows(self.sets[0], examples, self.metadata)
        batch: Batch = {}
        for number in np.unique(set_number):
            rows = set_number == number
            for name, values in read_rows(self.sets[number], examples[rows], self.metadata).items():
                batch.setdefault(name, np.empty((len(examples), *values.shape[1:]), np.int32))[rows] = values
        return batch

    def identifiers(self, set_number: np.ndarray, examples: np.ndarray) -> np.ndarray:
        """Puzzle identifiers of rows that may lie in different sets: (B,) int32. Both arguments are (B,)."""
        found = np.empty(len(examples), np.int32)
        for number in np.unique(set_number):
            rows = set_number == number
            found[rows] = self.sets[number].identifiers_of(examples[rows])
        return found

    def validation_sets(self, groups: np.ndarray) -> list[ExampleSet]:
        """The first puzzle (the original) of each of these groups, as new sets named `val`, `val1`, ..."""
        found = []
        set_number, local = self.locate_groups(np.sort(groups))
        for number in np.unique(set_number):
            source = self.sets[number]
            puzzles = source.group_indices[local[set_number == number]]
            sizes = source.puzzle_indices[puzzles + 1] - source.puzzle_indices[puzzles]
            bounds = np.cumsum([0, *sizes])
            examples = np.concatenate(
                [np.arange(a, a + n) for a, n in zip(source.puzzle_indices[puzzles], sizes, strict=True)]
            )
            found.append(
                replace(
                    source,
                    name=f"val{number or ''}",
                    inputs=source.inputs[examples],
                    labels=source.labels[examples],
                    puzzle_identifiers=source.puzzle_identifiers[puzzles],
                    puzzle_indices=bounds,
                    group_indices=np.arange(len(puzzles) + 1),
                    meta_rows=examples,
                )
            )
        return found


def read_rows(source: ExampleSet, examples: np.ndarray, metadata: PuzzleDatasetMetadata) -> Batch:
    """Read these examples (B,) of one set."""
    batch = {
        "inputs": source.inputs[examples].astype(np.int32),
        "labels": source.labels[examples].astype(np.int32),
        "puzzle_identifiers": source.identifiers_of(examples),
    }
    if metadata.ignore_label_id is not None:
        batch["labels"][batch["labels"] == metadata.ignore_label_id] = IGNORE_LABEL_ID
    return batch


def read_in_order(
    sets: Sequence[ExampleSet],
    metadata: PuzzleDatasetMetadata,
    batch_size: int,
    rank: int = 0,
    world_size: int = 1,
    num_examples: int | None = None,
) -> Iterator[tuple[str, np.ndarray, Batch]]:
    """Read every example once, in order, set by set, or the first `num_examples` of each set.

    Yields:
        the set's name, the example numbers within the set (B,), and the batch: this rank's share of up to `batch_size`
        examples. The last batch of a set may be smaller; nothing is padded.
    """
    for source in sets:
        total = len(source) if num_examples is None else min(num_examples, len(source))
        for start in range(0, total, batch_size):
            examples = np.array_split(np.arange(start, min(start + batch_size, total)), world_size)[rank]
            if len(examples):
                yield source.name, examples, read_rows(source, examples, metadata)


def fingerprint(data_path: Path) -> str:
    """A hash that is equal for equal data sets: that of `build.json` or, without it, of all files of the folder."""
    build = read_build(data_path)
    if "fingerprint" in build:
        return build["fingerprint"]
    try:
        files = sorted(p for p in data_path.rglob("*") if p.is_file())
        summary = "".join(f"{p.relative_to(data_path)} {sha256_of(p)}\n" for p in files)
    except OSError as error:
        raise UserError(f"cannot read all files of {data_path}: {error.strerror or error}") from None
    return hashlib.sha256(summary.encode(errors="surrogateescape")).hexdigest()


def _merge(parts: Sequence[PuzzleDatasetMetadata], paths: Sequence[Path]) -> PuzzleDatasetMetadata:
    first = parts[0]
    for part, path in zip(parts[1:], paths[1:], strict=True):
        for field in ("seq_len", "vocab_size", "pad_id", "ignore_label_id", "blank_identifier_id"):
            if getattr(part, field) != getattr(first, field):
                raise UserError(
                    f"{paths[0]} and {path} cannot be used together: {field} is {getattr(first, field)} and"
                    f" {getattr(part, field)}"
                )
    puzzles = sum(p.total_puzzles for p in parts)
    return first.model_copy(
        update=dict(
            num_puzzle_identifiers=sum(p.num_puzzle_identifiers for p in parts),
            total_groups=sum(p.total_groups for p in parts),
            total_puzzles=puzzles,
            mean_puzzle_examples=sum(p.mean_puzzle_examples * p.total_puzzles for p in parts) / max(puzzles, 1),
        )
    )


def _shared_rules(paths: Sequence[Path], parts: Sequence[PuzzleDatasetMetadata]) -> DataRules | None:
    """The rules that lie with the data, which must be the same for all paths and fit their `dataset.json`."""
    first, *others = (read_data_rules(path, check=False) for path in paths)
    for path, other in zip(paths[1:], others, strict=True):
        difference = first_difference(first, other)
        if difference:
            raise UserError(f"{paths[0]} and {path} cannot be used together: their vocabularies differ, {difference}")
    misfit = first.misfit(parts[0]) if first is not None else None
    if misfit:
        raise UserError(f"{paths[0]}: {misfit}")
    return first


def _fact(line: str, file: Path, number: int) -> dict[str, Any]:
    """The facts in one line of a `<set>__meta.jsonl`."""
    try:
        value = parse_json(line, f"line {number}")
    except UserError as error:
        raise UserError(f"{file} is damaged ({error}); build the data set again") from None
    if not isinstance(value, dict):
        raise UserError(f"{file} is damaged (line {number} holds no JSON object); build the data set again")
    return value


def _begin_checks(checks: FileChecks, path: Path, split: str, metadata: PuzzleDatasetMetadata, verify: bool) -> None:
    """Start to hash the files of this split and those beside the splits, except arrays that will be read anyway."""
    hashes = hashes_of(path)
    if hashes is None:
        return
    names = [name for name in hashes if name.startswith(f"{split}/") or "/" not in name]
    read = [VOCABULARY_FILE, f"{split}/dataset.json", *(f"{split}/{name}__meta.jsonl" for name in metadata.sets)]
    names += [name for name in read if name not in hashes and os.path.lexists(path / name)]
    arrays = {f"{split}/{name}__{field}.npy" for name in metadata.sets for field in ARRAY_FIELDS}
    sizes = {name: require_listed(path, name) for name in names}
    chosen = [n for n, size in sizes.items() if (verify if size > IN_MEMORY_BYTES else n not in arrays)]
    checks.begin(path, chosen, hashes)


def _load_set(
    checks: FileChecks, path: Path, split: str, name: str, metadata: PuzzleDatasetMetadata, number: int, offset: int
) -> ExampleSet:
    arrays = {}
    hashes = hashes_of(path)
    for field in ARRAY_FIELDS:
        file = path / split / f"{name}__{field}.npy"
        if not os.path.lexists(file):
            raise UserError(f"{file} is missing; {path / split / 'dataset.json'} lists the set '{name}'")
        arrays[field], content = read_array_and_file(file, IN_MEMORY_BYTES)
        if hashes is not None and content is not None:
            checks.begin_content(path, f"{split}/{file.name}", content, hashes)
    check_arrays(arrays, metadata, f"{path / split / name}")
    return ExampleSet(
        name=f"{name}{number or ''}",
        data_path=path,
        meta_file=path / split / f"{name}__meta.jsonl",
        inputs=arrays["inputs"],
        labels=arrays["labels"],
        puzzle_identifiers=arrays["puzzle_identifiers"].astype(np.int64) + offset,
        puzzle_indices=arrays["puzzle_indices"].astype(np.int64),
        group_indices=arrays["group_indices"].astype(np.int64),
    )
