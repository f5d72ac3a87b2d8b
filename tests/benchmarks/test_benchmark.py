"""benchmarks/benchmark.py: what it counts, computes, refuses and writes, and tiny runs of it.

The official side runs where TRM_OFFICIAL names a checkout:

    TRM_OFFICIAL=../TinyRecursiveModels pytest tests/utils/test_benchmark.py
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
import torch

from benchmarks import report, timing, workload
from benchmarks.timing import Worker, compare_losses, interleave, interleave_scores
from benchmarks.workload import NEUTRAL, WORKLOADS, Shape, count_flop, prepare_scoring, prepare_steps
from runs.open import open_run
from tests.harness import RUN, Ended, call, changes, pretrain, run_command, snapshot, write_toy_data
from training import build
from utils.errors import UserError

benchmark = importlib.import_module("benchmarks.benchmark")  # a script, which no module imports
OFFICIAL = os.environ.get("TRM_OFFICIAL")
SMALL = ("arch.hidden_size=32", "arch.num_heads=2", "arch.H_cycles=2", "arch.L_cycles=1", "arch.puzzle_emb_len=2")


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with data/toy and a run on it."""
    folder = tmp_path_factory.mktemp("benchmark")
    write_toy_data(folder / "data/toy")
    assert pretrain("ema=True", cwd=folder).status == 0
    return folder


@pytest.fixture
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Turns and ceilings of a moment, since nobody reads these figures."""
    values = {"PAUSE_SECONDS": 0.0, "CEILING_SIZE": {"cpu": 64}, "CEILING_SECONDS": 0.01}
    for name, value in values.items():
        monkeypatch.setattr(benchmark, name, value)
    monkeypatch.setattr(timing, "TURN_SECONDS", 0.01)


def timed(*arguments: str, cwd: Path) -> tuple[Ended, dict[str, Any]]:
    """What the benchmark prints, and the report it writes."""
    options = ("--device", "cpu", "--threads", "1", "--machine", "test", "--output-dir", "results")
    ended = call("benchmarks.benchmark", *arguments, *options, cwd=cwd)
    assert ended.status == 0, ended.err
    return ended, json.loads((cwd / "results/benchmark_test.json").read_text())


# ---- floating-point operations


def inner(width: int) -> int:
    return -(round(4 * width * 2 / 3) // -256) * 256


@pytest.mark.parametrize("mixer", ["mlp_t", "attention"])
def test_flop_are_those_of_the_formula(mixer: str) -> None:
    B, S, P, D, V, H, L_cycles, layers = 5, 20, 16, 32, 7, 3, 2, 2
    overrides = ["arch=trm", f"arch.hidden_size={D}", "arch.num_heads=2", f"arch.H_cycles={H}"]
    overrides += [f"arch.L_cycles={L_cycles}", f"arch.L_layers={layers}", f"arch.mlp_t={mixer == 'mlp_t'}"]
    L = S + P
    channels = 2 * B * L * 3 * D * inner(D)
    if mixer == "mlp_t":
        overrides.append("arch.pos_encodings=none")
        positions = 2 * B * D * 3 * L * inner(L)
    else:
        positions = 2 * B * L * 4 * D * D + 2 * (2 * B * L * L * D)  # four projections; scores, and values by them
    heads = 2 * B * S * D * V + 2 * B * D * 2
    cycle = (L_cycles + 1) * layers * (channels + positions)
    config = benchmark.compose_config([*overrides, *NEUTRAL])
    flop = count_flop(config, Shape(S, V), B)
    assert flop["evaluation"] == H * cycle + heads
    assert flop["train"] == H * cycle + heads + 2 * (cycle + heads), "only the last cycle carries gradient"


@pytest.mark.parametrize("name", WORKLOADS)
def test_every_workload_composes(name: str) -> None:
    found, config, shape = benchmark.configure(benchmark.Options(workload=name), torch.device("cpu"))
    assert (found, shape) == (name, WORKLOADS[name].shape)
    assert config.lr_warmup_steps == 0 and config.arch.settings["forward_dtype"] in ("float32", "bfloat16")


# ---- figures


def test_spread_and_speed() -> None:
    assert report.spread([4.0, 1.0, 2.0, 3.0, 5.0]) == {"median": 3.0, "q1": 2.0, "q3": 4.0}
    # Ratios are made within a round: a slow round slows both.
    assert report.speed([1.0, 2.0, 10.0], [2.0, 4.0, 20.0]) == {"median": 2.0, "q1": 2.0, "q3": 2.0}


def step_turns(**seconds: list[float]) -> dict[str, dict[str, Any]]:
    return {name: {"seconds": values, "peak_bytes": None, "idle": 0.0} for name, values in seconds.items()}


def test_figures_of_steps() -> None:
    made = report.step_figures(step_turns(ours=[0.5, 0.5], official=[1.0, 2.0]), 10**9, batch_size=8, ceiling=4.0)
    assert made["ours"]["samples_per_second"] == 16
    assert made["ours"]["gflops"] == 2 and made["ours"]["ceiling_share"] == 0.5
    assert made["ours"]["speed"] == {"official": {"median": 3.0, "q1": 2.5, "q3": 3.5}}
    assert made["official"]["speed"] == {}


def test_figures_of_evaluations_add_up_over_checkpoints() -> None:
    first = {
        "ours": {"seconds": [1.0, 1.0], "examples": 100, "exact": 90},
        "ours_halting": {"seconds": [0.5, 0.5], "examples": 100, "exact": 88},
        "official": {"seconds": [2.0, 4.0], "examples": 100, "exact": 90},
    }
    second = {name: made | {"exact": made["exact"] - 40} for name, made in first.items()}
    total = report.score_figures(report.added_up([first, second]))
    assert total["ours"]["exact_accuracy"] == 0.7 and total["ours"]["puzzles_per_second"] == 100
    assert total["ours"]["speed"]["official"]["median"] == 3
    assert total["ours"]["difference_points"] == {"official": 0}
    assert total["ours_halting"]["difference_points"] == {"official": -2}
    assert report.score_figures(first)["ours_halting"]["difference_points"] == {"official": -2}


# ---- the report


def step_row(name: str = "w", dtype: str = "float32", batch_size: int = 8, **seconds: list[float]) -> dict[str, Any]:
    contestants: dict[str, Any] = {}
    turns = step_turns(**(seconds or {"ours": [0.5, 0.5]}))
    for contestant, made in report.step_figures(turns, 10**9, batch_size, ceiling=4.0).items():
        contestants[contestant] = {"cold_seconds": {"train": 1.25}, "first_losses": [1.0, 0.9], "train": made}
    row = {"workload": name, "dtype": dtype, "batch_size": batch_size, "device": "cpu", "threads": 2}
    return row | {"flop": {"train": 10**9}, "contestants": contestants, "command": f"uv run {name}"}


def test_a_row_replaces_its_own_kind_and_no_other(tmp_path: Path) -> None:
    machine = {"processor": "P", "gpu": None, "cores": 2, "torch": "2"}
    others = [
        step_row("other"),
        step_row(dtype="bfloat16"),
        step_row(batch_size=16),
        step_row(ours=[1.0], official=[1.0]),
    ]
    for row in [step_row(), *others, step_row(ours=[0.25, 0.25])]:
        path = report.write(tmp_path, machine, "m", "steps", row)
    assert json.loads(path.read_text())["steps"] == [step_row(ours=[0.25, 0.25]), *others]
    text = path.with_suffix(".md").read_text()
    assert text.startswith("# Benchmark: m\n") and text.count("| train | ours |") == 5
    assert sorted(file.name for file in tmp_path.iterdir()) == ["benchmark_m.json", "benchmark_m.md"]


def test_the_table_of_steps() -> None:
    machine = {"processor": "P", "gpu": None, "cores": 2, "torch": "2"}
    row = step_row(ours=[0.5, 0.5], official=[1.0, 2.0])
    text = report.table({"machine": machine, "steps": [row], "evaluations": []})
    assert text.startswith("P, 2 cores, torch 2.")
    ours = "| w | float32 | 8 | train | ours | 0.5 [0.5, 0.5] | 16 | 2 | 50% | 3.00 [2.50, 3.50] x official | 1.2 | - |"
    assert ours in text and "| official | 1.5 [1.25, 1.75] | 5.333 |" in text
    assert text.endswith("```\nuv run w\n```")


def test_the_table_of_evaluations() -> None:
    made = {
        "ours": {"seconds": [1.0], "examples": 200, "exact": 199},
        "official": {"seconds": [2.0], "examples": 200, "exact": 198},
    }
    figures = report.score_figures(made)
    row = {"data": "toy", "dtype": "float32", "batch_size": 8, "command": "uv run x"}
    row |= {"results": {"seed0": figures}, "total": figures}
    machine = {"processor": "P", "gpu": "G", "cores": 2, "torch": "2"}
    text = report.table({"machine": machine, "steps": [], "evaluations": [row]})
    ours = "| seed0 | ours | 200 | 1 [1, 1] | 200 | 99.50% | +0.50 | 2.00 [2.00, 2.00] x official |"
    assert text.startswith("G, ") and ours in text
    assert "| all |" not in text, "the only checkpoint is not repeated"
    row["results"] = {"seed0": figures, "seed1": figures}
    assert "| all | ours |" in report.table({"machine": machine, "steps": [], "evaluations": [row]})


def test_a_command_is_shown_without_paths_of_this_machine() -> None:
    arguments = ["--official", "/home/me/official", "--data-path=/home/me/data/toy", "data_paths=[/a/b,../c/d]"]
    arguments += ["--evaluation", "checkpoints/p/seed0", "/home/me/runs/seed1", "~/seed2", "lr=1e-3"]
    assert report.shown_command("benchmarks/benchmark.py", arguments) == (
        "uv run python benchmarks/benchmark.py --official PATH --data-path=toy data_paths=[b,d]"
        " --evaluation checkpoints/p/seed0 seed1 seed2 lr=1e-3"
    )
    assert report.shown_command("x", ["--official=/home/me/official"]).endswith("--official=PATH")


# ---- contestants


class Scripted:
    """A worker that answers from a list."""

    def __init__(self, name: str, *answers: dict[str, Any]) -> None:
        self.name, self.answers = name, list(answers)

    def ask(self, do: str, **arguments: Any) -> dict[str, Any]:
        return self.answers.pop(0)


def test_turns_alternate() -> None:
    lines: list[str] = []
    workers: list[Any] = [
        Scripted("a", *({"seconds": [s, s], "peak_bytes": 5, "idle": 0.1} for s in (1.0, 2.0))),
        Scripted("b", *({"seconds": [s, s], "peak_bytes": None, "idle": 0.0} for s in (3.0, 7.0))),
    ]
    made = interleave(workers, "train", rounds=2, steps=2, pause=0, report=lines.append)
    assert made["a"] == {"seconds": [1.0, 2.0], "peak_bytes": 5, "idle": 0.1 / 20}
    assert made["b"] == {"seconds": [3.0, 7.0], "peak_bytes": None, "idle": 0.0}
    assert len(lines) == 2 and "b 7.0000 s" in lines[1]


def test_contestants_must_do_the_same_work() -> None:
    losses = [{"losses": [1.0, 0.5], "cold": 0.1}, {"losses": [1.0, 0.51], "cold": 0.1}]
    workers = [Scripted(name, answer) for name, answer in zip("ab", losses, strict=True)]
    with pytest.raises(RuntimeError, match="different work"):
        compare_losses(workers, "float32")
    scores = [{"seconds": 1.0, "examples": 10, "exact": 9}, {"seconds": 1.0, "examples": 9, "exact": 9}]
    turns: Any = {name: (Scripted(name, answer), "fixed") for name, answer in zip("ab", scores, strict=True)}
    with pytest.raises(RuntimeError, match="different examples"):
        interleave_scores(turns, rounds=1, pause=0, report=lambda line: None)


def test_ours_computes_as_pretrain_does(trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The allocator, and whatever `set_compute_options` is told by the configuration."""
    calls: list[Any] = []
    monkeypatch.setattr(workload, "keep_freed_memory", lambda: calls.append("memory"))
    for module in (workload, build):
        monkeypatch.setattr(module, "set_compute_options", lambda *arguments: calls.append(arguments[2:4]))
    cpu, run = torch.device("cpu"), open_run(trained / RUN)
    run.config = run.config.model_copy(update={"cpu_matmul": "mkl"})
    prepare_scoring(tmp_path, run, trained / "data/toy", 4, "float32", cpu, 1, None)
    workload.Scoring(tmp_path, compiled=False)
    assert calls == ["memory", (False, "mkl")]
    config = run.config.model_copy(update={"data_paths": [str(tmp_path / "data")]})
    prepare_steps(tmp_path, config, Shape(16, 6), cpu, 1)
    calls.clear()
    workload.Steps(tmp_path, compiled=False)
    assert calls == ["memory", (False, "mkl")]


@pytest.mark.parametrize(
    "code, error, message",
    [
        ('print(\'{"error": "no such thing"}\')', UserError, "^w: no such thing$"),
        ("import sys; sys.exit('it broke')", RuntimeError, "w ended with status 1:\nit broke"),
    ],
)
def test_a_contestant_that_fails(tmp_path: Path, code: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        Worker("w", [sys.executable, "-c", code], os.environ, tmp_path / "log")


# ---- mistakes

MISTAKES: dict[str, tuple[str, ...]] = {
    "--workload sudoku_mpl": ("sudoku_mpl", "did you mean 'sudoku_mlp'"),
    "--contestants our": ("--contestants", "did you mean 'ours'"),
    "--contestants official": ("--official",),
    "--official .": ("--official .", "no checkout"),
    "--rounds 0": ("--rounds 0", "at least 1"),
    "--evaluation checkpoints/project/run": ("--evaluation", "--data-path"),
    "--data-path data/toy": ("--evaluation", "--data-path"),
    "--num-examples 3": ("--num-examples", "--evaluation"),
    "--evaluation checkpoints/project/run --data-path data/toy --profile": ("--profile", "without --evaluation"),
    "--evaluation checkpoints/project/run checkpoints/project/run --data-path data/toy": ("given twice",),
    "--evaluation checkpoints/project/nope --data-path data/toy": ("checkpoints/project/nope",),
    "--evaluation checkpoints/project/run --data-path data/nope": ("data/nope",),
    "--evaluation checkpoints/project/run --data-path data/other": ("data/other", "vocab_size"),
    "--workload maze --arch trm": ("--workload", "--arch"),
    "--workload maze arch.hiden_size=3": ("arch.hiden_size", "did you mean 'arch.hidden_size'"),
    "--arch trm": ("--seq-len",),
}


@pytest.mark.parametrize("command", MISTAKES)
def test_mistakes_are_one_line(trained: Path, command: str) -> None:
    if not (trained / "data/other").exists():
        write_toy_data(trained / "data/other", vocab_size=9)
    before = snapshot(trained)
    ended = call("benchmarks.benchmark", *command.split(), "--output-dir", "results", cwd=trained)
    ended.err = "\n".join(line for line in ended.err.splitlines() if not line.startswith("checkpoint "))
    for part in MISTAKES[command]:
        assert part in ended.error
    assert changes(before, trained) == []


def test_checkpoints_are_told_apart_by_the_shortest_name(monkeypatch: pytest.MonkeyPatch) -> None:
    class Run:
        def __init__(self, path: Path) -> None:
            self.checkpoint = path

    monkeypatch.setattr(benchmark, "open_run", lambda path, data_path: Run(path))

    def names(*paths: str) -> list[str]:
        return list(benchmark.open_checkpoints([Path(path) for path in paths], Path("data")))

    assert names("c/p/seed0/step_9", "c/p/seed1/step_9") == ["seed0", "seed1"]
    assert names("c/p/seed0/step_8", "c/p/seed0/step_9") == ["seed0/step_8", "seed0/step_9"]
    assert names("c/p/seed0/step_9", "c/q/seed0/step_9") == ["p/seed0/step_9", "q/seed0/step_9"]


# ---- whole runs


def check_steps(row: dict[str, Any], contestants: list[str]) -> None:
    assert list(row["contestants"]) == contestants
    for made in row["contestants"].values():
        assert len(made["first_losses"]) == 2
        for kind in ("train", "evaluation"):
            assert made[kind]["seconds"]["median"] > 0 and made["cold_seconds"][kind] >= 0


def test_steps_of_ours(tmp_path: Path, fast: None) -> None:
    arguments = ("--workload", "sudoku4x4_mlp", "--dtype", "float32", "--batch-size", "4", "--rounds", "2", *SMALL)
    ended, written = timed(*arguments, cwd=tmp_path)
    (row,) = written["steps"]
    check_steps(row, ["ours"])
    assert row["workload"] == " ".join(["sudoku4x4_mlp", *SMALL]) and row["batch_size"] == 4
    assert "| train | ours |" in ended.out and "| evaluation | ours |" in ended.out
    assert ended.out.rstrip().endswith("written to results/benchmark_test.json and benchmark_test.md")
    assert str(tmp_path) not in json.dumps(written)


def test_evaluations_of_ours(trained: Path, tmp_path: Path, fast: None) -> None:
    results = str(tmp_path / "results")
    arguments = ("--evaluation", str(trained / RUN), "--data-path", "data/toy", "--rounds", "1", "--batch-size", "4")
    ended = call("benchmarks.benchmark", *arguments, "--machine", "test", "--output-dir", results, cwd=trained)
    assert ended.status == 0, ended.err
    text = (tmp_path / "results/benchmark_test.json").read_text()
    (row,) = json.loads(text)["evaluations"]
    assert (row["data"], row["checkpoints"], row["contestants"]) == ("toy", ["run"], ["ours"])
    assert {name: made["examples"] for name, made in row["results"]["run"].items()} == {"ours": 6, "ours_halting": 6}
    assert row["total"] == row["results"]["run"]
    assert str(trained) not in text and str(tmp_path) not in text


def test_it_runs_as_a_script(tmp_path: Path) -> None:
    script = Path(benchmark.__file__)
    assert "--rounds 0" in run_command(f"python {script} --rounds 0", tmp_path).error


needs_official = pytest.mark.skipif(OFFICIAL is None, reason="TRM_OFFICIAL names no checkout of the official code")


@needs_official
@pytest.mark.parametrize("name", ["sudoku4x4_mlp", "sudoku_attention"])
def test_steps_beside_the_official_code(name: str, tmp_path: Path, fast: None) -> None:
    """It fails by itself where losses differ; the second one shows gradients and update."""
    arguments = ("--workload", name, "--dtype", "float32", "--batch-size", "4", "--rounds", "2", *SMALL)
    ended, written = timed(*arguments, "--official", str(OFFICIAL), cwd=tmp_path)
    (row,) = written["steps"]
    check_steps(row, ["ours", "official"])
    assert set(row["contestants"]["ours"]["train"]["speed"]) == {"official"}
    assert str(OFFICIAL) not in json.dumps(written) and "--official PATH" in row["command"]


@needs_official
def test_evaluations_beside_the_official_code(trained: Path, tmp_path: Path, fast: None) -> None:
    arguments = ("--evaluation", str(trained / RUN), "--data-path", str(trained / "data/toy"), "--batch-size", "4")
    _, written = timed(*arguments, "--rounds", "2", "--official", str(OFFICIAL), cwd=tmp_path)
    made = written["evaluations"][0]["results"]["run"]
    assert list(made) == ["ours", "ours_halting", "official"]
    assert made["ours"]["exact"] == made["official"]["exact"] and made["official"]["examples"] == 6
    assert made["ours"]["difference_points"] == {"official": 0}
