"""Which puzzle each puzzle identifier stands for: its name and, for some tasks, its contents.

An identifier is a row of a trained table of embeddings. Another build of the same puzzles numbers them in another
order, so a puzzle is found again by its name:

    first   ["<blank>", "a65b410d", "b8cdaf2b"]
    second  ["<blank>", "b8cdaf2b", "a65b410d", "00d62c1b"]
    find_rows([(0, first)], second)             [0, 2, 1, -1]: the row of `first` for each identifier of `second`

The name of an augmented puzzle is the original's name, `SEPARATOR` and the augmentation. Two different puzzles may have
the same name. A task that can tell them apart has a `contents.py` in its room (`dataset.tasks.Contents`): then a puzzle
is found only if its name and some of its contents agree. For other tasks the name alone decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import numpy as np

from dataset.common import PuzzleDatasetMetadata
from dataset.tasks import contents_for
from utils.errors import UserError
from utils.reading import read_json

IDENTIFIERS_FILE = "identifiers.json"
BLANK = "<blank>"
"""The name of an identifier that stands for no puzzle."""
SEPARATOR = "|||"
"""Follows the original's name in the name of an augmented puzzle."""
UNKNOWN = -1
"""The row of a puzzle that the table does not have."""
_LARGEST = 1 << 28


@dataclass(frozen=True)
class Identifiers:
    """The puzzles of one data path.

    Attributes:
        names: the name of each identifier.
        contents: hashes of what each puzzle shows, by the puzzle's name; empty for tasks that are known by name alone.
    """

    names: list[str]
    contents: dict[str, list[str]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The JSON value that `from_json` reads."""
        return {"names": self.names, "contents": self.contents}

    @classmethod
    def from_json(cls, value: Any, where: str) -> Identifiers:
        """Undo `as_json`; `UserError`, naming `where`, for any other value."""
        names = value.get("names") if isinstance(value, dict) else None
        contents = value.get("contents") if isinstance(value, dict) else None
        if not _are_texts(names) or not isinstance(contents, dict) or not all(map(_are_texts, contents.values())):
            raise UserError(f"{where} is damaged: it does not hold names of puzzles")
        return cls(cast(list[str], names), contents)


def read_names(data_path: Path, metadata: PuzzleDatasetMetadata) -> list[str] | None:
    """The name of each puzzle identifier of a data set; None if it has no `identifiers.json`.

    Args:
        metadata: that of one of its splits.

    Raises:
        UserError: the file is not a list with a name for each identifier.
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
    """The puzzles of a data set; None if it has no `identifiers.json`. Arguments and errors as for `read_names`."""
    names = read_names(data_path, metadata)
    if names is None:
        return None
    contents = contents_for(metadata)
    return Identifiers(names, contents.read_contents(data_path, names) if contents is not None else {})


def largest_for(count: int) -> int:
    """The most characters that a file with the names of `count` puzzles may have."""
    return min((1 << 20) + 512 * max(count, 0), _LARGEST)


def find_rows(trained: Sequence[tuple[int, Identifiers]], wanted: Identifiers) -> np.ndarray:
    """The row of a trained table for each identifier of `wanted`: (I,) int64, `UNKNOWN` for puzzles without a row.

    Args:
        trained: the first row of each part of the table, and the part's puzzles. If several parts have a puzzle, the
            first one counts.
    """
    rows = np.full(len(wanted.names), UNKNOWN, np.int64)
    for start, known in trained:
        changed = {name for name, shown in wanted.contents.items() if _differs(shown, known.contents.get(name))}
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
    """Whether two puzzles of one name share no contents. If the contents of one are unknown, the name decides."""
    return bool(shown) and bool(known) and set(shown).isdisjoint(known or ())


def _unambiguous(names: list[str]) -> dict[str, int]:
    """The identifier of each name that only one identifier has, and the first identifier of `BLANK`."""
    number_of = dict(zip(reversed(names), range(len(names) - 1, -1, -1), strict=True))  # the first of a name
    if len(number_of) < len(names):
        seen: set[str] = set()
        twice = {name for name in names if name in seen or seen.add(name)}  # type: ignore[func-returns-value]
        for name in twice - {BLANK}:
            del number_of[name]
    return number_of


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(entry, str) for entry in value)
