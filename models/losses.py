"""The official loss: cross-entropy of the answer, plus the loss of q, which predicts whether the answer is right.

Loss and metrics are sums over the batch. They are divided once, after all ranks and micro-batches are added up.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import torch
import torch.nn.functional as F

from dataset.common import IGNORE_LABEL_ID
from dataset.grading import Grade, grade
from models.common import at_least_float32
from models.kernels.labelled import labelled_suffices, spread
from models.objectives.base import Objective, StepResult
from models.recursive_reasoning.act import RecursiveModel
from models.recursive_reasoning.carry import Carry
from utils.errors import UserError, nearest

LossFunction = Callable[[torch.Tensor, torch.Tensor, torch.Tensor], torch.Tensor]


def stablemax_cross_entropy(logits: torch.Tensor, labels: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Cross-entropy under stablemax (Prieto et al. 2025): weights x + 1 for x >= 0 and 1 / (1 - x) below.

    Args:
        logits: (..., V), converted to float64 (float32 on devices without float64).
        labels: (...,) tokens; any value where `mask` is False.
        mask: (...,), True for supervised positions.

    Returns:
        (...,) losses, zero where `mask` is False.
    """
    x = logits.to(torch.float32 if logits.device.type == "mps" else torch.float64)
    # |x| instead of -x keeps the branch that is not chosen finite. Its gradient at x == 1 would be NaN in float32.
    weights = torch.where(x < 0, 1 / (1 + x.abs()), x + 1)
    log_probabilities = torch.log(weights / weights.sum(-1, keepdim=True))
    chosen = log_probabilities.gather(-1, torch.where(mask, labels, 0).long().unsqueeze(-1)).squeeze(-1)
    return -torch.where(mask, chosen, 0)


def softmax_cross_entropy(logits: torch.Tensor, labels: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Cross-entropy under softmax, in at least float32. Shapes as in `stablemax_cross_entropy`."""
    targets = torch.where(mask, labels, IGNORE_LABEL_ID).long()
    losses = F.cross_entropy(
        at_least_float32(logits).flatten(0, -2), targets.flatten(), ignore_index=IGNORE_LABEL_ID, reduction="none"
    )
    return losses.view(labels.shape)


LOSSES: dict[str, LossFunction] = {f.__name__: f for f in (stablemax_cross_entropy, softmax_cross_entropy)}


class ACTLossHead(Objective):
    """Cross-entropy of the answer, plus the loss of q. A variant overrides `targets`, `answer_loss` or `divisor`.

    Args:
        model: the network.
        loss_type: a key of `LOSSES`.
    """

    def __init__(self, model: RecursiveModel, loss_type: str) -> None:
        super().__init__(model)
        if loss_type not in LOSSES:
            raise UserError(f"no loss_type '{loss_type}'{nearest(loss_type, LOSSES)}; there are: {', '.join(LOSSES)}")
        self.loss_function = LOSSES[loss_type]

    def forward(self, return_keys: Collection[str], **model_inputs: Any) -> StepResult:
        """Make one improvement step and score it; see `Objective.forward`.

        Training on text on a CPU computes only labelled positions, unless `return_keys` has logits. The preds of other
        positions are then 0. If the model gives logits (B, P, V), the loss covers the first P positions. A head that
        answers only the first positions of a row (`Head.answers`) is neither trained nor graded on the others; their
        preds are `IGNORE_LABEL_ID`.
        """
        layout = self.model.config.layout
        device = model_inputs["batch"]["inputs"].device
        suffices = labelled_suffices(device, few_labels=layout.answer_slots is not None)
        labelled_only = self.training and suffices and "logits" not in return_keys
        carry, outputs = self.model(**model_inputs, labelled_only=labelled_only)
        logits = outputs["logits"]
        labels = self.targets(carry.current_data["labels"], logits)
        mask = labels != IGNORE_LABEL_ID
        answers = self.model.inner.head.answers
        if answers is not None:
            mask[:, answers:] = False
        with torch.no_grad():
            if labelled_only:
                preds = spread(logits.argmax(-1).to(labels.dtype), mask)
            else:
                graded_logits = logits if "preds" in return_keys else logits[:, : layout.scored_len(labels.shape[1])]
                preds = F.pad(graded_logits.argmax(-1), (0, labels.shape[1] - graded_logits.shape[1]))
            if answers is not None:
                preds[:, answers:] = IGNORE_LABEL_ID
            outputs["preds"] = preds  # (B, seq_len)
            graded = grade(preds, labels, layout)
            metrics = self._metrics(carry, outputs["q_halt_logits"], graded)

        divisor = self.divisor(mask).unsqueeze(-1)  # (B, 1)
        if labelled_only:
            losses = self.answer_loss(logits, labels[mask], torch.ones_like(labels[mask], dtype=torch.bool))
            lm_loss = (losses / divisor.expand_as(labels)[mask]).sum()
        else:
            P = logits.shape[1]  # seq_len, or fewer if the head gives logits of the first positions only
            lm_loss = (self.answer_loss(logits, labels[:, :P], mask[:, :P]) / divisor).sum()
        q_halt = outputs["q_halt_logits"]
        q_loss = F.binary_cross_entropy_with_logits(q_halt, graded.exact.to(q_halt.dtype), reduction="sum")
        metrics |= {"lm_loss": lm_loss.detach(), "q_halt_loss": q_loss.detach()}
        if "target_q_continue" in outputs:
            q_continue_loss = F.binary_cross_entropy_with_logits(
                outputs["q_continue_logits"], outputs["target_q_continue"], reduction="sum"
            )
            metrics["q_continue_loss"] = q_continue_loss.detach()
            q_loss = q_loss + q_continue_loss
        returned = {key: outputs[key].detach() for key in return_keys if key in outputs}
        return carry, lm_loss + 0.5 * q_loss, metrics, returned, carry.halted.all()

    def divisor(self, mask: torch.Tensor) -> torch.Tensor:
        """What the sum of a row's losses is divided by: (B,), the number of its positions in `mask` (B, seq_len)."""
        return mask.sum(-1).clamp_min(1)

    def targets(self, labels: torch.Tensor, logits: torch.Tensor) -> torch.Tensor:
        """What is taught and graded in the place of labels (B, seq_len)."""
        return labels

    def answer_loss(self, logits: torch.Tensor, labels: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """The loss of each position: logits (..., V), labels and mask (...,) to (...,), 0 where `mask` is False."""
        return self.loss_function(logits, labels, mask)

    def _metrics(self, carry: Carry, q_halt_logits: torch.Tensor, graded: Grade) -> dict[str, torch.Tensor]:
        """Sums over the rows that halted and have labels, under the official names."""
        counted = carry.halted & (graded.expected > 0)
        return {
            "count": counted.sum(),
            "accuracy": torch.where(counted, graded.correct / graded.expected.clamp_min(1), 0).sum(),
            "exact_accuracy": (counted & graded.exact).sum(),
            "q_halt_accuracy": (counted & ((q_halt_logits >= 0) == graded.exact)).sum(),
            "steps": torch.where(counted, carry.steps, 0).sum(),
        }
