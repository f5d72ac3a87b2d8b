"""A plain transformer with the same supervision and halting: the ablation without a recursion inside a step.

Every improvement step is one pass of `H_layers` blocks over the latent plus the question. There are no cycles.
"""

from __future__ import annotations

from typing import Literal

import torch
from pydantic import Field

from models.layers import Context
from models.recursive_reasoning.act import ACTConfig, RecursiveModel
from models.recursive_reasoning.carry import Latents
from models.recursive_reasoning.config import MOST_LAYERS, WIDEST
from models.recursive_reasoning.inner import Inner


class Model_ACTV2Config(ACTConfig):
    """One stack of `H_layers`."""

    H_layers: int = Field(ge=1, le=MOST_LAYERS)
    H_cycles: int = 1  # this key and the next two have no effect
    L_cycles: int = 1
    L_layers: int = Field(0, ge=0, le=MOST_LAYERS)
    puzzle_emb_len: int = Field(0, ge=0, le=WIDEST)

    no_ACT_continue: bool = False
    compute_target_q: bool = False
    """Train q_continue. False, as in the official code: training compares q_halt with a q_continue that nothing trains.
    An evaluation then leaves q_continue out."""
    act_enabled: bool = True
    """False: rows make all steps in training too."""
    act_inference: Literal[False] = False  # an official key; here `--halt` lets an evaluation of any model halt early


class Model_ACTV2_Inner(Inner):
    """One pass of the stack."""

    config: Model_ACTV2Config
    latent_names = ("H",)

    def build_levels(self) -> None:
        self.H_level = self.build_level(self.config.H_layers)

    def recurse(self, z: Latents, x: torch.Tensor, context: Context) -> Latents:
        """One pass."""
        return {"z_H": self.apply_last(self.H_level, z["z_H"], x, context)}


class Model_ACTV2(RecursiveModel):
    """`arch=transformers_baseline`."""

    config_class = Model_ACTV2Config
    inner_class = Model_ACTV2_Inner
    config: Model_ACTV2Config

    @property
    def halts_early(self) -> bool:
        return super().halts_early and self.config.act_enabled

    @property
    def trains_q_continue(self) -> bool:
        return super().trains_q_continue and self.config.compute_target_q
