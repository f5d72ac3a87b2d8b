"""The checkpoints in a run's folder, and which of them is the newest, the newest good one, or the best.

    checkpoints/<project>/<run>/
        all_config.yaml  manifest.json  metrics.jsonl
        step_100/ step_200/ final_step_300/     model.pt, train_state.pt and checksums.json in each
        latest                                  name of the newest folder, written last
        best                                    {"folder", "metric"}: the best by validation
        .lock                                   while a process trains the run (`training.run_folder`)

`model.pt` is a state dict under the official names: the averages where EMA is on. `train_state.pt` holds everything
else that a resume needs. `runs.weights` reads both files, `training.saving` writes them.
"""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

from runs.integrity import MODEL_FILE, fault, is_complete, saved_at
from runs.pretrained import is_pretrained
from utils.errors import UserError
from utils.reading import read_object

_FOLDER = re.compile(r"(final_)?step_(\d+)")
_TRIES = 20
"""How often the newest checkpoint is looked for again, where a run that prunes removes it meanwhile."""


def run_of(path: Path) -> Path:
    """The folder of the run that a `step_N` folder, its `model.pt` or a bare checkpoint file belongs to.

    A pretrained folder is its own run.
    """
    if is_pretrained(path):
        return path
    return (path.parent if path.name == MODEL_FILE else path).parent


def step_of(folder: Path) -> int:
    """N of `step_N` or `final_step_N`."""
    match = _FOLDER.fullmatch(folder.name)
    assert match is not None, folder
    return int(match[2])


def find_latest(run: Path) -> Path | None:
    """The newest checkpoint of a run; None where it has none.

    The newest one is what the file `latest` names. Without that file it is the checkpoint that was saved last.

    Raises:
        UserError: the newest one is damaged; the message names the newest good one.
    """
    for _ in range(_TRIES):
        newest = newest_folder(run)
        wrong = fault(newest) if newest else None
        if newest is None or wrong is None:
            return newest
        if newest.is_dir():  # it was not pruned meanwhile
            raise damaged(newest, wrong)
    raise UserError(f"{run} removes its checkpoints faster than they can be looked at")


def last_whole(run: Path) -> Path | None:
    """The newest checkpoint whose files have the saved sizes; quicker than `last_good`, for messages."""
    whole = [folder for folder in list_checkpoints(run) if fault(folder) is None]
    return whole[-1] if whole else None


def last_good(run: Path) -> Path | None:
    """The newest checkpoint whose files have the saved SHA-256; reads its files, and those of damaged newer ones."""
    return next((folder for folder in reversed(list_checkpoints(run)) if fault(folder, thorough=True) is None), None)


def list_checkpoints(run: Path) -> list[Path]:
    """The checkpoint folders of a run in which no file is missing, in the order in which they were saved."""
    if not run.is_dir():
        return []
    folders = [p for p in run.iterdir() if _FOLDER.fullmatch(p.name) and is_complete(p)]
    return sorted(folders, key=lambda p: (saved_at(p), step_of(p), p.name.startswith("final")))


def incomplete_folders(run: Path) -> list[Path]:
    """The checkpoint folders of a run in which a file is missing, in no order."""
    if not run.is_dir():
        return []
    return [p for p in run.iterdir() if _FOLDER.fullmatch(p.name) and p.is_dir() and not is_complete(p)]


def newest_folder(run: Path) -> Path | None:
    """The newest checkpoint folder of a run, damaged or not; None where there is none."""
    name = read_latest(run)
    if name is not None and (run / name).is_dir():
        return run / name
    complete = list_checkpoints(run)
    newest_step = step_of(complete[-1]) if complete else -1
    newer_parts = [p for p in incomplete_folders(run) if step_of(p) > newest_step]
    if newer_parts:
        return max(newer_parts, key=step_of)
    return complete[-1] if complete else None


def read_latest(run: Path) -> str | None:
    """The folder name in the file `latest`; None where the file is missing or holds something else."""
    try:
        name = (run / "latest").read_bytes()[:100].decode().strip()
    except (OSError, UnicodeDecodeError):
        return None
    return name if _FOLDER.fullmatch(name) else None


def read_best(run: Path) -> dict[str, Any] | None:
    """Content of the file `best`, if there is one; `UserError` where it is damaged."""
    file = run / "best"
    if not file.exists():
        return None
    best = read_object(file)
    folder, metric = best.get("folder"), best.get("metric")
    is_name = isinstance(folder, str) and _FOLDER.fullmatch(folder)
    if not (is_name and isinstance(metric, int | float) and math.isfinite(metric)):
        raise UserError(f"{file} does not name a checkpoint and its metric; remove it, and the next evaluation decides")
    return best


def damaged(folder: Path, wrong: str) -> UserError:
    """The error to raise for a damaged checkpoint, with the newest good one of its run.

    Args:
        wrong: what is wrong with it, from `integrity.fault`.
    """
    good = last_good(folder.parent)
    instead = f"the newest good one is {good} (resume=last_good continues from it)" if good else "no other one is good"
    return UserError(f"{folder}/{wrong}: the checkpoint is damaged; {instead}")
