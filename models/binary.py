"""Numbers of one bit with a gradient: latents, weights, and how bits are packed into bytes.

A bit has no useful derivative. A straight-through estimator (Bengio et al. 2013, arXiv 1308.3432) computes with the bit
and differentiates as if a smooth function stood in its place.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn

from models.layers import CastedLinear


def straight_through(value: torch.Tensor, stand_in: torch.Tensor) -> torch.Tensor:
    """`value` exactly, with the gradient of `stand_in`."""
    return value.detach() + (stand_in - stand_in.detach())


def binarised(z: torch.Tensor, threshold: torch.Tensor) -> torch.Tensor:
    """Latents (..., D) to -1 and 1: is a channel above its threshold (D,)?

    A bit b of 0 or 1 is the number 2 b - 1, so that latents keep the root mean square of 1 that a norm gives them. The
    gradient is that of tanh(z - threshold), for z and threshold alike: it is largest at the threshold and never 0.
    (clamp(z - threshold, -1, 1), the usual choice, has no gradient far from the threshold: docs/log.md.)
    """
    distance = z - threshold.to(z.dtype)
    return straight_through(torch.where(distance > 0, 1.0, -1.0).to(z.dtype), distance.tanh())


def pack(z: torch.Tensor) -> torch.Tensor:
    """Latents (..., D) of -1 and 1 to bytes (..., ceil(D / 8)); any other number counts by its sign."""
    bits = F.pad((z > 0).to(torch.uint8), (0, -z.shape[-1] % 8)).unflatten(-1, (-1, 8))
    return (bits << torch.arange(8, dtype=torch.uint8, device=z.device)).sum(-1, dtype=torch.uint8)


def unpack(packed: torch.Tensor, channels: int, dtype: torch.dtype) -> torch.Tensor:
    """Undo `pack`: (..., ceil(channels / 8)) to (..., channels)."""
    bits = (packed.unsqueeze(-1) >> torch.arange(8, dtype=torch.uint8, device=packed.device)) & 1
    return bits.flatten(-2)[..., :channels].to(dtype) * 2 - 1


class BinaryLinear(CastedLinear):
    """A linear layer of weights 0 and 1, with normalised outputs (Cabral et al. 2025, arXiv 2509.07025).

    A weight counts as 1 if it is above the mean of the layer's weights, and as 0 otherwise. Its gradient is that of the
    bit. The outputs of each position are then given mean 0 and deviation 1, without which such layers do not learn.

    Args:
        linear: the layer in whose place it stands; its weights are taken.
        eps: added to the variance.
    """

    def __init__(self, linear: CastedLinear, eps: float) -> None:
        nn.Module.__init__(self)
        if linear.bias is not None:
            raise ValueError("a binary layer has no bias")
        self.weight, self.bias, self.eps = linear.weight, None, eps

    def matrix(self) -> torch.Tensor:
        return straight_through((self.weight > self.weight.mean()).to(self.weight.dtype), self.weight)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = super().forward(x)
        return F.layer_norm(y, y.shape[-1:], eps=self.eps)

    def over_first(self, x: torch.Tensor) -> torch.Tensor:
        y = super().over_first(x)
        return F.batch_norm(y, None, None, training=True, eps=self.eps)  # each column by itself, in training or not


def make_linears_binary(module: nn.Module, eps: float) -> None:
    """Put a `BinaryLinear` in the place of every linear layer inside `module`; parameters keep their names."""
    for name, child in module.named_children():
        if isinstance(child, CastedLinear):
            setattr(module, name, BinaryLinear(child, eps))
        else:
            make_linears_binary(child, eps)
