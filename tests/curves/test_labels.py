"""Seeds are one curve; a label is the fewest settings that tell a curve from the others, or a run's name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from curves.labels import differing_settings, group_runs, label_groups, run_names, shorten
from curves.recorded import RecordedRun
from runs.metrics import Series

SETTINGS = {"arch.name": "recursive_reasoning.trm@TRM", "arch.loss.name": "losses@ACTLossHead", "lr": "0.001"}
GRPO = {"arch.loss.name": "objectives.grpo@GRPO", "arch.loss.kl": "0.05", "arch.loss.by_deviation": "False"}
PPO = {"arch.loss.name": "objectives.ppo@PPO", "arch.loss.kl": "0.05", "arch.loss.value": "0.1"}


def run(name: str, seed: int | None = 0, **settings: Any) -> RecordedRun:
    """A run; a key's dots are written as two underscores."""
    own = {key.replace("__", "."): str(value) for key, value in settings.items()}
    series = {"train/loss": Series(np.array([1]), np.array([1.0]))}
    return RecordedRun(Path(f"/c/{name}/metrics.jsonl"), None if seed is None else SETTINGS | own, seed, series)


def labels(*runs: RecordedRun, seeds: bool = True) -> list[str]:
    return label_groups(group_runs(runs, seeds))


def test_seeds_are_one_curve() -> None:
    runs = [run(f"{method}{seed}", seed, **keys) for seed in range(3) for method, keys in (("g", GRPO), ("p", PPO))]
    assert [len(group) for group in group_runs(runs)] == [3, 3]
    assert labels(*runs) == ["grpo (3 seeds)", "ppo (3 seeds)"]
    assert labels(*runs[:3], seeds=False) == ["grpo, seed=0", "ppo, seed=0", "grpo, seed=1"]


def test_runs_of_one_seed_are_not_called_seeds() -> None:
    assert labels(run("a", 0), run("b", 0)) == ["a (2 runs)"]
    assert labels(run("a", 0), run("b", 0), seeds=False) == ["a", "b"]


def test_a_label_is_what_differs() -> None:
    assert labels(run("a", lr=0.1), run("b", lr=0.2)) == ["lr=0.1", "lr=0.2"]
    assert labels(run("a", **GRPO), run("b", **GRPO | {"arch.loss.kl": "0.1"})) == ["kl=0.05", "kl=0.1"]
    two = [run("a", **GRPO), run("b", **PPO), run("c", **GRPO, lr=1), run("d", **PPO, lr=1)]
    assert labels(*two) == ["grpo, lr=0.001", "ppo, lr=0.001", "grpo, lr=1", "ppo, lr=1"]
    data = [run("a", data_paths="data/sudoku", **GRPO), run("b", data_paths="data/maze, data/more")]
    assert labels(*data) == ["sudoku", "more"]


def test_a_setting_that_some_lack() -> None:
    runs = [run("a", **GRPO), run("b", **GRPO | {"arch.loss.by_deviation": "True"}), run("c", **PPO)]
    assert labels(*runs) == ["grpo, by_deviation=False", "grpo, by_deviation=True", "ppo"]


def test_short_forms_stay_unambiguous() -> None:
    encoders = [run("a", encoder__name="a.words@Words"), run("b", encoder__name="b.words@Words")]
    assert labels(*encoders) == ["a.words@Words", "b.words@Words"]
    sizes = [run("a", encoder__size=1, head__size=3), run("b", encoder__size=2, head__size=3)]
    assert labels(*sizes) == ["encoder.size=1", "encoder.size=2"]


def test_without_settings_it_is_the_name() -> None:
    assert labels(run("p/mine", None), run("p/yours", None)) == ["mine", "yours"]
    assert labels(run("p/mine", None), run("q/mine", None)) == ["p/mine", "q/mine"]
    assert labels(run("p/mine", None), run("q/yours", 0)) == ["mine", "yours"]
    assert labels(run("p/mine", 3)) == ["mine"]


def test_seeds_alone_are_called_by_what_their_names_share() -> None:
    for names in (("sudoku-seed0-2026", "sudoku-seed1-2025"), ("sudoku_s0", "sudoku_s1"), ("sudoku0", "sudoku1")):
        assert labels(*(run(name, seed) for seed, name in enumerate(names))) == ["sudoku (2 seeds)"]
    assert labels(run("seed0", 0), run("seed1", 1)) == ["seed0 (2 seeds)"]
    assert labels(run("glass0", 0), run("glass1", 1)) == ["glass (2 seeds)"]


def test_long_labels_lose_their_middle() -> None:
    assert shorten("abcdefghij", 7) == "abc…hij" and shorten("abc", 3) == "abc"
    long = labels(run("a" * 90 + "x", None), run("a" * 80 + "y" + "a" * 10, None))
    assert len(set(long)) == 2 and all(len(label) <= 63 for label in long)
    same = labels(run("a" * 50 + "x" + "a" * 50, None), run("a" * 50 + "y" + "a" * 50, None))
    assert [label[:3] for label in same] == ["1: ", "2: "]


def test_names_are_the_shortest_ends() -> None:
    runs = [run("p/a", None), run("q/a", None), run("q/b", None)]
    assert list(run_names(runs).values()) == ["p/a", "q/a", "b"]


def test_the_settings_that_differ() -> None:
    groups = group_runs([run("a", **GRPO), run("b", 1, **GRPO), run("c", **PPO, lr=1)])
    differing = differing_settings(groups)
    assert list(differing) == ["arch.loss.name", "lr", "arch.loss.by_deviation", "arch.loss.value"]
    assert differing["lr"] == ["0.001", "1"] and differing["arch.loss.value"] == [None, "0.1"]
    assert differing_settings([[run("a")], [run("b", None)]]) == {}
