"""TRM with a single latent (an ablation in section 4.2 of arXiv 2510.04871): z_L is both thought and answer.

A cycle refines z_L `L_cycles` times with the question added, then once without it.
"""

from __future__ import annotations

import torch

from models.layers import Context
from models.recursive_reasoning.act import RecursiveModel
from models.recursive_reasoning.carry import Latents
from models.recursive_reasoning.inner import Inner


class TinyRecursiveReasoningModel_ACTV1_Inner(Inner):
    """The recursion on one latent."""

    latent_names = ("L",)

    def improve(self, z: Latents, x: torch.Tensor, context: Context) -> Latents:
        z_L = z["z_L"]
        for _ in range(self.config.L_cycles):
            z_L = self.L_level(z_L, x, context)
        return {"z_L": self.L_level(z_L, None, context)}


class TinyRecursiveReasoningModel_ACTV1(RecursiveModel):
    """`arch=trm_singlez`."""

    inner_class = TinyRecursiveReasoningModel_ACTV1_Inner
