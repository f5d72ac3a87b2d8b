"""The base class of objectives. A new one is a file here; `arch.loss.name=objectives.<file>@<Class>` chooses it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import numpy as np
import torch
from torch import nn

from dataset.rewards import Rewarder
from models.recursive_reasoning.act import RecursiveModel
from models.recursive_reasoning.carry import Carry

StepResult = tuple[Carry, torch.Tensor, dict[str, torch.Tensor], dict[str, torch.Tensor], torch.Tensor]
"""The new carry; the summed loss; summed metrics; the requested outputs, detached; whether all rows have halted."""


class Objective(nn.Module):
    """A recursive model and what it learns. Calling it makes one improvement step of every row of the carry.

    Args:
        model: the network. A subclass's `__init__` also takes the keys of `arch.loss` other than `name`.
    """

    model: RecursiveModel
    reports_gradient_norm = False
    """Whether the metrics of training have `gradient_norm`."""

    def __init__(self, model: RecursiveModel) -> None:
        super().__init__()
        self.model = model

    def initial_carry(self, batch: dict[str, torch.Tensor]) -> Carry:
        """The carry before the first step; see `act.RecursiveModel.initial_carry`."""
        return self.model.initial_carry(batch)

    def begin(self, rewarder: Callable[[], Rewarder]) -> None:
        """Called once before training, when the network has its first weights; a resumed run's come later.

        Args:
            rewarder: gives what scores outputs of the training data; `UserError` if they have no rewards.
        """

    def draw(self, rng: np.random.Generator, rows: int) -> dict[str, torch.Tensor]:
        """The random numbers of one training step of this many rows: arguments of `forward`, each (rows, ...)."""
        return {"min_halt_steps": self.model.draw_min_halt_steps(rng, rows)}

    def saved_state(self) -> dict[str, torch.Tensor]:
        """What a checkpoint must hold beside the module, so that a resumed run continues exactly."""
        return {}

    def load_saved_state(self, state: dict[str, torch.Tensor]) -> None:
        """Undo `saved_state`."""

    def forward(self, return_keys: Collection[str], **model_inputs: Any) -> StepResult:
        """Make one improvement step and score it.

        Args:
            return_keys: the outputs to return: any of logits, preds, q_halt_logits, q_continue_logits.
            model_inputs: carry, batch and options of the model's `forward`.

        Returns:
            see `StepResult`. The metric `count` is the number of rows that halted in this step and have labels.
            Accuracies and steps are sums over these rows. Losses (names that end in `_loss`) are sums over all rows.
        """
        raise NotImplementedError
