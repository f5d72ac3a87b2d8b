"""GRPO: a sample is as good as its reward exceeds the mean of the samples for the same prompt.

After Shao et al. 2024 (arXiv 2402.03300) with the corrections of Liu et al. 2025 (arXiv 2503.20783): rewards are not
divided by their deviation, and losses not by the length of an output. A group whose samples earn the same teaches
nothing.
"""

from __future__ import annotations

from typing import Any

import torch

from models.objectives.policy_gradient import PolicyGradient
from models.recursive_reasoning.act import RecursiveModel

_LEAST_DEVIATION = 1e-4


class GRPO(PolicyGradient):
    """See the module's head.

    Args:
        by_deviation: divide advantages by the deviation of a group's rewards, as the first paper does.
    """

    def __init__(self, model: RecursiveModel, by_deviation: bool = False, **settings: Any) -> None:
        super().__init__(model, **settings)
        self.by_deviation = by_deviation

    def advantages(self, rewards: torch.Tensor, values: torch.Tensor) -> torch.Tensor:
        centred = rewards - rewards.mean(1, keepdim=True)
        if not self.by_deviation:
            return centred
        return centred / (rewards.std(1, keepdim=True, correction=0) + _LEAST_DEVIATION)
