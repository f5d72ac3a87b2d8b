"""The files in a run's folder that say how it goes.

    metrics.jsonl       {"step": 10, "train/lm_loss": 0.71, ...}
    evaluations.jsonl   what became of the answers of each evaluation, step by step (`runs.evaluations`)
    examples.json       traces of some examples in the last evaluation (`inference.traces`)
    speeds.jsonl        {"step": 10, "perf/samples_per_second": 812.5, ...}

The first two have no times and no speeds, so an interrupted and resumed run writes the same files as an undisturbed
run.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from inference.traces import EXAMPLES_FILE, save_examples
from runs.evaluations import EVALUATIONS_FILE
from runs.metrics import METRICS_FILE, SPEEDS_FILE
from training.evaluation import Evaluated
from training.trackers.base import NoTracker
from utils.errors import UserError

FILES = (METRICS_FILE, EVALUATIONS_FILE, EXAMPLES_FILE, SPEEDS_FILE)


class FileTracker(NoTracker):
    """Writes the files.

    Raises:
        OSError: the folder cannot be written to.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._metrics, self._evaluations = _Lines(folder / METRICS_FILE), _Lines(folder / EVALUATIONS_FILE)
        self._speeds = _Lines(folder / SPEEDS_FILE)

    def log(self, metrics: dict[str, float], step: int, speeds: dict[str, float] | None = None) -> None:
        self._metrics.append({"step": step, **metrics})
        if speeds:
            self._speeds.append({"step": step, **speeds})

    def log_evaluation(self, found: Evaluated, step: int) -> None:
        self.log(found.metrics, step)
        sets = {name: curves.model_dump() for name, curves in found.curves.items()}
        self._evaluations.append({"step": step, "sets": sets})
        if found.examples:
            save_examples(self._folder / EXAMPLES_FILE, step, found.examples)

    def state_dict(self) -> dict[str, Any]:
        return {"metrics_bytes": self._metrics.synced(), "evaluations_bytes": self._evaluations.synced()}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self._metrics.cut(state.get("metrics_bytes", 0))
        self._evaluations.cut(state.get("evaluations_bytes", 0))

    def finish(self) -> None:
        for lines in (self._metrics, self._evaluations, self._speeds):
            lines.close()


class _Lines:
    """A file to which JSON objects are appended, one a line."""

    def __init__(self, path: Path) -> None:
        self._file = open(path, "ab", buffering=0)

    def append(self, values: dict[str, Any]) -> None:
        line = (json.dumps(values) + "\n").encode()
        try:
            while line:
                line = line[self._file.write(line) :]
        except OSError as error:
            raise UserError(f"{self._file.name} could not be written ({error.strerror})") from error

    def synced(self) -> int:
        """The number of bytes, all of which are on the disk."""
        os.fsync(self._file.fileno())
        return self._file.tell()

    def cut(self, size: int) -> None:
        """Drop what follows the first `size` bytes.

        The file is emptied if it has fewer: it is then another run's file, or a new one.
        """
        self._file.truncate(size if 0 <= size <= os.fstat(self._file.fileno()).st_size else 0)
        self._file.seek(0, os.SEEK_END)

    def close(self) -> None:
        self._file.close()
