"""Test-time adaptation: a trained network learns tasks it has never seen through their puzzle embeddings alone.

Every task adds a number of its own to all cells, modulo the number of symbols. Which number it is no input tells: only
the embedding of the task's identifier can.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from dataset.writer import DatasetWriter
from tests.harness import RUN, load, pretrain, refused

SYMBOLS, CELLS = 4, 8
TABLE = "model.inner.puzzle_emb.weights"
NETWORK = ("arch.halt_max_steps=2", "puzzle_emb_weight_decay=0", "global_batch_size=32")
ADAPT = ("data_paths=[data/new]", "run_name=adapted", "freeze_weights=True")


def write_tasks(folder: Path, added: list[int], seed: int) -> Path:
    """One task for each number; 40 examples of each in train and 10 others in test."""
    rng = np.random.default_rng(seed)
    tasks = len(added)
    names = ["<blank>", *(f"task{seed}-{number}" for number in range(tasks))]
    with DatasetWriter(
        folder, task="toy", vocab_size=SYMBOLS + 1, seq_len=CELLS, seed=seed, identifiers=names
    ) as writer:
        for split, examples in (("train", 40), ("test", 10)):
            inputs = rng.integers(0, SYMBOLS, (tasks, examples, CELLS))
            labels = (inputs + np.array(added)[:, None, None]) % SYMBOLS
            writer.add_set(
                split,
                inputs=inputs.reshape(-1, CELLS) + 1,
                labels=labels.reshape(-1, CELLS) + 1,
                puzzle_identifiers=np.repeat(np.arange(tasks), examples) + 1,
            )
    return folder


@pytest.fixture(scope="module")
def trained_on_old_tasks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with data/old, on which a network has learned its tasks, and data/new: others, and more of them."""
    folder = tmp_path_factory.mktemp("adaptation")
    write_tasks(folder / "data/old", [0, 1, 2, 3] * 4, seed=1)
    write_tasks(folder / "data/new", [3, 1, 2, 1, 0, 3, 2, 0, 2, 1], seed=2)
    options = ("data_paths=[data/old]", "epochs=10", "lr=3e-3", "weight_decay=0", *NETWORK)
    ended = pretrain(*options, cwd=folder)
    assert ended.status == 0, ended.err
    assert last_scores(folder / RUN)["all/exact_accuracy"] > 0.9, "it has learned its own tasks"
    return folder


def last_scores(run: Path) -> dict[str, float]:
    return json.loads((run / "metrics.jsonl").read_text().splitlines()[-1])


def adapt(folder: Path, *options: str) -> Path:
    (start,) = (folder / RUN).glob("final_step_*")
    run = folder / RUN.with_name("adapted")
    ended = pretrain(*ADAPT, f"load_checkpoint={start.relative_to(folder)}", *NETWORK, *options, cwd=folder)
    assert ended.status == 0, ended.err
    assert "puzzle embeddings" in ended.err and "all rows start at the mean" in ended.err
    return run


def test_new_tasks_are_learned_by_embeddings_alone(trained_on_old_tasks: Path) -> None:
    folder = trained_on_old_tasks
    run = adapt(folder, "epochs=4", "eval_interval=2", "lr=1", "weight_decay=1")
    lines = [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]
    losses = [line["train/lm_loss"] for line in lines if "train/lm_loss" in line]
    exact = [line["all/exact_accuracy"] for line in lines if "all/exact_accuracy" in line]
    assert losses[-1] < 0.1 * losses[0], losses
    assert exact[-1] > 0.9, "all ten tasks; one embedding for all, as at the start, solves three at most"

    (before,), (after,) = ((folder / path).glob("final_step_*/model.pt") for path in (RUN, RUN.with_name("adapted")))
    old, new = load(before), load(after)
    assert old.keys() == new.keys()
    assert [name for name in old if name != TABLE and not torch.equal(old[name], new[name])] == []
    moved = ((new[TABLE] - old[TABLE].mean(0)).abs() > 1e-5).any(1)
    assert moved.tolist() == [False, *[True] * 10], "the row of the blank identifier stays at the mean"


def test_without_embeddings_there_is_nothing_to_adapt(trained_on_old_tasks: Path) -> None:
    error = refused(pretrain, *ADAPT, "arch.puzzle_emb_ndim=0", "run_name=none", cwd=trained_on_old_tasks)
    assert "freeze_weights=True with arch.puzzle_emb_ndim=0" in error
