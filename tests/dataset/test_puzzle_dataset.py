"""Sampling: one puzzle per group and epoch, the same batches for any number of ranks, positions that resume."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dataset import puzzle_dataset
from dataset.puzzle_dataset import PuzzleDataset, fingerprint, read_in_order
from dataset.train_sampler import TrainSampler
from dataset.writer import DatasetWriter
from utils.errors import UserError


def write(
    path: Path, groups: int = 10, puzzles: int = 3, examples: int = 1, identifiers: int = 5, seed: int = 0
) -> Path:
    """Each example's first token is its group (+1), the second its puzzle (+1): batches can be read back."""
    rng = np.random.default_rng(seed)
    sizes = rng.integers(1, examples + 1, groups * puzzles)
    puzzle = np.repeat(np.arange(groups * puzzles), sizes)
    inputs = np.stack([puzzle // puzzles + 1, puzzle % puzzles + 1, np.arange(len(puzzle)) % 50], axis=1)
    labels = np.where(inputs % 7 == 0, 0, inputs)
    with DatasetWriter(
        path, task="toy", vocab_size=60, seq_len=3, seed=seed, identifiers=["x"] * identifiers
    ) as writer:
        for split in ("train", "test"):
            writer.add_set(
                split,
                inputs=inputs,
                labels=labels,
                puzzle_identifiers=np.arange(groups * puzzles) % identifiers,
                puzzle_indices=np.cumsum([0, *sizes]),
                group_indices=np.arange(0, groups * puzzles + 1, puzzles),
            )
    return path


def test_an_epoch_draws_one_puzzle_of_every_group(tmp_path: Path) -> None:
    sampler = TrainSampler(PuzzleDataset([write(tmp_path / "a")], "train"), global_batch_size=4, seed=0)
    rows = np.concatenate([sampler.next_batch()["inputs"] for _ in range(25)])  # 100 examples: 10 epochs of 10 groups
    assert (np.sort(rows[:, 0].reshape(10, 10)) == np.arange(1, 11)).all()
    assert set(rows[:, 1]) == {1, 2, 3}
    assert len({tuple(epoch) for epoch in rows[:, 0].reshape(10, 10)}) == 10


def test_puzzles_give_all_their_examples_while_they_fit(tmp_path: Path) -> None:
    dataset = PuzzleDataset([write(tmp_path / "a", examples=4)], "train")
    sampler = TrainSampler(dataset, global_batch_size=6, seed=3)
    for _ in range(50):
        batch = sampler.next_batch()["inputs"]
        assert len(batch) == 6
        puzzles = (batch[:, 0] - 1) * 3 + batch[:, 1] - 1
        whole = np.diff(dataset.sets[0].puzzle_indices)[puzzles[:-1]]
        seen = {p: (puzzles == p).sum() for p in puzzles}
        assert all(seen[p] >= n or p == puzzles[-1] for p, n in zip(puzzles[:-1], whole, strict=True))


@pytest.mark.parametrize("examples", [1, 4])
def test_ranks_share_the_global_batch(tmp_path: Path, examples: int) -> None:
    dataset = PuzzleDataset([write(tmp_path / "a", examples=examples)], "train")
    whole = TrainSampler(dataset, 8, seed=1)
    halves = [TrainSampler(dataset, 8, seed=1) for _ in range(2)]
    for _ in range(20):
        expected = whole.next_batch()
        shares = [s.next_batch(slice(4 * rank, 4 * rank + 4)) for rank, s in enumerate(halves)]
        for name in expected:
            np.testing.assert_array_equal(expected[name], np.concatenate([share[name] for share in shares]))


def test_a_saved_position_continues_the_stream(tmp_path: Path) -> None:
    dataset = PuzzleDataset([write(tmp_path / "a", examples=3)], "train")
    first = TrainSampler(dataset, 7, seed=5)
    for _ in range(11):
        first.next_batch()
    state = first.state_dict()
    again = TrainSampler(dataset, 7, seed=5)
    again.load_state_dict(state)
    for _ in range(9):
        np.testing.assert_array_equal(first.next_batch()["inputs"], again.next_batch()["inputs"])
    other = TrainSampler(dataset, 7, seed=6)
    assert any((other.next_batch()["inputs"] != first.next_batch()["inputs"]).any() for _ in range(3))


def test_a_batch_larger_than_the_data_is_filled_from_the_next_epochs(tmp_path: Path) -> None:
    sampler = TrainSampler(PuzzleDataset([write(tmp_path / "a", groups=3)], "train"), 8, seed=0)
    groups = sampler.next_batch()["inputs"][:, 0]
    assert sorted(groups[:3]) == sorted(groups[3:6]) == [1, 2, 3]
    assert len(groups) == 8


def test_labels_and_types(tmp_path: Path) -> None:
    path = write(tmp_path / "a")
    assert np.load(path / "train" / "all__inputs.npy").dtype == np.uint8
    batch = TrainSampler(PuzzleDataset([path], "train"), 10, seed=0).next_batch()
    assert {value.dtype for value in batch.values()} == {np.dtype(np.int32)}
    ignored = batch["inputs"] % 7 == 0
    assert (batch["labels"][ignored] == -100).all() and (batch["labels"][~ignored] == batch["inputs"][~ignored]).all()


def test_several_paths_keep_their_sets_and_identifiers_apart(tmp_path: Path) -> None:
    paths = [write(tmp_path / "a"), write(tmp_path / "b", groups=4, identifiers=3)]
    dataset = PuzzleDataset(paths, "test")
    assert dataset.metadata.num_puzzle_identifiers == 8
    assert dataset.total_groups == 14
    read = {name: batch for name, _, batch in read_in_order(dataset.sets, dataset.metadata, 1000)}
    assert list(read) == ["all", "all1"]
    assert set(read["all"]["puzzle_identifiers"]) == set(range(5))
    assert set(read["all1"]["puzzle_identifiers"]) == {5, 6, 7}
    sampler = TrainSampler(PuzzleDataset(paths, "train"), 14, seed=0)
    assert (sampler.next_batch()["puzzle_identifiers"] >= 5).sum() == 4
    wide = tmp_path / "wide"
    with DatasetWriter(wide, task="toy", vocab_size=60, seq_len=4, seed=0) as writer:
        writer.add_set("train", inputs=np.ones((2, 4), int), labels=np.ones((2, 4), int))
    with pytest.raises(UserError, match="seq_len is 3 and 4"):
        PuzzleDataset([paths[0], wide], "train")


def test_reading_in_order_covers_everything_once_over_ranks(tmp_path: Path) -> None:
    dataset = PuzzleDataset([write(tmp_path / "a", examples=3)], "test")
    total = len(dataset.sets[0])
    for world_size in (1, 3):
        seen = [
            examples
            for rank in range(world_size)
            for _, examples, batch in read_in_order(dataset.sets, dataset.metadata, 7, rank, world_size)
            if len(batch["inputs"]) == len(examples)
        ]
        assert sorted(np.concatenate(seen)) == list(range(total))


def test_validation_groups_are_held_out(tmp_path: Path) -> None:
    dataset = PuzzleDataset([write(tmp_path / "a", examples=2)], "train")
    held_out = np.array([7, 2])
    (validation,) = dataset.validation_sets(held_out)
    assert set(validation.inputs[:, 0]) == {3, 8} and set(validation.inputs[:, 1]) == {1}
    sampler = TrainSampler(dataset, 5, seed=0, exclude_groups=held_out)
    drawn = np.concatenate([sampler.next_batch()["inputs"][:, 0] for _ in range(20)])
    assert set(drawn) == set(range(1, 11)) - {3, 8}


def test_large_arrays_are_mapped_and_give_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "a", examples=3)
    small = TrainSampler(PuzzleDataset([path], "train"), 6, seed=0).next_batch()
    monkeypatch.setattr(puzzle_dataset, "IN_MEMORY_BYTES", 0)
    dataset = PuzzleDataset([path], "train")
    assert isinstance(dataset.sets[0].inputs, np.memmap)
    np.testing.assert_array_equal(small["inputs"], TrainSampler(dataset, 6, seed=0).next_batch()["inputs"])


def test_fingerprint_follows_the_arrays(tmp_path: Path) -> None:
    a, same, other = (write(tmp_path / name, seed=seed) for name, seed in (("a", 0), ("b", 0), ("c", 1)))
    for path in (a, same, other):
        (path / "identifiers.json").touch()
    assert fingerprint(a) == fingerprint(same)
    write(tmp_path / "d", examples=4, seed=1)
    assert fingerprint(a) != fingerprint(tmp_path / "d")
    (a / "build.json").unlink()
    assert len(fingerprint(a)) == 64  # data of the official builders carries no build.json
