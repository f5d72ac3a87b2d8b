"""The metrics that a run recorded: reading `metrics.jsonl`, which `training.trackers` writes.

{"step": 10, "train/loss": 0.71}            train/loss          steps 10, 20    values 0.71, 0.65
{"step": 20, "train/loss": 0.65}            all/exact_accuracy  steps 20        values 0.4
{"step": 20, "all/exact_accuracy": 0.4}
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np

from runs.config import MOST
from utils.errors import UserError
from utils.printing import printable
from utils.reading import bounded_lines, open_text, parse_json

METRICS_FILE = "metrics.jsonl"
"""The file in a run's folder that holds its metrics."""
SPEEDS_FILE = "speeds.jsonl"
"""The file in a run's folder that holds, in the same form, how fast it was."""
TRAINING = "train"
"""The part of a metric's name before the slash, if it is measured in training."""
_LOW = ("*loss", "*error", "*_invalid", "*_needless_call", "*_missed_call")
_HIGH = ("*accuracy", "*reward", "*reward_*", "pass_at_k", "pass@*", "*right", "precision", "recall", "*f1")
_NEITHER = ("reward_std",)
_LARGEST = 10**300
"""Larger numbers count as infinite, so that sums and differences of some of them stay finite."""


@dataclass(frozen=True)
class Series:
    """The values of one metric of one run.

    Attributes:
        steps: (N,) int64, increasing.
        values: (N,) float64, NaN where the run recorded no finite number.
    """

    steps: np.ndarray
    values: np.ndarray


def read_series(path: Path) -> dict[str, Series]:
    """The metrics of a run by name, in the order of the file; those without any finite value are left out.

    If a step occurs twice, as in a run that was resumed, the later line wins. If the last line is half-written, since
    the run is going on, it is left out, and a line on standard error says so.

    Raises:
        UserError: the file cannot be read, or a line is no JSON object of numbers with a step. The message names file
            and line.
    """
    found: dict[str, dict[int, float]] = {}
    with open_text(path, newline="\n") as file:
        for number, line in enumerate(bounded_lines(file, path), 1):
            if not line.strip():
                continue
            try:
                step, metrics = _read_line(line, f"{path}, line {number}")
            except UserError:
                if line.endswith("\n"):
                    raise
                print(f"{path}: the last line is not complete yet and is left out", file=sys.stderr)
                break
            for name, value in metrics.items():
                found.setdefault(name, {})[step] = value
    return {name: _series(values) for name, values in found.items() if any(map(math.isfinite, values.values()))}


def goal_of(metric: str) -> Literal["low", "high"] | None:
    """`low` if smaller values are better, `high` if larger ones are; None if neither can be said."""
    name = metric.rpartition("/")[2]
    goals: tuple[tuple[Literal["low", "high"] | None, tuple[str, ...]], ...]
    goals = ((None, _NEITHER), ("low", _LOW), ("high", _HIGH))
    return next((goal for goal, patterns in goals if any(fnmatchcase(name, pattern) for pattern in patterns)), None)


class Best(NamedTuple):
    """The best value of a metric, and the first step that has it."""

    value: float
    step: int


def best_values(path: Path) -> dict[str, Best]:
    """The best values of the metrics of a run's evaluations, without those of parts of a set; none without the file.

    Raises:
        UserError: as in `read_series`.
    """
    found = {}
    for metric, series in (read_series(path) if path.exists() else {}).items():
        goal = goal_of(metric)
        if goal is not None and metric.count("/") == 1 and not metric.startswith(f"{TRAINING}/"):
            place = int(np.nanargmin(series.values) if goal == "low" else np.nanargmax(series.values))
            found[metric] = Best(float(series.values[place]), int(series.steps[place]))
    return found


def _read_line(line: str, where: str) -> tuple[int, dict[str, float]]:
    """The step of a line and its metrics."""
    values = parse_json(line, where, non_finite=True)
    if not isinstance(values, dict):
        raise UserError(f'{where} is no JSON object, as in {{"step": 10, "train/loss": 0.7}}')
    step = values.pop("step", None)
    if not isinstance(step, int) or isinstance(step, bool) or not 0 <= step <= MOST:
        raise UserError(f"{where}: 'step' must be a whole number from 0 to {MOST}")
    return step, {printable(name): _number(value, name, where) for name, value in values.items()}


def _number(value: Any, name: str, where: str) -> float:
    """A finite number, or NaN for any other; null counts as NaN, as other programs write NaN so."""
    if value is None:
        return math.nan
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UserError(f"{where}: '{name}' must be a number")
    return float(value) if abs(value) <= _LARGEST else math.nan


def _series(values: dict[int, float]) -> Series:
    steps = sorted(values)
    return Series(np.array(steps, np.int64), np.array([values[step] for step in steps], np.float64))
