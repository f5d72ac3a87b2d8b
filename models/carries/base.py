"""The base class of carry rules. A new rule is a file here whose class `config/carry/<file>.yaml` names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from pydantic import BaseModel, ConfigDict
from torch import nn

from utils.classes import load_subclass

if TYPE_CHECKING:
    from models.recursive_reasoning.config import CoreConfig
    from models.recursive_reasoning.inner import Inner

Tensors = dict[str, torch.Tensor]


class CarryConfig(BaseModel):
    """Settings of a rule. A rule without settings uses this class."""

    model_config = ConfigDict(extra="forbid")


@dataclass
class Step:
    """One improvement step of a batch, as it was made. A rule changes what of it is handed on.

    Attributes:
        before: the latents that the step started from, each (B, L, D).
        latents: the latents that it made of them, without gradient.
        data: the tensors of the batch in work.
        logits: (B, P, V), or (N, V) where training computes only the N labelled positions.
        q_halt: (B,).
        fresh: (B,) bool, True for rows whose first step this was.
        memory: what the rule has remembered of each row since the step before, each (B, ...): nothing yet in the very
            first step, and what belonged to another row where `fresh` is True.
    """

    before: Tensors
    latents: Tensors
    data: Tensors
    logits: torch.Tensor
    q_halt: torch.Tensor
    fresh: torch.Tensor
    memory: Tensors


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

    def check_fits(self, core: CoreConfig, inner: Inner) -> None:
        """Raise `ValueError` if this rule cannot work with the network, its encoder and head, or the settings."""

    def receive(self, data: Tensors, fresh: torch.Tensor) -> tuple[Tensors, torch.Tensor]:
        """What a step starts from.

        Args:
            data: the tensors of the batch in work: `inputs` (B, seq_len) and so on.
            fresh: (B,) bool, True for rows that are new.

        Returns:
            the data that the step reads; (B,) bool, True for rows that start from the initial latents.
        """
        return data, fresh

    def hand_on(self, step: Step) -> Step:
        """Change what the next step receives (latents, data, memory) and what this one answers (logits, q_halt)."""
        return step


def build_carry_rule(core: CoreConfig) -> CarryRule:
    """The rule that `core.carry` names.

    Raises:
        UserError: there is no such class.
        ValueError: its settings are wrong or do not fit the data.
    """
    rule_class = load_subclass("carry.name", core.carry.name, "models", CarryRule)
    return rule_class(rule_class.config_class(**core.carry.settings), core)
