"""ARC tasks are told apart by their demonstrations."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from dataset.build_arc_dataset import Options, build
from dataset.common import read_metadata
from dataset.identifiers import Identifiers, find_rows, read_identifiers
from tests.arc_data import write_arc_data
from utils.errors import UserError


def read(data: Path) -> Identifiers:
    found = read_identifiers(data, read_metadata(data, "train"))
    assert found is not None
    return found


def test_demonstrations_do_not_depend_on_seed_place_or_order(tmp_path: Path) -> None:
    """A task's augmentations and the places of its grids on the canvas are drawn by the seed."""
    tasks = tmp_path / "source/tasks"
    tasks.mkdir(parents=True)
    rng = np.random.default_rng(0)
    for name in ("one", "two", "six"):
        pairs = [{"input": rng.integers(0, 10, (3, 2)).tolist(), "output": [[number]]} for number in range(3)]
        (tasks / f"{name}.json").write_text(json.dumps({"train": pairs, "test": [{"input": [[5]], "output": [[1]]}]}))
    found = []
    for seed in (0, 1):
        folder = str(tmp_path / f"seed{seed}")
        build(Options(folder, str(tmp_path / "source"), ("tasks",), "tasks", seed=seed, num_aug=3, num_workers=1))
        found.append(read(Path(folder)))
    first, second = found
    assert first.contents == second.contents and sorted(first.contents) == ["one", "six", "two"]
    assert all(len(shown) == 3 for shown in first.contents.values())
    assert first.names != second.names, "another seed, other augmentations"
    rows = find_rows([(0, first)], second)
    for number, name in enumerate(second.names):
        assert rows[number] == (first.names.index(name) if name in first.names else -1)


def test_generated_tasks_of_another_seed_are_others_in_spite_of_their_names(tmp_path: Path) -> None:
    found = []
    for seed in (0, 1):
        folder = str(tmp_path / f"seed{seed}")
        build(Options(folder, generate=6, generate_test=2, num_aug=0, seed=seed, num_workers=1))
        found.append(read(Path(folder)))
    assert found[0].names == found[1].names, "this is what it is about; where names differ the test can go"
    assert find_rows([(0, found[0])], found[1]).tolist() == [0] + [-1] * 8
    assert find_rows([(0, found[0])], found[0]).tolist() == list(range(len(found[0].names)))


@pytest.mark.parametrize(
    ("name", "damage", "said"),
    [
        ("inputs", b"", "all__inputs.npy is damaged"),
        ("labels", b"PK\x05\x06" + bytes(18), "all__labels.npy is damaged"),
        ("puzzle_indices", np.arange(3, dtype=np.int32), "do not fit together"),
        ("puzzle_identifiers", np.full(12, 99), "values must lie in 0..12"),
        ("inputs", np.zeros((24, 900), np.float32), "all__inputs.npy is damaged"),
    ],
)
def test_damaged_arrays_of_arc_are_one_line(tmp_path: Path, name: str, damage: bytes | np.ndarray, said: str) -> None:
    file = write_arc_data(tmp_path / "arc") / f"train/all__{name}.npy"
    file.write_bytes(damage) if isinstance(damage, bytes) else np.save(file, damage)
    with pytest.raises(UserError) as refused:
        read(tmp_path / "arc")
    assert said in str(refused.value) and "\n" not in str(refused.value)
