"""AdamATan2 (Everett et al. 2024), the optimizer of the official code, in plain torch on any device.

    p -= lr * weight_decay * p
    p -= lr / (1 - beta1^t) * atan2(m, sqrt(v) / sqrt(1 - beta2^t))

The atan2 replaces m / (sqrt(v) + eps). So there is no eps, and the step does not depend on the gradient's scale. The
state has the keys of the `adam-atan2` package: step, exp_avg, exp_avg_sq.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch.optim.optimizer import Optimizer, ParamsT

from training.optim.rates import check_rates


class AdamATan2(Optimizer):
    """See the module's head.

    Args:
        lr: may be 0; the training step sets it from the schedule.
        betas: decay of the first and second moment.
        weight_decay: decoupled, times `lr`.

    Raises:
        ValueError: a setting is out of range.
    """

    def __init__(
        self,
        params: ParamsT,
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        weight_decay: float = 1e-2,
    ) -> None:
        check_rates(lr, betas, weight_decay)
        super().__init__(params, dict(lr=lr, betas=betas, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """Make one step on all parameters that have a gradient."""
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            params = [p for p in group["params"] if p.grad is not None]
            if params:
                self._step_group(group, params)
        return loss

    def _step_group(self, group: dict[str, Any], params: list[torch.Tensor]) -> None:
        for p in params:
            if not self.state[p]:
                self.state[p].update(self._new_state(p))
        states = [self.state[p] for p in params]
        torch._foreach_add_([state["step"] for state in states], 1)
        self._update(group, params, states)

    def _new_state(self, p: torch.Tensor) -> dict[str, torch.Tensor]:
        step = torch.zeros((), dtype=torch.float32)  # on the CPU, where reading it is free
        return dict(step=step, exp_avg=torch.zeros_like(p), exp_avg_sq=torch.zeros_like(p))

    def _update(self, group: dict[str, Any], params: list[torch.Tensor], states: list[dict[str, torch.Tensor]]) -> None:
        """Update each parameter in place; `state["step"]` already counts this step."""
        grads = [p.grad for p in params if p.grad is not None]
        first = [state["exp_avg"] for state in states]
        second = [state["exp_avg_sq"] for state in states]
        beta1, beta2 = group["betas"]
        torch._foreach_lerp_(first, grads, 1 - beta1)
        torch._foreach_mul_(second, beta2)
        torch._foreach_addcmul_(second, grads, grads, 1 - beta2)
        roots = torch._foreach_sqrt(second)
        # Not p *= 1 - lr * wd: the factor's rounding to float32 would add up over the steps.
        torch._foreach_add_(params, params, alpha=-group["lr"] * group["weight_decay"])
        for p, m, root, state in zip(params, first, roots, states, strict=True):
            t = float(state["step"])
            update = torch.atan2(m, root.div_((1 - beta2**t) ** 0.5))
            p.add_(update, alpha=-group["lr"] / (1 - beta1**t))
