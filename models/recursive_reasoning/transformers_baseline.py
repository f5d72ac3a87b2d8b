"""A plain transformer under the same supervision and halting: the ablation without a recursion inside a step.

Every improvement step is one pass of `H_layers` blocks over the latent plus the question; cycles do not exist.
"""

from __future__ import annotations

from typing import Literal

import torch
import torch.nn.functional as F
from pydantic import Field

from models.recursive_reasoning.act import ACTConfig, RecursiveModel
from models.recursive_reasoning.blocks import ReasoningModule
from models.recursive_reasoning.inner import Inner, Latents
from models.recursive_reasoning.sizes import MOST_LAYERS, WIDEST


class Model_ACTV2Config(ACTConfig):
    """One stack of `H_layers`."""

    H_layers: int = Field(ge=1, le=MOST_LAYERS)
    H_cycles: int = 1  # this and the next two decide nothing
    L_cycles: int = 1
    L_layers: int = Field(0, ge=0, le=MOST_LAYERS)
    puzzle_emb_len: int = Field(0, ge=0, le=WIDEST)

    no_ACT_continue: bool = False
    compute_target_q: bool = False
    """Train q_continue. False, as in the official code: q_halt is compared with a q_continue that nothing trains."""
    act_enabled: bool = True
    """False: rows make all steps in training too."""
    act_inference: Literal[False] = False  # the official key; here an evaluation is asked to halt, whatever the model

    @property
    def forgets_lines(self) -> bool:
        """Whether what a step makes of lines of text is read by nobody: no step follows, or it starts from notes."""
        return self.pool_lines and (self.write_notes or self.halt_max_steps == 1)


class Model_ACTV2_Inner(Inner):
    """One pass of the stack."""

    config: Model_ACTV2Config
    latent_names = ("H",)

    def build_levels(self) -> None:
        self.H_level = ReasoningModule(self.config, self.config.H_layers)

    def recurse(self, z: Latents, x: torch.Tensor) -> Latents:
        """Of text in lines, the last block leaves out the lines, unless a later step goes on from them."""
        if not self.config.forgets_lines:
            return {"z_H": self.H_level(z["z_H"], x, self.cos_sin)}
        spoken = self.config.prefix_len + self.config.front
        z_H = self.H_level(z["z_H"], x, self.cos_sin, readers=spoken)
        return {"z_H": F.pad(z_H, (0, 0, 0, x.shape[1] - spoken))}


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
