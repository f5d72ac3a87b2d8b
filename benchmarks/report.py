"""The report of a benchmark: figures from seconds, one JSON file for each machine, and a table.

    [2.0, 2.1, 2.4] seconds at batch 32  ->  {"median": 2.1, "q1": 2.05, "q3": 2.25}, 15.2 samples/s

A new row replaces the row with the same key (`KEYS` and the set of contestants). All other rows stay.
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
    """Median and quartiles, rounded to five digits."""
    q1, median, q3 = (float(f"{value:.5g}") for value in np.percentile(values, [25, 50, 75]))
    return {"median": median, "q1": q1, "q3": q3}


def step_figures(
    turns: Mapping[str, Mapping[str, Any]], flop: int, batch_size: int, ceiling: float
) -> dict[str, dict[str, Any]]:
    """Figures of each contestant from the result of `timing.interleave`; `ceiling` is in GFLOP/s."""
    figures = {}
    for name, timed in turns.items():
        seconds = spread(timed["seconds"])
        gflops = flop / seconds["median"] / 1e9
        figures[name] = {
            "seconds": seconds,
            "samples_per_second": float(f"{batch_size / seconds['median']:.5g}"),
            "gflops": float(f"{gflops:.5g}"),
            "ceiling_share": round(gflops / ceiling, 4),
            "peak_bytes": timed["peak_bytes"],
            "idle_share": round(timed["idle"], 4),
            "speed": {other: speed(timed["seconds"], turns[other]["seconds"]) for other in baselines(turns, name)},
        }
    return figures


def score_figures(turns: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Figures of each contestant from the result of `timing.interleave_scores`."""
    figures = {}
    for name, timed in turns.items():
        seconds, examples = spread(timed["seconds"]), max(timed["examples"], 1)
        others = {other: turns[other] for other in baselines(turns, name)}
        figures[name] = {
            "examples": timed["examples"],
            "exact": timed["exact"],
            "seconds": seconds,
            "puzzles_per_second": float(f"{timed['examples'] / seconds['median']:.5g}"),
            "exact_accuracy": round(timed["exact"] / examples, 6),
            "difference_points": {
                other: round(100 * (timed["exact"] - theirs["exact"]) / examples, 4) for other, theirs in others.items()
            },
            "speed": {other: speed(timed["seconds"], theirs["seconds"]) for other, theirs in others.items()},
        }
    return figures


def added_up(parts: Sequence[Mapping[str, Mapping[str, Any]]]) -> dict[str, dict[str, Any]]:
    """Add up the results of several checkpoints; seconds are added round by round."""
    return {
        name: {
            "seconds": [sum(seconds) for seconds in zip(*(part[name]["seconds"] for part in parts), strict=True)],
            "examples": sum(part[name]["examples"] for part in parts),
            "exact": sum(part[name]["exact"] for part in parts),
        }
        for name in parts[0]
    }


def baselines(names: Mapping[str, Any], name: str) -> list[str]:
    """The official contestants with which `name` is compared."""
    return [other for other in names if other.startswith("official") and other != name]


def speed(seconds: Sequence[float], baseline: Sequence[float]) -> dict[str, float]:
    """The factor by which a contestant is faster than the baseline, over the rounds."""
    return spread([theirs / own for own, theirs in zip(seconds, baseline, strict=True)])


# ---- the files


def write(folder: Path, machine: dict[str, Any], name: str, section: str, row: dict[str, Any]) -> Path:
    """Merge `row` into `benchmark_<name>.json` under `section`, and write the table as .md; return the JSON file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"benchmark_{name}.json"
    report = json.loads(path.read_text()) if path.is_file() else {section_: [] for section_ in KEYS}
    report = {"machine": machine, **{key: report[key] for key in KEYS}}
    report[section] = merged(report[section], row, KEYS[section])
    replace_text(path, dump_json(report))
    replace_text(path.with_suffix(".md"), f"# Benchmark: {name}\n\n{table(report)}\n")
    return path


def merged(rows: Sequence[dict[str, Any]], row: dict[str, Any], keys: Sequence[str]) -> list[dict[str, Any]]:
    """The rows, in which `row` replaces the row with its key or is added at the end."""

    def key_of(entry: dict[str, Any]) -> tuple[Any, ...]:
        return (*(json.dumps(entry[key]) for key in keys), *sorted(entry["contestants"]))

    result = list(rows)
    for number, present in enumerate(result):
        if key_of(present) == key_of(row):
            result[number] = row
            return result
    return [*result, row]


def shown_command(script: str, arguments: Sequence[str]) -> str:
    """The command without paths of this machine, as in `--official PATH`."""
    shown: list[str] = []
    for argument in arguments:
        if shown and shown[-1] == "--official":
            argument = "PATH"
        elif argument.startswith("--official="):
            argument = "--official=PATH"
        shown.append(without_paths(argument))
    return " ".join(["uv run python", script, *shown])


def without_paths(argument: str) -> str:
    """Shorten absolute paths, and paths out of this folder, to their last name: `data_paths=[/a/b]` -> `[b]`."""
    return re.sub(r"(?<![\w.-])(?:~\w*|\.\.)?/[^\s,\]\"']*", lambda found: Path(found[0]).name, argument)


def describe_machine(device: torch.device, threads: int) -> tuple[str, dict[str, Any]]:
    """A short name of the machine for files, and the hardware and versions on which figures depend."""
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
                figures = contestant[kind]
                cells = [
                    row["workload"],
                    row["dtype"],
                    row["batch_size"],
                    kind,
                    name,
                    _spread(figures["seconds"], "{:.4g}"),
                    f"{figures['samples_per_second']:.4g}",
                    f"{figures['gflops']:.4g}",
                    f"{figures['ceiling_share']:.0%}",
                    _speeds(figures["speed"]),
                    f"{contestant['cold_seconds'][kind]:.1f}",
                    f"{figures['peak_bytes'] / 2**30:.2f} GiB" if figures["peak_bytes"] else "-",
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
            for name, figures in results.items():
                cells = [
                    row["data"],
                    row["dtype"],
                    row["batch_size"],
                    checkpoint,
                    name,
                    figures["examples"],
                    _spread(figures["seconds"], "{:.4g}"),
                    f"{figures['puzzles_per_second']:.4g}",
                    f"{figures['exact_accuracy']:.2%}",
                    ", ".join(f"{points:+.2f}" for points in figures["difference_points"].values()) or "-",
                    _speeds(figures["speed"]),
                ]
                lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)


def _spread(values: Mapping[str, float], form: str) -> str:
    low, middle, high = (form.format(values[key]) for key in ("q1", "median", "q3"))
    return f"{middle} [{low}, {high}]"


def _speeds(speeds: Mapping[str, Mapping[str, float]]) -> str:
    return ", ".join(f"{_spread(values, '{:.2f}')} x {name}" for name, values in speeds.items()) or "-"
