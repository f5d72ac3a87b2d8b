"""Seeds beside each other: each on its share of the threads, and reported in the order that they were asked for."""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
import torch

from scripts import reproduce


def test_seeds_beside_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = threading.Barrier(2, timeout=60)

    def call(script: str, *arguments: str, threads: int, capture: bool = False) -> str:
        seen.append((script, threads))
        if script == "pretrain.py":
            meeting.wait()  # would never be passed by seeds that train one after the other
            return ""
        seed = next(part for part in arguments[1].split("-") if part.startswith("seed"))
        return json.dumps({"sets": {"all": {"exact_accuracy": int(seed[4:]) / 10}}})

    seen: list[tuple[str, int]] = []
    monkeypatch.setattr(reproduce, "call", call)
    monkeypatch.setattr(torch, "get_num_threads", lambda: 4)
    output = tmp_path / "results.json"
    arguments = ["reproduce.py", "xor", "--seeds", "3", "1", "--parallel", "2", "--output", str(output)]
    monkeypatch.setattr(sys, "argv", arguments)
    reproduce.main()
    report: dict[str, Any] = json.loads(output.read_text())
    assert [run["seed"] for run in report["runs"]] == [3, 1]
    assert [run["test"]["exact_accuracy"] for run in report["runs"]] == [0.3, 0.1]
    assert report["median_exact_accuracy"] == pytest.approx(0.2)
    assert {count for _, count in seen} == {2} and len(seen) == 4


def test_an_experiment_of_finetune_begins_with_a_trained_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first one is trained with the same seed, and scored, too."""
    seen: list[tuple[str, ...]] = []

    def call(script: str, *arguments: str, threads: int, capture: bool = False) -> str:
        seen.append((script, *arguments))
        return json.dumps({"sets": {"all": {"exact_accuracy": 0.5}}, "evaluators": {"of": arguments[1]}})

    monkeypatch.setattr(reproduce, "call", call)
    output = tmp_path / "results.json"
    arguments = ["reproduce.py", "tool_json_grpo_cpu", "lr=1e-3", "--start", "tool_json_start_cpu", "--seeds", "4"]
    monkeypatch.setattr(sys, "argv", [*arguments, "--output", str(output)])
    reproduce.main()
    assert [line[0] for line in seen] == ["pretrain.py", "evaluate.py", "finetune.py", "evaluate.py"]
    folder = seen[1][2]
    assert f"load_checkpoint={folder}" in seen[2] and "lr=1e-3" in seen[2] and "lr=1e-3" not in seen[0]
    assert "seed=4" in seen[0] and "seed=4" in seen[2]
    (run,) = json.loads(output.read_text())["runs"]
    assert run["start"]["evaluators"]["of"] == folder != run["evaluators"]["of"]


def test_runs_that_are_there_are_started_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, ...]] = []

    def call(script: str, *arguments: str, threads: int, capture: bool = False) -> str:
        seen.append((script, *arguments))
        return json.dumps({"sets": {"all": {"exact_accuracy": 0.5}}})

    monkeypatch.setattr(reproduce, "call", call)
    output = tmp_path / "results.json"
    arguments = ["reproduce.py", "tool_json_ppo_cpu", "--started", "runs/one", "runs/two", "--seeds", "7", "4"]
    monkeypatch.setattr(sys, "argv", [*arguments, "--output", str(output)])
    reproduce.main()
    trained = [line for line in seen if line[0] == "finetune.py"]
    assert ["load_checkpoint=runs/one" in line for line in trained] == ["seed=7" in line for line in trained]
    assert len(trained) == 2 and not [line for line in seen if line[0] == "pretrain.py"]
    runs = json.loads(output.read_text())["runs"]
    assert [run["start"]["folder"] for run in runs] == ["runs/one", "runs/two"]


def test_a_folder_for_each_seed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["reproduce.py", "xor", "--seeds", "0", "1", "--started", "runs/one"])
    with pytest.raises(SystemExit):
        reproduce.main()
    assert "one folder for each seed" in capsys.readouterr().err


def test_more_places_than_seeds(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["reproduce.py", "xor", "--seeds", "0", "--parallel", "2"])
    with pytest.raises(SystemExit):
        reproduce.main()
    assert "--parallel" in capsys.readouterr().err
