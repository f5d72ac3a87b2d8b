"""Sets written in blocks: the same files as in one piece, and nothing where something is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from dataset.common import read_build
from dataset.puzzle_dataset import PuzzleDataset
from dataset.writer import DatasetWriter
from tests.harness import snapshot
from utils.errors import UserError
from utils.files import sha256_of

INPUTS = np.arange(40).reshape(10, 4) % 7
LABELS = INPUTS[::-1]
INDICES = {
    "puzzle_identifiers": np.array([1, 2, 0]),
    "puzzle_indices": np.array([0, 3, 9, 10]),
    "group_indices": np.array([0, 2, 3]),
}


def writer(folder: Path) -> DatasetWriter:
    return DatasetWriter(folder, task="toy", vocab_size=7, seq_len=4, seed=0, identifiers=["<blank>", "ä", 'b"'])


def test_blocks_give_the_bytes_of_the_whole(tmp_path: Path) -> None:
    with writer(tmp_path / "whole") as whole:
        whole.add_set("train", inputs=INPUTS, labels=LABELS, **INDICES)
    with writer(tmp_path / "blocks") as blocks:
        rows = blocks.open_set("train", **INDICES)
        for start in range(0, 10, 3):
            rows.append(INPUTS[start : start + 3], LABELS[start : start + 3])
    assert snapshot(tmp_path / "whole") == snapshot(tmp_path / "blocks")
    data = PuzzleDataset([tmp_path / "blocks"], "train")
    assert np.array_equal(data.sets[0].inputs, INPUTS) and np.array_equal(data.sets[0].labels, LABELS)
    assert json.loads((tmp_path / "blocks/identifiers.json").read_text()) == ["<blank>", "ä", 'b"']


def test_hashes_are_those_of_the_files(tmp_path: Path) -> None:
    with writer(tmp_path / "data") as out:
        out.open_set("test", **INDICES).append(INPUTS, LABELS)
        out.add_json("more.json", {"a": [1]})
    hashes = read_build(tmp_path / "data")["arrays"]
    files = [p for p in (tmp_path / "data").rglob("*") if p.is_file() and p.name != "build.json"]
    assert hashes == {str(p.relative_to(tmp_path / "data")): sha256_of(p) for p in files} and len(hashes) == 8


def test_many_identifiers_are_one_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dataset.writer._NAMES", 2)
    with writer(tmp_path / "data") as out:
        out.open_set("train", **INDICES).append(INPUTS, LABELS)
    assert (tmp_path / "data/identifiers.json").read_text() == json.dumps(["<blank>", "ä", 'b"'])


def test_wrong_blocks_leave_nothing(tmp_path: Path) -> None:
    for bad, message in (
        (np.where(np.arange(10)[:, None] == 4, 7, INPUTS), r"train/all__inputs.npy: row 7 holds 7"),
        (INPUTS[:, :3], r"must both be \[N, 4\]"),
        (INPUTS / 2, "float64"),
    ):
        with pytest.raises(UserError, match=message), writer(tmp_path / "data") as out:
            rows = out.open_set("train", **INDICES)
            rows.append(INPUTS[:3], LABELS[:3])
            rows.append(bad[:7], LABELS[:7])
    for count in (9, 11):
        with pytest.raises(AssertionError, match=f"{count} rows of 10"), writer(tmp_path / "data") as out:
            rows = out.open_set("train", **INDICES)
            rows.append(np.resize(INPUTS, (count, 4)), np.resize(LABELS, (count, 4)))
    with pytest.raises(UserError, match="must rise strictly from 0"), writer(tmp_path / "data") as out:
        out.open_set("train", **INDICES | {"group_indices": np.array([0, 0, 3])})
    assert not list(tmp_path.iterdir())
