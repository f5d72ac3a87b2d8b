"""Small networks of every architecture, and puzzles for them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
import yaml

from models.losses import ACTLossHead
from utils.classes import load_class

ROOT = Path(__file__).parent.parent.parent
ARCHS = sorted(path.stem for path in (ROOT / "config" / "arch").glob("*.yaml"))
SMALL: dict[str, Any] = dict(
    seq_len=9, vocab_size=5, num_puzzle_identifiers=4, H_cycles=2, L_cycles=2, H_layers=1, L_layers=1, hidden_size=16,
    num_heads=2, expansion=2, halt_max_steps=3, halt_exploration_prob=0.5, forward_dtype="float64", puzzle_emb_ndim=16,
)  # fmt: skip


def make(arch: str, loss: str = "stablemax_cross_entropy", **changes: Any) -> ACTLossHead:
    """The architecture as its YAML file has it, made small; changes that are no keys of it are left out."""
    settings = yaml.safe_load((ROOT / "config" / "arch" / f"{arch}.yaml").read_text())
    model_class = load_class(settings.pop("name"), "models")
    del settings["loss"]
    known = {key: value for key, value in changes.items() if key in model_class.config_class.model_fields}
    torch.manual_seed(0)
    return ACTLossHead(model_class(settings | SMALL | known), loss)


def batch(rows: int = 6) -> dict[str, torch.Tensor]:
    rng = np.random.default_rng(0)
    inputs = torch.from_numpy(rng.integers(1, 5, (rows, 9)).astype(np.int32))
    return {"inputs": inputs, "labels": inputs.flip(1), "puzzle_identifiers": torch.arange(rows, dtype=torch.int32) % 4}
