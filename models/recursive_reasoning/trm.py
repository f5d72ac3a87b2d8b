"""Tiny Recursive Model (Jolicoeur-Martineau 2025, arXiv 2510.04871): one block stack, a latent z_L and an answer z_H.

Each of `H_cycles` cycles refines z_L `L_cycles` times from the question and the present answer, and then refines the
answer once from z_L. Only the last cycle carries a gradient.
"""

from __future__ import annotations

import torch

from models.layers import Context
from models.recursive_reasoning.act import RecursiveModel
from models.recursive_reasoning.carry import Latents
from models.recursive_reasoning.inner import Inner


class TinyRecursiveReasoningModel_ACTV1_Inner(Inner):
    """The recursion of TRM."""

    latent_names = ("H", "L")

    def improve(self, z: Latents, x: torch.Tensor, context: Context) -> Latents:
        z_H, z_L = z["z_H"], z["z_L"]
        for _ in range(self.config.L_cycles):
            z_L = self.L_level(z_L, z_H + x, context)
        z_H = self.apply_last(self.L_level, z_H, z_L, context, next_cycle_reads=self.config.H_cycles > 1)
        return {"z_H": z_H, "z_L": z_L}


class TinyRecursiveReasoningModel_ACTV1(RecursiveModel):
    """`arch=trm`."""

    inner_class = TinyRecursiveReasoningModel_ACTV1_Inner
