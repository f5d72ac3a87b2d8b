"""The only place that saves arrays: a builder hands its sets to `DatasetWriter`, which writes the folder in one step.

    with DatasetWriter(output_dir, task="sudoku", vocab_size=11, seq_len=81, seed=0, sources=[csv]) as writer:
        writer.add_set("train", inputs=inputs, labels=labels)
        writer.add_set("test", inputs=test_inputs, labels=test_labels)

The folder appears when the block ends, whole, with `build.json` beside the arrays; when the block raises, nothing
appears and an older data set of that name stays.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from dataset.common import PuzzleDatasetMetadata, check_arrays, smallest_dtype
from utils.errors import UserError
from utils.files import dump_json, sha256_of, whole_folder, write_bytes


class DatasetWriter:
    """Collects the sets of one data set, and writes them with metadata, identifiers and provenance.

    Args:
        output_dir: the data set's folder. An older data set there is replaced, any other content is refused.
        task: the domain module `dataset.<task>` that can parse, render and check this data.
        vocab_size, seq_len, pad_id, ignore_label_id, blank_identifier_id: as in `PuzzleDatasetMetadata`.
        identifiers: name of each puzzle identifier; its length is `num_puzzle_identifiers`.
        seed: what the builder seeded its generator with.
        sources: files the data was made from; their hashes are recorded.
        options: the builder's settings, recorded as they are (JSON values).
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
        identifiers: Sequence[str] = ("<blank>",),
        sources: Sequence[str | Path] = (),
        options: dict[str, Any] | None = None,
    ) -> None:
        self.output_dir = Path(output_dir)
        self._shared: dict[str, Any] = dict(
            pad_id=pad_id,
            ignore_label_id=ignore_label_id,
            blank_identifier_id=blank_identifier_id,
            vocab_size=vocab_size,
            seq_len=seq_len,
            num_puzzle_identifiers=len(identifiers),
        )
        self._identifiers = list(identifiers)
        self._build: dict[str, Any] = {
            "task": task,
            "command": shlex.join(["python", *sys.argv]),
            "seed": seed,
            "options": options or {},
            "sources": {str(path): _hash_source(Path(path)) for path in sources},
        }
        self._hashes: dict[str, str] = {}
        self._sets: dict[str, dict[str, dict[str, int]]] = {}
        self._exit = contextlib.ExitStack()

    def __enter__(self) -> DatasetWriter:
        check_output_folder(self.output_dir)
        self._folder = self._exit.enter_context(whole_folder(self.output_dir))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
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
            UserError: the arrays disagree with each other or with the vocabulary.
        """
        puzzles = len(inputs) if puzzle_indices is None else len(puzzle_indices) - 1
        arrays = {
            "inputs": inputs,
            "labels": labels,
            "puzzle_identifiers": np.zeros(puzzles, np.int32) if puzzle_identifiers is None else puzzle_identifiers,
            "puzzle_indices": np.arange(puzzles + 1) if puzzle_indices is None else puzzle_indices,
            "group_indices": np.arange(puzzles + 1) if group_indices is None else group_indices,
        }
        check_arrays(arrays, self._metadata({}), f"{split}/{set_name}")
        token_type = smallest_dtype(self._shared["vocab_size"] - 1)
        folder = self._folder / split
        folder.mkdir(exist_ok=True)
        for name, array in arrays.items():
            dtype = token_type if name in ("inputs", "labels") else np.dtype(np.int32)
            relative = f"{split}/{set_name}__{name}.npy"
            self._hashes[relative] = _save_array(self._folder / relative, array.astype(dtype, copy=False))
        self._sets.setdefault(split, {})[set_name] = {
            "examples": len(inputs),
            "puzzles": puzzles,
            "groups": len(arrays["group_indices"]) - 1,
        }

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
        for split, sets in self._sets.items():
            relative = f"{split}/dataset.json"
            text = json.dumps(self._metadata(sets).model_dump())
            write_bytes(self._folder / relative, text.encode())
            self._hashes[relative] = hashlib.sha256(text.encode()).hexdigest()
        identifiers = json.dumps(self._identifiers).encode()
        write_bytes(self._folder / "identifiers.json", identifiers)
        self._hashes["identifiers.json"] = hashlib.sha256(identifiers).hexdigest()
        summary = "".join(f"{name} {digest}\n" for name, digest in sorted(self._hashes.items()))
        self._build["arrays"] = dict(sorted(self._hashes.items()))
        self._build["fingerprint"] = hashlib.sha256(summary.encode()).hexdigest()
        write_bytes(self._folder / "build.json", dump_json(self._build).encode())


def _save_array(path: Path, array: np.ndarray) -> str:
    """Save `array` as .npy; return the file's SHA-256, computed while the bytes are at hand."""
    array = np.ascontiguousarray(array)
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(header, np.lib.format.header_data_from_array_1_0(array))
    body = array.reshape(-1).view(np.uint8).data
    digest = hashlib.sha256(header.getvalue())
    digest.update(body)
    with open(path, "wb") as file:
        file.write(header.getvalue())
        file.write(body)
    return digest.hexdigest()


def _hash_source(path: Path) -> str:
    if not path.is_file():
        raise UserError(f"source {path} is missing")
    return sha256_of(path)


def check_output_folder(path: Path) -> None:
    """Refuse to replace anything but a data set; a builder with much to do calls this first.

    Raises:
        UserError: `path` is a file, or a folder in which something else lies.
    """
    if not path.exists():
        return
    if not path.is_dir():
        raise UserError(f"{path} is a file; --output-dir must name a folder")
    foreign = [entry.name for entry in path.iterdir() if not _is_ours(entry)]
    if foreign:
        raise UserError(f"{path} holds {foreign[0]}, which is no part of a data set; choose another --output-dir")


def _is_ours(entry: Path) -> bool:
    return (entry / "dataset.json").is_file() if entry.is_dir() else entry.suffix == ".json"
