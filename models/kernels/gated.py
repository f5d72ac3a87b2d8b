"""silu(gate) * up for the two halves of one tensor, the heart of SwiGLU."""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F

from models.kernels.switch import takes_plain


def gated(gate_up: torch.Tensor, dim: int) -> torch.Tensor:
    """silu of the first half of `gate_up` along `dim`, times the second half."""
    if takes_plain() or torch.compiler.is_compiling():  # a compiler fuses the formula, and cannot look into `Gated`
        return plain_gated(gate_up, dim)
    return Gated.apply(gate_up, dim)


def plain_gated(gate_up: torch.Tensor, dim: int) -> torch.Tensor:
    """The formula of `gated`."""
    gate, up = gate_up.chunk(2, dim)
    return F.silu(gate) * up


class Gated(torch.autograd.Function):
    """`plain_gated` that keeps only its input for the backward pass, and writes both gradients into one tensor.

    Autograd would compute the gradients of the two halves in separate tensors and copy them into one. That takes an
    eighth of the time of a training step on a CPU.
    """

    @staticmethod
    def forward(ctx: Any, gate_up: torch.Tensor, dim: int) -> torch.Tensor:
        ctx.save_for_backward(gate_up)
        ctx.dim = dim
        gate, up = gate_up.chunk(2, dim)
        return F.silu(gate).mul_(up)

    @staticmethod
    def backward(ctx: Any, grad: torch.Tensor) -> tuple[torch.Tensor, None]:
        (gate_up,) = ctx.saved_tensors
        gate, up = gate_up.chunk(2, ctx.dim)
        result = torch.empty_like(gate_up)
        grad_gate, grad_up = result.chunk(2, ctx.dim)
        torch.mul(F.silu(gate), grad, out=grad_up)
        torch.ops.aten.silu_backward.grad_input(grad * up, gate, grad_input=grad_gate)
        return result, None
