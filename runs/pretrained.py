"""A pretrained folder: a trained network in a few files, for whoever wants answers without training.

pretrained/sudoku4x4/model.safetensors    the weights that evaluation uses, under the official names
                     all_config.yaml      the configuration of the run
                     manifest.json        of the run: its commands, versions, data, and the shape of a row
                     vocabulary.json      of text
                     identifiers.json.gz  of puzzles with embeddings
                     README.md            the model card

`scripts/export.py` makes one of a run. `evaluate.py` and `infer.py` take it as a checkpoint.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load, save

from models.calibration import IN_CHECKPOINT
from utils.errors import UserError
from utils.files import sha256_of

PRETRAINED_FOLDER = Path(__file__).resolve().parent.parent / "pretrained"
"""The networks that come with this project."""
WEIGHTS_FILE = "model.safetensors"
_SHA256 = "weights_sha256"
"""Key of the manifest: the hash of the weights."""


def is_pretrained(path: Path) -> bool:
    """Whether a folder is a pretrained one."""
    return (path / WEIGHTS_FILE).is_file()


def pack_weights(weights: Mapping[str, torch.Tensor], dtype: torch.dtype | None) -> bytes:
    """The content of `model.safetensors`; floating-point tensors in `dtype`, or as they are with None.

    A calibration, which is a handful of numbers of very different sizes, stays as it is.
    """

    def packed(name: str, value: torch.Tensor) -> torch.Tensor:
        converts = dtype is not None and value.is_floating_point() and name != IN_CHECKPOINT
        return (value.to(dtype) if converts else value).contiguous().clone()

    return save({name: packed(name, value) for name, value in weights.items()})


def load_pretrained(folder: Path, sha256: str | None) -> dict[str, torch.Tensor]:
    """Read the weights of a pretrained folder, onto the CPU.

    Args:
        sha256: of the file, as the manifest says; None where it says nothing.

    Raises:
        UserError: the file is damaged.
    """
    file = folder / WEIGHTS_FILE
    if sha256 is not None and sha256_of(file) != sha256:
        raise UserError(f"{file} is damaged: it is not the file that manifest.json beside it names")
    try:
        return load(file.read_bytes())
    except (SafetensorError, ValueError, OSError) as error:
        raise UserError(f"{file} is damaged or no safetensors file ({error})") from None
