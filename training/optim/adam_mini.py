"""Adam-mini (Zhang et al. 2024, arXiv 2406.16793): AdamW with one second moment for each block of a parameter.

    v_b = beta2 * v_b + (1 - beta2) * mean of g^2 over block b
    p -= lr * weight_decay * p
    p -= lr / (1 - beta1^t) * m / (sqrt(v_b / (1 - beta2^t)) + eps)

Blocks follow the Hessian, which is close to block-diagonal. Those of the paper for a transformer:

    queries and keys           a block for each head         embeddings, output head    a block for each token
    all other matrices         a block for each output neuron, that is for each row

So a block is a row, except in weights of queries and keys, whose layers mark their heads (`models.layers.mark_heads`).
A number of a vector (a bias, a threshold) belongs to an output neuron too. It is a block of its own, so there Adam-mini
is AdamW. The state is a first moment for each number and a second moment for each block: half of AdamW's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from pydantic import BaseModel, ConfigDict, Field
from torch.optim.optimizer import Optimizer, ParamsT

from models.layers import rows_of_heads
from training.optim.rates import check_rates


class AdamMiniConfig(BaseModel):
    """Settings that only Adam-mini has."""

    model_config = ConfigDict(extra="forbid")

    eps: float = Field(1e-8, gt=0)


class AdamMini(Optimizer):
    """See the module's head.

    Args:
        lr: may be 0; the training step sets it from the schedule.
        betas: decay of the first and second moment.
        weight_decay: decoupled, times `lr`.
        settings: the settings of `AdamMiniConfig`.

    Raises:
        ValueError: a setting is out of range.
    """

    config_class = AdamMiniConfig

    def __init__(
        self,
        params: ParamsT,
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.95),
        weight_decay: float = 0.1,
        **settings: Any,
    ) -> None:
        check_rates(lr, betas, weight_decay)
        self.settings = AdamMiniConfig(**settings)
        super().__init__(params, dict(lr=lr, betas=betas, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """Make one step on all parameters that have a gradient. It never waits for the device."""
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is not None:
                    self._step(group, p, p.grad)
        return loss

    def _step(self, group: dict[str, Any], p: torch.Tensor, grad: torch.Tensor) -> None:
        squares = mean_of_blocks(grad.square(), p)
        state = self.state[p]
        if not state:
            state["step"] = torch.zeros((), dtype=torch.float32)  # on the CPU, where reading it is free
            state["exp_avg"] = torch.zeros_like(p)
            state["exp_avg_sq"] = torch.zeros_like(squares)
        state["step"] += 1
        t, (beta1, beta2) = float(state["step"]), group["betas"]
        state["exp_avg"].lerp_(grad, 1 - beta1)
        state["exp_avg_sq"].lerp_(squares, 1 - beta2)
        root = (state["exp_avg_sq"] / (1 - beta2**t)).sqrt_().add_(self.settings.eps)
        p.add_(p, alpha=-group["lr"] * group["weight_decay"])
        p.addcdiv_(state["exp_avg"], of_each_row(root, p), value=-group["lr"] / (1 - beta1**t))


def mean_of_blocks(values: torch.Tensor, p: torch.Tensor) -> torch.Tensor:
    """The mean of `values`, in the shape of `p`, over each block of `p`: (blocks,), heads before rows."""
    if p.ndim < 2:
        return values
    rows = values.flatten(1).mean(1)
    of_heads, head_dim = rows_of_heads(p)
    heads, others = rows.split((of_heads, len(rows) - of_heads))
    return torch.cat((heads.view(-1, head_dim).mean(1), others))


def of_each_row(values: torch.Tensor, p: torch.Tensor) -> torch.Tensor:
    """A number of each block (blocks,) in a shape that broadcasts over `p`."""
    if p.ndim < 2:
        return values
    of_heads, head_dim = rows_of_heads(p)
    heads, others = values.split((of_heads // head_dim, len(p) - of_heads))
    rows = torch.cat((heads.repeat_interleave(head_dim), others))
    return rows.view(-1, *(1,) * (p.ndim - 1))
