"""What ARC tasks show, so that two tasks of one name can be told apart (`dataset.identifiers`).

Names do not identify an ARC task: people and generators use the same ones. So each demonstration of a task, as it was
before augmentation, is hashed; two tasks of one name are the same task if they share a demonstration.

    read_contents(Path("data/arc"), ["<blank>", "a65b410d", ...])      {"a65b410d": ["0f3c...", ...], ...}
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from einops import rearrange

from dataset.arc.grids import FIRST_COLOUR, VOCAB_SIZE, canvas_side
from dataset.common import read_metadata
from dataset.identifiers import BLANK, SEPARATOR
from dataset.layout import RowShape
from utils.errors import UserError
from utils.reading import require_file


def applies(shape: RowShape) -> bool:
    """Whether data of this shape are of ARC; official data do not name their task."""
    return shape.vocab_size == VOCAB_SIZE and canvas_side(shape.seq_len) is not None


def read_contents(data_path: Path, names: Sequence[str]) -> dict[str, list[str]]:
    """Hashes of each task's demonstrations in the train split, by the task's name.

    Args:
        names: of all puzzle identifiers.

    Raises:
        UserError: the arrays are damaged or do not fit together.
    """
    if not (data_path / "train/dataset.json").is_file():
        return {}
    plain = np.array([SEPARATOR not in name and name != BLANK for name in names])
    found: dict[str, set[str]] = {}
    for name in read_metadata(data_path, "train").sets:
        for identifier, question, answer in _rows_of(data_path / "train", name, plain):
            found.setdefault(names[identifier], set()).add(_digest(question, answer))
    return {task: sorted(shown) for task, shown in found.items()}


def _rows_of(split: Path, set_name: str, chosen: np.ndarray) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
    """Identifier, input and label of the rows of a set whose puzzle identifier is `chosen` (I,) bool."""
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
    """An array on disk; only the rows that are used are read."""
    require_file(file)
    try:
        array = np.load(file, mmap_mode="r", allow_pickle=False)
    except (ValueError, EOFError, OSError, SyntaxError) as error:
        raise UserError(f"{file} is damaged ({error}); build the data set again") from None
    if not isinstance(array, np.ndarray) or not np.issubdtype(array.dtype, np.integer):
        raise UserError(f"{file} is damaged (it holds no array of integers); build the data set again")
    return array


def _digest(question: np.ndarray, answer: np.ndarray) -> str:
    """A hash of a pair of canvases (cells,), the same wherever on the canvas the grids lie."""
    digest = hashlib.blake2b(digest_size=8)
    for tokens in (question, answer):
        canvas = rearrange(np.asarray(tokens), "(row column) -> row column", row=canvas_side(len(tokens)) or 0)
        coloured = (canvas >= FIRST_COLOUR) & (canvas < VOCAB_SIZE)
        rows, columns = (np.flatnonzero(coloured.any(axis)) for axis in (1, 0))
        if len(rows):
            grid = canvas[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
            digest.update(bytes(grid.shape) + grid.astype(np.uint8).tobytes())
        digest.update(b"|")
    return digest.hexdigest()
