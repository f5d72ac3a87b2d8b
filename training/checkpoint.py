"""Checkpoints: whole folders or none, and weights from wherever they come.

    checkpoints/<project>/<run>/
        all_config.yaml  manifest.json  metrics.jsonl
        step_100/ step_200/ final_step_300/     model.pt and train_state.pt in each
        latest                                  name of the newest folder, written last
        best                                    {"folder", "metric"}: the best by validation

`model.pt` is a state dict under the official names: the averages where EMA is on. `train_state.pt` is all else a resume
needs. Both are loaded with `weights_only=True`, which executes nothing.
"""

from __future__ import annotations

import json
import os
import pickle
import re
import shutil
import sys
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from training.config import PretrainConfig
from training.state import TrainState
from utils.errors import UserError
from utils.files import dump_json, replace_text, whole_folder

MODEL_FILE = "model.pt"
STATE_FILE = "train_state.pt"
_FOLDER = re.compile(r"(final_)?step_(\d+)")
_TABLE = "model.inner.puzzle_emb.weights"


def save_checkpoint(state: TrainState, tracker_state: dict[str, Any], final: bool = False) -> Path:
    """Save `step_N` (or `final_step_N`), then point `latest` at it. All ranks must call it; the main one writes.

    Raises:
        UserError: the disk is full or not writable. Earlier checkpoints stay.
    """
    saved = state.state_dict() | {"tracker": tracker_state}
    run = state.config.run_folder
    folder = run / f"{'final_' if final else ''}step_{state.step}"
    if state.dist.is_main:
        try:
            with whole_folder(folder) as temporary:
                _save(evaluated_weights(state), temporary / MODEL_FILE)
                _save(saved, temporary / STATE_FILE)
            replace_text(run / "latest", folder.name + "\n")
        except OSError as error:
            kept = find_latest(run)
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


def _save(value: Any, path: Path) -> None:
    """Save and sync. torch hides a full disk behind a RuntimeError; this brings the `OSError` back."""
    with open(path, "wb") as file:
        try:
            torch.save(value, file)
        except RuntimeError as error:
            raise error.__context__ if isinstance(error.__context__, OSError) else error from None
        file.flush()
        os.fsync(file.fileno())


def find_latest(run: Path) -> Path | None:
    """The newest whole checkpoint of a run: the one `latest` names, or, if that is gone, the one with most steps."""
    pointer = run / "latest"
    if pointer.is_file():
        named = run / pointer.read_text().strip()
        if _is_whole(named):
            return named
    folders = list_checkpoints(run)
    return folders[-1] if folders else None


def list_checkpoints(run: Path) -> list[Path]:
    """Whole checkpoint folders of a run by step; at the same step the final one comes last."""
    if not run.is_dir():
        return []
    folders = [p for p in run.iterdir() if _FOLDER.fullmatch(p.name) and _is_whole(p)]
    return sorted(folders, key=lambda p: (step_of(p), p.name.startswith("final")))


def step_of(folder: Path) -> int:
    """N of `step_N` or `final_step_N`."""
    match = _FOLDER.fullmatch(folder.name)
    assert match is not None, folder
    return int(match[2])


def _is_whole(folder: Path) -> bool:
    return (folder / MODEL_FILE).is_file() and (folder / STATE_FILE).is_file()


def remove_leftovers(run: Path) -> None:
    """Remove what a killed process left half-written."""
    for path in run.glob(".*.tmp*"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    for path in run.glob(".*.old-*"):
        shutil.rmtree(path)


def note_best(run: Path, folder: Path, metric: float) -> bool:
    """Record `folder` as the best by validation if no earlier one is better; return whether it is."""
    best = read_best(run)
    if best is not None and best["metric"] > metric:
        return False
    replace_text(run / "best", dump_json({"folder": folder.name, "metric": metric}))
    return True


def read_best(run: Path) -> dict[str, Any] | None:
    """Content of `best`, if there is one."""
    return json.loads((run / "best").read_text()) if (run / "best").is_file() else None


def prune(config: PretrainConfig) -> None:
    """Remove all `step_N` but the `keep_last` newest, the best by validation and the one `latest` names."""
    if config.keep_last is None:
        return
    run = config.run_folder
    best = read_best(run)
    kept = {best["folder"] if best else "", (run / "latest").read_text().strip()}
    folders = [p for p in list_checkpoints(run) if p.name.startswith("step_")]
    for folder in folders[: -config.keep_last]:
        if folder.name not in kept:
            shutil.rmtree(folder)


def resume_folder(config: PretrainConfig) -> Path | None:
    """The checkpoint that `resume` asks for; None to start anew.

    Raises:
        UserError: it does not exist, or the run has checkpoints and `resume` does not say what to do with them.
    """
    run = config.run_folder
    if config.resume is None:
        present = find_latest(run)
        if present is not None:
            raise UserError(
                f"{run} already holds {present.name}: continue it with resume=auto, or choose another run_name"
            )
        return None
    if config.resume == "auto":
        return find_latest(run)
    folder = Path(config.resume)
    if not _is_whole(folder):
        raise UserError(f"resume={config.resume}: no checkpoint with {MODEL_FILE} and {STATE_FILE} there")
    return folder


def load_train_state(state: TrainState, folder: Path) -> dict[str, Any]:
    """Continue `state` from a checkpoint folder; return the tracker's part.

    Raises:
        UserError: the checkpoint is damaged or of another model, data shape or batch size.
    """
    fit_weights(state.model, load_weights(folder), folder, resize_table=False)
    # Onto the CPU, from where each tensor is copied to its place: optimizers count their steps there, and a count that
    # came back on a GPU would make every step wait.
    saved = _load(folder / STATE_FILE, torch.device("cpu"))
    try:
        state.load_state_dict(saved)
    except (KeyError, ValueError, RuntimeError) as error:
        if isinstance(error, UserError):
            raise
        raise UserError(f"{folder / STATE_FILE} does not fit this run: {error}") from None
    return saved["tracker"]


def run_of(path: Path) -> Path:
    """The folder of the run that a `step_N` folder, its `model.pt` or a bare checkpoint file belongs to."""
    return (path.parent if path.name == MODEL_FILE else path).parent


def load_weights(path: Path) -> dict[str, torch.Tensor]:
    """Read a state dict: a `step_N` folder, a `model.pt`, or a checkpoint file of the official code.

    The prefix `_orig_mod.` of compiled models is removed.

    Raises:
        UserError: there is no such file, or it is not a plain state dict. Nothing in it is executed.
    """
    file = path / MODEL_FILE if path.is_dir() else path
    weights = _load(file, torch.device("cpu"))
    if not isinstance(weights, dict) or not all(isinstance(value, torch.Tensor) for value in weights.values()):
        raise UserError(f"{file} holds no state dict")
    return {name.replace("_orig_mod.", ""): value for name, value in weights.items()}


def saved_at(folder: Path) -> float:
    """When a checkpoint was saved, in seconds since the epoch; of the official code's files the file's time."""
    return (folder / MODEL_FILE if folder.is_dir() else folder).stat().st_mtime


def load_raw(folder: Path) -> dict[str, torch.Tensor]:
    """The parameters as training left them, without averages; `UserError` as in `load_weights`."""
    return _load(folder / STATE_FILE, torch.device("cpu"))["parameters"]


def load_raw_parameters(model: nn.Module, folder: Path) -> None:
    """Put the parameters as training left them in place of their averages."""
    saved = _load(folder / STATE_FILE, torch.device("cpu"))
    model.load_state_dict(saved["parameters"], strict=False)


def _load(file: Path, device: torch.device) -> Any:
    if not file.is_file():
        raise UserError(f"no checkpoint at {file}")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # torch's own words on a file that it refuses
            return torch.load(file, map_location=device, weights_only=True)
    except pickle.UnpicklingError:
        raise UserError(f"{file} holds more than tensors and was not loaded; only plain state dicts are") from None
    except Exception as error:  # bytes that are no pickle can raise anything
        reason = next(iter(str(error).splitlines()), type(error).__name__)
        raise UserError(f"{file} is damaged or no checkpoint ({reason})") from None


def fit_weights(
    model: nn.Module,
    weights: dict[str, torch.Tensor],
    path: Path,
    resize_table: bool = True,
    rows: np.ndarray | None = None,
    announce: bool = True,
) -> None:
    """Load weights strictly. A puzzle table with another number of rows is replaced by its mean row, and that is said.

    Args:
        rows: (N,) which row of the saved table each row of the model's takes, -1 for the mean row; None: its own.
        announce: whether to say so here, as one process of several does.

    Raises:
        UserError: names or shapes differ; the first difference is named.
    """
    expected = model.state_dict()
    table = weights.get(_TABLE)
    if rows is not None and table is not None and table.dim() == 2:
        if rows.max() >= len(table):
            raise UserError(f"{path} has {len(table)} puzzle embeddings, fewer than the manifest of its run names")
        taken = table[torch.from_numpy(rows)]
        if (rows < 0).any():
            taken[torch.from_numpy(rows < 0)] = table.float().mean(0).to(table.dtype)
        weights = weights | {_TABLE: taken}
    elif resize_table and table is not None and _TABLE in expected and table.shape != expected[_TABLE].shape:
        if table.shape[1:] == expected[_TABLE].shape[1:]:
            if announce:
                print(
                    f"puzzle embeddings of {path} are {list(table.shape)}, of this data {list(expected[_TABLE].shape)}:"
                    " all rows start at the mean",
                    file=sys.stderr,
                )
            weights = weights | {_TABLE: table.float().mean(0, keepdim=True).expand(expected[_TABLE].shape)}
    missing = [name for name in expected if name not in weights]
    unexpected = [name for name in weights if name not in expected]
    if missing or unexpected:
        detail = f"{missing[0]} is missing" if missing else f"{unexpected[0]} has no place"
        raise UserError(f"{path} is a checkpoint of another architecture: {detail}")
    for name, value in weights.items():
        if value.shape != expected[name].shape:
            what = (
                "another vocabulary"
                if name.endswith(("lm_head.weight", "embed_tokens.embedding_weight"))
                else "other sizes"
            )
            raise UserError(
                f"{path} is a checkpoint of {what}: {name} is {list(value.shape)}, here {list(expected[name].shape)}"
            )
    model.load_state_dict(weights, strict=True)
