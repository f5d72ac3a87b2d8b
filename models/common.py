"""Initialisation and precision that all layers share."""

from __future__ import annotations

import math

import torch


def trunc_normal_init_(tensor: torch.Tensor, std: float = 1.0, bound: float = 2.0) -> torch.Tensor:
    """Fill `tensor` with a normal truncated at +-`bound` standard units, rescaled so that its deviation is `std`.

    `torch.nn.init.trunc_normal_` leaves the deviation of the truncated variable below `std`. JAX corrects for that
    (`jax.nn.initializers`, truncated normal). The official code follows JAX, and so does this function.
    """
    with torch.no_grad():
        if std == 0:
            return tensor.zero_()
        tail = math.erf(bound / math.sqrt(2))  # probability mass inside the bounds
        density = math.exp(-0.5 * bound**2) / math.sqrt(2 * math.pi)
        truncated_std = math.sqrt(1 - 2 * bound * density / tail)
        scale = std / truncated_std
        tensor.uniform_(-tail, tail).erfinv_().mul_(math.sqrt(2) * scale)
        return tensor.clamp_(-bound * scale, bound * scale)


def at_least_float32(x: torch.Tensor) -> torch.Tensor:
    """`x` in float32, or unchanged if it is float64. Norms, rotary positions, q and losses use this precision."""
    return x if x.dtype is torch.float64 else x.to(torch.float32)
