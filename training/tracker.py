"""Record metrics: always in `metrics.jsonl` in the run's folder, and in W&B unless it is disabled.

`metrics.jsonl` has no times and no speeds, so an interrupted and resumed run writes the same file as an undisturbed
run. Speeds go to W&B and to the progress bar. Only this module imports wandb.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shlex
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, Protocol

from pydantic import ValidationError

from runs.config import PretrainConfig
from runs.metrics import METRICS_FILE
from utils.errors import UserError
from utils.files import replace_text
from utils.printing import printable
from utils.reading import read_text


class Tracker(Protocol):
    """The interface of trackers that the training loop uses."""

    def log(self, metrics: dict[str, float], step: int, speeds: dict[str, float] | None = None) -> None:
        """Record the metrics of a step. `speeds` are measurements of the machine, not of the model."""
        ...

    def state_dict(self) -> dict[str, Any]:
        """The state from which `load_state_dict` continues the same run."""
        ...

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Drop everything that was recorded after the checkpoint."""
        ...

    def finish(self) -> None:
        """Flush and close."""
        ...


class NoTracker:
    """Records nothing; for ranks other than the main one, and for tests."""

    def log(self, metrics: dict[str, float], step: int, speeds: dict[str, float] | None = None) -> None: ...

    def state_dict(self) -> dict[str, Any]:
        return {}

    def load_state_dict(self, state: dict[str, Any]) -> None: ...

    def finish(self) -> None: ...


class JsonlTracker(NoTracker):
    """Writes one JSON object on each line: {"step": 10, "train/lm_loss": 0.71, ...}."""

    def __init__(self, path: Path) -> None:
        self._file = open(path, "ab", buffering=0)

    def log(self, metrics: dict[str, float], step: int, speeds: dict[str, float] | None = None) -> None:
        line = (json.dumps({"step": step, **metrics}) + "\n").encode()
        try:
            while line:
                line = line[self._file.write(line) :]
        except OSError as error:
            raise UserError(f"{self._file.name} could not be written ({error.strerror})") from error

    def state_dict(self) -> dict[str, Any]:
        os.fsync(self._file.fileno())
        return {"metrics_bytes": self._file.tell()}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        # The file is emptied if it is shorter than the state says: it is then another run's file, or a new one.
        recorded = state.get("metrics_bytes", 0)
        self._file.truncate(recorded if 0 <= recorded <= os.fstat(self._file.fileno()).st_size else 0)
        self._file.seek(0, os.SEEK_END)

    def finish(self) -> None:
        self._file.close()


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

    def log(self, metrics: dict[str, float], step: int, speeds: dict[str, float] | None = None) -> None:
        self._run.log({**metrics, **(speeds or {})}, step=step)

    def finish(self) -> None:
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


class Trackers(NoTracker):
    """Several trackers as one."""

    def __init__(self, *trackers: Tracker) -> None:
        self._trackers = trackers

    def log(self, metrics: dict[str, float], step: int, speeds: dict[str, float] | None = None) -> None:
        for tracker in self._trackers:
            tracker.log(metrics, step, speeds)

    def state_dict(self) -> dict[str, Any]:
        return {key: value for tracker in self._trackers for key, value in tracker.state_dict().items()}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        for tracker in self._trackers:
            tracker.load_state_dict(state)

    def finish(self) -> None:
        for tracker in self._trackers:
            tracker.finish()


def open_trackers(config: PretrainConfig, continues: bool) -> Tracker:
    """The trackers of a run: `metrics.jsonl` in its folder, and W&B unless it is disabled.

    Args:
        continues: True if the run continues from a checkpoint in its own folder. Else earlier metrics are removed.

    Raises:
        UserError: W&B does not start.
        OSError: the folder cannot be written to.
    """
    file = config.run_folder / METRICS_FILE
    if not continues:
        file.unlink(missing_ok=True)
    trackers: list[Tracker] = [JsonlTracker(file)]
    if config.wandb.mode != "disabled":
        trackers.append(
            WandbTracker(
                config.run_folder,
                config.project_name or "",
                config.run_name or "",
                config.model_dump(),
                config.wandb.mode,
                config.wandb.entity,
                config.wandb.tags,
            )
        )
    return Trackers(*trackers)
