"""The base class of carry rules. A new rule is a file here whose class `config/carry/<file>.yaml` names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from pydantic import BaseModel, ConfigDict
from torch import nn

from models.encoders.base import Encoder
from models.heads.base import Head
from utils.classes import load_subclass

if TYPE_CHECKING:
    from models.recursive_reasoning.config import CoreConfig

Tensors = dict[str, torch.Tensor]


class CarryConfig(BaseModel):
    """Settings of a rule. A rule without settings uses this class."""

    model_config = ConfigDict(extra="forbid")


class CarryRule(nn.Module):
    """Decides what an improvement step starts from and what it hands to the next one. This base class hands on latents.

    Attributes:
        hands_on_latents: a step starts from the latents of the step before.
        one_step_teaches: in training, a row is done after one step.
    """

    config_class: type[CarryConfig] = CarryConfig
    hands_on_latents = True
    one_step_teaches = False

    def __init__(self, config: CarryConfig, core: CoreConfig) -> None:
        super().__init__()

    def check_fits(self, core: CoreConfig, encoder: Encoder, head: Head) -> None:
        """Raise `ValueError` if this rule cannot work with the encoder, the head or the settings."""

    def receive(self, data: Tensors, fresh: torch.Tensor) -> tuple[Tensors, torch.Tensor]:
        """What a step starts from.

        Args:
            data: the tensors of the batch in work: `inputs` (B, seq_len) and so on.
            fresh: (B,) bool, True for rows that are new.

        Returns:
            the data that the step reads; (B,) bool, True for rows that start from the initial latents.
        """
        return data, fresh

    def hand_on(
        self, latents: Tensors, data: Tensors, logits: torch.Tensor, q_halt: torch.Tensor
    ) -> tuple[Tensors, Tensors, torch.Tensor]:
        """What the next step receives: latents without gradient, each (B, L, D), data, and q_halt (B,)."""
        return latents, data, q_halt


def build_carry_rule(core: CoreConfig) -> CarryRule:
    """The rule that `core.carry` names.

    Raises:
        UserError: there is no such class.
        ValueError: its settings are wrong or do not fit the data.
    """
    rule_class = load_subclass("carry.name", core.carry.name, "models", CarryRule)
    return rule_class(rule_class.config_class(**core.carry.settings), core)
