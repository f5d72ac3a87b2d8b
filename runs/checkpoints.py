"""Checkpoints: whole folders or none, the one to go on from, and weights from wherever they come.

    checkpoints/<project>/<run>/
        all_config.yaml  manifest.json  metrics.jsonl
        step_100/ step_200/ final_step_300/     model.pt, train_state.pt and checksums.json in each
        latest                                  name of the newest folder, written last
        best                                    {"folder", "metric"}: the best by validation
        .lock                                   while a process trains the run (`training.run_folder`)

`model.pt` is a state dict under the official names: the averages where EMA is on. `train_state.pt` is all else a resume
needs. Both are loaded with `weights_only=True`, which executes nothing, and after their checksums were compared.
"""

from __future__ import annotations

import math
import pickle
import re
import sys
import time
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from models.layers import at_least_float32
from runs.config import PretrainConfig
from runs.integrity import MODEL_FILE, STATE_FILE, fault, file_fault, is_complete, save_files, saved_at
from training.state import TrainState
from utils.errors import UserError
from utils.files import dump_json, remove_folder, replace_text, whole_folder
from utils.reading import read_object

_FOLDER = re.compile(r"(final_)?step_(\d+)")
_TRIES = 20
"""How often the newest checkpoint is looked for anew, where a run that prunes takes it away meanwhile."""
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
        newest = _newest(run)
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


# ---- which one


def find_latest(run: Path) -> Path | None:
    """The newest checkpoint of a run; None where it has none.

    It is the one that `latest` names, or, if that is gone, the one that was saved last.

    Raises:
        UserError: the newest one is damaged; the newest good one is named.
    """
    for _ in range(_TRIES):
        newest = _newest(run)
        wrong = fault(newest) if newest else None
        if newest is None or wrong is None:
            return newest
        if newest.is_dir():  # it was not pruned meanwhile
            raise _damaged(newest, wrong)
    raise UserError(f"{run} removes its checkpoints faster than they can be looked at")


def last_whole(run: Path) -> Path | None:
    """The newest checkpoint whose files have the sizes that were saved, passing by damaged ones; for messages."""
    whole = [folder for folder in list_checkpoints(run) if fault(folder) is None]
    return whole[-1] if whole else None


def last_good(run: Path) -> Path | None:
    """The newest checkpoint that is what was saved, to the last bit; reads the files of those it passes by."""
    return next((folder for folder in reversed(list_checkpoints(run)) if fault(folder, thorough=True) is None), None)


def list_checkpoints(run: Path) -> list[Path]:
    """Complete checkpoint folders of a run, the one that was saved last comes last."""
    if not run.is_dir():
        return []
    folders = [p for p in run.iterdir() if _FOLDER.fullmatch(p.name) and is_complete(p)]
    return sorted(folders, key=lambda p: (saved_at(p), step_of(p), p.name.startswith("final")))


def step_of(folder: Path) -> int:
    """N of `step_N` or `final_step_N`."""
    match = _FOLDER.fullmatch(folder.name)
    assert match is not None, folder
    return int(match[2])


def _newest(run: Path) -> Path | None:
    """The newest checkpoint folder of a run, damaged or not."""
    pointer = _read_latest(run)
    if pointer is not None and (run / pointer).is_dir():
        return run / pointer
    complete = list_checkpoints(run)
    newest_step = step_of(complete[-1]) if complete else -1
    parts = [p for p in _incomplete(run) if step_of(p) > newest_step]
    return max(parts, key=step_of) if parts else complete[-1] if complete else None


def _incomplete(run: Path) -> list[Path]:
    """Checkpoint folders in which a file is missing."""
    if not run.is_dir():
        return []
    return [p for p in run.iterdir() if _FOLDER.fullmatch(p.name) and p.is_dir() and not is_complete(p)]


def _read_latest(run: Path) -> str | None:
    """The name that `latest` holds; None where it holds none, so that the newest is looked for."""
    try:
        name = (run / "latest").read_bytes()[:100].decode().strip()
    except (OSError, UnicodeDecodeError):
        return None
    return name if _FOLDER.fullmatch(name) else None


def _damaged(folder: Path, wrong: str) -> UserError:
    """The error for a checkpoint of which `wrong` says what is wrong (`integrity.fault`)."""
    good = last_good(folder.parent)
    instead = f"the newest good one is {good} (resume=last_good continues from it)" if good else "no other one is good"
    return UserError(f"{folder}/{wrong}: the checkpoint is damaged; {instead}")


def recover(run: Path) -> None:
    """Finish what a killed process began to remove: folders with missing files that are older than a complete one."""
    complete = list_checkpoints(run)
    for folder in _incomplete(run):
        if complete and step_of(folder) < step_of(complete[-1]) and folder.name != _read_latest(run):
            remove_folder(folder)


def note_best(run: Path, folder: Path, metric: float) -> bool:
    """Record `folder` as the best by validation if no earlier one is better; return whether it is."""
    best = read_best(run)
    if best is not None and best["metric"] > metric:
        return False
    replace_text(run / "best", dump_json({"folder": folder.name, "metric": metric}))
    return True


def read_best(run: Path) -> dict[str, Any] | None:
    """Content of `best`, if there is one; `UserError` where it is damaged."""
    file = run / "best"
    if not file.exists():
        return None
    best = read_object(file)
    folder, metric = best.get("folder"), best.get("metric")
    if not (isinstance(folder, str) and _FOLDER.fullmatch(folder) and isinstance(metric, int | float)) or not (
        math.isfinite(metric)
    ):
        raise UserError(f"{file} does not name a checkpoint and its metric; remove it, and the next evaluation decides")
    return best


def prune(config: PretrainConfig, resumed_from: Path | None = None) -> None:
    """Remove all `step_N` but the `keep_last` newest, the best by validation and the one `latest` names.

    Args:
        resumed_from: stays too: there may be a newer one, and that damaged.
    """
    if config.keep_last is None:
        return
    run = config.run_folder
    best = read_best(run)
    kept = {best["folder"] if best else "", _read_latest(run)}
    folders = [p for p in list_checkpoints(run) if p.name.startswith("step_")]
    for folder in folders[: -config.keep_last]:
        if folder.name not in kept and folder != resumed_from:
            try:
                remove_folder(folder)
            except OSError as error:  # the next pruning tries again
                print(f"{folder} could not be removed ({error.strerror or error})", file=sys.stderr)


def resume_folder(config: PretrainConfig) -> Path | None:
    """The checkpoint that `resume` asks for; None to start anew.

    Raises:
        UserError: it does not exist or is damaged, or the run has checkpoints and `resume` does not say what to do with
            them.
    """
    run = config.run_folder
    if config.resume is None:
        present = _newest(run)
        if present is not None:
            raise UserError(
                f"{run} already holds {present.name}: continue it with resume=auto, or choose another run_name"
            )
        return None
    if config.resume == "auto":
        return find_latest(run)
    if config.resume == "last_good":
        newest, good = _newest(run), last_good(run)
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
        raise _damaged(folder, wrong)
    return folder


def load_train_state(state: TrainState, folder: Path) -> dict[str, Any]:
    """Continue `state` from a checkpoint folder; return the tracker's part.

    Raises:
        UserError: the checkpoint is damaged, or of another model, data set, data shape or batch size.
    """
    fit_weights(state.model, load_weights(folder), folder, resize_table=False)
    # Onto the CPU, from where each tensor is copied to its place: optimizers count their steps there, and a count that
    # came back on a GPU would make every step wait.
    saved = _load(folder / STATE_FILE, torch.device("cpu"))
    try:
        state.load_state_dict(saved)
        if not isinstance(saved["tracker"].get("metrics_bytes", 0), int):
            raise TypeError("metrics_bytes is no number")
        return dict(saved["tracker"])
    except UserError:
        raise
    # Where the file holds something else, which of these comes depends on what it is.
    except (KeyError, ValueError, RuntimeError, TypeError, AttributeError, IndexError, OverflowError) as error:
        raise UserError(f"{folder / STATE_FILE} does not fit this run: {error or type(error).__name__}") from None


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
    weights = _as_weights(_load(file, torch.device("cpu")), file)
    return {name.replace("_orig_mod.", ""): value for name, value in weights.items()}


def load_raw(folder: Path) -> dict[str, torch.Tensor]:
    """The parameters as training left them, without averages; `UserError` as in `load_weights`."""
    saved = _load(folder / STATE_FILE, torch.device("cpu"))
    return _as_weights(saved.get("parameters") if isinstance(saved, dict) else None, folder / STATE_FILE)


def _as_weights(value: Any, file: Path) -> dict[str, torch.Tensor]:
    if not isinstance(value, dict) or not all(isinstance(value[k], torch.Tensor) and isinstance(k, str) for k in value):
        raise UserError(f"{file} holds no state dict")
    return value


def _load(file: Path, device: torch.device) -> Any:
    if not file.is_file():
        raise UserError(f"no checkpoint at {file}")
    wrong = file_fault(file)
    if wrong:
        raise _damaged(file.parent, wrong)
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
            taken[torch.from_numpy(rows < 0)] = at_least_float32(table).mean(0).to(table.dtype)
        weights = weights | {_TABLE: taken}
    elif resize_table and table is not None and _TABLE in expected and table.shape != expected[_TABLE].shape:
        if table.shape[1:] == expected[_TABLE].shape[1:]:
            if announce:
                print(
                    f"puzzle embeddings of {path} are {list(table.shape)}, of this data {list(expected[_TABLE].shape)}:"
                    " all rows start at the mean",
                    file=sys.stderr,
                )
            weights = weights | {_TABLE: at_least_float32(table).mean(0, keepdim=True).expand(expected[_TABLE].shape)}
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
