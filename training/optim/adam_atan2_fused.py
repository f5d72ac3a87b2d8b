"""AdamATan2 with the CUDA kernel of the `adam-atan2` package, as in the official code. The extra `fused` installs it.

The state has the form of `training.optim.adam_atan2`, so a run can continue a checkpoint of either optimizer with the
other. There are two differences. Step counts lie on the device, where the kernel reads them. And the kernel decays
weights by a factor (1 - lr * weight_decay) that is rounded to float32.

This project has not yet run it on a GPU, so its speed and the kernel's rounding are unmeasured. The tests use the
package's interface with a kernel in Python. On a machine with CUDA and the package, they compare the kernel with the
formula.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch.optim.optimizer import ParamsT

from training.optim import adam_atan2


class AdamATan2(adam_atan2.AdamATan2):
    """See the module's head. It takes the arguments of `training.optim.adam_atan2.AdamATan2`.

    Raises:
        ValueError: parameters are not on a CUDA device, the package is not installed, or a setting is out of range.
    """

    device_type = "cuda"

    def __init__(self, params: ParamsT, **rates: Any) -> None:
        super().__init__(params, **rates)
        other_devices = {p.device.type for group in self.param_groups for p in group["params"]} - {self.device_type}
        if other_devices:
            raise ValueError(
                f"adam_atan2_fused needs a CUDA device, this run is on {other_devices.pop()}; optim=adam_atan2 computes"
                " the same on any device"
            )
        self._kernel = load_kernel()

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Load a state of this optimizer or of the plain one."""
        super().load_state_dict(state_dict)
        for p, state in self.state.items():
            state["step"] = state["step"].to(p.device)

    def _new_state(self, p: torch.Tensor) -> dict[str, torch.Tensor]:
        state = super()._new_state(p)
        return state | {"step": state["step"].to(p.device)}

    def _update(self, group: dict[str, Any], params: list[torch.Tensor], states: list[dict[str, torch.Tensor]]) -> None:
        names = ("exp_avg", "exp_avg_sq", "step")
        grads = [p.grad for p in params]
        self._kernel(
            params,
            grads,
            *([state[name] for state in states] for name in names),
            group["lr"],
            *group["betas"],
            group["weight_decay"],
        )


def load_kernel() -> Callable[..., None]:
    """The package's compiled function.

    Raises:
        ValueError: it cannot be imported.
    """
    try:
        import adam_atan2_backend
    except ImportError as error:
        raise ValueError(
            f"adam_atan2_fused needs the package adam-atan2 ({error}): install it with"
            " `uv sync --extra fused --no-build-isolation-package adam-atan2`, or take optim=adam_atan2, which computes"
            " the same"
        ) from None
    return adam_atan2_backend.adam_atan2_cuda_impl_
