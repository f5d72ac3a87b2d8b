"""Root-mean-square norm of a sum, without a gain (Zhang and Sennrich 2019)."""

from __future__ import annotations

from typing import Any

import torch

from models.common import at_least_float32
from models.kernels.switch import takes_plain


def residual_norm(x: torch.Tensor, y: torch.Tensor, eps: float, dim: int = -1) -> torch.Tensor:
    """Norm of x + y along `dim`, computed in float32 at least."""
    if takes_plain() or torch.compiler.is_compiling():
        return plain_residual_norm(x, y, eps, dim)
    return ResidualNorm.apply(x, y, eps, dim)


def plain_residual_norm(x: torch.Tensor, y: torch.Tensor, eps: float, dim: int = -1) -> torch.Tensor:
    """The formula of `residual_norm`."""
    total = x + y
    wide = at_least_float32(total)
    return (wide * torch.rsqrt(wide.square().mean(dim, keepdim=True) + eps)).to(total.dtype)


class ResidualNorm(torch.autograd.Function):
    """`plain_residual_norm` that keeps the result and one number for each row for the backward pass.

    The result is the input of the next layer, which keeps it anyway. Autograd would also keep the sum, its square root
    and the factor, and would pass over memory twice as often.
    """

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor, y: torch.Tensor, eps: float, dim: int) -> torch.Tensor:
        total = x + y
        wide = at_least_float32(total)
        if dim == -1:
            square = torch.linalg.vector_norm(wide, dim=-1, keepdim=True).square_().div_(x.shape[-1])
        else:  # on a CPU, the vector norm over an outer axis does not run in parallel
            square = wide.square().mean(dim, keepdim=True)
        factor = square.add_(eps).rsqrt_()
        normed = wide.mul_(factor).to(x.dtype)
        ctx.save_for_backward(normed, factor)
        ctx.dim = dim
        return normed

    @staticmethod
    def backward(ctx: Any, grad: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, None, None]:
        normed, factor = ctx.saved_tensors
        wide, wide_grad = at_least_float32(normed), at_least_float32(grad)
        along = (wide * wide_grad).mean(ctx.dim, keepdim=True)
        result = torch.addcmul(wide_grad, wide, along, value=-1).mul_(factor).to(grad.dtype)
        return result, result, None, None
