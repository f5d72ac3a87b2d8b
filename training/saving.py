"""The checkpoints that a run saves, removes and continues from; `runs.checkpoints` shows how they lie in its folder."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import torch

from runs.checkpoints import (
    damaged,
    find_latest,
    incomplete_folders,
    last_good,
    last_whole,
    list_checkpoints,
    newest_folder,
    read_best,
    read_latest,
    step_of,
)
from runs.config import PretrainConfig
from runs.integrity import MODEL_FILE, STATE_FILE, fault, save_files, saved_at
from runs.weights import fit_weights, load_saved, load_weights
from training.state import TrainState
from utils.errors import UserError
from utils.files import dump_json, remove_folder, replace_text, whole_folder

# ---- writing


def save_checkpoint(state: TrainState, tracker_state: dict[str, Any], final: bool = False) -> Path:
    """Save `step_N` (or `final_step_N`), then point `latest` at it. All ranks must call it; the main one writes.

    Raises:
        UserError: the disk is full or not writable. Earlier checkpoints stay.
    """
    saved = state.state_dict() | {"tracker": tracker_state}
    run = state.config.run_folder
    folder = run / f"{'final_' if final else ''}step_{state.step}"
    if state.dist.is_main:
        newest = newest_folder(run)
        try:
            with whole_folder(folder, durable=False) as temporary:
                # Later than all others of the run, also where the clock was set back.
                moment = max(time.time(), saved_at(newest) + 0.002 if newest else 0.0)
                save_files(temporary, {MODEL_FILE: evaluated_weights(state), STATE_FILE: saved}, moment)
            replace_text(run / "latest", folder.name + "\n")
        except OSError as error:
            kept = last_whole(run)
            raise UserError(
                f"checkpoint {folder} could not be saved ({error.strerror or error});"
                f" the last whole one is {kept or 'none'}"
            ) from error
    state.dist.barrier()
    return folder


def evaluated_weights(state: TrainState) -> dict[str, torch.Tensor]:
    """The state dict that evaluation uses: averages in place of the parameters that have one."""
    weights = state.model.state_dict()
    return weights | (state.ema.state_dict() if state.ema else {})


def note_best(run: Path, folder: Path, metric: float) -> bool:
    """Record `folder` as the best by validation if no earlier one is better; return whether it is."""
    best = read_best(run)
    if best is not None and best["metric"] > metric:
        return False
    replace_text(run / "best", dump_json({"folder": folder.name, "metric": metric}))
    return True


# ---- removing


def prune(config: PretrainConfig, resumed_from: Path | None = None) -> None:
    """Remove old `step_N` folders: all but the `keep_last` newest, the best by validation and the one `latest` names.

    Args:
        resumed_from: a checkpoint that stays too: it may be older than a damaged one.
    """
    if config.keep_last is None:
        return
    run = config.run_folder
    best = read_best(run)
    kept = {best["folder"] if best else "", read_latest(run)}
    folders = [p for p in list_checkpoints(run) if p.name.startswith("step_")]
    for folder in folders[: -config.keep_last]:
        if folder.name not in kept and folder != resumed_from:
            try:
                remove_folder(folder)
            except OSError as error:  # the next pruning tries again
                print(f"{folder} could not be removed ({error.strerror or error})", file=sys.stderr)


def remove_provisional(run: Path, step: int) -> None:
    """Remove `step_N`, saved in case the last evaluation fails, once `final_step_N` is saved. The best one stays."""
    best, folder = read_best(run), run / f"step_{step}"
    if folder.is_dir() and (best is None or best["folder"] != folder.name):
        try:
            remove_folder(folder)
        except OSError as error:  # it holds nothing that the final one lacks
            print(f"{folder} could not be removed ({error.strerror or error})", file=sys.stderr)


def recover(run: Path) -> None:
    """Finish what a killed process began to remove: folders with missing files that are older than a complete one."""
    complete = list_checkpoints(run)
    for folder in incomplete_folders(run):
        if complete and step_of(folder) < step_of(complete[-1]) and folder.name != read_latest(run):
            remove_folder(folder)


# ---- continuing


def resume_folder(config: PretrainConfig) -> Path | None:
    """The checkpoint that the key `resume` asks for; None to start anew.

    Raises:
        UserError: it does not exist or is damaged, or the run has checkpoints and `resume` does not say what to do with
            them.
    """
    run = config.run_folder
    if config.resume is None:
        present = newest_folder(run)
        if present is not None:
            raise UserError(
                f"{run} already holds {present.name}: continue it with resume=auto, or choose another run_name"
            )
        return None
    if config.resume == "auto":
        return find_latest(run)
    if config.resume == "last_good":
        newest, good = newest_folder(run), last_good(run)
        if newest is not None and good is None:
            raise UserError(f"resume=last_good: no checkpoint of {run} is what was saved")
        if newest is not None and newest != good:
            print(f"{newest} is passed by: its {fault(newest, thorough=True)}", file=sys.stderr)
        return good
    folder = Path(config.resume)
    if not (folder / MODEL_FILE).is_file() or not (folder / STATE_FILE).is_file():
        raise UserError(f"resume={config.resume}: no checkpoint with {MODEL_FILE} and {STATE_FILE} there")
    wrong = fault(folder)
    if wrong:
        raise damaged(folder, wrong)
    return folder


def load_train_state(state: TrainState, folder: Path) -> dict[str, Any]:
    """Continue `state` from a checkpoint folder; return the tracker's part.

    Raises:
        UserError: the checkpoint is damaged, or of another model, data set, data shape or batch size.
    """
    fit_weights(state.model, load_weights(folder), folder, resize_table=False)
    # Read onto the CPU, from where each tensor is copied to its place. Optimizers count their steps on the CPU: a count
    # on a GPU would make every step wait for it.
    saved = load_saved(folder / STATE_FILE)
    try:
        state.load_state_dict(saved)
        recorded = dict(saved["tracker"])
        for name, size in recorded.items():
            if not isinstance(size, int):
                raise TypeError(f"{name} is no number")
        return recorded
    except UserError:
        raise
    # Where the file holds something else, which of these comes depends on what it is.
    except (KeyError, ValueError, RuntimeError, TypeError, AttributeError, IndexError, OverflowError) as error:
        raise UserError(f"{folder / STATE_FILE} does not fit this run: {error or type(error).__name__}") from None
