"""Where metrics go: always `metrics.jsonl` in the run's folder, and W&B unless it is disabled.

`metrics.jsonl` holds nothing that changes from run to run (no times, no speeds), so an interrupted and resumed run
writes the same file as an undisturbed one. Speeds go to W&B and the progress bar. Only this module imports wandb.
"""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path
from typing import Any, Protocol

from utils.errors import UserError


class Tracker(Protocol):
    """What the training loop needs of a tracker."""

    def log(self, metrics: dict[str, float], step: int, speeds: dict[str, float] | None = None) -> None:
        """Record metrics of a step; `speeds` are measurements of the machine, not of the model."""
        ...

    def state_dict(self) -> dict[str, Any]:
        """What `load_state_dict` needs to go on as the same run."""
        ...

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Drop whatever was recorded after the checkpoint."""
        ...

    def finish(self) -> None:
        """Flush and close."""
        ...


class NoTracker:
    """Records nothing: ranks other than the main one, and tests."""

    def log(self, metrics: dict[str, float], step: int, speeds: dict[str, float] | None = None) -> None: ...

    def state_dict(self) -> dict[str, Any]:
        return {}

    def load_state_dict(self, state: dict[str, Any]) -> None: ...

    def finish(self) -> None: ...


class JsonlTracker(NoTracker):
    """One JSON object a line: {"step": 10, "train/lm_loss": 0.71, ...}."""

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
        # Of another run, or of one whose file was removed, nothing is kept.
        recorded = state.get("metrics_bytes", 0)
        self._file.truncate(recorded if recorded <= os.fstat(self._file.fileno()).st_size else 0)
        self._file.seek(0, os.SEEK_END)

    def finish(self) -> None:
        self._file.close()


class WandbTracker(NoTracker):
    """A W&B run; resumed under the same id, so that a dashboard shows one curve."""

    def __init__(
        self,
        folder: Path,
        project: str,
        name: str,
        config: dict[str, Any],
        mode: str,
        entity: str | None,
        tags: list[str],
    ) -> None:
        import wandb

        identity = folder / "wandb_id"
        resumed = identity.exists()
        run_id = identity.read_text().strip() if resumed else secrets.token_hex(4)
        identity.write_text(run_id)
        try:
            self._run = wandb.init(
                project=project,
                entity=entity,
                name=name,
                id=run_id,
                resume="allow" if resumed else None,
                tags=tags,
                config=config,
                mode=mode,  # type: ignore[arg-type]
                settings=wandb.Settings(console="off", x_disable_stats=True, silent=mode == "offline"),
            )
        except wandb.Error as error:
            raise UserError(
                f"W&B did not start ({error}); log in with `wandb login`, or use wandb.mode=offline"
            ) from None

    def log(self, metrics: dict[str, float], step: int, speeds: dict[str, float] | None = None) -> None:
        self._run.log({**metrics, **(speeds or {})}, step=step)

    def finish(self) -> None:
        self._run.finish()


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
