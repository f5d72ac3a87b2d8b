"""A run's manifest, whatever became of it: read, or refused in one line that names it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from runs.manifest import read_manifest, trained_metadata
from tests.harness import RUN, evaluate, refused
from tests.hostile import MANY, bounded_memory, damaged_json, survives
from utils.errors import UserError

MANIFEST: dict[str, Any] = {
    "commands": ["pretrain.py a=1"],
    "versions": {"python": "3.11"},
    "data": {"data/toy": {"fingerprint": "0" * 64, "task": None, "build_command": None, "train_groups": 8}},
    "metadata": {
        "pad_id": 0, "ignore_label_id": 0, "blank_identifier_id": 0, "vocab_size": 6, "seq_len": 16,
        "num_puzzle_identifiers": 4, "total_groups": 8, "mean_puzzle_examples": 1.0, "total_puzzles": 16,
        "sets": ["all"],
    },
}  # fmt: skip


def test_what_a_run_writes_is_read(trained: Path) -> None:
    manifest = read_manifest(trained / RUN)
    assert list(manifest["data"]) == ["data/toy"] and trained_metadata(trained / RUN).vocab_size == 6


def without(*keys: str) -> bytes:
    changed = json.loads(json.dumps(MANIFEST))
    holder = changed
    for key in keys[:-1]:
        holder = holder[key]
    del holder[keys[-1]]
    return json.dumps(changed).encode()


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[]", b"null", b"3", b"\xff\xff", b"{}", b'{"data": ' + b"[" * 50_000,
        json.dumps(MANIFEST).encode()[:90], without("data"), without("metadata"), without("metadata", "seq_len"),
        without("data", "data/toy", "fingerprint"), without("data", "data/toy", "task"),
        *(
            json.dumps(MANIFEST | change).encode()
            for change in (
                {"data": []}, {"data": {}}, {"data": {"a": 1}}, {"data": {"a": {"fingerprint": 3, "task": None}}},
                {"data": {"a": {"fingerprint": "3", "task": 5}}}, {"commands": "x"}, {"commands": [1]},
                {"metadata": None}, {"metadata": []}, {"metadata": MANIFEST["metadata"] | {"seq_len": 10**12}},
                {"metadata": MANIFEST["metadata"] | {"vocab_size": float("nan")}},
            )
        ),
    ],
)  # fmt: skip
def test_a_damaged_manifest_is_named(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "manifest.json"
    file.write_bytes(json.dumps(MANIFEST).encode())
    assert read_manifest(tmp_path) == MANIFEST
    file.write_bytes(content)
    for read in (read_manifest, trained_metadata):
        with pytest.raises(UserError, match="manifest.json"):
            read(tmp_path)


@pytest.mark.parametrize("make", [lambda file: file.mkdir(), lambda file: file.symlink_to(file), lambda file: None])
def test_no_file_at_all(tmp_path: Path, make: Callable[[Path], Any]) -> None:
    make(tmp_path / "manifest.json")
    with pytest.raises(UserError, match="manifest.json"):
        read_manifest(tmp_path)


def test_evaluating_a_run_with_a_torn_manifest(trained: Path) -> None:
    file = trained / RUN / "manifest.json"
    file.write_text(file.read_text()[:200])
    assert "manifest.json" in refused(evaluate, "--checkpoint", str(RUN), cwd=trained)


@pytest.mark.slow
def test_whatever_the_bytes(tmp_path: Path) -> None:
    file = tmp_path / "manifest.json"

    @MANY
    @given(content=damaged_json(MANIFEST))
    def check(content: bytes) -> None:
        file.write_bytes(content)
        survives(lambda: (read_manifest(tmp_path), trained_metadata(tmp_path)), file)

    with bounded_memory():
        check()
