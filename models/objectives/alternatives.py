"""Answers of which several are right: the likeliest right one is taught.

A label's alternatives are in its note: note k of a row holds the other tokens that are right in slot k of the answer.
The label of a slot becomes whichever of them has the highest logit. Training thus asks for one right answer, and leaves
the choice to the network.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import torch

from dataset.common import IGNORE_LABEL_ID
from dataset.text.special import SPECIAL
from models.losses import ACTLossHead
from models.objectives.base import StepResult
from models.recursive_reasoning.act import RecursiveModel


class Alternatives(ACTLossHead):
    """`ACTLossHead` whose labels are chosen among right ones. It needs logits of all slots of the answer."""

    def __init__(self, model: RecursiveModel, loss_type: str) -> None:
        super().__init__(model, loss_type)
        self.layout = model.config.layout
        if self.layout.notes != self.layout.answer_slots:
            raise ValueError("objectives.alternatives needs data with a note for each slot of the answer")

    def forward(self, return_keys: Collection[str], **model_inputs: Any) -> StepResult:
        return super().forward({*return_keys, "logits"}, **model_inputs)

    def targets(self, labels: torch.Tensor, logits: torch.Tensor) -> torch.Tensor:
        slots = self.layout.answer_slots
        right = torch.cat((labels[:, :slots, None], labels[:, slots : self.layout.slots].unflatten(1, (slots, -1))), 2)
        known = right >= len(SPECIAL)  # (B, slots, 1 + note_len): neither ignored nor the end of a note
        values = logits[:, :slots].detach().gather(2, torch.where(known, right, 0).long())
        best = values.masked_fill(~known, -torch.inf).argmax(2, keepdim=True)
        chosen = right.gather(2, best).squeeze(2)
        chosen = torch.where(labels[:, :slots] == IGNORE_LABEL_ID, IGNORE_LABEL_ID, chosen)
        return torch.cat((chosen, labels[:, slots:]), 1)
