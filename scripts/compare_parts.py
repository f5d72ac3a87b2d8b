"""Compare parts of a network, or optimizers, on one experiment: at equal steps, and at equal processor time.

    uv run python scripts/compare_parts.py sudoku4x4 epochs=4 --variants arch=trm arch=trm_binary carry=binary_search

Each variant is a set of keys of the training, as in "carry=accept_reject carry.by=residual"; the first is the baseline.
Further arguments go to all of them. All variants first make steps in turns, which gives the processor time of a step.
Then each is trained and scored with every seed: for the steps of the experiment, and for as many steps as fit into the
processor time of the baseline. Where that differs by less than 3%, the run at equal steps stands for both. With
`--no-equal-time`, each variant only makes the steps of the experiment, or its own `max_steps`.

Writes docs/results/parts_<experiment>.json: the command, the machine, what a step of each variant costs in processor
time and memory, each run's scores on the test split at the final checkpoint, and what share of the positions each
improvement step still changes. All runs are made in this process, so their time holds no start of a program. A
comparison that was stopped goes on when the same command is given: what the file has is not made again.
"""

from __future__ import annotations

if __name__ == "__main__":  # before torch is imported
    from utils.startup import begin

    begin()

import json
import secrets
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import hydra
import torch
import tyro

from dataset.puzzle_dataset import PuzzleDataset, read_in_order
from inference.steps import StepLoop
from inference.tensors import to_device
from models.objectives.base import Objective
from runs import memory
from runs.config import CONFIG_FOLDER, PretrainConfig, compose
from runs.evaluations import EVALUATIONS_FILE
from runs.machine import machine
from runs.metrics import METRICS_FILE, read_series
from runs.network import build_model
from runs.open import open_run
from training import loop
from training.build import build_train_state
from training.distributed import Dist
from training.state import TrainState
from training.step import train_step
from utils.commands import parse, require_between
from utils.errors import report_user_errors
from utils.files import dump_json

ROOT = Path(__file__).resolve().parent.parent
SAME = 0.03
"""A difference in processor time that is no difference: the steps of a run cannot be timed more exactly."""
WARM_UP = 5
"""Steps of each variant before the timing."""
WATCHED = 200
"""Examples of the test split on which the changes of each step are counted."""


@dataclass
class Options:
    """Compare variants of an experiment."""

    experiment: Annotated[str, tyro.conf.Positional]
    """A file of config/experiment."""
    overrides: Annotated[tuple[str, ...], tyro.conf.Positional] = field(default_factory=tuple)
    """Keys of the training of all variants, as in epochs=4."""
    variants: tuple[str, ...] = (
        "arch=trm",
        "arch=trm_binary",
        "arch=trm_binary arch.binary_weights=True",
        "carry=accept_reject",
        "carry=accept_reject carry.by=residual carry.each=position",
        "carry=binary_search",
    )
    """Keys of the training of each variant; the first is the baseline."""
    seeds: tuple[int, ...] = (0, 1, 2)
    equal_time: bool = True
    """Also train for the processor time of the baseline."""
    rounds: int = 60
    """Steps of each variant that are timed, in turns. The fastest one counts: other load only makes steps slower."""
    output: Path | None = None
    """By default docs/results/parts_<experiment>.json."""


@report_user_errors
def main() -> None:
    """Time all variants, train and score each of them, write and print."""
    options = parse(Options, __doc__)
    require_between("--rounds", options.rounds, 1, 1000)
    output = options.output or ROOT / "docs" / "results" / f"parts_{options.experiment}.json"
    command = f"uv run python scripts/compare_parts.py {' '.join(map(quoted, sys.argv[1:]))}"
    earlier: dict[str, Any] = json.loads(output.read_text()) if output.is_file() else {"command": "", "runs": []}
    done = runs_by_purpose(earlier["runs"])
    costs = earlier["variants"] if earlier["command"] == command else time_variants(options)
    report: dict[str, Any] = {
        "command": command,
        "machine": machine(),
        "variants": costs,
        "runs": [],
    }
    output.parent.mkdir(parents=True, exist_ok=True)
    for budget, key in budgets_of(options):
        for seed in options.seeds:
            for variant, cost in costs.items():
                if budget == "steps" or cost[key] != cost["steps"]:
                    wanted = (variant, seed, budget, cost[key])
                    keys = limits(options, variant, budget, cost[key])
                    run = done.get((*wanted, " ".join((*options.overrides, *keys))))
                    run = run or train_variant(options, *wanted, keys)
                    report["runs"].append(run)
                    output.write_text(dump_json(report))
    report["summary"] = summary(report, [budget for budget, _ in budgets_of(options)])
    output.write_text(dump_json(report))
    for line in report["summary"]:
        print(f"{line['variant']}, equal {line['budget']}: {line['exact_accuracy']}, {line['processor_seconds']} s")
    print(output)


def budgets_of(options: Options) -> list[tuple[str, str]]:
    """What is equal, and the entry of a variant's costs that says how many steps it then makes."""
    equal_time = [("processor time", "steps_in_equal_time")] if options.equal_time else []
    return [("steps", "steps"), *equal_time]


def runs_by_purpose(runs: list[dict[str, Any]]) -> dict[tuple[str, int, str, int, str], dict[str, Any]]:
    """The runs of a comparison that was stopped, by what they were to be."""
    return {(run["variant"], run["seed"], run["budget"], run["steps"], run["keys"]): run for run in runs}


def quoted(argument: str) -> str:
    """The argument as a shell reads it."""
    return f'"{argument}"' if " " in argument else argument


# ---- what a step costs


def time_variants(options: Options) -> dict[str, dict[str, Any]]:
    """For each variant: what a training step takes, and how many steps it may make."""
    states = {variant: build(options, variant) for variant in options.variants}
    seconds: dict[str, list[float]] = {variant: [] for variant in states}
    for number in range(options.rounds + WARM_UP):
        for variant, state in states.items():
            began = time.process_time()
            train_step(state)
            if number >= WARM_UP:
                seconds[variant].append(time.process_time() - began)
    baseline = min(seconds[options.variants[0]])
    costs = {}
    for variant, state in states.items():
        ratio = min(seconds[variant]) / baseline
        steps = state.total_steps
        costs[variant] = {
            "processor_seconds_a_step": round(min(seconds[variant]), 5),
            "time_over_baseline": round(ratio, 3),
            "steps": steps,
            "steps_in_equal_time": steps if abs(ratio - 1) < SAME else max(1, round(steps / ratio)),
            **sizes(state),
        }
        state.close()
    return costs


def build(options: Options, variant: str, *more: str) -> TrainState:
    """The train state of a variant, at step 0."""
    config = configuration(options, variant, *more)
    paths = [Path(path) for path in config.data_paths]
    return build_train_state(config, Dist(), PuzzleDataset(paths, "train"))


def configuration(options: Options, variant: str, *more: str) -> PretrainConfig:
    """The configuration of a variant."""
    keys = [f"experiment={options.experiment}", *options.overrides, *variant.split(), "device=cpu", *more]
    with hydra.initialize_config_dir(str(CONFIG_FOLDER), version_base=None):
        return compose(hydra.compose("cfg_pretrain", keys))


def sizes(state: TrainState) -> dict[str, int]:
    """Bytes: of weights and optimizers' state, of what the carry keeps of a row between steps, and of a whole step."""
    carry = state.carries[0]
    rows = len(carry.steps)
    config, metadata = state.config, state.sampler.dataset.metadata
    on_meta = build_model(config, metadata, torch.device("meta"), choose_dtype_on=torch.device("cpu"))
    need = memory.training_need(on_meta, config.global_batch_size, config.grad_accum_steps, config.ema)
    return {
        "weights": sum(memory.bytes_of(p) for p in state.model.parameters()),
        "optimizer_state": sum(memory.bytes_of(tensor) for tensor in optimizer_tensors(state)),
        "latents_of_a_row": sum(memory.bytes_of(z) for z in carry.latents.values()) // rows,
        "memory_of_a_row": sum(memory.bytes_of(value) for value in carry.memory.values()) // rows,
        "training_step": 0 if need is None else need.total,
    }


def optimizer_tensors(state: TrainState) -> list[torch.Tensor]:
    """All tensors that the optimizers keep."""
    kept = (entry for optimizer, _ in state.optimizers for entry in optimizer.state.values())
    return [value for entry in kept for value in entry.values() if isinstance(value, torch.Tensor)]


# ---- runs


def limits(options: Options, variant: str, budget: str, steps: int) -> tuple[str, ...]:
    """The keys by which a run makes so many steps."""
    if budget == "steps":
        return (f"max_steps={steps}",)
    # A variant that is cheaper than the baseline may need more epochs.
    return f"max_steps={steps}", f"epochs={2 * configuration(options, variant).epochs}"


def train_variant(
    options: Options, variant: str, seed: int, budget: str, steps: int, keys: tuple[str, ...]
) -> dict[str, Any]:
    """Train one run, and score it."""
    name = f"{options.experiment}-seed{seed}-{time.strftime('%Y%m%d-%H%M%S')}-{secrets.token_hex(3)}"
    own = (f"seed={seed}", "project_name=compare_parts", f"run_name={name}", "wandb.mode=disabled", "evaluators=[]")
    config = configuration(options, variant, *keys, *own)
    began, clock = time.process_time(), time.perf_counter()
    checkpoint = loop.train(config, Dist())
    run: dict[str, Any] = {
        "variant": variant,
        "seed": seed,
        "budget": budget,
        "steps": steps,
        "keys": " ".join((*options.overrides, *keys)),
        "processor_seconds": round(time.process_time() - began, 1),
        "seconds": round(time.perf_counter() - clock, 1),
        **scores(checkpoint.parent),
        "changed_positions_by_step": changed_positions(checkpoint),
    }
    found, spent = run["exact_accuracy"], run["processor_seconds"]
    learned = run["exact_accuracy_in_training"]
    print(
        f"{variant}, seed {seed}, {steps} steps: {found:.2%} ({learned:.2%} in training), {spent} processor seconds",
        flush=True,
    )
    return run


def scores(folder: Path) -> dict[str, Any]:
    """The last evaluation of a run, which is that of its final checkpoint, on its first test set."""
    evaluation = json.loads((folder / EVALUATIONS_FILE).read_text().splitlines()[-1])
    test = next(iter(evaluation["sets"].values()))
    return {
        "exact_accuracy": test["exact"][-1],
        "count": test["count"],
        "exact_accuracy_by_step": [round(value, 4) for value in test["exact"]],
        "accuracy_by_step": [round(value, 4) for value in test["accuracy"]],
        "exact_accuracy_in_training": in_training(folder),
    }


def in_training(folder: Path) -> float:
    """The mean exact accuracy of training batches over the last tenth of a run. With carry=notes, of true notes."""
    series = read_series(folder / METRICS_FILE)["train/exact_accuracy"]
    last = series.values[series.steps > 0.9 * series.steps[-1]]
    return round(float(last.mean()), 4)


def changed_positions(folder: Path) -> list[float]:
    """The share of positions whose latents each improvement step changes, over the first examples of the test split."""
    trained = open_run(folder)
    path = Path((trained.config.data_paths_test or trained.config.data_paths)[0])
    test = PuzzleDataset([path], "test")
    puzzles = trained.check_fits(test, path)
    model = trained.build_model(torch.device("cpu"), puzzles=puzzles)
    rows = read_in_order(test.sets, test.metadata, WATCHED, num_examples=WATCHED)
    ((_, _, batch),) = islice(rows, 1)
    return shares(model, to_device(batch, torch.device("cpu")))


def shares(model: Objective, data: dict[str, torch.Tensor]) -> list[float]:
    """`changed_positions` of a network on a batch."""
    model.eval()
    inner, found = model.model.inner, []
    with torch.inference_mode():
        rows = StepLoop(model, data)
        before = inner.reset(rows.carry.halted, inner.restored(rows.carry.latents))
        all_made = False
        while not all_made:
            all_made = rows.step()
            after = inner.restored(rows.carry.latents)
            changed = torch.stack([(after[f"z_{name}"] != before[f"z_{name}"]).any(-1) for name in inner.latent_names])
            found.append(round(float(changed.any(0).float().mean()), 4))
            before = after
    return found


def summary(report: dict[str, Any], budgets: Sequence[str]) -> list[dict[str, Any]]:
    """One line for each variant and budget: the scores of all seeds, and the median processor time."""
    lines = []
    for variant, cost in report["variants"].items():
        for budget in budgets:
            same = cost["steps"] == cost["steps_in_equal_time"]
            runs = [
                run
                for run in report["runs"]
                if run["variant"] == variant and run["budget"] == ("steps" if same else budget)
            ]
            exact = [run["exact_accuracy"] for run in runs]
            lines.append(
                {
                    "variant": variant,
                    "budget": budget,
                    "steps": runs[0]["steps"],
                    "exact_accuracy": [round(value, 4) for value in exact],
                    "median_exact_accuracy": round(statistics.median(exact), 4),
                    "processor_seconds": statistics.median(run["processor_seconds"] for run in runs),
                }
            )
    return lines


if __name__ == "__main__":
    main()
