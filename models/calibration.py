"""Calibration of q_halt: what a network says of its own answers, corrected by how often it was right on held-out rows.

    q says 6.0 (probability 0.998), the likeliest token of the answer has probability 0.4
    calibrated, it says 0.3 (probability 0.57), as 57 of 100 such held-out answers were right

q of a network that writes notes is trained under true notes, and judges the network's own notes far too kindly. The
correction is a logistic regression on q and on a few numbers of the improvement step (`FEATURES`). Until it is fitted,
and in training always, q passes unchanged. The fitted numbers lie in the checkpoint beside the weights.
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import nn

from dataset.layout import Layout
from dataset.text.special import END, SPECIAL
from models.common import at_least_float32
from models.notes import count_notes, notes_of

_ODDS = ("answer", "weakest token", "notes", "weakest token of a note")
_COUNTS = ("number of notes", "length of the answer", "length of the question")
FEATURES = ("q_halt", *_ODDS, *_COUNTS, *(f"{name} squared" for name in _ODDS))
"""The numbers of an improvement step, in the order of the columns of `Calibration.features`.

`answer` is the log odds of the product of the probabilities of the likeliest tokens up to END, `weakest token` those of
the least of them; so it is for notes. Squares bend the regression: from 0.9 to 0.99 may be a longer way than from 0.1
to 0.5.
"""
IN_CHECKPOINT = "model.calibration.weights"
"""Name of the fitted numbers in a state dict; one without it is not calibrated."""
_MOST_ODDS = 15.0
"""Log odds are cut off at plus and minus this."""
_RIDGE = 1.0
"""Weight of the penalty that draws the slopes of the fit, on features of deviation 1, towards the identity's."""
_DAMPING = 1e-9
"""What is added to the curvature, which is zero where all rows are certain."""
_MOST_ITERATIONS = 100
_HALVINGS = 40


class Calibration(nn.Module):
    """q_halt (B,) to calibrated q_halt (B,).

    Args:
        layout: of the rows.

    Attributes:
        weights: (1 + features,) float32, the constant first; None: q passes unchanged.
    """

    weights: torch.Tensor | None

    def __init__(self, layout: Layout) -> None:
        super().__init__()
        self.layout = layout
        self.register_buffer("weights", None)

    def forward(self, q_halt: torch.Tensor, logits: torch.Tensor, inputs: torch.Tensor) -> torch.Tensor:
        """Calibrate the q of an improvement step.

        Args:
            q_halt: (B,).
            logits: (B, P, V) of the first P positions.
            inputs: tokens (B, seq_len).
        """
        if self.training or self.weights is None:
            return q_halt
        features = self.features(q_halt, logits, inputs)
        weights = self.weights.to(features.dtype)
        return (features @ weights[1:] + weights[0]).to(q_halt.dtype)

    def features(self, q_halt: torch.Tensor, logits: torch.Tensor, inputs: torch.Tensor) -> torch.Tensor:
        """The `FEATURES` of an improvement step, (B, F); arguments as in `forward`."""
        layout = self.layout
        logits = at_least_float32(logits)
        best = logits.log_softmax(-1).amax(-1)  # (B, P)
        tokens = logits.argmax(-1)
        answer_len = min(layout.answer_slots or logits.shape[1], logits.shape[1])
        answer = tokens[:, :answer_len]
        read = ((answer == END).cumsum(1) - (answer == END).int() == 0) if layout.answer_slots else answer >= 0
        of_answer = best[:, :answer_len] * read
        nothing = best.new_zeros(len(best))
        of_notes, number = nothing.unsqueeze(1), nothing
        if layout.notes and logits.shape[1] >= layout.slots:
            notes = notes_of(tokens, layout)
            of_notes = best[:, layout.answer_slots : layout.slots] * (notes >= len(SPECIAL)).flatten(1)
            number = count_notes(notes).to(best.dtype)
        odds = [_log_odds(part) for of_part in (of_answer, of_notes) for part in (of_part.sum(1), of_part.amin(1))]
        lengths = read.sum(1), (inputs[:, layout.slots :] >= len(SPECIAL)).sum(1)
        counts = number, *(length.to(best.dtype) for length in lengths)
        return torch.stack([q_halt.to(best.dtype), *odds, *counts, *(one.square() for one in odds)], 1)


def _log_odds(log_probability: torch.Tensor) -> torch.Tensor:
    """log(p / (1 - p)) of a log probability, cut off."""
    log_probability = log_probability.clamp_max(0)
    return (log_probability - torch.log(-torch.expm1(log_probability))).clamp(-_MOST_ODDS, _MOST_ODDS)


def receive_calibration(model: nn.Module, weights: Mapping[str, torch.Tensor]) -> None:
    """Give each `Calibration` in a model the shape that it has in a state dict, so that this can be loaded strictly."""
    for name, module in model.named_modules():
        if isinstance(module, Calibration):
            saved = weights.get(f"{name}.weights")
            module.weights = None if saved is None else torch.zeros(1 + len(FEATURES), device=_device_of(model))


def _device_of(model: nn.Module) -> torch.device:
    return next(iter(model.state_dict().values())).device


def fit(features: torch.Tensor, right: torch.Tensor, shares: torch.Tensor | None = None) -> torch.Tensor:
    """The weights of the logistic regression that makes `right` most probable: (1 + F,) float64.

    Newton's method in float64. A small penalty draws the slopes towards those that leave q, the first feature, as it
    is. So the log loss of the rows is never larger than that of q itself.

    Args:
        features: (N, F), q_halt first.
        right: (N,) bool, whether each answer is right.
        shares: (N,) how much each row counts; None: each counts one.

    Raises:
        ValueError: there are no rows, or all answers are right, or all are wrong.
    """
    if not right.any() or right.all():
        share = "all answers are" if right.any() else "no answer is"
        raise ValueError(f"{share} right, and a fit needs right and wrong ones")
    x, y = features.double(), right.double()
    counts = torch.ones_like(y) if shares is None else shares.double()
    centre, scale = x.mean(0), x.std(0, correction=0)
    scale = torch.where(scale > 1e-9 * (1 + centre.abs()), scale, torch.ones_like(scale))
    x = torch.cat((torch.ones_like(x[:, :1]), (x - centre) / scale), 1)
    unchanged = torch.zeros_like(x[0])
    unchanged[0], unchanged[1] = centre[0], scale[0]
    ridge = torch.full_like(unchanged, _RIDGE)
    ridge[0] = 0  # the constant is free

    def loss(at: torch.Tensor) -> torch.Tensor:
        z = x @ at
        return (counts * (nn.functional.softplus(z) - y * z)).sum() + 0.5 * (ridge * (at - unchanged).square()).sum()

    at, reached = unchanged, loss(unchanged)
    for _ in range(_MOST_ITERATIONS):
        p = torch.sigmoid(x @ at)
        gradient = x.mT @ (counts * (p - y)) + ridge * (at - unchanged)
        curvature = x.mT @ (x * (counts * p * (1 - p)).unsqueeze(1)) + torch.diag(ridge + _DAMPING)
        step = torch.linalg.solve(curvature, gradient)
        for halving in range(_HALVINGS):
            tried = at - step * 0.5**halving
            found = loss(tried)
            if found < reached:
                break
        else:
            break  # no shorter step helps: this is the minimum
        gained, at, reached = reached - found, tried, found
        if gained <= 1e-12 * reached.abs():
            break
    slopes = at[1:] / scale
    return torch.cat(((at[0] - (slopes * centre).sum()).unsqueeze(0), slopes))
