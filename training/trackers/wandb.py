"""Weights & Biases: metrics, and at each evaluation what became of the answers and how examples were solved.

Only this module imports wandb. `docs/dashboards.md` describes what is recorded.
"""

from __future__ import annotations

import os
import re
import secrets
import shlex
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import numpy as np
from pydantic import ValidationError

from inference.renderers.html import render_all
from runs.evaluations import StepCurves
from runs.metrics import METRICS_FILE, best_values
from training.evaluation import Evaluated
from training.trackers.base import NoTracker
from utils.errors import UserError
from utils.files import replace_text
from utils.printing import printable
from utils.reading import read_text

STEP = "step"
"""The metric that is the x axis of all others."""


class WandbTracker(NoTracker):
    """A W&B run. It resumes under the same id, so that a dashboard shows one curve.

    Args:
        folder: the run's folder; its file `wandb_id` keeps the id.
        project: characters that W&B does not allow become dashes.
        name: of the run; cut to the length that W&B allows.
        mode: online or offline.

    Raises:
        UserError: W&B does not start.
        OSError: the folder cannot be written to.
    """

    def __init__(
        self,
        folder: Path,
        project: str,
        name: str,
        config: dict[str, Any],
        mode: str | None,
        entity: str | None,
        tags: list[str],
    ) -> None:
        import wandb

        self._offline = mode != "online"
        run_id, resumed = _identity(folder / "wandb_id")
        try:
            with _own_environment():
                self._run = wandb.init(
                    project=_fit(project),
                    entity=entity,
                    name=name[:_LONGEST_NAME],
                    id=run_id,
                    resume="allow" if resumed else None,
                    tags=tags,
                    config=config,
                    mode="offline" if self._offline else "online",
                    settings=wandb.Settings(console="off", x_disable_stats=True, silent=self._offline),
                )
        except Exception as error:  # W&B raises errors of many kinds, and none of them is a bug of ours
            advice = "log in with `wandb login`, or use wandb.mode=offline or wandb.mode=disabled"
            raise UserError(f"W&B did not start ({_reason(error)}); {advice}") from None
        self._metrics = folder / METRICS_FILE
        self._run.define_metric(STEP, hidden=True)
        self._run.define_metric("*", step_metric=STEP)

    def log(self, metrics: dict[str, float], step: int, speeds: dict[str, float] | None = None) -> None:
        self._run.log({STEP: step, **metrics, **(speeds or {})}, step=step)

    def log_evaluation(self, found: Evaluated, step: int) -> None:
        import wandb

        media: dict[str, Any] = {}
        for name, curves in found.curves.items():
            steps = list(range(1, len(curves.exact) + 1))
            media[f"{name}/accuracy_by_step"] = wandb.plot.line_series(
                xs=steps,
                ys=[curves.exact, curves.accuracy],
                keys=["exact", "token"],
                title=f"{name}: accuracy by improvement step",
                xname="improvement step",
            )
            media[f"{name}/halting_step"] = wandb.Histogram(np_histogram=_halting(curves))
        if found.examples:
            page = render_all(f"examples after step {step}", found.examples)
            media["examples"] = wandb.Html(page.decode(), inject=False)
        self._run.log({STEP: step, **found.metrics, **media}, step=step)

    def finish(self) -> None:
        # The summary of a run that goes on offline holds its last part alone, so the best values come from our file.
        for metric, best in best_values(self._metrics).items():
            self._run.summary[f"best/{metric}"] = best.value
            self._run.summary[f"best/{metric}_at_step"] = best.step
        recorded = self._run.settings.sync_dir
        self._run.finish()
        if self._offline:
            print(f"W&B recorded offline; to upload it: wandb sync {shlex.quote(_shortest(recorded))}", flush=True)


def mode_from_environment(environment: Mapping[str, str]) -> Literal["online", "offline", "disabled"]:
    """The mode in WANDB_MODE, in W&B's present or older words; offline if the variable is empty or not set.

    Raises:
        UserError: the variable has another value.
    """
    word = environment.get("WANDB_MODE", "").strip()
    if not word:
        return "offline"
    if word not in _MODES:
        raise UserError(f"WANDB_MODE='{printable(word)}' is unknown; choose online, offline or disabled")
    return _MODES[word]


_MODES: dict[str, Literal["online", "offline", "disabled"]] = {
    "online": "online",
    "run": "online",
    "offline": "offline",
    "dryrun": "offline",
    "disabled": "disabled",
}
_LONGEST_NAME = 128


def _identity(file: Path) -> tuple[str, bool]:
    """The run's id, and whether an earlier process has recorded under it. An invalid id is replaced."""
    saved_id = read_text(file, 1000).strip() if file.exists() else ""
    if re.fullmatch(r"[A-Za-z0-9_-]{1,64}", saved_id):
        return saved_id, True
    if saved_id:
        print(f"{file} holds no id of a W&B run; this part is recorded as a run of its own", file=sys.stderr)
    new_id = secrets.token_hex(4)
    replace_text(file, new_id)
    return new_id, False


def _fit(project: str) -> str:
    """A project's name in a form that W&B allows."""
    return re.sub(r"[/\\#?%:]", "-", project)[:_LONGEST_NAME]


@contextmanager
def _own_environment() -> Iterator[None]:
    """Inside the block, W&B sees neither empty WANDB_ variables nor WANDB_MODE.

    W&B would refuse empty variables; here they mean that nothing is set. The mode comes from our configuration.
    """
    hidden = {
        name: value
        for name, value in os.environ.items()
        if name.startswith("WANDB_") and (not value.strip() or name == "WANDB_MODE")
    }
    for name in hidden:
        del os.environ[name]
    try:
        yield
    finally:
        os.environ.update(hidden)


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):  # W&B validates its settings, which it reads from the environment
        first = error.errors()[0]
        name = "WANDB_" + "_".join(str(part) for part in first["loc"]).upper()
        return f"{name}={os.environ.get(name)!r}: {first['msg']}"
    return str(error) or type(error).__name__


def _shortest(path: str) -> str:
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else relative


def _halting(curves: StepCurves) -> tuple[np.ndarray, np.ndarray]:
    """Counts and edges of the histogram of steps at which answers are said to be done."""
    counts = np.rint(np.array(curves.halting) * curves.count).astype(np.int64)
    return counts, np.arange(len(counts) + 1) + 0.5
