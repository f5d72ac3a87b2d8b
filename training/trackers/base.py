"""The interface of trackers, and several of them as one."""

from __future__ import annotations

from typing import Any, Protocol

from training.evaluation import Evaluated


class Tracker(Protocol):
    """The interface of trackers that the training loop uses."""

    def log(self, metrics: dict[str, float], step: int, speeds: dict[str, float] | None = None) -> None:
        """Record the metrics of a step. `speeds` are measurements of the machine, not of the model."""
        ...

    def log_evaluation(self, found: Evaluated, step: int) -> None:
        """Record an evaluation: its metrics, what became of the answers step by step, and its examples."""
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

    def log_evaluation(self, found: Evaluated, step: int) -> None:
        self.log(found.metrics, step)

    def state_dict(self) -> dict[str, Any]:
        return {}

    def load_state_dict(self, state: dict[str, Any]) -> None: ...

    def finish(self) -> None: ...


class Trackers(NoTracker):
    """Several trackers as one."""

    def __init__(self, *trackers: Tracker) -> None:
        self._trackers = trackers

    def log(self, metrics: dict[str, float], step: int, speeds: dict[str, float] | None = None) -> None:
        for tracker in self._trackers:
            tracker.log(metrics, step, speeds)

    def log_evaluation(self, found: Evaluated, step: int) -> None:
        for tracker in self._trackers:
            tracker.log_evaluation(found, step)

    def state_dict(self) -> dict[str, Any]:
        return {key: value for tracker in self._trackers for key, value in tracker.state_dict().items()}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        for tracker in self._trackers:
            tracker.load_state_dict(state)

    def finish(self) -> None:
        for tracker in self._trackers:
            tracker.finish()
