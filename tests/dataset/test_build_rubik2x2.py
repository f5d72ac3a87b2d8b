"""The 2x2x2 builder: scrambles or exact distances, shortest labels, and no orbit in both splits."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dataset.build_rubik2x2_dataset import Options, build
from dataset.common import ARRAY_FIELDS, read_build, read_metadata
from dataset.rubik2x2.cube import MOVES, standard_form
from dataset.rubik2x2.rules import VOCABULARY_SIZE, metric_of, replay, states_of
from dataset.rubik2x2.table import distances, images, number_of
from tests.dataset.builders import TINY as TINY_OF
from tests.harness import call, refused
from utils.errors import UserError

SMALL = Options(num_train_puzzles=60, num_test_puzzles=20)
TINY = TINY_OF["build_rubik2x2_dataset"]
BUILDER = "dataset.build_rubik2x2_dataset"


def built(folder: Path, **options: Any) -> dict[str, dict[str, np.ndarray]]:
    """The arrays of both splits."""
    build(replace(SMALL, output_dir=str(folder), **options))
    return {
        split: {name: np.load(folder / split / f"all__{name}.npy") for name in ARRAY_FIELDS}
        for split in ("train", "test")
    }


def numbers(arrays: dict[str, np.ndarray]) -> np.ndarray:
    return number_of(states_of(arrays["inputs"]))


@pytest.mark.parametrize("by_distance", [False, True])
@pytest.mark.parametrize("metric", ["htm", "qtm"])
@pytest.mark.parametrize("moves", ["RUF", "all"])
def test_every_label_is_a_shortest_solution(tmp_path: Path, moves: str, metric: str, by_distance: bool) -> None:
    arrays = built(tmp_path / "d", moves=moves, metric=metric, by_distance=by_distance)
    metadata = read_metadata(tmp_path / "d", "test")
    assert metadata.vocab_size == VOCABULARY_SIZE and metric_of(metadata.seq_len) == metric
    assert read_build(tmp_path / "d")["task"] == "rubik2x2"
    for split, count in (("train", 60), ("test", 20)):
        inputs, labels = arrays[split]["inputs"], arrays[split]["labels"]
        assert len(inputs) == count and inputs.dtype == labels.dtype == np.uint8
        played, table = replay(inputs, labels), distances("qtm" if metric == "qtm" else "htm")
        assert played.solved.all() and (labels[:, :24] == 0).all() and (labels[:, 24:] != 0).all()
        far = table[numbers(arrays[split])]
        assert (played.length(metric_of(metadata.seq_len)) == far).all() and 0 < far.min() and far.max() <= 10
        made = {MOVES[move] for move in played.moves.ravel() if move >= 0}
        assert ({move[0] for move in made} == set("URF")) == (moves == "RUF")
        assert any(move.endswith("2") for move in made) == (metric == "htm")
        states = states_of(inputs)
        assert (standard_form(states) == states).all() == (moves == "RUF")


@pytest.mark.parametrize("moves", ["RUF", "all"])
def test_no_orbit_crosses_and_groups_are_orbits(tmp_path: Path, moves: str) -> None:
    arrays = built(tmp_path / "d", moves=moves, max_scramble_moves=4)
    train, test = numbers(arrays["train"]), numbers(arrays["test"])
    assert not set(images(test).ravel().tolist()) & set(train.tolist())
    bounds = arrays["train"]["group_indices"]
    groups = [set(images(train[a:b]).min(axis=1).tolist()) for a, b in zip(bounds[:-1], bounds[1:], strict=True)]
    assert all(len(group) == 1 for group in groups) and len(set.union(*groups)) == len(groups) < 60
    if moves == "RUF":
        assert len(set(train.tolist())) == 60 and len(set(test.tolist())) == 20


def test_single_states_are_held_out(tmp_path: Path) -> None:
    arrays = built(tmp_path / "d", split="state", max_scramble_moves=4)
    train, test = numbers(arrays["train"]).tolist(), numbers(arrays["test"]).tolist()
    assert not set(test) & set(train) and set(images(np.array(test)).ravel().tolist()) & set(train)
    assert len(set(train)) == 60 == len(arrays["train"]["group_indices"]) - 1


def test_distances_are_even_and_what_is_missing_is_said(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    options = dict(by_distance=True, min_scramble_moves=1, max_scramble_moves=5)
    arrays = built(tmp_path / "d", num_train_puzzles=500, num_test_puzzles=100, **options)
    said = capsys.readouterr().out
    train, test = (np.bincount(distances("htm")[numbers(arrays[split])]).tolist() for split in ("train", "test"))
    assert train[3:] == [100, 100, 100] and test[3:] == [20, 20, 20]
    assert train[0] == test[0] == 0 and train[1] + test[1] == 9 and 20 <= train[2] < 54
    for distance, (trains, tests) in enumerate(zip(train, test, strict=True)):
        if distance:
            assert (f"distance {distance}: train has {trains} cubes instead of 100" in said) == (trains < 100)
            assert (f"distance {distance}: test has {tests} cubes instead of 20" in said) == (tests < 20)


def test_without_a_test_split_all_cubes_within_reach_are_trained_on(tmp_path: Path) -> None:
    build(Options(str(tmp_path / "d"), 100, 0, by_distance=True, min_scramble_moves=1, max_scramble_moves=2))
    assert read_metadata(tmp_path / "d", "train").total_puzzles == 50 + 9
    assert not (tmp_path / "d" / "test").exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--num-train-puzzles", "0"], "--num-train-puzzles must be at least 1"),
        (["--min-scramble-moves", "5", "--max-scramble-moves", "4"], "they must rise, from 1 on"),
        (["--min-scramble-moves", "0"], "they must rise, from 1 on"),
        (["--by-distance", "--max-scramble-moves", "12"], "no cube is more than 11 moves from solved (htm)"),
        (["--metric", "qtm", "--by-distance", "--max-scramble-moves", "15"], "more than 14 moves"),
        (["--min-scramble-moves", "1", "--max-scramble-moves", "2"], "at most 63 cubes are 2 moves from solved"),
        (["--seed", "-1"], "--seed must be at least 0, not -1"),
    ],
)
def test_mistakes(tmp_path: Path, options: list[str], said: str) -> None:
    assert said in refused(lambda *a, cwd: call(BUILDER, *a, cwd=cwd), *TINY, *options, cwd=tmp_path)


def test_too_many_are_asked_for(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="of 1 to 3 moves gave .* different cubes.*ask for fewer"):
        built(tmp_path / "d", num_train_puzzles=370, num_test_puzzles=14, min_scramble_moves=1, max_scramble_moves=3)
    assert not list(tmp_path.iterdir())
