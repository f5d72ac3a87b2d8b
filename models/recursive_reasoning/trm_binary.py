"""TRM whose latents are bits: z_L and z_H are compared with a learned threshold of each channel after every refinement.

The gradient passes the comparison by a straight-through estimator (`models.binary.binarised`). A carry keeps the bits
packed, an eighth of a byte for each number. With `binary_weights`, the weights of the blocks are bits as well, after
arXiv 2509.07025; embeddings, heads and thresholds stay numbers.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from models.binary import binarised, make_linears_binary, pack, unpack
from models.layers import Context
from models.recursive_reasoning.act import ACTConfig, RecursiveModel
from models.recursive_reasoning.blocks import ReasoningModule
from models.recursive_reasoning.carry import Latents
from models.recursive_reasoning.inner import Inner


class TRMBinaryConfig(ACTConfig):
    """The settings of TRM, and which weights are bits."""

    binary_weights: bool = False
    """Weights of the blocks are 0 or 1 in every product: see `models.binary.BinaryLinear`."""


class TRMBinary_Inner(Inner):
    """The recursion of TRM on bits."""

    config: TRMBinaryConfig
    H_threshold: nn.Parameter
    L_threshold: nn.Parameter
    latent_names = ("H", "L")

    def __init__(self, config: TRMBinaryConfig, hands_on_latents: bool) -> None:
        super().__init__(config, hands_on_latents)
        for name in self.latent_names:
            initial = getattr(self, f"{name}_init")
            initial.copy_(torch.where(initial > 0, 1.0, -1.0))

    def build_levels(self) -> None:
        super().build_levels()
        for name in self.latent_names:
            self.register_parameter(f"{name}_threshold", nn.Parameter(torch.zeros(self.config.hidden_size)))

    def build_level(self, layers: int) -> ReasoningModule:
        level = super().build_level(layers)
        if self.config.binary_weights:
            make_linears_binary(level, self.config.rms_norm_eps)
        return level

    def improve(self, z: Latents, x: torch.Tensor, context: Context) -> Latents:
        z_H, z_L = z["z_H"], z["z_L"]
        for _ in range(self.config.L_cycles):
            z_L = binarised(self.L_level(z_L, z_H + x, context), self.L_threshold)
        return {"z_H": binarised(self.L_level(z_H, z_L, context), self.H_threshold), "z_L": z_L}

    def stored(self, latents: Latents) -> Latents:
        """Bytes (B, L, ceil(D / 8))."""
        return {name: pack(z) for name, z in latents.items()}

    def restored(self, latents: Latents) -> Latents:
        return {name: unpack(z, self.config.hidden_size, self.config.dtype) for name, z in latents.items()}


class TRMBinary(RecursiveModel):
    """`arch=trm_binary`."""

    config_class: type[Any] = TRMBinaryConfig
    inner_class = TRMBinary_Inner
