"""The feed gives the sampler's batches, wherever the data lie and however far ahead a thread works."""

from __future__ import annotations

import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch

from dataset import puzzle_dataset
from dataset.puzzle_dataset import PuzzleDataset
from dataset.symmetries import Symmetries
from dataset.train_sampler import TrainSampler
from dataset.writer import DatasetWriter
from tests.harness import RUN, assert_same_end, load, pretrain, signal_after_step, write_toy_data
from training import resident
from training.feed import BatchFeed
from training.resident import ResidentData, make_resident
from utils.errors import UserError

CPU = torch.device("cpu")
MODES = [("host", 0), ("host", 1), ("host", 3), ("device", 0), ("device", 2)]
VOCABULARY, LENGTH = 6, 10


def write(path: Path, *, groups: int = 9, seed: int = 0, vocab_size: int = VOCABULARY) -> Path:
    """Two puzzles a group, one to three examples a puzzle; label 0 is ignored."""
    rng = np.random.default_rng(seed)
    sizes = rng.integers(1, 4, 2 * groups)
    inputs = rng.integers(1, vocab_size, (sizes.sum(), LENGTH))
    with DatasetWriter(path, task="toy", vocab_size=vocab_size, seq_len=LENGTH, seed=seed, identifiers=["x"] * 5) as w:
        w.add_set(
            "train",
            inputs=inputs,
            labels=np.where(rng.random(inputs.shape) < 0.3, 0, inputs),
            puzzle_identifiers=rng.integers(0, 5, 2 * groups),
            puzzle_indices=np.cumsum([0, *sizes]),
            group_indices=np.arange(groups + 1) * 2,
        )
    return path


def draw_any(count: int, seq_len: int, rng: np.random.Generator, read: Any) -> Symmetries:
    """Every permutation is a symmetry of this task."""
    maps = [
        rng.permuted(np.tile(np.arange(size, dtype=np.uint8), (count, 1)), axis=1) for size in (seq_len, VOCABULARY)
    ]
    return Symmetries(*maps)


def draw_by_row(count: int, seq_len: int, rng: np.random.Generator, read: Any) -> Symmetries:
    """Turned by the row's first token; labels by one more. Tokens are one array that cannot be written to."""
    first = read()["inputs"][:, :1]
    cells, of_labels = ((np.arange(seq_len) + first + more) % seq_len for more in (0, 1))
    tokens = np.broadcast_to(np.arange(VOCABULARY, dtype=np.uint8), (count, VOCABULARY))
    return Symmetries(cells.astype(np.int16), tokens, of_labels.astype(np.uint8))


def puzzle(draw: Any) -> Any:
    return SimpleNamespace(draw_symmetries=draw) if draw else None


def feed_of(sampler: TrainSampler, mode: tuple[str, int], rows: slice = slice(None)) -> BatchFeed:
    data_device, prefetch = mode
    return BatchFeed(sampler, rows, CPU, make_resident(sampler.dataset, data_device, CPU), prefetch)


@pytest.mark.parametrize("mode", MODES, ids=str)
@pytest.mark.parametrize("draw", [None, draw_any, draw_by_row])
def test_batches_are_those_of_the_sampler(tmp_path: Path, mode: tuple[str, int], draw: Any) -> None:
    """Two paths, groups held out, ignored labels, ends of epochs, and the rows of two ranks."""
    dataset = PuzzleDataset([write(tmp_path / "a"), write(tmp_path / "b", groups=4, seed=1)], "train")
    held_out = np.array([0, 3, 10])

    def sampler() -> TrainSampler:
        return TrainSampler(dataset, 6, seed=2, exclude_groups=held_out, augment=puzzle(draw))

    alone = sampler()
    ranks = [feed_of(sampler(), mode, slice(3 * rank, 3 * rank + 3)) for rank in range(2)]
    for _ in range(12):
        expected = alone.next_batch()
        assert (expected["labels"] == -100).any()
        shares = [feed.next() for feed in ranks]
        for name, values in expected.items():
            found = torch.cat([share[name] for share in shares])
            assert found.dtype is torch.int32 and np.array_equal(found.numpy(), values), name
        for feed in ranks:
            assert feed.sampler.state_dict() == alone.state_dict()
            assert feed.sampler.describe() == alone.describe()
    assert alone.position.epoch > 2
    for feed in ranks:
        feed.close()


def test_symmetries_change_the_rows(tmp_path: Path) -> None:
    dataset = PuzzleDataset([write(tmp_path / "a")], "train")
    plain = TrainSampler(dataset, 6, seed=2).next_batch()
    batch = TrainSampler(dataset, 6, seed=2, augment=puzzle(draw_by_row)).next_batch()
    for row in range(6):
        first = int(plain["inputs"][row, 0])
        assert (batch["inputs"][row] == np.roll(plain["inputs"][row], -first)).all()
        assert (batch["labels"][row] == np.roll(plain["labels"][row], -first - 1)).all()


@pytest.mark.parametrize("vocab_size", [VOCABULARY, 200, 40_000])
def test_tokens_of_any_size(tmp_path: Path, vocab_size: int) -> None:
    dataset = PuzzleDataset([write(tmp_path / "a", vocab_size=vocab_size)], "train")
    alone, sampler = (TrainSampler(dataset, 6, seed=0) for _ in range(2))
    found, expected = feed_of(sampler, ("device", 0)).next(), alone.next_batch()
    assert all(np.array_equal(found[name], values) for name, values in expected.items())


@pytest.mark.parametrize("mode", MODES, ids=str)
def test_a_position_set_meanwhile_counts(tmp_path: Path, mode: tuple[str, int]) -> None:
    dataset = PuzzleDataset([write(tmp_path / "a")], "train")
    feed = feed_of(TrainSampler(dataset, 6, seed=0), mode)
    first = [feed.next()["inputs"] for _ in range(5)]
    feed.sampler.load_state_dict(TrainSampler(dataset, 6, seed=0).state_dict())
    again = [feed.next()["inputs"] for _ in range(4)]
    feed.close()
    again.append(feed.next()["inputs"])
    feed.close()
    assert all(torch.equal(a, b) for a, b in zip(first, again, strict=True))


def test_where_the_data_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A device without memory of its own stands for a GPU."""
    path = write(tmp_path / "a")
    dataset = PuzzleDataset([path], "train")
    gpu = torch.device("cuda", 0)
    monkeypatch.setattr(resident, "ResidentData", lambda *_: "there")
    for free, expected in ((10 * resident.bytes_of(dataset), "there"), (10 * resident.bytes_of(dataset) - 10, None)):
        monkeypatch.setattr(resident, "available", lambda _, free=free: free)
        assert make_resident(dataset, "auto", gpu) == expected
        assert make_resident(dataset, "device", gpu) == "there"
    assert make_resident(dataset, "auto", CPU) is None and make_resident(dataset, "host", gpu) is None
    monkeypatch.setattr(resident, "available", lambda _: 2**60)
    monkeypatch.setattr(puzzle_dataset, "IN_MEMORY_BYTES", 0)
    mapped = PuzzleDataset([path], "train")
    assert make_resident(mapped, "auto", gpu) is None  # it would be read whole
    monkeypatch.undo()
    expected, found = (TrainSampler(data, 6, seed=0) for data in (dataset, mapped))
    for mode in MODES:
        batch = feed_of(found, mode).next()
        assert all(np.array_equal(batch[name], values) for name, values in expected.next_batch().items())

    def full(*_: Any) -> ResidentData:
        raise torch.OutOfMemoryError

    monkeypatch.setattr(resident, "ResidentData", full)
    with pytest.raises(UserError, match="data_device=device: the training data take 0.0 GiB"):
        make_resident(dataset, "device", gpu)


# ---- runs


def threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("batches")]


@pytest.mark.parametrize("mode", MODES[1:], ids=str)
def test_runs_are_the_same_and_resume_exactly(tmp_path: Path, mode: tuple[str, int]) -> None:
    """Stopped by a signal while the thread is ahead, continued in the plain mode, and the other way round."""
    write_toy_data(tmp_path / "data/toy")
    options = ("augment=sudoku", "global_batch_size=6", "epochs=6", "data_paths_test=null")
    special = (f"data_device={mode[0]}", f"prefetch_batches={mode[1]}")
    assert pretrain(*options, cwd=tmp_path).status == 0
    for name, stopped, continued in (("one", special, ()), ("two", (), special)):
        run = (*options, f"run_name={name}", "resume=auto")
        with signal_after_step(3):
            assert pretrain(*run, *stopped, cwd=tmp_path).status == 143
        assert load(tmp_path / RUN.with_name(name) / "step_3/train_state.pt")["sampler"]["batch"] == 3
        assert not threads()
        ended = pretrain(*run, *continued, cwd=tmp_path)
        assert ended.status == 0 and not threads(), ended.err
        assert_same_end(tmp_path / RUN.with_name(name), tmp_path / RUN)


def test_a_mistake_met_ahead_ends_the_run_at_its_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_toy_data(tmp_path / "data/toy")
    original = TrainSampler.read

    def read(self: TrainSampler, draw: Any) -> Any:
        if draw.start.batch == 2:
            raise UserError("row 7 of the data is bad")
        return original(self, draw)

    monkeypatch.setattr(TrainSampler, "read", read)
    ended = pretrain("prefetch_batches=3", "checkpoint_interval=1", "data_paths_test=null", cwd=tmp_path)
    assert ended.error == "row 7 of the data is bad" and not threads()
    assert (tmp_path / RUN / "step_2").is_dir()  # the batches before it were used


def test_a_fault_in_the_thread_keeps_its_traceback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_toy_data(tmp_path / "data/toy")

    def read(self: TrainSampler, draw: Any) -> Any:
        raise ZeroDivisionError("of ours")

    monkeypatch.setattr(TrainSampler, "read", read)
    with pytest.raises(ZeroDivisionError, match="of ours") as caught:
        pretrain("prefetch_batches=2", "data_paths_test=null", cwd=tmp_path)
    assert any(entry.name == "read" for entry in caught.traceback) and not threads()
