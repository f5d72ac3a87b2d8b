"""Runs on disk as training leaves them, but for their checkpoints: a configuration and made-up metrics."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from runs.config import save_config
from tests.harness import compose_tiny

REWARDS = ("reward", "reward_format", "reward_tool", "reward_arguments", "reward_text", "pass_at_k")
METHODS = {"grpo": "objectives.grpo@GRPO", "ppo": "objectives.ppo@PPO"}
MANIFEST = {
    "commands": ["pretrain.py data_paths=[data/toy]"],
    "versions": {"torch": "2.0"},
    "data": {"data/toy": {"fingerprint": "f00d", "task": "sudoku", "build_command": "python dataset/build.py"}},
    "metadata": {
        **{"seq_len": 16, "vocab_size": 6, "pad_id": 0, "ignore_label_id": 0, "blank_identifier_id": 0},
        **{"num_puzzle_identifiers": 1, "total_groups": 1, "mean_puzzle_examples": 1, "total_puzzles": 1},
        "sets": ["all"],
    },
}


def write_run(folder: Path, lines: Iterable[Mapping[str, Any]], method: str | None = None, **keys: Any) -> Path:
    """A run's folder with these lines of metrics. `keys` change its configuration, `method` its objective."""
    folder.mkdir(parents=True)
    config = compose_tiny(*([f"arch.loss.name={METHODS[method]}"] if method else []))
    config = config.model_copy(update={"run_name": folder.name, "checkpoint_path": str(folder), **keys})
    save_config(config, folder / "all_config.yaml")
    (folder / "manifest.json").write_text(json.dumps(MANIFEST))
    (folder / "metrics.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return folder


def write_lines(folder: Path, *lines: str) -> Path:
    """A metrics file by itself, with this text."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "metrics.jsonl"
    file.write_text("".join(lines))
    return file


def learning(seed: int = 0, points: int = 30, rate: float = 2.0) -> list[dict[str, Any]]:
    """Lines of a run by reward: every metric has a smooth curve and a wave of its own, and 3 evaluations."""
    lines: list[dict[str, Any]] = []
    for number in range(1, points + 1):
        learned = 1 - math.exp(-rate * number / points)
        wave = 0.05 * math.sin(number * (seed + 1.3))
        metrics = {f"train/{name}": learned + wave * (place + 1) for place, name in enumerate(REWARDS)}
        metrics |= {"train/lm_loss": 2 - learned + wave, "train/kl": learned, "train/entropy": 9 - 8 * learned}
        lines.append({"step": 10 * number, **metrics, "train/lr": 1e-3 * (1 - number / points)})
        if number % (points // 3) == 0:
            lines.append({"step": 10 * number, "all/exact_accuracy": learned / 2 + wave, "all/kind/x/exact": 0.5})
    return lines
