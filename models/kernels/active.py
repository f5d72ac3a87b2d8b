"""Leave positions that nothing reads out of a training step. Only possible if positions do not mix."""

from __future__ import annotations

from collections.abc import Callable

import torch

from models.kernels.switch import takes_plain

Latents = dict[str, torch.Tensor]


def may_leave_out(device: torch.device) -> bool:
    """Whether leaving positions out saves time. On a GPU it does not: counting them would force a synchronisation."""
    return device.type == "cpu" and not takes_plain()


def recurse_on(active: torch.Tensor, latents: Latents, recurse: Callable[[Latents], Latents]) -> Latents:
    """Recurse on the `active` positions only; the latents (B, L, D) of all others become 0.

    Args:
        active: (N,) indices into the flattened (B * L) positions.
        latents: each (B, L, D).
        recurse: takes and returns latents (N, 1, D).
    """
    rows, length, width = next(iter(latents.values())).shape
    active_latents = {name: z.flatten(0, 1)[active].unsqueeze(1) for name, z in latents.items()}  # (N, 1, D)
    result = {}
    for name, z in recurse(active_latents).items():
        flat = z.new_zeros(rows * length, width)
        result[name] = flat.index_copy(0, active, z.squeeze(1)).unflatten(0, (rows, length))
    return result
