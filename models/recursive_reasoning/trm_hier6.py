"""TRM with six latents and the answer (multi-scale ablation of arXiv 2510.04871).

Each refinement writes one of z_L1..z_L6 from the sum of all six. The answer is improved from that sum. In the original,
every refinement of a cycle needs a latent of its own, so `L_cycles` is at most 6. Here the seventh refinement writes
z_L1 again.
"""

from __future__ import annotations

import torch

from models.layers import Context
from models.recursive_reasoning.act import RecursiveModel
from models.recursive_reasoning.carry import Latents
from models.recursive_reasoning.inner import Inner

SCALES = 6


class TinyRecursiveReasoningModel_ACTV1_Inner(Inner):
    """The recursion on six latents."""

    latent_names = ("H", *(f"L{scale}" for scale in range(1, SCALES + 1)))

    def improve(self, z: Latents, x: torch.Tensor, context: Context) -> Latents:
        z_H = z["z_H"]
        z_L = [z[f"z_L{scale}"] for scale in range(1, SCALES + 1)]
        for cycle in range(self.config.L_cycles):
            z_L[cycle % SCALES] = self.L_level(sum(z_L[1:], z_L[0]), z_H + x, context)
        z_H = self.L_level(z_H, sum(z_L[1:], z_L[0]), context)
        return {"z_H": z_H, **{f"z_L{scale}": latent for scale, latent in enumerate(z_L, start=1)}}


class TinyRecursiveReasoningModel_ACTV1(RecursiveModel):
    """`arch=trm_hier6`."""

    inner_class = TinyRecursiveReasoningModel_ACTV1_Inner
