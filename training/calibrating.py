"""Calibrating q: a network answers rows held out of training, and a regression learns when it was right.

    answered = answer(model, rows, device)        every improvement step of every row, in evaluation mode
    report = compare(answered)                    Brier score and log loss before and after the calibration
    model.model.calibration.weights = ...         `learn(answered)`: what the checkpoint then holds

The network reads its own notes, as in every evaluation. States whose q the carry rule decides itself, as it does while
notes still change, are not fitted and stay as they are. `models.calibration` has the regression.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
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
from training.scoring import halting_curve
from utils.errors import UserError


@dataclass
class Answered:
    """Rows with labels, and what the network made of each in each of S improvement steps.

    Attributes:
        features: (N, S, F) as in `models.calibration.FEATURES`.
        counts: (N, S) bool, whether q was the network's own and not that of the carry rule.
        q_halt: (N, S) what the network said without a calibration.
        right: (N, S) bool, whether the answer was right.
        sets: (N,) the name of each row's set.
    """

    features: np.ndarray
    counts: np.ndarray
    q_halt: np.ndarray
    right: np.ndarray
    sets: np.ndarray

    def rows(self, chosen: np.ndarray) -> Answered:
        """Some of the rows: an index or a mask over N."""
        return Answered(*(getattr(self, each.name)[chosen] for each in fields(self)))

    def calibrated(self, weights: torch.Tensor) -> np.ndarray:
        """What the network says with these weights: (N, S) log odds."""
        own = self.features @ weights[1:].numpy() + float(weights[0])
        return np.where(self.counts, own, self.q_halt)


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
            for name, _, batch in rows:
                graded = grade(batch["labels"], batch["labels"], model.model.config.layout)
                labelled = np.flatnonzero(graded.expected > 0)
                if not len(labelled):
                    continue
                batch = {key: value[labelled] for key, value in batch.items()}
                states = _steps(model, batch, device, caught)
                columns = [np.stack(column, 1) for column in zip(*states, strict=True)]
                parts.append((*columns, np.full(len(labelled), name)))
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
    joined = Answered(*(np.concatenate([getattr(part, each.name) for part in found]) for each in fields(Answered)))
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
    """How good stated probabilities are.

    Attributes:
        log_loss: their mean log loss.
        tally: has Brier score and reliability table.
        halting: scores and steps if rows stopped when q was sure (`training.scoring.halting_curve`).
    """

    log_loss: float
    tally: Tally
    halting: list[dict[str, float]]

    def as_json(self) -> dict[str, Any]:
        """All figures as JSON values."""
        return {
            "brier": self.tally.brier,
            "log_loss": self.log_loss,
            "probability": self.tally.stated,
            "reliability": [one._asdict() for one in self.tally.bins],
            "halting": self.halting,
        }


def quality(log_odds: np.ndarray, right: np.ndarray) -> Quality:
    """How good log odds (N, S) are that answers (N, S) are right: those of the last step, and for halting of all."""
    tally, last, truth = Tally(), log_odds[:, -1], right[:, -1]
    tally.add(1 / (1 + np.exp(-last)), truth)
    return Quality(float((np.logaddexp(0, last) - truth * last).mean()), tally, halting_curve(log_odds, right))


@dataclass
class Report:
    """Before and after a calibration, on the last answers.

    Attributes:
        rows, right: how many answers there are, and the share that is right.
        before, after: `after` is cross-fitted: each half of the rows is judged by what the other half taught.
        sets: the same of each set, by its name, if there are several; what taught are the rows of all sets.
    """

    rows: int
    right: float
    before: Quality
    after: Quality
    sets: dict[str, Report] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """All figures as JSON values."""
        scores = {"before": self.before.as_json(), "after": self.after.as_json()}
        sets = {"sets": {name: one.as_json() for name, one in self.sets.items()}} if self.sets else {}
        return {"rows": self.rows, "right": self.right, **scores, **sets}

    def table(self) -> str:
        """All scores before and after, then both reliability tables, and the steps of rows that stop when q is sure."""
        named = [("all sets" if self.sets else "", self), *self.sets.items()]
        width = max(len(name) for name, _ in named) + 2
        lines = [f"{self.rows} held-out answers, {self.right:.1%} right", ""]
        lines.append(
            f"{'':<{width}}{'answers':>8}{'right':>8}{'':>9}{'Brier score':>12}{'log loss':>10}{'mean probability':>18}"
        )
        for name, report in named:
            about = f"{name:<{width}}{report.rows:>8}{report.right:>8.1%}"
            for when, one in (("before", report.before), ("after", report.after)):
                lines.append(f"{about}{when:>9}{one.tally.brier:>12.4f}{one.log_loss:>10.4f}{one.tally.stated:>18.3f}")
                about = " " * len(about)
        lines += ["", "before", self.before.tally.table(), "", "after", self.after.tally.table()]
        lines += ["", f"{'halting at probability':<24}{'right before':>14}{'steps':>7}{'right after':>13}{'steps':>7}"]
        for old, new in zip(self.before.halting, self.after.halting, strict=True):
            lines.append(
                f"{old['probability']:<24.2f}{old['exact_accuracy']:>14.1%}{old['steps']:>7.2f}"
                f"{new['exact_accuracy']:>13.1%}{new['steps']:>7.2f}"
            )
        return "\n".join(lines)


def compare(answered: Answered) -> Report:
    """Calibrate each half of the rows by the other; `UserError` as in `learn`."""
    half = np.arange(len(answered.right)) % 2
    calibrated = np.empty(answered.right.shape)
    for number in (0, 1):
        weights = learn(answered.rows(half != number))
        calibrated[half == number] = answered.rows(half == number).calibrated(weights)
    report = _report(answered, calibrated)
    names = sorted(set(answered.sets.tolist()))
    if len(names) > 1:
        chosen = {name: answered.sets == name for name in names}
        report.sets = {name: _report(answered.rows(rows), calibrated[rows]) for name, rows in chosen.items()}
    return report


def _report(answered: Answered, calibrated: np.ndarray) -> Report:
    """The report on rows, and on what is said of them after a calibration, (N, S) log odds."""
    before, after = (quality(log_odds, answered.right) for log_odds in (answered.q_halt, calibrated))
    return Report(len(answered.right), float(answered.right[:, -1].mean()), before, after)


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
            before, after = (
                quality(q, answered.right).tally.brier for q in (answered.q_halt, answered.calibrated(fitted))
            )
            count = len(answered.right)
            told = f"q calibrated on {count} held-out rows: Brier score {before:.4f} before, {after:.4f} after"
    fitted, told = dist.broadcast((fitted, told))
    put_weights(model, fitted)
    return told


def put_weights(model: Objective, fitted: torch.Tensor | None) -> None:
    """Give a network its calibration; None: q passes unchanged."""
    device = next(iter(model.parameters())).device
    model.model.calibration.weights = None if fitted is None else fitted.float().to(device)
