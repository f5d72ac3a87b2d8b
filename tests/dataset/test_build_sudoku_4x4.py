"""The 4x4 builder: every puzzle has one solution, and no orbit crosses from train to test."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dataset.build_sudoku_4x4_dataset import Options, build
from dataset.common import ARRAY_FIELDS, check_arrays, read_build, read_metadata
from dataset.sudoku.rules import BLANK, check
from dataset.sudoku.search import solve
from tests.dataset.sudoku.reference import orbit_keys
from utils.errors import UserError

ROOT = Path(__file__).parents[2]

SMALL = Options(num_train_puzzles=60, num_test_puzzles=20)


def load(folder: Path, split: str) -> dict[str, np.ndarray]:
    return {name: np.load(folder / split / f"all__{name}.npy") for name in ARRAY_FIELDS}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("4x4") / "data"
    build(replace(SMALL, output_dir=str(folder)))
    return folder


def test_arrays(built: Path) -> None:
    for split, count in (("train", 60), ("test", 20)):
        arrays, metadata = load(built, split), read_metadata(built, split)
        check_arrays(arrays, metadata, split)
        assert arrays["inputs"].dtype == arrays["labels"].dtype == np.uint8
        assert arrays["inputs"].shape == (count, 16)
        assert (metadata.vocab_size, metadata.seq_len, metadata.pad_id, metadata.ignore_label_id) == (6, 16, 0, 0)
        solutions = solve(arrays["inputs"])
        assert (solutions.counts == 1).all() and (solutions.answers == arrays["labels"]).all()
        assert all(check(q, a) is None for q, a in zip(arrays["inputs"], arrays["labels"], strict=True))
        givens = np.bincount((arrays["inputs"] > BLANK).sum(axis=1), minlength=11)
        assert givens[:6].sum() == 0 and givens[6:].min() == givens[6:].max()  # 6 to 10, evenly
        assert len(np.unique(arrays["labels"], axis=0)) > 15  # not one grid again and again
    assert read_build(built)["task"] == "sudoku"


def test_no_orbit_crosses(built: Path) -> None:
    train, test = orbit_keys(load(built, "train")["inputs"]), orbit_keys(load(built, "test")["inputs"])
    assert len(set(test)) == 20 and len(set(train)) == 60
    assert not set(train) & set(test)


def test_more_puzzles_than_orbits(tmp_path: Path) -> None:
    build(Options(str(tmp_path / "d"), num_train_puzzles=40, num_test_puzzles=3, min_givens=4, max_givens=4))
    train = load(tmp_path / "d", "train")
    bounds = train["group_indices"]
    keys = orbit_keys(train["inputs"])
    groups = [set(keys[start:end]) for start, end in zip(bounds[:-1], bounds[1:], strict=True)]
    assert len(groups) == 10 and all(len(group) == 1 for group in groups) and len(set.union(*groups)) == 10
    assert len(np.unique(train["inputs"], axis=0)) == 40  # different puzzles, of the same orbits
    assert sorted(np.diff(bounds)) == [4] * 10
    assert not set(keys) & set(orbit_keys(load(tmp_path / "d", "test")["inputs"]))
    assert (solve(train["inputs"]).answers == train["labels"]).all()


def test_same_seed_same_bytes(built: Path, tmp_path: Path) -> None:
    for seed, same in ((0, True), (1, False)):
        build(replace(SMALL, output_dir=str(tmp_path / f"{seed}"), seed=seed))
        assert (read_build(tmp_path / f"{seed}")["arrays"] == read_build(built)["arrays"]) == same


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"num_train_puzzles": 30_000, "num_test_puzzles": 3},
            "--num-train-puzzles 30000: .* there are [0-9]+ puzzles",
        ),
        ({"num_test_puzzles": 13}, "there are 13 puzzles that no symmetry maps onto another, so at most 12"),
        ({"min_givens": 2, "max_givens": 3}, "there are 0 puzzles"),
        ({"min_givens": 7}, "--min-givens 7 --max-givens 4"),
        ({"num_train_puzzles": 0}, "--num-train-puzzles must be at least 1"),
        ({"seed": -1}, "--seed must be at least 0"),
    ],
)
def test_impossible_options_leave_nothing(tmp_path: Path, changes: dict[str, int], message: str) -> None:
    options = Options(str(tmp_path / "d"), num_train_puzzles=5, num_test_puzzles=2, min_givens=4, max_givens=4)
    with pytest.raises(UserError, match=message):
        build(replace(options, **changes))  # type: ignore[arg-type]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("form", [["dataset/build_sudoku_4x4_dataset.py"], ["-m", "dataset.build_sudoku_4x4_dataset"]])
def test_launch_forms(tmp_path: Path, form: list[str]) -> None:
    command = [sys.executable, *form, "--output-dir", str(tmp_path / "d"), "--num-train-puzzles", "8"]
    environment = {"PYTHONPATH": str(ROOT), "PATH": ""}
    done = subprocess.run(
        [*command, "--num-test-puzzles", "2"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "d/train/dataset.json").read_text())["total_puzzles"] == 8
