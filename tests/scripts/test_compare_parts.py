"""Variants of an experiment: timed in turns, trained at equal steps and equal time, and continued where it stopped."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
import torch

from runs.config import PretrainConfig
from scripts import compare_parts
from tests.harness import write_toy_data
from tests.models.networks import batch, make
from training import loop
from training.distributed import Dist

SMALL = (
    "arch.hidden_size=32", "arch.num_heads=2", "arch.H_cycles=1", "arch.L_cycles=1", "arch.halt_max_steps=2",
    "arch.puzzle_emb_ndim=0", "global_batch_size=8", "epochs=4",
)  # fmt: skip


@pytest.fixture
def trained(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[PretrainConfig]:
    """The configurations of the trainings, none of which is made."""
    seen: list[PretrainConfig] = []

    def train(config: PretrainConfig, dist: Dist) -> Path:
        seen.append(config)
        return tmp_path / "run/final_step_1"

    evaluation = {"step": 1, "sets": {"all": {"count": 4, "exact": [0.25, 0.5], "accuracy": [0.5, 0.75]}}}
    (tmp_path / "run").mkdir()
    (tmp_path / "run/evaluations.jsonl").write_text(json.dumps(evaluation) + "\n")
    learned = [{"step": step, "train/exact_accuracy": step / 1000} for step in range(10, 101, 10)]
    (tmp_path / "run/metrics.jsonl").write_text("".join(json.dumps(line) + "\n" for line in learned))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(loop, "train", train)
    monkeypatch.setattr(compare_parts, "changed_positions", lambda _: [1.0])
    return seen


def compare(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> dict[str, Any]:
    monkeypatch.setattr(sys, "argv", ["compare_parts.py", "sudoku4x4", *arguments, "--output", "parts.json"])
    compare_parts.main()
    return json.loads(Path("parts.json").read_text())


def test_each_variant_gets_the_steps_and_the_time_of_the_baseline(
    monkeypatch: pytest.MonkeyPatch, trained: list[PretrainConfig]
) -> None:
    def costs(_: Any) -> dict[str, dict[str, Any]]:
        return {
            name: {"steps": 100, "steps_in_equal_time": n}
            for name, n in (("arch=trm", 100), ("carry=latents lr=1", 80))
        }

    monkeypatch.setattr(compare_parts, "time_variants", costs)
    arguments = ("epochs=4", "--variants", "arch=trm", "carry=latents lr=1", "--seeds", "5", "7")
    report = compare(monkeypatch, *arguments)
    assert [(run["variant"], run["seed"], run["budget"], run["steps"]) for run in report["runs"]] == [
        ("arch=trm", 5, "steps", 100), ("carry=latents lr=1", 5, "steps", 100), ("arch=trm", 7, "steps", 100),
        ("carry=latents lr=1", 7, "steps", 100), ("carry=latents lr=1", 5, "processor time", 80),
        ("carry=latents lr=1", 7, "processor time", 80),
    ]  # fmt: skip
    assert [line["exact_accuracy"] for line in report["summary"]] == [[0.5, 0.5]] * 4
    assert [line["steps"] for line in report["summary"]] == [100, 100, 100, 80]
    assert {run["exact_accuracy_in_training"] for run in report["runs"]} == {0.1}, "of the last tenth of the steps"
    assert [config.max_steps for config in trained] == [100, 100, 100, 100, 80, 80]
    assert [config.lr for config in trained[:2]] == [6e-3, 1]
    made = len(trained)
    compare(monkeypatch, *arguments, "11")
    assert [config.seed for config in trained[made:]] == [11, 11, 11]  # the others are in the file
    monkeypatch.setattr(compare_parts, "time_variants", lambda _: pytest.fail("timed again"))
    assert len(compare(monkeypatch, *arguments, "11")["runs"]) == 9 and len(trained) == made + 3
    assert not any(config.evaluators for config in trained), "only exact answers are compared"


def test_without_equal_time_each_variant_makes_its_own_steps_once(
    monkeypatch: pytest.MonkeyPatch, trained: list[PretrainConfig]
) -> None:
    costs = {"arch=trm": (100, 100), "arch=trm max_steps=50": (50, 80)}
    timed = {name: {"steps": steps, "steps_in_equal_time": other} for name, (steps, other) in costs.items()}
    monkeypatch.setattr(compare_parts, "time_variants", lambda _: timed)
    report = compare(monkeypatch, "--variants", *costs, "--seeds", "0", "--no-equal-time")
    assert [(run["variant"], run["steps"]) for run in report["runs"]] == [
        ("arch=trm", 100),
        ("arch=trm max_steps=50", 50),
    ]
    assert [config.max_steps for config in trained] == [100, 50]
    assert [(line["budget"], line["steps"]) for line in report["summary"]] == [("steps", 100), ("steps", 50)]


def test_the_cost_of_a_step_is_measured(tmp_path: Path) -> None:
    write_toy_data(tmp_path / "data/toy")
    options = compare_parts.Options(
        "sudoku4x4", (*SMALL, f"data_paths=[{tmp_path / 'data/toy'}]"), ("arch=trm", "arch=trm_binary"), rounds=2
    )
    costs = compare_parts.time_variants(options)
    plain, binary = costs["arch=trm"], costs["arch=trm_binary"]
    assert plain["time_over_baseline"] == 1 and plain["steps"] == plain["steps_in_equal_time"] == 4
    assert binary["latents_of_a_row"] == 2 * 16 * 32 // 8
    assert plain["latents_of_a_row"] in (2 * 16 * 32 * 2, 2 * 16 * 32 * 4)  # bfloat16 or float32
    assert binary["weights"] == plain["weights"] + 2 * 32 * 4  # the thresholds


def test_positions_that_a_step_changes() -> None:
    data = batch()
    assert compare_parts.shares(make("trm"), data) == [1.0, 1.0, 1.0]
    search = {"name": "carries.binary_search@BinarySearch"}
    found = compare_parts.shares(make("trm", carry=search, puzzle_emb_ndim=0), data)
    assert found[0] == 1.0 and all(5 / 9 <= share + 1e-3 and share <= 6 / 9 + 1e-3 for share in found[1:])
    with torch.no_grad():
        model = make("trm", carry={"name": "carries.accept_reject@AcceptReject"})  # q is -5 for every row and step
        assert compare_parts.shares(model, data) == [1.0, 0.0, 0.0]
