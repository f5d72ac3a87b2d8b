"""The only module that saves arrays: builders pass their sets to `DatasetWriter`, which writes the folder in one step.

    with DatasetWriter(output_dir, task="sudoku", vocab_size=11, seq_len=81, seed=0, sources=[csv]) as writer:
        writer.add_set("train", inputs=inputs, labels=labels)
        writer.add_set("test", inputs=test_inputs, labels=test_labels)

When the block ends, the complete folder appears, with `build.json` beside the arrays. If the block raises an error,
nothing appears and an older data set of that name stays. Meanwhile no other builder writes there (`dataset.output`).

A set that is larger than memory is written in blocks of rows, its identifiers and indices first:

        rows = writer.open_set("train", puzzle_identifiers=..., puzzle_indices=..., group_indices=...)
        for inputs, labels in blocks:
            rows.append(inputs, labels)
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import itertools
import json
import os
import shlex
import sys
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from dataset.common import PuzzleDatasetMetadata, check_indices, check_tokens, smallest_dtype
from dataset.layout import PUZZLE, Layout
from dataset.output import claimed, writing
from dataset.provenance import BUILD_FILE, sealed
from utils.errors import UserError
from utils.files import dump_json, sha256_of, sync, whole_folder, write_bytes
from utils.reading import require_file

_NAMES = 1 << 14
"""Names of identifiers that are written at a time."""


class DatasetWriter:
    """Collects the sets of one data set, and writes them with metadata, identifiers and provenance.

    Args:
        output_dir: the data set's folder. An older data set there is replaced, any other content is refused.
        task: the folder of `dataset/` whose rules parse, render and check these data.
        vocab_size, seq_len, pad_id, ignore_label_id, blank_identifier_id: as in `PuzzleDatasetMetadata`.
        identifiers: the name of each puzzle identifier; there are `num_puzzle_identifiers`. Read once, at the end.
        seed: the seed of the builder's generator.
        sources: files that the data were made from; their hashes are recorded.
        options: the builder's settings, recorded as they are (JSON values).
        layout: the positions of a row's parts.
    """

    def __init__(
        self,
        output_dir: str | Path,
        *,
        task: str,
        vocab_size: int,
        seq_len: int,
        seed: int,
        pad_id: int = 0,
        ignore_label_id: int | None = 0,
        blank_identifier_id: int = 0,
        identifiers: Collection[str] = ("<blank>",),
        sources: Sequence[str | Path] = (),
        options: dict[str, Any] | None = None,
        layout: Layout = PUZZLE,
    ) -> None:
        self.output_dir = Path(output_dir)
        self._shared: dict[str, Any] = dict(
            layout=layout,
            pad_id=pad_id,
            ignore_label_id=ignore_label_id,
            blank_identifier_id=blank_identifier_id,
            vocab_size=vocab_size,
            seq_len=seq_len,
            num_puzzle_identifiers=len(identifiers),
        )
        self._identifiers = identifiers
        self._build: dict[str, Any] = {
            "task": task,
            "command": shlex.join(["python", *sys.argv]),
            "seed": seed,
            "options": options or {},
            "sources": {str(path): _hash_source(Path(path)) for path in sources},
        }
        self._hashes: dict[str, str] = {}
        self._open: list[SetRows] = []
        self._sets: dict[str, dict[str, dict[str, int]]] = {}
        self._exit = contextlib.ExitStack()  # closes everything that `__enter__` opens

    def __enter__(self) -> DatasetWriter:
        with contextlib.ExitStack() as opened:
            opened.enter_context(claimed(self.output_dir))
            with writing(self.output_dir):
                self._folder = opened.enter_context(whole_folder(self.output_dir))
            self._exit = opened.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with writing(self.output_dir):
            if kind is None:
                with self._exit:
                    self._finish()
            else:
                self._exit.__exit__(kind, error, trace)

    def add_set(
        self,
        split: str,
        set_name: str = "all",
        *,
        inputs: np.ndarray,
        labels: np.ndarray,
        puzzle_identifiers: np.ndarray | None = None,
        puzzle_indices: np.ndarray | None = None,
        group_indices: np.ndarray | None = None,
    ) -> None:
        """Save one set of a split.

        Args:
            inputs, labels: (N, seq_len) tokens.
            puzzle_identifiers: (P,); by default 0, the blank identifier, for every puzzle.
            puzzle_indices: (P+1,); by default every example is a puzzle of its own.
            group_indices: (G+1,); by default every puzzle is a group of its own.

        Raises:
            UserError: the arrays contradict each other or the vocabulary.
        """
        puzzles = len(inputs) if puzzle_indices is None else len(puzzle_indices) - 1
        indices = {
            "puzzle_identifiers": np.zeros(puzzles, np.int32) if puzzle_identifiers is None else puzzle_identifiers,
            "puzzle_indices": np.arange(puzzles + 1) if puzzle_indices is None else puzzle_indices,
            "group_indices": np.arange(puzzles + 1) if group_indices is None else group_indices,
        }
        check_indices(indices, len(inputs), self._metadata({}), f"{split}/{set_name}")
        self.open_set(split, set_name, **indices).append(inputs, labels)

    def open_set(
        self,
        split: str,
        set_name: str = "all",
        *,
        puzzle_identifiers: np.ndarray,
        puzzle_indices: np.ndarray,
        group_indices: np.ndarray,
    ) -> SetRows:
        """Begin a set whose rows follow in blocks; `puzzle_indices` ends with the total number of rows.

        Raises:
            UserError: the arrays, described in `add_set`, contradict each other.
        """
        indices = {
            "puzzle_identifiers": puzzle_identifiers,
            "puzzle_indices": puzzle_indices,
            "group_indices": group_indices,
        }
        metadata, where = self._metadata({}), f"{split}/{set_name}"
        examples = int(puzzle_indices[-1]) if len(puzzle_indices) else 0
        check_indices(indices, examples, metadata, where)
        with writing(self.output_dir):
            (self._folder / split).mkdir(exist_ok=True)
        for name, array in indices.items():
            file = self._array(f"{where}__{name}.npy", np.dtype(np.int32), array.shape)
            file.write(array)
            self._hashes[file.name] = file.close()
        shape = (examples, metadata.seq_len)
        token_type = smallest_dtype(metadata.vocab_size - 1)
        self._sets.setdefault(split, {})[set_name] = {
            "examples": examples,
            "puzzles": len(puzzle_identifiers),
            "groups": len(group_indices) - 1,
        }
        inputs, labels = (self._array(f"{where}__{name}.npy", token_type, shape) for name in ("inputs", "labels"))
        self._open.append(SetRows(inputs, labels, metadata, where))
        return self._open[-1]

    def add_json(self, name: str, value: Any) -> None:
        """Save a JSON file beside the splits."""
        self._write(name, json.dumps(value))

    def add_meta(self, split: str, set_name: str, facts: Sequence[dict[str, Any]]) -> None:
        """Save facts about each example of a set, in the order of its rows, as `<set>__meta.jsonl`."""
        self._write(f"{split}/{set_name}__meta.jsonl", "".join(json.dumps(line) + "\n" for line in facts))

    def add_lines(self, split: str, name: str, lines: Iterable[Any]) -> None:
        """Save JSON values beside the arrays of a split, one a line, as `<split>/<name>.jsonl`."""
        self._write(f"{split}/{name}.jsonl", "".join(json.dumps(line) + "\n" for line in lines))

    def _array(self, relative: str, dtype: np.dtype, shape: tuple[int, ...]) -> _ArrayFile:
        with writing(self.output_dir):
            return self._exit.enter_context(_ArrayFile(self.output_dir, self._folder, relative, dtype, shape))

    def _write(self, relative: str, text: str) -> None:
        with writing(self.output_dir):
            write_bytes(self._folder / relative, text.encode())
        self._hashes[relative] = hashlib.sha256(text.encode()).hexdigest()

    def _metadata(self, sets: dict[str, dict[str, int]]) -> PuzzleDatasetMetadata:
        puzzles = sum(s["puzzles"] for s in sets.values())
        examples = sum(s["examples"] for s in sets.values())
        return PuzzleDatasetMetadata(
            **self._shared,
            total_groups=sum(s["groups"] for s in sets.values()),
            mean_puzzle_examples=examples / max(puzzles, 1),
            total_puzzles=puzzles,
            sets=list(sets),
        )

    def _finish(self) -> None:
        for rows in self._open:
            self._hashes.update(rows.close())
        for split, sets in self._sets.items():
            metadata = self._metadata(sets)
            unused = {"layout"} if metadata.layout == PUZZLE else set()
            self._write(f"{split}/dataset.json", json.dumps(metadata.model_dump(exclude=unused)))
        self._write_identifiers()
        write_bytes(self._folder / BUILD_FILE, dump_json(sealed(self._build, self._hashes)).encode())
        for split in self._sets:
            sync(self._folder / split)

    def _write_identifiers(self) -> None:
        """Write the names as one JSON list, a part at a time: with augmentations there are a million."""
        digest, before = hashlib.sha256(), "["
        with open(self._folder / "identifiers.json", "wb") as file:
            names = iter(self._identifiers)
            while part := list(itertools.islice(names, _NAMES)):
                text = (before + json.dumps(part)[1:-1]).encode()
                digest.update(text)
                file.write(text)
                before = ", "
            digest.update(b"]")
            file.write(b"]")
            file.flush()
            os.fsync(file.fileno())
        self._hashes["identifiers.json"] = digest.hexdigest()


class SetRows:
    """Writes the inputs and labels of one set; made by `DatasetWriter.open_set`."""

    def __init__(self, inputs: _ArrayFile, labels: _ArrayFile, metadata: PuzzleDatasetMetadata, where: str) -> None:
        self._files = inputs, labels
        self._metadata = metadata
        self._where = where

    def append(self, inputs: np.ndarray, labels: np.ndarray) -> None:
        """Write the next rows, (B, seq_len) tokens each.

        Raises:
            UserError: they contradict each other or the vocabulary.
        """
        check_tokens(inputs, labels, self._metadata, self._where, self._files[0].rows)
        for file, array in zip(self._files, (inputs, labels), strict=True):
            file.write(array)

    def close(self) -> dict[str, str]:
        """Close the files; return the hash of each by its name."""
        return {file.name: file.close() for file in self._files}


class _ArrayFile:
    """A .npy file of a known shape, hashed while its rows are written."""

    def __init__(self, output_dir: Path, folder: Path, name: str, dtype: np.dtype, shape: tuple[int, ...]) -> None:
        self.name = name
        self._output_dir = output_dir
        self.rows = 0
        self._dtype, self._shape = dtype, shape
        self._digest = hashlib.sha256()
        self._file = open(folder / name, "wb")
        header = io.BytesIO()
        described = {"descr": np.lib.format.dtype_to_descr(dtype), "fortran_order": False, "shape": shape}
        np.lib.format.write_array_header_1_0(header, described)
        self._put(header.getvalue())

    def __enter__(self) -> _ArrayFile:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):  # a full disk raises again; what `close` could not write is thrown away
            self._file.close()

    def write(self, rows: np.ndarray) -> None:
        """Write the next rows."""
        self.rows += len(rows)
        self._put(np.ascontiguousarray(rows, self._dtype).reshape(-1).view(np.uint8).data)

    def close(self) -> str:
        """Close the file, whose rows must be complete; return its SHA-256 in hex."""
        assert self.rows == self._shape[0], f"{self.name}: {self.rows} rows of {self._shape[0]} were written"
        with writing(self._output_dir):
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
        return self._digest.hexdigest()

    def _put(self, content: bytes | memoryview) -> None:
        self._digest.update(content)
        with writing(self._output_dir):
            self._file.write(content)


def _hash_source(path: Path) -> str:
    require_file(path)
    try:
        return sha256_of(path)
    except OSError as error:
        raise UserError(f"cannot read {path}: {error.strerror or error}") from None
