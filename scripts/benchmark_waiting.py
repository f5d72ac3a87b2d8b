"""How should threads wait for work? Measure training steps a second alone, and while another process uses one core.

    uv run python scripts/benchmark_waiting.py
    uv run python scripts/benchmark_waiting.py --workloads sudoku4x4 --settings spin 1000 passive --rounds 3

For each workload, every setting has its own `pretrain.py`. They take turns: only one runs at a time. It first settles,
and is then timed from the end of one step to the end of another. Ratios compare speeds of the same round. A setting is
a number for GOMP_SPINCOUNT (how often a thread of GNU OpenMP looks for work before it sleeps), `spin` (OpenMP's own
default) or `passive` (OMP_WAIT_POLICY=passive, GOMP_SPINCOUNT=0). Nothing else should run meanwhile.

Writes docs/results/waiting_<machine>.json and .md.
"""

from __future__ import annotations

if __name__ == "__main__":  # before torch is imported
    from utils.startup import begin

    begin()

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import torch
import tyro

from benchmarks.report import describe_machine, shown_command
from benchmarks.workload import WORKLOADS
from utils.errors import UserError, nearest, report_user_errors
from utils.files import dump_json, replace_text
from utils.startup import SPIN_COUNT

ROOT = Path(__file__).resolve().parent.parent
SETTLE_SECONDS = 1.0
OPENMP_DEFAULT = "300000"
"""GNU OpenMP's default GOMP_SPINCOUNT (libgomp/env.c)."""


@dataclass(frozen=True)
class Trained:
    """A training to time: the command that builds its data, and the keys of the training."""

    builder: tuple[str, ...]
    overrides: tuple[str, ...]


TRAINED = {
    "sudoku4x4": Trained(("build_sudoku_4x4_dataset", "--num-train-puzzles", "500"), ("experiment=sudoku4x4",)),
    "math_cpu": Trained(
        ("build_math_gsm8k_dataset", "--num-train-puzzles", "5000", "--no-check"), ("experiment=math_cpu",)
    ),
    "sudoku_mlp": Trained(("build_sudoku_dataset", "--generate", "200"), WORKLOADS["sudoku_mlp"].overrides),
}


@dataclass
class Options:
    """Time training steps under several ways of waiting."""

    workloads: tuple[str, ...] = tuple(TRAINED)
    settings: tuple[str, ...] = ("spin", "passive", SPIN_COUNT)
    rounds: int = 5
    seconds: float = 6.0
    """Length of a turn, without the second in which it settles."""
    threads: int = 0
    """Threads of each training; 0: torch's default."""
    output_dir: Path = ROOT / "docs" / "results"


@report_user_errors
def main() -> None:
    """Parse the command line, time, write, print."""
    options = tyro.cli(Options, description=__doc__)
    for name in options.workloads:
        if name not in TRAINED:
            raise UserError(f"--workloads: no '{name}'{nearest(name, TRAINED)}; there are: {', '.join(TRAINED)}")
    for name in options.settings:
        if name not in ("spin", "passive") and not name.isdecimal():
            raise UserError(f"--settings {name}: write a number, spin or passive")
    threads = options.threads or torch.get_num_threads()
    slug, machine = describe_machine(torch.device("cpu"), threads)
    rows = {}
    for name in options.workloads:
        with tempfile.TemporaryDirectory(prefix="waiting-") as folder:
            rows[name] = summary(time_workload(TRAINED[name], options, Path(folder), threads), options.settings[0])
    report = {
        "command": shown_command("scripts/benchmark_waiting.py", sys.argv[1:]),
        "machine": machine,
        "threads": threads,
        "rounds": options.rounds,
        "workloads": rows,
    }
    file = options.output_dir / f"waiting_{slug}.json"
    options.output_dir.mkdir(parents=True, exist_ok=True)
    replace_text(file, dump_json(report))
    replace_text(file.with_suffix(".md"), f"# Waiting threads: {slug}\n\n{table(report, options.settings[0])}\n")
    print(table(report, options.settings[0]))
    print(f"\nwritten to {file} and {file.with_suffix('.md').name}")


Rates = dict[str, dict[str, list[float]]]
"""Steps a second by setting, then `quiet` or `busy`, then round."""


def time_workload(trained: Trained, options: Options, folder: Path, threads: int) -> Rates:
    """Train with all settings in turns, and return their speeds."""
    _call([f"dataset.{trained.builder[0]}", *trained.builder[1:], "--output-dir", "data"], folder)
    rates: Rates = {setting: {"quiet": [], "busy": []} for setting in options.settings}
    with _stopped([sys.executable, "-c", "while True: pass"], os.environ, folder) as loop:
        with _trainings(trained, options.settings, folder, threads) as processes:
            for number in range(options.rounds):
                print(f"{trained.overrides[0]}: round {number + 1} of {options.rounds}", file=sys.stderr)
                for setting, process in processes.items():
                    metrics = folder / setting / "run" / "metrics.jsonl"
                    rates[setting]["quiet"].append(_rate([process], metrics, options.seconds))
                    rates[setting]["busy"].append(_rate([process, loop], metrics, options.seconds))
    return rates


@contextmanager
def _trainings(
    trained: Trained, settings: Sequence[str], folder: Path, threads: int
) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """A training for each setting. Each has made its first steps and is stopped."""
    processes: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for setting in settings:
            work = folder / setting
            work.mkdir()
            command = [sys.executable, str(ROOT / "pretrain.py"), *trained.overrides, "data_paths=[../data]"]
            command += ["data_paths_test=null", "evaluators=[]", "epochs=1000000", "eval_interval=null"]
            command += ["log_interval=1", "wandb.mode=disabled", "checkpoint_path=run", "checkpoint_interval=null"]
            with open(work / "log", "wb") as log:
                processes[setting] = subprocess.Popen(
                    command, cwd=work, env=_environment(setting, threads), stdout=log, stderr=log
                )
            while _lines(work / "run" / "metrics.jsonl") < 3:
                if processes[setting].poll() is not None:
                    raise RuntimeError((work / "log").read_text()[-2000:])
                time.sleep(0.1)
            processes[setting].send_signal(signal.SIGSTOP)
        yield processes
    finally:
        for process in processes.values():
            process.kill()
            process.wait()


def _environment(setting: str, threads: int) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k not in ("GOMP_SPINCOUNT", "OMP_WAIT_POLICY")}
    kept["OMP_NUM_THREADS"] = str(threads)
    if setting == "spin":
        return kept | {"GOMP_SPINCOUNT": OPENMP_DEFAULT}
    if setting == "passive":
        return kept | {"OMP_WAIT_POLICY": "passive", "GOMP_SPINCOUNT": "0"}
    return kept | {"GOMP_SPINCOUNT": setting}


@contextmanager
def _stopped(command: Sequence[str], environment: Any, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is started and stopped at once."""
    process = subprocess.Popen(command, env=environment, cwd=folder)
    process.send_signal(signal.SIGSTOP)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _rate(running: Sequence[subprocess.Popen[bytes]], metrics: Path, seconds: float) -> float:
    """Let these processes run, and return steps a second of the training that writes a line to `metrics` each step."""
    for process in running:
        process.send_signal(signal.SIGCONT)
    time.sleep(SETTLE_SECONDS)
    _wait_for_line(metrics)  # the end of a step that began before the turn
    before, begin = _lines(metrics), metrics.stat().st_mtime
    time.sleep(seconds)
    if _lines(metrics) == before:
        _wait_for_line(metrics)
    after, end = _lines(metrics), metrics.stat().st_mtime
    for process in running:
        process.send_signal(signal.SIGSTOP)
    return (after - before) / (end - begin)


def _wait_for_line(metrics: Path) -> None:
    before = _lines(metrics)
    while _lines(metrics) == before:
        time.sleep(0.02)


def _lines(file: Path) -> int:
    return file.read_bytes().count(b"\n") if file.is_file() else 0


def _call(arguments: Sequence[str], folder: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-m", *arguments], cwd=folder, env=environment, check=True, stdout=sys.stderr)


def summary(rates: Rates, baseline: str) -> dict[str, Any]:
    """Medians of speeds, and of ratios within a round: to the baseline's speed, and of busy to quiet speed."""
    summaries = {}
    for setting, speeds in rates.items():
        pairs = {
            "quiet_to_baseline": zip(speeds["quiet"], rates[baseline]["quiet"], strict=True),
            "busy_to_baseline": zip(speeds["busy"], rates[baseline]["busy"], strict=True),
            "busy_to_quiet": zip(speeds["busy"], speeds["quiet"], strict=True),
        }
        summaries[setting] = {
            "steps_per_second": {state: round(median(values), 3) for state, values in speeds.items()},
            **{name: round(median(a / b for a, b in pair), 3) for name, pair in pairs.items()},
        }
    return summaries


def table(report: dict[str, Any], baseline: str) -> str:
    """All rows as Markdown."""
    lines = [
        f"{report['machine']['processor']}, {report['threads']} threads, torch {report['machine']['torch']},"
        f" medians of {report['rounds']} rounds. Training steps a second; busy: beside one process that takes a core.",
        "",
        f"| workload | setting | quiet | busy | quiet, of {baseline} | busy / quiet | busy, of {baseline} |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, settings in report["workloads"].items():
        for setting, row in settings.items():
            rate = row["steps_per_second"]
            lines.append(
                f"| {name} | {setting} | {rate['quiet']:.2f} | {rate['busy']:.2f} | {row['quiet_to_baseline']:.2f} |"
                f" {row['busy_to_quiet']:.2f} | {row['busy_to_baseline']:.2f} |"
            )
    return "\n".join([*lines, "", f"```\n{report['command']}\n```"])


if __name__ == "__main__":
    main()
