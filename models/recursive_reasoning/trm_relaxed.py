"""TRM whose applications in a cycle share only a part of the weights; `own` says which part each has of its own.

With `own: []` this is `trm`, number by number. With all parts of the blocks, `L_cycles=1` and zero initial latents it
is a transformer of two stacks, each applied once. What lies between shows what sharing costs, and which part pays.

    own: [vector]     adds a learned vector to the input of each application, as the time step of Universal Transformers
                      (Dehghani et al. 2019, arXiv 1807.03819)
    own: [gain]       scales each channel of that input
    own: [attention]  or mlp_t, [gate] and [mlp]: matrices of the blocks

Relaxed Recursive Transformers (Bae et al. 2025, arXiv 2410.20672) keep low-rank differences of all matrices instead.
"""

from __future__ import annotations

from typing import Any, Literal

import torch
from torch import nn

from models.layers import Context
from models.recursive_reasoning.act import ACTConfig, RecursiveModel
from models.recursive_reasoning.blocks import ReasoningModule
from models.recursive_reasoning.carry import Latents
from models.recursive_reasoning.inner import Inner

_MATRICES = {"attention": ("self_attn", "mlp_t"), "gate": ("read_gate",), "mlp": ("mlp",)}
"""The modules of a block that each part stands for."""


class TRMRelaxedConfig(ACTConfig):
    """The settings of TRM, and what is not shared."""

    own: tuple[Literal["vector", "gain", "attention", "gate", "mlp"], ...] = ()
    """What each of the `L_cycles + 1` applications of a cycle has of its own; all else is shared."""


class TRMRelaxed_Inner(Inner):
    """The recursion of TRM. `L_level` is the first application; `own_levels` are the others, if they own matrices."""

    config: TRMRelaxedConfig
    latent_names = ("H", "L")

    def build_levels(self) -> None:
        super().build_levels()
        own, width = self.config.own, self.config.hidden_size
        applications = self.config.L_cycles + 1
        self.own_vectors = nn.Parameter(torch.zeros(applications, width)) if "vector" in own else None
        self.own_gains = nn.Parameter(torch.zeros(applications, width)) if "gain" in own else None
        matrices = [module for part in own for module in _MATRICES.get(part, ())]
        self.own_levels = nn.ModuleList(
            self._level_with_own(matrices) for _ in range(self.config.L_cycles * bool(matrices))
        )

    def _level_with_own(self, modules: list[str]) -> ReasoningModule:
        """A stack that takes all but these modules from `L_level`, which alone registers what is shared."""
        level = self.build_level(self.config.L_layers)
        for block, first in zip(level.layers, self.L_level.layers, strict=True):
            for name in [name for name in block._modules if name not in modules]:
                del block._modules[name]
                block.__dict__[name] = first._modules[name]  # past `nn.Module`, which would register it a second time
        return level

    def improve(self, z: Latents, x: torch.Tensor, context: Context) -> Latents:
        z_H, z_L = z["z_H"], z["z_L"]
        levels = [self.L_level, *(self.own_levels or [self.L_level] * self.config.L_cycles)]
        for number in range(self.config.L_cycles):
            z_L = levels[number](*self.with_own(number, z_L, z_H + x), context)
        z_H, z_L_read = self.with_own(self.config.L_cycles, z_H, z_L)
        z_H = self.apply_last(levels[-1], z_H, z_L_read, context, next_cycle_reads=self.config.H_cycles > 1)
        return {"z_H": z_H, "z_L": z_L}

    def with_own(self, number: int, z: torch.Tensor, injection: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """A latent and what is injected into it, (B, L, D), with the gain and vector of the application `number`."""
        if self.own_gains is not None:
            gain = 1 + self.own_gains[number].to(z.dtype)
            z, injection = z * gain, injection * gain
        if self.own_vectors is not None:
            injection = injection + self.own_vectors[number].to(injection.dtype)
        return z, injection


class TRMRelaxed(RecursiveModel):
    """`arch=trm_relaxed`."""

    config_class: type[Any] = TRMRelaxedConfig
    inner_class = TRMRelaxed_Inner
