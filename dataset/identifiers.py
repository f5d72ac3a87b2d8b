"""Which puzzle each puzzle identifier is: its name, and of ARC's puzzles what they show.

Identifiers are rows of a trained table of embeddings. Another build of the same tasks numbers them in another order.
A puzzle is found again by its name:

    first   ["<blank>", "a65b410d", "b8cdaf2b"]
    second  ["<blank>", "b8cdaf2b", "a65b410d", "00d62c1b"]
    find_rows([(0, first)], second)             [0, 2, 1, -1]: the row of `first` for each identifier of `second`

The name of an augmented ARC puzzle tells its task and the exact augmentation (`dataset.arc.rules`). Tasks are named by people
and by generators, though, and two tasks can have one name. Therefore a task of ARC's is known only where it shares a
demonstration with the task of that name. Of other data a name is all that is known.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import numpy as np

from dataset.arc.rules import FIRST_COLOUR, SEPARATOR, VOCAB_SIZE, canvas_side
from dataset.common import PuzzleDatasetMetadata, read_metadata
from utils.errors import UserError
from utils.reading import read_json, require_file

IDENTIFIERS_FILE = "identifiers.json"
BLANK = "<blank>"
"""Name of an identifier that stands for no puzzle."""
UNKNOWN = -1
"""Row of a puzzle that the table does not have."""
_LARGEST = 1 << 28


@dataclass(frozen=True)
class Identifiers:
    """The puzzles of one data path.

    Attributes:
        names: of each identifier.
        contents: of an ARC data set, for each task hashes of its demonstrations.
    """

    names: list[str]
    contents: dict[str, list[str]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """For `from_json`."""
        return {"names": self.names, "contents": self.contents}

    @classmethod
    def from_json(cls, value: Any, where: str) -> Identifiers:
        """What `as_json` gave; `UserError`, naming `where`, for anything else."""
        names = value.get("names") if isinstance(value, dict) else None
        contents = value.get("contents") if isinstance(value, dict) else None
        if not _are_texts(names) or not isinstance(contents, dict) or not all(map(_are_texts, contents.values())):
            raise UserError(f"{where} is damaged: it does not hold names of puzzles")
        return cls(cast(list[str], names), contents)


def read_names(data_path: Path, metadata: PuzzleDatasetMetadata) -> list[str] | None:
    """The name of each puzzle identifier of a data set; None where it has no `identifiers.json`.

    Args:
        metadata: of one of its splits.

    Raises:
        UserError: the file is no list of as many names as there are identifiers.
    """
    file = data_path / IDENTIFIERS_FILE
    if not file.exists():
        return None
    count = metadata.num_puzzle_identifiers
    names = read_json(file, largest_for(count))
    if not _are_texts(names):
        raise UserError(f"{file} must hold a JSON list of texts, the name of each puzzle identifier")
    if len(names) != count:
        raise UserError(f"{file} has {len(names)} names, but num_puzzle_identifiers of dataset.json is {count}")
    return names


def read_identifiers(data_path: Path, metadata: PuzzleDatasetMetadata) -> Identifiers | None:
    """The puzzles of a data set; None where it has no `identifiers.json`. Arguments and errors as of `read_names`."""
    names = read_names(data_path, metadata)
    if names is None:
        return None
    is_arc = canvas_side(metadata.seq_len) is not None and metadata.vocab_size == VOCAB_SIZE
    return Identifiers(names, _demonstrations(data_path, names) if is_arc else {})


def largest_for(count: int) -> int:
    """Characters that a file with the names of `count` puzzles may have."""
    return min((1 << 20) + 512 * max(count, 0), _LARGEST)


def find_rows(trained: Sequence[tuple[int, Identifiers]], wanted: Identifiers) -> np.ndarray:
    """The row of a trained table for each identifier of `wanted`, int64; `UNKNOWN` where the table has none.

    Args:
        trained: the puzzles of each part of the table, with the part's first row. Where several parts have a puzzle,
            the first counts.
    """
    rows = np.full(len(wanted.names), UNKNOWN, np.int64)
    for start, known in trained:
        changed = {task for task, shown in wanted.contents.items() if _differs(shown, known.contents.get(task))}
        if known.names == wanted.names and not changed:
            found = np.arange(start, start + len(rows))
        else:
            row_of = _unambiguous(known.names)
            found = np.array([row_of.get(name, UNKNOWN) for name in wanted.names], np.int64)
            if changed:
                found[[name.partition(SEPARATOR)[0] in changed for name in wanted.names]] = UNKNOWN
            found[found != UNKNOWN] += start
        rows = np.where(rows == UNKNOWN, found, rows)
    return rows


def _differs(shown: list[str], known: list[str] | None) -> bool:
    """Whether two tasks of one name share no demonstration. Where nothing is known of one, the name counts."""
    return bool(shown) and bool(known) and set(shown).isdisjoint(known or ())


def _unambiguous(names: list[str]) -> dict[str, int]:
    """The identifier of each name that only one has; of `BLANK` the first."""
    number_of = dict(zip(reversed(names), range(len(names) - 1, -1, -1), strict=True))  # the first of a name
    if len(number_of) < len(names):
        seen: set[str] = set()
        twice = {name for name in names if name in seen or seen.add(name)}  # type: ignore[func-returns-value]
        for name in twice - {BLANK}:
            del number_of[name]
    return number_of


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(entry, str) for entry in value)


# ---- what ARC's tasks show


def _demonstrations(data_path: Path, names: list[str]) -> dict[str, list[str]]:
    """Hashes of the pairs that each task, as it was before augmentation, has in the train split."""
    if not (data_path / "train/dataset.json").is_file():
        return {}
    plain = np.array([SEPARATOR not in name and name != BLANK for name in names])
    found: dict[str, set[str]] = {}
    for name in read_metadata(data_path, "train").sets:
        for identifier, question, answer in _rows_of(data_path / "train", name, plain):
            found.setdefault(names[identifier], set()).add(_digest(question, answer))
    return {task: sorted(shown) for task, shown in found.items()}


def _rows_of(split: Path, set_name: str, chosen: np.ndarray) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
    """Identifier, input and label of the rows of a set whose puzzle identifier is `chosen`."""
    fields = ("puzzle_identifiers", "puzzle_indices", "inputs", "labels")
    identifiers, bounds, inputs, labels = (_open(split / f"{set_name}__{name}.npy") for name in fields)
    shapes_fit = identifiers.ndim == bounds.ndim == 1 and len(bounds) == len(identifiers) + 1
    if not shapes_fit or inputs.shape != labels.shape or inputs.ndim != 2 or not canvas_side(inputs.shape[1]):
        raise UserError(f"{split}: the arrays of the set '{set_name}' do not fit together; build the data set again")
    if len(identifiers) and not (0 <= identifiers.min() and identifiers.max() < len(chosen)):
        raise UserError(f"{split / set_name}__puzzle_identifiers.npy: values must lie in 0..{len(chosen) - 1}")
    for puzzle in np.flatnonzero(chosen[identifiers]).tolist():
        for row in range(max(int(bounds[puzzle]), 0), min(int(bounds[puzzle + 1]), len(inputs))):
            yield int(identifiers[puzzle]), inputs[row], labels[row]


def _open(file: Path) -> np.ndarray:
    """An array on disk, of which only the rows looked at are read."""
    require_file(file)
    try:
        array = np.load(file, mmap_mode="r", allow_pickle=False)
    except (ValueError, EOFError, OSError, SyntaxError) as error:
        raise UserError(f"{file} is damaged ({error}); build the data set again") from None
    if not isinstance(array, np.ndarray) or not np.issubdtype(array.dtype, np.integer):
        raise UserError(f"{file} is damaged (it holds no array of integers); build the data set again")
    return array


def _digest(question: np.ndarray, answer: np.ndarray) -> str:
    """A hash of a pair, wherever on the canvas its grids lie."""
    digest = hashlib.blake2b(digest_size=8)
    for tokens in (question, answer):
        side = canvas_side(len(tokens)) or 0
        canvas = np.asarray(tokens).reshape(side, side)
        coloured = (canvas >= FIRST_COLOUR) & (canvas < VOCAB_SIZE)
        rows, columns = (np.flatnonzero(coloured.any(axis)) for axis in (1, 0))
        if len(rows):
            grid = canvas[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
            digest.update(bytes(grid.shape) + grid.astype(np.uint8).tobytes())
        digest.update(b"|")
    return digest.hexdigest()
