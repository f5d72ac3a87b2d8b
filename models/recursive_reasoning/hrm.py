"""Hierarchical Reasoning Model (Wang et al. 2025, arXiv 2506.21734): a slow stack for z_H, a fast one for z_L.

z_L is refined `L_cycles` times for each of the `H_cycles` updates of z_H. Only the last refinement of z_L and the last
update of z_H carry a gradient (the one-step approximation). Halting compares q_halt with a bootstrapped q_continue.
"""

from __future__ import annotations

import torch
from pydantic import Field

from models.layers import Context
from models.recursive_reasoning.act import ACTConfig, RecursiveModel
from models.recursive_reasoning.carry import Latents
from models.recursive_reasoning.config import MOST_LAYERS, WIDEST
from models.recursive_reasoning.inner import Inner


class HierarchicalReasoningModel_ACTV1Config(ACTConfig):
    """Two stacks. The puzzle embedding takes as many positions as its width needs, and q_continue is trained."""

    H_layers: int = Field(ge=1, le=MOST_LAYERS)
    puzzle_emb_len: int = Field(0, ge=0, le=WIDEST)
    no_ACT_continue: bool = False


class HierarchicalReasoningModel_ACTV1_Inner(Inner):
    """The recursion of HRM."""

    latent_names = ("H", "L")

    def build_levels(self) -> None:
        self.H_level = self.build_level(self.config.H_layers)
        self.L_level = self.build_level(self.config.L_layers)

    def recurse(self, z: Latents, x: torch.Tensor, context: Context) -> Latents:
        z_H, z_L = z["z_H"], z["z_L"]
        with torch.no_grad():
            for refinement in range(1, self.config.H_cycles * self.config.L_cycles):
                z_L = self.L_level(z_L, z_H + x, context)
                if refinement % self.config.L_cycles == 0:
                    z_H = self.H_level(z_H, z_L, context)
        z_L = self.L_level(z_L, z_H + x, context)
        z_H = self.H_level(z_H, z_L, context)
        return {"z_H": z_H, "z_L": z_L}


class HierarchicalReasoningModel_ACTV1(RecursiveModel):
    """`arch=hrm`."""

    config_class = HierarchicalReasoningModel_ACTV1Config
    inner_class = HierarchicalReasoningModel_ACTV1_Inner
