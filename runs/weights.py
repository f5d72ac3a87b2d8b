"""Weights from a checkpoint into a network: ours, the official code's, or those of a run on other puzzles.

Files are loaded with `weights_only=True`, which executes nothing, and only after their checksums were compared.
"""

from __future__ import annotations

import pickle
import sys
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from models.calibration import receive_calibration
from models.common import at_least_float32
from runs.checkpoints import damaged
from runs.integrity import MODEL_FILE, STATE_FILE, file_fault
from runs.manifest import read_manifest
from runs.pretrained import is_pretrained, load_pretrained
from utils.errors import UserError

PUZZLE_TABLE = "model.inner.puzzle_emb.weights"
"""Name of the puzzle embeddings in a state dict: a table with a row for each puzzle identifier."""
_TOKEN_TABLES = ("lm_head.weight", "embed_tokens.embedding_weight")
"""Ends of the names of tensors with a row for each token."""


def load_weights(path: Path) -> dict[str, torch.Tensor]:
    """Read a state dict, onto the CPU. The prefix `_orig_mod.` of compiled models is removed.

    Args:
        path: a `step_N` folder, a `model.pt`, a pretrained folder, or a checkpoint file of the official code.

    Raises:
        UserError: there is no such file, or it is not a plain state dict. Nothing in it is executed.
    """
    if is_pretrained(path):
        return load_pretrained(path, read_manifest(path).get("weights_sha256"))
    file = path / MODEL_FILE if path.is_dir() else path
    weights = _as_weights(load_saved(file), file)
    return {name.replace("_orig_mod.", ""): value for name, value in weights.items()}


def load_raw(folder: Path) -> dict[str, torch.Tensor]:
    """The parameters as training left them, without averages; `UserError` as in `load_weights`."""
    if is_pretrained(folder):
        raise UserError(f"{folder} holds the weights of evaluation alone; --no-ema needs a run's checkpoint")
    saved = load_saved(folder / STATE_FILE)
    return _as_weights(saved.get("parameters") if isinstance(saved, dict) else None, folder / STATE_FILE)


def load_saved(file: Path) -> Any:
    """What `torch.save` wrote into a file, onto the CPU.

    Raises:
        UserError: the file is missing or damaged, or holds more than tensors and plain values.
    """
    if not file.is_file():
        raise UserError(f"no checkpoint at {file}")
    wrong = file_fault(file)
    if wrong:
        raise damaged(file.parent, wrong)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # torch warns of a file that it then refuses; one line is enough
            return torch.load(file, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError:
        raise UserError(f"{file} holds more than tensors and was not loaded; only plain state dicts are") from None
    except Exception as error:  # bytes that are no pickle can raise anything
        reason = next(iter(str(error).splitlines()), type(error).__name__)
        raise UserError(f"{file} is damaged or no checkpoint ({reason})") from None


def _as_weights(value: Any, file: Path) -> dict[str, torch.Tensor]:
    if not isinstance(value, dict) or not all(isinstance(value[k], torch.Tensor) and isinstance(k, str) for k in value):
        raise UserError(f"{file} holds no state dict")
    return value


def fit_weights(
    model: nn.Module,
    weights: dict[str, torch.Tensor],
    path: Path,
    resize_table: bool = True,
    rows: np.ndarray | None = None,
    announce: bool = True,
) -> None:
    """Load weights strictly; only the puzzle table may have another number of rows than the model's.

    Args:
        path: of the checkpoint, for messages.
        resize_table: without `rows`, whether every row of a table of another size starts at the mean of the saved rows.
        rows: (N,) which saved row each row of the model's table takes, -1 for the mean row; None: its own.
        announce: whether to print that the rows start at the mean, as one process of several does.

    Raises:
        UserError: names or shapes differ; the first difference is named.
    """
    receive_calibration(model, weights)
    expected = model.state_dict()
    table = weights.get(PUZZLE_TABLE)
    if table is not None and rows is not None and table.dim() == 2:
        weights = weights | {PUZZLE_TABLE: _pick_rows(table, rows, path)}
    elif table is not None and resize_table and PUZZLE_TABLE in expected:
        weights = weights | {PUZZLE_TABLE: _resize(table, expected[PUZZLE_TABLE].shape, path, announce)}
    _require_same_names(weights, expected, path)
    for name, value in weights.items():
        if value.shape != expected[name].shape:
            what = "another vocabulary" if name.endswith(_TOKEN_TABLES) else "other sizes"
            raise UserError(
                f"{path} is a checkpoint of {what}: {name} is {list(value.shape)}, here {list(expected[name].shape)}"
            )
    model.load_state_dict(weights, strict=True)


def _pick_rows(table: torch.Tensor, rows: np.ndarray, path: Path) -> torch.Tensor:
    """The table whose row i is row `rows[i]` of `table`, or the mean row where that is negative."""
    if rows.max() >= len(table):
        raise UserError(f"{path} has {len(table)} puzzle embeddings, fewer than the manifest of its run names")
    taken = table[torch.from_numpy(rows)]
    if (rows < 0).any():
        taken[torch.from_numpy(rows < 0)] = at_least_float32(table).mean(0).to(table.dtype)
    return taken


def _resize(table: torch.Tensor, shape: torch.Size, path: Path, announce: bool) -> torch.Tensor:
    """A table of so many rows, all at the mean; `table` itself where it has that size, or rows of another length."""
    if table.shape == shape or table.shape[1:] != shape[1:]:
        return table
    if announce:
        print(
            f"puzzle embeddings of {path} are {list(table.shape)}, of this data {list(shape)}: all rows start at the"
            " mean",
            file=sys.stderr,
        )
    return at_least_float32(table).mean(0, keepdim=True).expand(shape)


def _require_same_names(weights: dict[str, torch.Tensor], expected: dict[str, torch.Tensor], path: Path) -> None:
    missing = [name for name in expected if name not in weights]
    unexpected = [name for name in weights if name not in expected]
    if missing or unexpected:
        detail = f"{missing[0]} is missing" if missing else f"{unexpected[0]} has no place"
        raise UserError(f"{path} is a checkpoint of another architecture: {detail}")
