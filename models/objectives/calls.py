"""Tool calling: the loss of a decision weighs more than that of one argument among fifty that have no value.

The weight of a place follows from its label alone (`dataset.tools.classes`), so that labelled places suffice.
"""

from __future__ import annotations

import torch

from dataset.tools.classes import Classes, Outcome
from models.losses import ACTLossHead
from models.recursive_reasoning.act import RecursiveModel


class Calls(ACTLossHead):
    """`ACTLossHead` with weights.

    Args:
        answer, call: weights of DECIDE where an answer or a call is right. A missed call costs more than a false alarm.
        tool: weight of FOCUS and CALLS.
        value: weight of the first and last word of a value, and of what is asked for, default or spelled.
        absent: weight of an argument without value.
    """

    weights: torch.Tensor

    def __init__(
        self,
        model: RecursiveModel,
        loss_type: str,
        answer: float = 3.0,
        call: float = 6.0,
        tool: float = 4.0,
        value: float = 2.0,
        absent: float = 0.5,
    ) -> None:
        super().__init__(model, loss_type)
        classes = Classes.of(model.config)
        weights = torch.full((classes.count,), value)
        weights[Outcome.ANSWER], weights[Outcome.CALL] = answer, call
        weights[Outcome.NO_TOOL] = tool
        weights[classes.first_tool : classes.first_letter] = tool
        weights[Outcome.ABSENT] = absent
        self.register_buffer("weights", weights, persistent=False)

    def answer_loss(self, logits: torch.Tensor, labels: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        losses = super().answer_loss(logits, labels, mask)
        return losses * self.weights[torch.where(mask, labels, 0).long()]
