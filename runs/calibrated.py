"""Storing a calibration of q in a checkpoint, beside its weights."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import torch
from safetensors.torch import save

from models.calibration import IN_CHECKPOINT
from runs.integrity import MODEL_FILE, sign
from runs.manifest import MANIFEST_FILE, read_manifest
from runs.pretrained import WEIGHTS_FILE, is_pretrained
from runs.weights import load_weights
from utils.errors import UserError
from utils.files import dump_json, whole_folder


def write_calibration(checkpoint: Path, fitted: torch.Tensor | None) -> None:
    """Store a calibration in a checkpoint, or take it out.

    The folder is made anew beside the old one and then takes its place, so that a failure leaves the old one.

    Args:
        checkpoint: a `step_N` folder or a pretrained folder.
        fitted: (1 + features,) float32; None: q passes unchanged.

    Raises:
        UserError: the checkpoint is a bare file, or the disk is full or not writable.
    """
    if not checkpoint.is_dir():
        raise UserError(f"{checkpoint} is a file of weights alone; name the folder of a checkpoint")
    weights = {name: value for name, value in load_weights(checkpoint).items() if name != IN_CHECKPOINT}
    if fitted is not None:
        weights[IN_CHECKPOINT] = fitted
    try:
        with whole_folder(checkpoint) as folder:
            for file in checkpoint.iterdir():
                (shutil.copytree if file.is_dir() else shutil.copy2)(file, folder / file.name)
            if is_pretrained(checkpoint):
                content = save({name: value.contiguous() for name, value in weights.items()})
                (folder / WEIGHTS_FILE).write_bytes(content)
                digest = hashlib.sha256(content).hexdigest()
                manifest = read_manifest(checkpoint) | {"weights_sha256": digest}
                (folder / MANIFEST_FILE).write_text(dump_json(manifest))
            else:
                torch.save(weights, folder / MODEL_FILE)
                sign(folder)
    except OSError as error:
        raise UserError(f"{checkpoint} cannot be written to ({error.strerror or error})") from error
