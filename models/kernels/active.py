"""Positions that nobody reads are left out of a training step, where each position is computed by itself."""

from __future__ import annotations

from collections.abc import Callable

import torch

from models.kernels.switch import takes_plain

Latents = dict[str, torch.Tensor]


def may_leave_out(device: torch.device) -> bool:
    """Whether leaving positions out pays: a GPU would have to wait until they are counted."""
    return device.type == "cpu" and not takes_plain()


def recurse_on(active: torch.Tensor, latents: Latents, recurse: Callable[[Latents], Latents]) -> Latents:
    """Recurse on the positions `active` (N,), numbered through all rows; latents (B, L, D) of others become 0."""
    rows, length, width = next(iter(latents.values())).shape
    chosen = {name: z.flatten(0, 1)[active].unsqueeze(1) for name, z in latents.items()}  # (N, 1, D)
    found = {}
    for name, z in recurse(chosen).items():
        flat = z.new_zeros(rows * length, width)
        found[name] = flat.index_copy(0, active, z.squeeze(1)).unflatten(0, (rows, length))
    return found
