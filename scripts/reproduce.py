"""Train an experiment with several seeds, score each final checkpoint on the test split, and write the results.

    uv run python scripts/reproduce.py sudoku4x4 --seeds 0 1 2

Writes docs/results/<experiment>.json: the commands, the machine, and for each seed the training time, test scores and
evaluators' metrics of the final checkpoint. The median is that of the first test set. Further arguments go to the
training: `reproduce.py sudoku4x4 epochs=6 --seeds 0`.

Experiments of finetune.py begin with a trained network: `--start EXPERIMENT` trains one for each seed first, and scores
it, too. `--started FOLDER FOLDER FOLDER` starts from runs that are there, one for each seed.
"""

from __future__ import annotations

if __name__ == "__main__":  # before torch is imported
    from utils.startup import begin

    begin()

import json
import os
import secrets
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import torch
import tyro

from runs.machine import machine
from training.commands import program_of
from utils.commands import parse, require_between
from utils.errors import UserError, report_user_errors
from utils.files import dump_json

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Options:
    """Reproduce the scores of an experiment."""

    experiment: Annotated[str, tyro.conf.Positional]
    """A file of config/experiment."""
    overrides: Annotated[tuple[str, ...], tyro.conf.Positional] = field(default_factory=tuple)
    """Keys of the training, as in lr=1e-3."""
    start: str | None = None
    """An experiment of pretrain.py; each seed is tuned from its final checkpoint."""
    started: tuple[Path, ...] = ()
    """Folders of runs to start from instead, one for each seed, such as an earlier --start has left."""
    seeds: tuple[int, ...] = (0, 1, 2)
    parallel: int = 1
    """Seeds that train beside each other, each on its share of the processor's threads."""
    output: Path | None = None
    """By default docs/results/<experiment>.json."""


@report_user_errors
def main() -> None:
    """Run all seeds, one after the other or some beside each other."""
    options = parse(Options, __doc__)
    require_between("--parallel", options.parallel, 1, len(options.seeds))
    if options.started and (options.start is not None or len(options.started) != len(options.seeds)):
        raise UserError("--started names one folder for each seed, and does not go with --start")
    with ThreadPoolExecutor(options.parallel) as pool:
        runs = list(pool.map(lambda seed: run_seed(options, seed), options.seeds))
    exact = [run["test"]["exact_accuracy"] for run in runs]
    seconds = [run["seconds"] for run in runs]
    report = {
        "command": f"uv run python scripts/reproduce.py {' '.join(sys.argv[1:])}",
        "machine": machine(),
        "median_exact_accuracy": statistics.median(exact),
        "median_seconds": statistics.median(seconds),
        "runs": runs,
    }
    output = options.output or ROOT / "docs" / "results" / f"{options.experiment}.json"
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(dump_json(report))
    print(f"median exact accuracy {report['median_exact_accuracy']:.2%}, {report['median_seconds']:.0f} s; {output}")


def run_seed(options: Options, seed: int) -> dict[str, Any]:
    """Train and score one seed."""
    threads = max(1, torch.get_num_threads() // options.parallel)
    if options.started:
        folder = options.started[options.seeds.index(seed)]
        started: dict[str, Any] = {"folder": str(folder), **score(folder, threads)}
    elif options.start is not None:
        folder, started = train_and_score(options.start, seed, (), threads)
    else:
        return train_and_score(options.experiment, seed, options.overrides, threads)[1]
    overrides = (f"load_checkpoint={folder}", *options.overrides)
    return train_and_score(options.experiment, seed, overrides, threads)[1] | {"start": started}


def train_and_score(experiment: str, seed: int, overrides: Sequence[str], threads: int) -> tuple[Path, dict[str, Any]]:
    """The run's folder and its results. `seconds` covers the whole training command, up to the saved checkpoint."""
    name = f"{experiment}-seed{seed}-{time.strftime('%Y%m%d-%H%M%S')}-{secrets.token_hex(3)}"
    folder = Path("checkpoints") / "reproduce" / name
    train = [f"experiment={experiment}", f"seed={seed}", f"run_name={name}", "project_name=reproduce", *overrides]
    began = time.perf_counter()
    call(program_of(experiment), *train, threads=threads)
    seconds = time.perf_counter() - began
    run = {"seed": seed, "seconds": round(seconds, 1), "threads": threads, "train": " ".join(train)}
    scores = score(folder, threads)
    print(f"{experiment}, seed {seed}: {scores['test']['exact_accuracy']:.2%}, {seconds:.0f} s", flush=True)
    return folder, run | scores


def score(folder: Path, threads: int) -> dict[str, Any]:
    """The scores of a run's final checkpoint on each of its test sets."""
    report = json.loads(call("evaluate.py", "--checkpoint", str(folder), "--json", capture=True, threads=threads))
    test, *others = report["sets"]
    scores = {"test": report["sets"][test]}
    if others:
        scores["other_sets"] = {name: report["sets"][name] for name in others}
    return scores | {"evaluators": report.get("evaluators", {})}


def call(script: str, *arguments: str, threads: int, capture: bool = False) -> str:
    """Run a script of this project on so many threads; `UserError` if it fails."""
    command = [sys.executable, str(ROOT / script), *arguments]
    environment = {**os.environ, "OMP_NUM_THREADS": str(threads)}
    done = subprocess.run(command, capture_output=capture, text=True, env=environment)
    if done.returncode:
        raise UserError(f"{script} {' '.join(arguments)} failed with status {done.returncode}")
    return done.stdout or ""


if __name__ == "__main__":
    main()
