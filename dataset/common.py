"""The array contract that builders write and everything else reads.

A data set is a folder of the official format:

    <data>/<split>/dataset.json                   PuzzleDatasetMetadata
    <data>/<split>/<set>__inputs.npy              (N, seq_len) tokens
    <data>/<split>/<set>__labels.npy              (N, seq_len) tokens, ignore_label_id where nothing is supervised
    <data>/<split>/<set>__puzzle_identifiers.npy  (P,) row of the puzzle-embedding table
    <data>/<split>/<set>__puzzle_indices.npy      (P+1,) puzzle p holds examples puzzle_indices[p]:puzzle_indices[p+1]
    <data>/<split>/<set>__group_indices.npy       (G+1,) group g holds puzzles group_indices[g]:group_indices[g+1]
    <data>/identifiers.json                       name of each puzzle identifier
    <data>/build.json                             ours: task, command, seed, hashes (`dataset.provenance`)
    <data>/vocabulary.json                        ours: what each token means, for data of text (`dataset.tasks`)

A group is one original puzzle with its augmentations; an epoch draws one puzzle from each group.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any, Self

import numpy as np
from pydantic import AfterValidator, ConfigDict, Field, ValidationError, model_validator

from dataset.layout import LARGEST, RowShape
from dataset.provenance import check_file
from dataset.provenance import read_build as read_build
from utils.errors import UserError
from utils.files import leftover_of
from utils.reading import read_object

IGNORE_LABEL_ID = -100
"""The label in a batch that no loss and no metric counts; stored labels of `ignore_label_id` become this."""

VOCABULARY_FILE = "vocabulary.json"

INDEX_FIELDS = ("puzzle_identifiers", "puzzle_indices", "group_indices")
ARRAY_FIELDS = ("inputs", "labels", *INDEX_FIELDS)

_LARGEST_JSON = 2**20
"""The most characters of a `dataset.json`."""
_LONGEST_NAME = 200
"""The most bytes of a set's name, which is part of file names."""


def check_set_name(name: str) -> str:
    """The name of a set, if every file system accepts it in file names; otherwise `ValueError`."""
    if not name.isprintable() or not name.strip() or name.startswith(".") or set(name) & set('/\\:*?"<>|'):
        raise ValueError("a set's name must be printable, begin with no dot and have no path in it")
    if len(name.encode()) > _LONGEST_NAME:
        raise ValueError(f"a set's name must have at most {_LONGEST_NAME} bytes")
    return name


Count = Annotated[int, Field(ge=0, le=2**53)]


class PuzzleDatasetMetadata(RowShape):
    """The content of `dataset.json`, under the official names; `layout` is ours. Other keys are ignored.

    The official builders write 0 for `pad_id`, `ignore_label_id` and `blank_identifier_id`.
    """

    model_config = ConfigDict(strict=True)

    pad_id: Annotated[int, Field(ge=0)]
    ignore_label_id: Annotated[int, Field(ge=-LARGEST, le=LARGEST)] | None
    blank_identifier_id: Annotated[int, Field(ge=0)]
    total_groups: Count
    mean_puzzle_examples: Annotated[float, Field(ge=0, le=2**53, allow_inf_nan=False)]
    total_puzzles: Count
    sets: Annotated[list[Annotated[str, AfterValidator(check_set_name)]], Field(fail_fast=True)]

    @model_validator(mode="after")
    def _check_together(self) -> Self:
        """Fields must not contradict each other."""
        for name, size_name in (("pad_id", "vocab_size"), ("blank_identifier_id", "num_puzzle_identifiers")):
            value, size = getattr(self, name), getattr(self, size_name)
            if value >= size:
                raise ValueError(f"{name} {value} must be below {size_name} {size}")
        if len(set(self.sets)) < len(self.sets):
            raise ValueError("sets: one is named twice")
        return self


def read_metadata(data_path: Path, split: str, check: bool = True) -> PuzzleDatasetMetadata:
    """Read `<data_path>/<split>/dataset.json`.

    Args:
        check: compare the file with the hash in `build.json`; False for callers that do so later.

    Raises:
        UserError: the folder or file is missing or damaged, or a field is missing, has a wrong type or is out of range.
    """
    file = data_path / split / "dataset.json"
    if not os.path.isdir(data_path):  # Path.is_dir fails for names that are too long
        raise UserError(
            f"no data set at {data_path}: build it with one of dataset/build_*.py --output-dir {data_path}"
            f"{_moved_aside(data_path)}"
        )
    if not os.path.lexists(file):
        raise UserError(f"no {split} split in {data_path}: {file} is missing")
    metadata = parse_metadata(read_object(file, _LARGEST_JSON), str(file))
    if not metadata.sets:
        raise UserError(f"{file}: field 'sets': there must be at least one set")
    if check:
        check_file(data_path, f"{split}/{file.name}")
    return metadata


def parse_metadata(value: Any, where: str) -> PuzzleDatasetMetadata:
    """The metadata in a JSON value; `where` names its file in messages.

    Raises:
        UserError: naming the first field that is missing, has a wrong type or is out of range.
    """
    if not isinstance(value, dict):
        raise UserError(f"{where} must be a JSON object")
    try:
        return PuzzleDatasetMetadata.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        field = f": field '{'.'.join(map(str, first['loc']))}'" if first["loc"] else ""
        raise UserError(f"{where}{field}: {first['msg'].removeprefix('Value error, ')}") from None


def _moved_aside(data_path: Path) -> str:
    """A hint at the older data set, if a build was killed between two renames; otherwise empty."""
    try:
        path = data_path.resolve()
        beside = [entry.name for entry in path.parent.iterdir() if leftover_of(entry.name) == path.name]
    except (OSError, ValueError, RuntimeError):  # a folder that cannot be read, an impossible name, a loop of links
        return ""
    old = next((name for name in sorted(beside) if f".{path.name}.old-" in name), None)
    return f"; a killed build left the older one as {path.parent / old}, and the next build restores it" if old else ""


def smallest_dtype(largest: int) -> np.dtype:
    """The smallest unsigned integer type that holds 0..largest."""
    return np.min_scalar_type(largest)


def misfit(shape: RowShape, **ours: Any) -> str | None:
    """Which size of a `vocabulary.json` contradicts `dataset.json`; None if none does.

    Args:
        ours: sizes by the names that `shape` has for them.
    """
    for name, value in ours.items():
        if value != getattr(shape, name):
            return f"{VOCABULARY_FILE} is for {name} {value}, dataset.json says {getattr(shape, name)}"
    return None


def check_arrays(arrays: dict[str, np.ndarray], metadata: PuzzleDatasetMetadata, where: str) -> None:
    """Check the five arrays of one set against each other and against the metadata.

    `where` names the set in messages. Tokens are checked in blocks, so that memory-mapped arrays stay on disk.

    Raises:
        UserError: naming the array and its first wrong row.
    """
    check_tokens(arrays["inputs"], arrays["labels"], metadata, where)
    check_indices(arrays, len(arrays["inputs"]), metadata, where)


def check_indices(arrays: dict[str, np.ndarray], examples: int, metadata: PuzzleDatasetMetadata, where: str) -> None:
    """Check identifiers and indices of a set with this number of examples; see `check_arrays`."""
    for name in INDEX_FIELDS:
        _check_kind(arrays[name], 1, f"{where}__{name}.npy")
    for name, count, of in (
        ("puzzle_indices", examples, "examples"),
        ("group_indices", len(arrays["puzzle_identifiers"]), "puzzles"),
    ):
        bounds = arrays[name]
        if len(bounds) < 1 or bounds[0] != 0 or bounds[-1] != count or np.any(np.diff(bounds.astype(np.int64)) <= 0):
            raise UserError(f"{where}__{name}.npy must rise strictly from 0 to the number of {of}, {count}")
    if len(arrays["puzzle_indices"]) != len(arrays["puzzle_identifiers"]) + 1:
        raise UserError(
            f"{where}: {len(arrays['puzzle_identifiers'])} puzzle_identifiers need as many puzzle_indices plus one,"
            f" found {len(arrays['puzzle_indices'])}"
        )
    _check_range(
        arrays["puzzle_identifiers"], metadata.num_puzzle_identifiers, None, f"{where}__puzzle_identifiers.npy"
    )


def check_tokens(
    inputs: np.ndarray, labels: np.ndarray, metadata: PuzzleDatasetMetadata, where: str, first_row: int = 0
) -> None:
    """Check the tokens of a set, or of a block of its rows that begins at `first_row`; see `check_arrays`."""
    for name, array in (("inputs", inputs), ("labels", labels)):
        _check_kind(array, 2, f"{where}__{name}.npy")
    if inputs.shape != labels.shape or inputs.shape[1] != metadata.seq_len:
        raise UserError(
            f"{where}: inputs {list(inputs.shape)} and labels {list(labels.shape)} must both be [N, {metadata.seq_len}]"
            " (seq_len of dataset.json)"
        )
    _check_range(inputs, metadata.vocab_size, None, f"{where}__inputs.npy", first_row)
    _check_range(labels, metadata.vocab_size, metadata.ignore_label_id, f"{where}__labels.npy", first_row)


def _check_kind(array: np.ndarray, rank: int, where: str) -> None:
    if array.ndim != rank or not np.issubdtype(array.dtype, np.integer):
        raise UserError(f"{where} is {array.dtype}{list(array.shape)}, not {rank}-d integers")


def _check_range(array: np.ndarray, size: int, allowed: int | None, where: str, first_row: int = 0) -> None:
    for start in range(0, len(array), 1 << 16):
        block = array[start : start + (1 << 16)]
        if block.size and int(block.min()) >= 0 and int(block.max()) < size:
            continue
        wrong = (block.astype(np.int64) < 0) | (block >= size)
        if allowed is not None:
            wrong &= block != allowed
        if wrong.any():
            row = int(np.argwhere(wrong)[0][0])
            value = int(block[tuple(np.argwhere(wrong)[0])])
            raise UserError(f"{where}: row {first_row + start + row} holds {value}; values must lie in 0..{size - 1}")
