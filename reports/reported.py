"""What a report is made of: a run's metrics and speeds, its evaluations, its examples and its manifest."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from curves.recorded import RecordedRun, find_metrics, read_run
from inference.traces import EXAMPLES_FILE, Trace, read_examples
from runs.evaluations import EVALUATIONS_FILE, StepCurves, read_evaluations
from runs.manifest import MANIFEST_FILE, read_manifest
from runs.metrics import SPEEDS_FILE, read_series
from utils.errors import UserError


@dataclass(frozen=True)
class ReportedRun:
    """Everything that a run recorded.

    Attributes:
        run: its metrics, and its speeds among them.
        evaluations: by step of training, each with its sets by name.
        examples_step: the step of training at which the examples were answered.
        examples: how they were answered.
        manifest: what it was made of; empty if there is none.
    """

    run: RecordedRun
    evaluations: dict[int, dict[str, StepCurves]]
    examples_step: int
    examples: list[Trace]
    manifest: dict[str, Any]

    @property
    def last(self) -> dict[str, StepCurves]:
        """The sets of the last evaluation; none if there was no evaluation."""
        return self.evaluations[max(self.evaluations)] if self.evaluations else {}


def read_reported(typed: Iterable[Path]) -> list[ReportedRun]:
    """The runs that people mean by a run's folder, or a folder with runs below it.

    Raises:
        UserError: there is no such run, or a file of one is damaged.
    """
    return [_read(file) for file in find_metrics(typed)]


def _read(metrics: Path) -> ReportedRun:
    run, folder = read_run(metrics), metrics.parent
    speeds = folder / SPEEDS_FILE
    if speeds.exists():
        run = replace(run, series=run.series | read_series(speeds))
    step, examples = read_examples(folder / EXAMPLES_FILE)
    return ReportedRun(run, read_evaluations(folder / EVALUATIONS_FILE), step, examples, _manifest(folder))


def _manifest(folder: Path) -> dict[str, Any]:
    """A run's manifest; empty if it has none. If it is damaged, a line on standard error says so."""
    try:
        return read_manifest(folder) if (folder / MANIFEST_FILE).is_file() else {}
    except UserError as error:
        print(f"{folder} is reported without its data and commands: {error}", file=sys.stderr)
        return {}
