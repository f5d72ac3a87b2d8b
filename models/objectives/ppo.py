"""PPO (Schulman et al. 2017, arXiv 1707.06347): a sample is as good as its reward exceeds what the network expected.

The expectation is the second output of the q head. An output is one action with one reward at its end, so there is
nothing to discount.
"""

from __future__ import annotations

from typing import Any

import torch

from models.objectives.policy_gradient import PolicyGradient
from models.recursive_reasoning.act import RecursiveModel


class PPO(PolicyGradient):
    """See the module's head.

    Args:
        value: weight of the squared error of the expected reward.
    """

    def __init__(self, model: RecursiveModel, value: float = 0.1, **settings: Any) -> None:
        super().__init__(model, **settings)
        self.value = value

    def advantages(self, rewards: torch.Tensor, values: torch.Tensor) -> torch.Tensor:
        return rewards - values.unsqueeze(1)

    def extra_loss(self, values: torch.Tensor, data: dict[str, torch.Tensor]) -> torch.Tensor:
        return self.value * (values - data["rewards"][..., 0].nanmean(1).nan_to_num()).square()
