"""Muon (Jordan et al. 2024) for the matrices of the block stacks, AdamW for embeddings, heads and biases.

    B = momentum * B + G
    U = NewtonSchulz(G + momentum * B)                     # about V W^T, if its argument is V S W^T (singular values S)
    p -= lr * weight_decay * p
    p -= lr * 0.2 * sqrt(max(rows, columns)) * U

The factor before U gives an update the same root mean square as an update of AdamW (Liu et al. 2025, arXiv 2502.16982,
equation 4). So `lr` and `weight_decay` mean the same for both, and values found for AdamW can be kept. A matrix that
holds several projections (qkv_proj, gate_up_proj) counts as one matrix. The learning rate of AdamW's parameters is
`adamw_lr_scale` times `lr`.

Every rank computes all updates, from gradients that DDP has made equal. Stacks of two layers are too small to save time
by sharing this work, and so a checkpoint does not depend on the number of ranks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, Literal

import torch
from pydantic import BaseModel, ConfigDict, Field
from torch.optim.adamw import adamw
from torch.optim.optimizer import Optimizer

from runs.devices import choose_dtype
from training.optim.rates import check_rates

COEFFICIENTS = (3.4445, -4.7750, 2.0315)
"""Coefficients of the published quintic. It raises small singular values fast, and moves all to about 0.7 to 1.2."""
BLOCK_STACK = ".layers."
"""Part of the name of every parameter of a block stack (`models.recursive_reasoning.blocks.ReasoningModule`)."""


class MuonConfig(BaseModel):
    """Settings that only Muon has; `config/optim/muon.yaml` explains them."""

    model_config = ConfigDict(extra="forbid")

    momentum: float = Field(0.95, ge=0, lt=1)
    nesterov: bool = True
    ns_steps: int = Field(5, ge=1, le=100)
    ns_dtype: Literal["auto", "float32", "bfloat16"] = "auto"
    eps: float = Field(1e-8, gt=0)
    adamw_lr_scale: float = Field(1.0, gt=0)


class Muon(Optimizer):
    """See the module's head.

    Args:
        params: parameters with their names, which distinguish block stacks from embeddings and heads.
        lr: may be 0; the training step sets it from the schedule.
        betas: of AdamW.
        weight_decay: decoupled, times `lr`, on every parameter.
        settings: the settings of `MuonConfig`.

    Raises:
        ValueError: a setting is out of range, or no parameter is a matrix of a block stack.
    """

    config_class = MuonConfig

    def __init__(
        self,
        params: Iterable[tuple[str, torch.nn.Parameter]],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.95),
        weight_decay: float = 0.1,
        **settings: Any,
    ) -> None:
        check_rates(lr, betas, weight_decay)
        self.settings = MuonConfig(**settings)
        matrices: list[tuple[str, torch.nn.Parameter]] = []
        others: list[tuple[str, torch.nn.Parameter]] = []
        for name, p in params:
            (matrices if BLOCK_STACK in name and p.ndim == 2 else others).append((name, p))
        if not matrices:
            raise ValueError(f"Muon found no matrix with '{BLOCK_STACK}' in its name; optim=adamw suits any model")
        groups = [{"params": matrices}, *([{"params": others}] if others else [])]
        super().__init__(groups, dict(lr=lr, betas=betas, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """Make one step on all parameters that have a gradient. It never waits for the device."""
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        matrices, *others = self.param_groups
        by_shape: dict[torch.Size, list[torch.Tensor]] = defaultdict(list)
        for p in matrices["params"]:
            if p.grad is not None:
                by_shape[p.shape].append(p)
        for params in by_shape.values():
            self._step_matrices(matrices, params)
        for group in others:
            self._step_others(group, [p for p in group["params"] if p.grad is not None])
        return loss

    def _step_matrices(self, group: dict[str, Any], params: list[torch.Tensor]) -> None:
        """Update matrices of one shape together: they are stacked for the Newton-Schulz iterations."""
        momentum = self.settings.momentum
        for p in params:
            if not self.state[p]:
                self.state[p]["momentum_buffer"] = torch.zeros_like(p)
        buffers = [self.state[p]["momentum_buffer"] for p in params]
        grads = [p.grad for p in params if p.grad is not None]
        torch._foreach_mul_(buffers, momentum)
        torch._foreach_add_(buffers, grads)
        directions = torch._foreach_add(grads, buffers, alpha=momentum) if self.settings.nesterov else buffers
        dtype = newton_schulz_dtype(self.settings.ns_dtype, params[0])
        updates = newton_schulz(torch.stack(list(directions)), self.settings.ns_steps, dtype)
        lr, scale = group["lr"], 0.2 * max(params[0].shape) ** 0.5
        torch._foreach_add_(params, params, alpha=-lr * group["weight_decay"])
        torch._foreach_add_(params, list(updates.to(params[0].dtype).unbind()), alpha=-lr * scale)

    def _step_others(self, group: dict[str, Any], params: list[torch.Tensor]) -> None:
        """Update the other parameters with torch's AdamW."""
        for p in params:
            if not self.state[p]:
                self.state[p]["step"] = torch.zeros((), dtype=torch.float32)  # on the CPU, where reading it is free
                self.state[p]["exp_avg"] = torch.zeros_like(p)
                self.state[p]["exp_avg_sq"] = torch.zeros_like(p)
        states = [self.state[p] for p in params]
        adamw(
            params,
            [p.grad for p in params if p.grad is not None],
            [state["exp_avg"] for state in states],
            [state["exp_avg_sq"] for state in states],
            [],
            [state["step"] for state in states],
            foreach=True,
            amsgrad=False,
            beta1=group["betas"][0],
            beta2=group["betas"][1],
            lr=group["lr"] * self.settings.adamw_lr_scale,
            weight_decay=group["weight_decay"],
            eps=self.settings.eps,
            maximize=False,
        )


def newton_schulz_dtype(name: str, matrix: torch.Tensor) -> torch.dtype:
    """The dtype that `ns_dtype` means for this matrix.

    `auto` is float64 for float64 weights, else bfloat16 on a CUDA device that supports it, else float32.
    """
    if name == "auto" and matrix.dtype is torch.float64:
        return torch.float64
    if name == "auto":
        name = choose_dtype("auto", matrix.device) if matrix.device.type == "cuda" else "float32"
    return getattr(torch, name)


def newton_schulz(matrices: torch.Tensor, steps: int, dtype: torch.dtype) -> torch.Tensor:
    """Move the singular values of each of `matrices` (N, rows, columns) to about 1, and keep its singular vectors.

    The norm is computed in the precision of `matrices`. The iterations and the result have `dtype`. A zero matrix stays
    zero.
    """
    tall = matrices.shape[-2] > matrices.shape[-1]
    x = matrices.mT if tall else matrices  # (N, m, n) with m <= n, so that the products below are small
    x = (x / (torch.linalg.matrix_norm(x, keepdim=True) + 1e-7)).to(dtype)
    gram = x @ x.mT  # (N, m, m)
    a, *_ = COEFFICIENTS
    if dtype is not torch.bfloat16 and x.shape[-1] > 2 * x.shape[-2]:
        x = _whole_iteration(gram, steps) @ x
    else:
        x = torch.baddbmm(x, _iteration(gram), x, beta=a)
        for _ in range(steps - 1):
            x = torch.baddbmm(x, _iteration(x @ x.mT), x, beta=a)
    return x.mT if tall else x


def _iteration(gram: torch.Tensor) -> torch.Tensor:
    """b G + c G^2 for G = `gram` = X X^T. One iteration multiplies X by this matrix plus a times the identity."""
    _, b, c = COEFFICIENTS
    return torch.baddbmm(gram, gram, gram, beta=b, alpha=c)


def _whole_iteration(gram: torch.Tensor, steps: int) -> torch.Tensor:
    """The matrix by which all iterations together multiply X. It is a polynomial of X X^T, so X itself is not needed.

    An iteration takes four products of (m, m) instead of two of (m, n) and one of (m, m). In float32 the result is as
    exact.
    """
    a, *_ = COEFFICIENTS
    whole = torch.eye(gram.shape[-1], dtype=gram.dtype, device=gram.device).expand_as(gram)
    for number in range(steps):
        step = _iteration(gram)
        whole = torch.baddbmm(whole, step, whole, beta=a)
        if number < steps - 1:  # the next X X^T: this iteration applied on both sides
            half = torch.baddbmm(gram, step, gram, beta=a)
            gram = torch.baddbmm(half, half, step, beta=a)
    return whole
