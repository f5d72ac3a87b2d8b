"""The runs that are drawn: their metrics, and the settings by which they are told apart.

    find_metrics([Path("checkpoints/project/run")])     [Path("checkpoints/project/run/metrics.jsonl")]
    read_run(...).settings                              {"arch.loss.name": "objectives.grpo@GRPO", "lr": "0.001", ...}

Settings leave out the seed, names, and what does not change a curve.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from runs.checkpoints import run_of
from runs.config import RUN_CONFIG, load_config
from runs.finding import report_skipped, runs_below
from runs.integrity import MODEL_FILE
from runs.metrics import METRICS_FILE, Series, read_series
from utils.errors import UserError
from utils.printing import printable
from utils.reading import is_file, is_folder, require_file

SEED = "seed"
START = "load_checkpoint"
_LEFT_OUT = {
    *(SEED, "project_name", "run_name", "checkpoint_path", "resume", "wandb"),
    *("checkpoint_interval", "keep_last"),
}
"""Keys that name a run or say how it is kept."""


@dataclass(frozen=True)
class RecordedRun:
    """A run whose metrics are drawn.

    Attributes:
        path: its metrics file.
        settings: by their dotted keys; None if its configuration is unknown.
        seed: None if its configuration is unknown.
        series: its metrics by name.
    """

    path: Path
    settings: dict[str, str] | None
    seed: int | None
    series: dict[str, Series]

    @property
    def place(self) -> Path:
        """The absolute path that names the run: its folder, or a file with another name than `metrics.jsonl`."""
        path = self.path.resolve()
        return path.parent if path.name == METRICS_FILE else path


def find_metrics(typed: Iterable[Path]) -> list[Path]:
    """The metrics files that people mean by the folder of a run, a folder with runs below it, or a metrics file.

    A file that is meant twice is returned once.

    Raises:
        UserError: there is no such run, or it has no metrics.
    """
    found = {file.resolve(): file for path in typed for file in _metrics_of(path)}
    return list(found.values())


def _metrics_of(path: Path) -> Iterator[Path]:
    if is_file(path):
        yield path
        return
    if not is_folder(path):
        require_file(path)  # which says what is wrong
    try:
        os.scandir(path).close()
    except OSError as error:
        raise UserError(f"cannot read {path}: {error.strerror or error}") from None
    run = run_of(path) if is_file(path / MODEL_FILE) else path
    if is_file(run / METRICS_FILE):
        yield run / METRICS_FILE
    elif is_file(run / RUN_CONFIG):
        raise UserError(f"{run} has no {METRICS_FILE}: no metrics were recorded")
    else:
        below = [each for each in runs_below(run) if _has_metrics(each)]
        if not below:
            raise UserError(f"no run in {run} or below it: a run's folder holds {METRICS_FILE}")
        yield from (each / METRICS_FILE for each in below)


def _has_metrics(run: Path) -> bool:
    """Whether a run that was searched for has metrics; if not, a line on standard error says so."""
    has = is_file(run / METRICS_FILE)
    if not has:
        report_skipped(run, UserError(f"it has no {METRICS_FILE}"))
    return has


def read_run(path: Path) -> RecordedRun:
    """A run's metrics, and the configuration that lies beside them.

    If the configuration cannot be read, a line on standard error says so, and the run is drawn under its own name.

    Raises:
        UserError: the metrics cannot be read, or there are none yet.
    """
    series = read_series(path)
    if not series:
        raise UserError(f"{path} holds no metrics yet")
    config = path.parent / RUN_CONFIG
    if path.name != METRICS_FILE or not is_file(config):
        return RecordedRun(path, None, None, series)
    try:
        return RecordedRun(path, read_settings(path.parent), load_config(config).seed, series)
    except UserError as error:
        print(f"{path.parent} is drawn under its name, since its settings are unknown: {error}", file=sys.stderr)
        return RecordedRun(path, None, None, series)


def read_settings(run: Path, later: tuple[Path, ...] = ()) -> dict[str, str]:
    """The settings of a run as text, by their dotted keys.

    If the run started from the checkpoint of another run, that run's settings count in place of its path. So runs of
    different seeds remain runs of one recipe, if each started from a run of its own seed.

    Args:
        later: runs that started from this one, which end the search if a run started from itself.

    Raises:
        UserError: the configuration cannot be read.
    """
    values = load_config(run / RUN_CONFIG).model_dump()
    kept = {key: value for key, value in values.items() if key not in _LEFT_OUT}
    start = kept.pop(START)
    settings = dict(_flat(kept))
    if start is not None:
        settings |= _settings_of_start(Path(start), (*later, run.resolve()))
    return settings


def _settings_of_start(checkpoint: Path, later: tuple[Path, ...]) -> dict[str, str]:
    run = checkpoint if is_file(checkpoint / RUN_CONFIG) else run_of(checkpoint)
    if not is_file(run / RUN_CONFIG) or run.resolve() in later:
        return {START: printable(str(checkpoint))}
    folder = {} if run == checkpoint else {f"{START}.checkpoint": checkpoint.relative_to(run).parts[0]}
    return folder | {f"{START}.{key}": value for key, value in read_settings(run, later).items()}


def _flat(values: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    """Pairs of a dotted key and a value as text."""
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{key}.")
        else:
            yield printable(f"{before}{key}"), printable(_text(value))


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key}={_text(each)}" for key, each in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(_text, value))
    return "null" if value is None else str(value)
