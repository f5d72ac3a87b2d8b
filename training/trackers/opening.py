"""The trackers that a run's configuration asks for."""

from __future__ import annotations

from runs.config import PretrainConfig
from runs.manifest import read_manifest
from training.trackers.base import Tracker, Trackers
from training.trackers.files import FILES, FileTracker
from training.trackers.tensorboard import TensorBoardTracker
from training.trackers.wandb import WandbTracker


def open_trackers(config: PretrainConfig, continues: bool) -> Tracker:
    """The files in the run's folder, W&B unless it is disabled, and TensorBoard if it is asked for.

    Args:
        continues: True if the run continues from a checkpoint in its own folder. Else what earlier runs recorded in
            these files is removed.

    Raises:
        UserError: W&B does not start, or TensorBoard is not installed.
        OSError: the folder cannot be written to.
    """
    folder = config.run_folder
    if not continues:
        for name in FILES:
            (folder / name).unlink(missing_ok=True)
    trackers: list[Tracker] = [FileTracker(folder)]
    described = config.model_dump() | {"manifest": _manifest(config)}
    if config.wandb.mode != "disabled":
        trackers.append(
            WandbTracker(
                folder,
                config.project_name or "",
                config.run_name or "",
                described,
                config.wandb.mode,
                config.wandb.entity,
                config.wandb.tags,
            )
        )
    if config.tensorboard:
        trackers.append(TensorBoardTracker(folder, described))
    return Trackers(*trackers)


def _manifest(config: PretrainConfig) -> dict[str, object]:
    """What dashboards show of a run beside its configuration: fingerprints of the data, versions, machine."""
    kept = read_manifest(config.run_folder)
    return {key: value for key, value in kept.items() if key not in ("commands", "identifiers")}
