"""float32 matrix products on a CPU by oneDNN instead of MKL. MKL uses slow kernels on processors not made by Intel.

Layers call `over_last` and `over_first`. In eager code these are autograd functions. In a compiled graph they are the
operators `trm::over_last` and `trm::over_first`, which the compiler calls unchanged. It would turn a plain product into
a call of MKL.

Products in which oneDNN would need both operands transposed (the weight's gradient of a layer over the last axis) stay
with MKL: transposing them costs more than oneDNN saves.
"""

from __future__ import annotations

from typing import Any

import torch


def over_last(x: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    """x (N, K), weight (M, K) -> x @ weight.T (N, M), float32."""
    return _over_last(x, weight) if torch.compiler.is_compiling() else OverLast.apply(x, weight)


def over_first(x: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    """x (K, N), weight (M, K) -> weight @ x (M, N), float32."""
    return _over_first(x, weight) if torch.compiler.is_compiling() else OverFirst.apply(x, weight)


def product(a: torch.Tensor, b_transposed: torch.Tensor) -> torch.Tensor:
    """(M, K) times (N, K) transposed -> (M, N), float32."""
    return torch.ops.mkldnn._linear_pointwise(a, b_transposed, None, "none", [], "")


class OverLast(torch.autograd.Function):
    """`over_last` in eager code."""

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
    """`over_first` in eager code."""

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
        ctx.save_for_backward(x, weight)
        return product(weight, x.T)

    @staticmethod
    def backward(ctx: Any, grad: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        x, weight = ctx.saved_tensors
        grad = grad.contiguous()
        return product(weight.T.contiguous(), grad.T), product(grad, x)


@torch.library.custom_op("trm::over_last", mutates_args=())
def _over_last(x: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    return product(x, weight)


@torch.library.custom_op("trm::over_first", mutates_args=())
def _over_first(x: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    return product(weight, x.T)


@_over_last.register_fake
def _(x: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    return x.new_empty(x.shape[0], weight.shape[0])


@_over_first.register_fake
def _(x: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    return x.new_empty(weight.shape[0], x.shape[1])


def _keep(ctx: Any, inputs: tuple[torch.Tensor, torch.Tensor], output: torch.Tensor) -> None:
    ctx.save_for_backward(*inputs)


def _over_last_backward(ctx: Any, grad: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    x, weight = ctx.saved_tensors
    grad = grad.contiguous()
    return _over_last(grad, weight.T.contiguous()), grad.T @ x


def _over_first_backward(ctx: Any, grad: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    x, weight = ctx.saved_tensors
    grad = grad.contiguous()
    return _over_first(grad, weight.T.contiguous()), _over_last(grad, x)


_over_last.register_autograd(_over_last_backward, setup_context=_keep)
_over_first.register_autograd(_over_first_backward, setup_context=_keep)
