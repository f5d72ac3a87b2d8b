"""What every builder keeps: the same bytes for the same seed, arrays that read back, and labels that obey the rules."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from dataset.common import ARRAY_FIELDS, IGNORE_LABEL_ID, check_arrays, read_build, read_metadata
from dataset.puzzle_dataset import PuzzleDataset, read_in_order
from dataset.tasks import load_rules
from tests.dataset.builders import BUILDERS, TINY
from tests.harness import call, finish, snapshot, start
from utils.errors import UserError


def build(name: str, seed: int, folder: Path) -> Path:
    """`python dataset/<name>.py` with the options of its tests that take a moment and need no file and no network."""
    ended = call(f"dataset.{name}", *TINY[name], "--seed", str(seed), "--output-dir", "data", cwd=folder)
    assert ended.status == 0, ended.err
    return folder / "data"


@pytest.fixture(scope="module", params=BUILDERS)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A builder and what it built with seed 0."""
    return request.param, build(request.param, 0, tmp_path_factory.mktemp("built"))


def test_same_seed_same_bytes(built: tuple[str, Path], tmp_path: Path) -> None:
    name, data = built
    assert snapshot(build(name, 0, tmp_path)) == snapshot(data)
    other = read_build(build(name, 1, tmp_path))
    assert other["fingerprint"] != read_build(data)["fingerprint"] and other["seed"] == 1


def test_another_start_of_python_gives_the_same_bytes(built: tuple[str, Path], tmp_path: Path) -> None:
    """Sets of texts have another order there; nothing may depend on it."""
    name, data = built
    options = *TINY[name], "--seed", "0", "--output-dir", "data"
    ended = finish(start(f"dataset/{name}", *options, cwd=tmp_path, variables={"PYTHONHASHSEED": "12345"}))
    assert ended.status == 0, ended.err
    assert read_build(tmp_path / "data")["fingerprint"] == read_build(data)["fingerprint"]


def test_arrays_fit_and_read_back(built: tuple[str, Path]) -> None:
    _, data = built
    for split in ("train", "test"):
        dataset = PuzzleDataset([data], split)
        for name in dataset.metadata.sets:
            arrays = {field: np.load(data / split / f"{name}__{field}.npy") for field in ARRAY_FIELDS}
            check_arrays(arrays, dataset.metadata, f"{split}/{name}")
            assert arrays["inputs"].dtype == np.min_scalar_type(dataset.metadata.vocab_size - 1)
            rows = [batch for found, _, batch in read_in_order(dataset.sets, dataset.metadata, 7) if found == name]
            assert np.array_equal(np.concatenate([batch["inputs"] for batch in rows]), arrays["inputs"])
            labels = np.concatenate([batch["labels"] for batch in rows])
            assert (labels != IGNORE_LABEL_ID).any(axis=1).all(), "every example has something to learn"
    identifiers = json.loads((data / "identifiers.json").read_text())
    assert len(identifiers) == read_metadata(data, "train").num_puzzle_identifiers


def test_no_test_question_is_in_train(built: tuple[str, Path]) -> None:
    _, data = built
    questions: dict[str, set[tuple[int, ...]]] = {"train": set(), "test": set()}
    for split, found in questions.items():
        for name in read_metadata(data, split).sets:
            parts = [np.load(data / split / f"{name}__{field}.npy") for field in ("inputs", "puzzle_indices")]
            names = np.load(data / split / f"{name}__puzzle_identifiers.npy")
            inputs, bounds = parts
            owner = np.repeat(names, np.diff(bounds))
            found |= {(int(who), *row) for who, row in zip(owner, inputs.tolist(), strict=True)}
    assert questions["train"] and questions["test"] and not questions["train"] & questions["test"]


def test_labels_obey_the_rules_of_the_task(built: tuple[str, Path]) -> None:
    _, data = built
    try:
        puzzle = load_rules(data)
    except UserError:
        pytest.skip("a task without rules")
    for split in ("train", "test"):
        for name in read_metadata(data, split).sets:
            inputs, labels = (np.load(data / split / f"{name}__{field}.npy") for field in ("inputs", "labels"))
            broken = [puzzle.check(row, label) for row, label in zip(inputs, labels, strict=True)]
            assert set(broken) == {None}
            assert puzzle.render(inputs[0]) and puzzle.render(inputs[0], labels[0])
