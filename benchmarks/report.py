"""What a benchmark leaves behind: figures from seconds, rows merged into one JSON file for each machine, a table.

    [2.0, 2.1, 2.4] seconds at batch 32  ->  {"median": 2.1, "q1": 2.05, "q3": 2.25}, 15.2 samples/s

A new row replaces the one of the same key (`KEYS` and the set of contestants); all others stay.
"""

from __future__ import annotations

import json
import os
import platform
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from utils.files import dump_json, replace_text

KEYS = {
    "steps": ("workload", "dtype", "batch_size", "device", "threads"),
    "evaluations": ("data", "num_examples", "checkpoints", "dtype", "batch_size", "device", "threads"),
}


def spread(values: Sequence[float]) -> dict[str, float]:
    """Median and quartiles, five digits of each."""
    q1, median, q3 = (float(f"{value:.5g}") for value in np.percentile(values, [25, 50, 75]))
    return {"median": median, "q1": q1, "q3": q3}


def step_figures(
    turns: Mapping[str, Mapping[str, Any]], flop: int, batch_size: int, ceiling: float
) -> dict[str, dict[str, Any]]:
    """Figures of each contestant from what `timing.interleave` returned; `ceiling` in GFLOP/s."""
    figures = {}
    for name, made in turns.items():
        seconds = spread(made["seconds"])
        gflops = flop / seconds["median"] / 1e9
        figures[name] = {
            "seconds": seconds,
            "samples_per_second": float(f"{batch_size / seconds['median']:.5g}"),
            "gflops": float(f"{gflops:.5g}"),
            "ceiling_share": round(gflops / ceiling, 4),
            "peak_bytes": made["peak_bytes"],
            "idle_share": round(made["idle"], 4),
            "speed": {other: speed(made["seconds"], turns[other]["seconds"]) for other in baselines(turns, name)},
        }
    return figures


def score_figures(turns: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Figures of each contestant from what `timing.interleave_scores` returned."""
    figures = {}
    for name, made in turns.items():
        seconds, examples = spread(made["seconds"]), max(made["examples"], 1)
        others = {other: turns[other] for other in baselines(turns, name)}
        figures[name] = {
            "examples": made["examples"],
            "exact": made["exact"],
            "seconds": seconds,
            "puzzles_per_second": float(f"{made['examples'] / seconds['median']:.5g}"),
            "exact_accuracy": round(made["exact"] / examples, 6),
            "difference_points": {
                other: round(100 * (made["exact"] - theirs["exact"]) / examples, 4) for other, theirs in others.items()
            },
            "speed": {other: speed(made["seconds"], theirs["seconds"]) for other, theirs in others.items()},
        }
    return figures


def added_up(parts: Sequence[Mapping[str, Mapping[str, Any]]]) -> dict[str, dict[str, Any]]:
    """The turns of several checkpoints as those of one: seconds are added round by round."""
    return {
        name: {
            "seconds": [sum(seconds) for seconds in zip(*(part[name]["seconds"] for part in parts), strict=True)],
            "examples": sum(part[name]["examples"] for part in parts),
            "exact": sum(part[name]["exact"] for part in parts),
        }
        for name in parts[0]
    }


def baselines(names: Mapping[str, Any], name: str) -> list[str]:
    """The official contestants that this one is compared with."""
    return [other for other in names if other.startswith("official") and other != name]


def speed(seconds: Sequence[float], baseline: Sequence[float]) -> dict[str, float]:
    """How many times faster than the baseline, round by round."""
    return spread([theirs / own for own, theirs in zip(seconds, baseline, strict=True)])


# ---- the files


def write(folder: Path, machine: dict[str, Any], name: str, section: str, row: dict[str, Any]) -> Path:
    """Merge `row` into `benchmark_<name>.json` under `section`, and write the table beside it; return the JSON file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"benchmark_{name}.json"
    report = json.loads(path.read_text()) if path.is_file() else {section_: [] for section_ in KEYS}
    report = {"machine": machine, **{key: report[key] for key in KEYS}}
    report[section] = merged(report[section], row, KEYS[section])
    replace_text(path, dump_json(report))
    replace_text(path.with_suffix(".md"), f"# Benchmark: {name}\n\n{table(report)}\n")
    return path


def merged(rows: Sequence[dict[str, Any]], row: dict[str, Any], keys: Sequence[str]) -> list[dict[str, Any]]:
    """The rows with `row` in place of the one with its key, or behind all others."""

    def key_of(entry: dict[str, Any]) -> tuple[Any, ...]:
        return (*(json.dumps(entry[key]) for key in keys), *sorted(entry["contestants"]))

    found = list(rows)
    for number, present in enumerate(found):
        if key_of(present) == key_of(row):
            found[number] = row
            return found
    return [*found, row]


def shown_command(script: str, arguments: Sequence[str]) -> str:
    """The command as anyone could type it: `--official PATH`, and no path of this machine."""
    shown: list[str] = []
    for argument in arguments:
        if shown and shown[-1] == "--official":
            argument = "PATH"
        elif argument.startswith("--official="):
            argument = "--official=PATH"
        shown.append(without_paths(argument))
    return " ".join(["uv run python", script, *shown])


def without_paths(argument: str) -> str:
    """Absolute paths, and those that leave this folder, cut down to their last name: `data_paths=[/a/b]` -> `[b]`."""
    return re.sub(r"(?<![\w.-])(?:~\w*|\.\.)?/[^\s,\]\"']*", lambda found: Path(found[0]).name, argument)


def describe_machine(device: torch.device, threads: int) -> tuple[str, dict[str, Any]]:
    """A short name for files, and what the figures depend on."""
    processor = _processor()
    gpu = torch.cuda.get_device_name(device) if device.type == "cuda" else None
    words = gpu or f"{processor} {threads} threads"
    slug = re.sub(r"[^a-z0-9]+", "-", re.sub(r"\((r|tm)\)|cpu|processor", "", words.lower())).strip("-")
    return slug, {
        "processor": processor,
        "cores": os.cpu_count(),
        "cpu_capability": torch.backends.cpu.get_cpu_capability(),
        "gpu": gpu,
        "torch": torch.__version__,
        "python": platform.python_version(),
    }


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    found = re.search(r"^model name\s*:\s*(.+)$", info.read_text(), re.M) if info.is_file() else None
    return found[1] if found else platform.processor() or platform.machine()


# ---- the table


def table(report: Mapping[str, Any]) -> str:
    """All rows as Markdown."""
    machine = report["machine"]
    blocks = [f"{machine['gpu'] or machine['processor']}, {machine['cores']} cores, torch {machine['torch']}."]
    if report["steps"]:
        blocks += [_steps_table(report["steps"]), STEPS_LEGEND]
    if report["evaluations"]:
        blocks += [_evaluations_table(report["evaluations"]), EVALUATIONS_LEGEND]
    commands = [row["command"] for section in KEYS for row in report[section]]
    blocks.append("```\n" + "\n".join(dict.fromkeys(commands)) + "\n```")
    return "\n\n".join(blocks)


STEPS_LEGEND = (
    "Medians over rounds, quartiles in brackets; speeds are ratios within a round, in which contestants took turns."
    " GFLOP/s of matrix products and attention; of ceiling: their share of the fastest large matrix product on this"
    " machine in the same run. Cold is the first step, compiling where compiled."
)
EVALUATIONS_LEGEND = (
    "A whole test set: all puzzles make all improvement steps (official, ours), or each stops by its own q and a"
    " waiting one takes its place (ours_halting). The official code pads its last batch to full size. Differences are"
    " in points of exact accuracy; seconds of all checkpoints are added round by round."
)


def _steps_table(rows: Sequence[Mapping[str, Any]]) -> str:
    lines = [
        "| workload | dtype | batch | step | contestant | s/step | samples/s | GFLOP/s | of ceiling | speed | cold s"
        " | memory |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        for kind in row["flop"]:
            for name, contestant in row["contestants"].items():
                if kind not in contestant:
                    continue
                made = contestant[kind]
                cells = [
                    row["workload"],
                    row["dtype"],
                    row["batch_size"],
                    kind,
                    name,
                    _spread(made["seconds"], "{:.4g}"),
                    f"{made['samples_per_second']:.4g}",
                    f"{made['gflops']:.4g}",
                    f"{made['ceiling_share']:.0%}",
                    _speeds(made["speed"]),
                    f"{contestant['cold_seconds'][kind]:.1f}",
                    f"{made['peak_bytes'] / 2**30:.2f} GiB" if made["peak_bytes"] else "-",
                ]
                lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)


def _evaluations_table(rows: Sequence[Mapping[str, Any]]) -> str:
    lines = [
        "| data | dtype | batch | checkpoint | contestant | puzzles | s | puzzles/s | exact | difference | speed |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        several = len(row["results"]) > 1
        for checkpoint, results in [*row["results"].items(), *([("all", row["total"])] if several else [])]:
            for name, made in results.items():
                cells = [
                    row["data"],
                    row["dtype"],
                    row["batch_size"],
                    checkpoint,
                    name,
                    made["examples"],
                    _spread(made["seconds"], "{:.4g}"),
                    f"{made['puzzles_per_second']:.4g}",
                    f"{made['exact_accuracy']:.2%}",
                    ", ".join(f"{points:+.2f}" for points in made["difference_points"].values()) or "-",
                    _speeds(made["speed"]),
                ]
                lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)


def _spread(values: Mapping[str, float], form: str) -> str:
    low, middle, high = (form.format(values[key]) for key in ("q1", "median", "q3"))
    return f"{middle} [{low}, {high}]"


def _speeds(speeds: Mapping[str, Mapping[str, float]]) -> str:
    return ", ".join(f"{_spread(values, '{:.2f}')} x {name}" for name, values in speeds.items()) or "-"
