"""Small networks of every architecture, and puzzles for them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
import yaml

from models.losses import ACTLossHead
from models.objectives.base import Objective
from utils.classes import load_class

ROOT = Path(__file__).parent.parent.parent
FILES = {path.stem: yaml.safe_load(path.read_text()) for path in sorted((ROOT / "config" / "arch").glob("*.yaml"))}
ARCHS = [stem for stem, settings in FILES.items() if "name" in settings]
PRESETS = [stem for stem in FILES if stem not in ARCHS]
"""Files with the sizes of another one's architecture."""
SMALL: dict[str, Any] = dict(
    seq_len=9, vocab_size=5, num_puzzle_identifiers=4, H_cycles=2, L_cycles=2, H_layers=1, L_layers=1, hidden_size=16,
    num_heads=2, expansion=2, halt_max_steps=3, halt_exploration_prob=0.5, forward_dtype="float64", puzzle_emb_ndim=16,
)  # fmt: skip
SMALL_STATES = dict(reasoning_dim=24, action_dim=12)


def make(arch: str, loss: str = "stablemax_cross_entropy", **changes: Any) -> ACTLossHead:
    """The architecture as its YAML file has it, made small; changes that are no keys of it are left out."""
    settings = {key: value for key, value in FILES[arch].items() if key not in ("name", "loss", "defaults")}
    model_class = load_class(FILES[arch]["name"], "models")
    known = {k: v for k, v in (SMALL_STATES | changes).items() if k in model_class.config_class.model_fields}
    torch.manual_seed(0)
    return ACTLossHead(model_class(settings | SMALL | known), loss)


def batch(rows: int = 6) -> dict[str, torch.Tensor]:
    rng = np.random.default_rng(0)
    inputs = torch.from_numpy(rng.integers(1, 5, (rows, 9)).astype(np.int32))
    return {"inputs": inputs, "labels": inputs.flip(1), "puzzle_identifiers": torch.arange(rows, dtype=torch.int32) % 4}


def three_steps(model: Objective, batch: dict[str, torch.Tensor]) -> list[Any]:
    """Train with plain gradient descent; after each step the loss, the metrics and all gradients."""
    carry = model.initial_carry(batch)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    found: list[Any] = []
    for _ in range(3):
        carry, loss, metrics, _, _ = model(carry=carry, batch=batch, return_keys=[])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        found += [loss.detach(), metrics, [p.grad for p in model.parameters()]]
    return found
