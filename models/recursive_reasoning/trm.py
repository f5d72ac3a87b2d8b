"""Tiny Recursive Model (Jolicoeur-Martineau 2025, arXiv 2510.04871): one block stack, a latent z_L and an answer z_H.

In each of `H_cycles` cycles z_L is refined `L_cycles` times from the question and the present answer, then the answer
once from z_L. Only the last cycle carries gradient.
"""

from __future__ import annotations

import torch

from models.recursive_reasoning.act import RecursiveModel
from models.recursive_reasoning.inner import Inner


class TinyRecursiveReasoningModel_ACTV1_Inner(Inner):
    """The recursion of TRM."""

    latent_names = ("H", "L")

    def recurse(self, z: dict[str, torch.Tensor], x: torch.Tensor) -> dict[str, torch.Tensor]:
        z_H, z_L = z["z_H"], z["z_L"]
        with torch.no_grad():
            for _ in range(self.config.H_cycles - 1):
                z_H, z_L = self.improve(z_H, z_L, x)
        z_H, z_L = self.improve(z_H, z_L, x)
        return {"z_H": z_H, "z_L": z_L}

    def improve(self, z_H: torch.Tensor, z_L: torch.Tensor, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """One H cycle, on tensors of one shape."""
        for _ in range(self.config.L_cycles):
            z_L = self.L_level(z_L, z_H + x, self.cos_sin)
        z_H = self.L_level(z_H, z_L, self.cos_sin)
        return z_H, z_L


class TinyRecursiveReasoningModel_ACTV1(RecursiveModel):
    """`arch=trm`."""

    inner_class = TinyRecursiveReasoningModel_ACTV1_Inner
