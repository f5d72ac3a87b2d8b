"""float32 matrix products on a CPU through oneDNN instead of MKL, which takes slow kernels on processors not Intel's.

Products whose operands both lie the wrong way round for oneDNN (the weight's gradient of a layer over the last axis)
stay with MKL: putting them in order costs more than there is to gain.
"""

from __future__ import annotations

from typing import Any

import torch


def product(a: torch.Tensor, b_transposed: torch.Tensor) -> torch.Tensor:
    """(M, K) times (N, K) transposed -> (M, N), float32."""
    return torch.ops.mkldnn._linear_pointwise(a, b_transposed, None, "none", [], "")


class OverLast(torch.autograd.Function):
    """x (N, K), weight (M, K) -> x @ weight.T (N, M)."""

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
        ctx.save_for_backward(x, weight)
        return product(x, weight)

    @staticmethod
    def backward(ctx: Any, grad: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        x, weight = ctx.saved_tensors
        grad = grad.contiguous()
        return product(grad, weight.T.contiguous()), grad.T @ x


class OverFirst(torch.autograd.Function):
    """x (K, N), weight (M, K) -> weight @ x (M, N)."""

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
        ctx.save_for_backward(x, weight)
        return product(weight, x.T)

    @staticmethod
    def backward(ctx: Any, grad: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        x, weight = ctx.saved_tensors
        grad = grad.contiguous()
        return product(weight.T.contiguous(), grad.T), product(grad, x)
