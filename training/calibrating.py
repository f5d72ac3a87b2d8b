"""Calibrating q: a network answers rows held out of training, and a regression learns when it was right.

    answered = answer(model, rows, device)        every improvement step of every row, in evaluation mode
    report = compare(answered)                    Brier score and log loss before and after the calibration
    model.model.calibration.weights = ...         `learn(answered)`: what the checkpoint then holds

The network reads its own notes, as in every evaluation. States whose q the carry rule decides itself, as it does while
notes still change, are not fitted and stay as they are. `models.calibration` has the regression.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from dataset.grading import grade
from evaluators.calibration import Calibration as Tally
from inference.steps import Rows, StepLoop
from inference.tensors import to_device, to_numpy
from models.calibration import fit
from models.objectives.base import Objective
from training.distributed import Dist
from utils.errors import UserError


@dataclass
class Answered:
    """Rows with labels, and what the network made of each in each of S improvement steps.

    Attributes:
        features: (N, S, F) as in `models.calibration.FEATURES`.
        counts: (N, S) bool, whether q was the network's own and not that of the carry rule.
        q_halt: (N, S) what the network said without a calibration.
        right: (N, S) bool, whether the answer was right.
    """

    features: np.ndarray
    counts: np.ndarray
    q_halt: np.ndarray
    right: np.ndarray

    def rows(self, chosen: np.ndarray) -> Answered:
        """Some of the rows: an index or a mask over N."""
        return Answered(self.features[chosen], self.counts[chosen], self.q_halt[chosen], self.right[chosen])

    def calibrated(self, weights: torch.Tensor) -> np.ndarray:
        """What the network says in its last step with these weights: (N,) log odds."""
        own = self.features[:, -1] @ weights[1:].numpy() + float(weights[0])
        return np.where(self.counts[:, -1], own, self.q_halt[:, -1])


def answer(model: Objective, rows: Iterable[Rows], device: torch.device) -> Answered | None:
    """Let the network answer rows, without its calibration; rows without labels are left out. None if none has a label.

    An answer is right if it is exact (`dataset.grading`). Evaluators are not asked: a comparison that may run out of
    time, as that of mathematics, would make two runs of one seed differ.
    """
    calibration, training = model.model.calibration, model.training
    caught: list[tuple[torch.Tensor, torch.Tensor]] = []

    def catch(_: Any, arguments: tuple[torch.Tensor, ...], __: Any) -> None:
        caught.append((arguments[0], calibration.features(*arguments)))

    kept, calibration.weights = calibration.weights, None
    hook = calibration.register_forward_hook(catch)
    parts: list[tuple[np.ndarray, ...]] = []
    model.eval()
    try:
        with torch.inference_mode():
            for _, _, batch in rows:
                graded = grade(batch["labels"], batch["labels"], model.model.config.layout)
                labelled = np.flatnonzero(graded.expected > 0)
                if not len(labelled):
                    continue
                batch = {key: value[labelled] for key, value in batch.items()}
                states = _steps(model, batch, device, caught)
                parts.append(tuple(np.stack(columns, 1) for columns in zip(*states, strict=True)))
    finally:
        hook.remove()
        calibration.weights = kept
        model.train(training)
    return Answered(*(np.concatenate(columns) for columns in zip(*parts, strict=True))) if parts else None


def _steps(
    model: Objective,
    batch: dict[str, np.ndarray],
    device: torch.device,
    caught: list[tuple[torch.Tensor, torch.Tensor]],
) -> list[tuple[np.ndarray, ...]]:
    """The columns of `Answered` after each step of a batch."""
    loop, all_made = StepLoop(model, to_device(batch, device)), False
    states: list[tuple[np.ndarray, ...]] = []
    while not all_made:
        all_made = loop.step()
        (own_q, features), *_ = caught
        caught.clear()
        said = loop.outputs["q_halt_logits"]
        right = to_numpy(loop.graded.exact)
        states.append((to_numpy(features.double()), to_numpy(said == own_q), to_numpy(said.double()), right))
    return states


def join(parts: Iterable[Answered | None]) -> Answered:
    """The rows of several parts, in an order that does not depend on how they were shared out.

    Raises:
        UserError: no row has a label.
    """
    found = [part for part in parts if part is not None]
    if not found:
        raise UserError("no row has a label, so that nothing tells when the network is right")
    names = ("features", "counts", "q_halt", "right")
    joined = Answered(*(np.concatenate([getattr(part, name) for part in found]) for name in names))
    keys = joined.features.reshape(len(joined.right), -1)
    return joined.rows(np.lexsort(keys.T[::-1]))


def learn(answered: Answered) -> torch.Tensor:
    """The weights of the calibration, (1 + F,) float64. Each row counts once, in all of its states together.

    Raises:
        UserError: the network's own q counts in no state, all answers are right, or all are wrong.
    """
    counts = answered.counts
    if not counts.any():
        raise UserError("the carry rule decides q in every improvement step, so that there is nothing to calibrate")
    shares = (counts / np.maximum(counts.sum(1, keepdims=True), 1))[counts]
    try:
        return fit(*(torch.from_numpy(part) for part in (answered.features[counts], answered.right[counts], shares)))
    except ValueError as error:
        raise UserError(str(error)) from None


@dataclass
class Quality:
    """How good stated probabilities are: mean log loss, and the tally that has Brier score and reliability table."""

    log_loss: float
    tally: Tally

    def as_json(self) -> dict[str, Any]:
        """All figures as JSON values."""
        return {
            "brier": self.tally.brier,
            "log_loss": self.log_loss,
            "probability": self.tally.stated,
            "reliability": [one._asdict() for one in self.tally.bins],
        }


def quality(log_odds: np.ndarray, right: np.ndarray) -> Quality:
    """The quality of log odds (N,) that answers are right (N,)."""
    tally = Tally()
    tally.add(1 / (1 + np.exp(-log_odds)), right)
    return Quality(float((np.logaddexp(0, log_odds) - right * log_odds).mean()), tally)


@dataclass
class Report:
    """Before and after a calibration, on the last answers.

    Attributes:
        rows, right: how many answers there are, and the share that is right.
        before, after: `after` is cross-fitted: each half of the rows is judged by what the other half taught.
    """

    rows: int
    right: float
    before: Quality
    after: Quality

    def as_json(self) -> dict[str, Any]:
        """All figures as JSON values."""
        scores = {"before": self.before.as_json(), "after": self.after.as_json()}
        return {"rows": self.rows, "right": self.right, **scores}

    def table(self) -> str:
        """Both scores, then both reliability tables."""
        lines = [f"{self.rows} held-out answers, {self.right:.1%} right", ""]
        lines.append(f"{'':<8}{'Brier score':>12}{'log loss':>10}{'mean probability':>18}")
        for name, one in (("before", self.before), ("after", self.after)):
            lines.append(f"{name:<8}{one.tally.brier:>12.4f}{one.log_loss:>10.4f}{one.tally.stated:>18.3f}")
        return "\n".join([*lines, "", "before", self.before.tally.table(), "", "after", self.after.tally.table()])


def compare(answered: Answered) -> Report:
    """Calibrate each half of the rows by the other; `UserError` as in `learn`."""
    right, half = answered.right[:, -1], np.arange(len(answered.right)) % 2
    calibrated = np.empty(len(right))
    for number in (0, 1):
        weights = learn(answered.rows(half != number))
        calibrated[half == number] = answered.rows(half == number).calibrated(weights)
    return Report(len(right), float(right.mean()), quality(answered.q_halt[:, -1], right), quality(calibrated, right))


def calibrate(model: Objective, rows: Iterable[Rows], dist: Dist) -> str:
    """Fit the calibration of a network in training; all ranks must call it. Without a fit, q passes unchanged.

    Args:
        rows: this rank's.

    Returns:
        one line about it.
    """
    parts = dist.gather(answer(model, rows, dist.device))
    fitted: torch.Tensor | None = None
    told = ""
    if dist.is_main:
        try:
            answered = join(parts)
            fitted = learn(answered)
        except UserError as error:
            told = f"q is not calibrated: {error}"
        else:
            right = answered.right[:, -1]
            before, after = (
                quality(q, right).tally.brier for q in (answered.q_halt[:, -1], answered.calibrated(fitted))
            )
            told = f"q calibrated on {len(right)} held-out rows: Brier score {before:.4f} before, {after:.4f} after"
    fitted, told = dist.broadcast((fitted, told))
    put_weights(model, fitted)
    return told


def put_weights(model: Objective, fitted: torch.Tensor | None) -> None:
    """Give a network its calibration; None: q passes unchanged."""
    device = next(iter(model.parameters())).device
    model.model.calibration.weights = None if fitted is None else fitted.float().to(device)
