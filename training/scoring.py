"""The scores of a test set: metrics, intervals and the curve over improvement steps are arithmetic on `SetScores`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from dataset.grading import grade
from dataset.layout import Layout
from evaluators.base import AsksNetwork, Evaluator, Network
from inference.steps import Finished, logit
from runs.evaluations import StepCurves
from training.distributed import Dist

HALT_PROBABILITIES = (0.1, 0.3, 0.5, 0.7, 0.9, 0.99)
"""Probabilities at which reports tell how many steps halting rows make, and how many of them are right."""


@dataclass
class SetScores:
    """Results of one set, one entry for each example; `score` turns finished rows into them.

    Attributes:
        examples: (N,) example numbers.
        supervised: (N,) False where an example has no label at all; such examples count in no metric.
        exact, token_accuracy, q_halt_right, steps: (N,).
        exact_by_step, accuracy_by_step, margin_by_step: (N, S), as in `Finished`.
        losses: sums over the examples.
    """

    examples: np.ndarray
    supervised: np.ndarray
    exact: np.ndarray
    token_accuracy: np.ndarray
    q_halt_right: np.ndarray
    steps: np.ndarray
    exact_by_step: np.ndarray
    accuracy_by_step: np.ndarray | None
    margin_by_step: np.ndarray | None
    losses: dict[str, float]

    @classmethod
    def read(cls, part: Finished, layout: Layout) -> SetScores:
        """Score finished rows; nothing of the batch is kept."""
        graded = grade(part.outputs["preds"], part.batch["labels"], layout)
        return cls(
            examples=part.examples,
            supervised=graded.expected > 0,
            exact=graded.exact,
            token_accuracy=graded.correct / np.maximum(graded.expected, 1),
            q_halt_right=(part.outputs["q_halt_logits"] >= 0) == graded.exact,
            steps=part.steps,
            exact_by_step=part.exact_by_step,
            accuracy_by_step=part.accuracy_by_step,
            margin_by_step=part.margin_by_step,
            losses=part.losses,
        )

    @classmethod
    def join(cls, parts: list[SetScores]) -> SetScores:
        """The examples of several parts of one set, one after the other."""

        def column(name: str) -> Any:
            values = [getattr(part, name) for part in parts]
            return None if values[0] is None else np.concatenate(values)

        losses = {name: sum(part.losses[name] for part in parts) for name in parts[0].losses}
        return cls(losses=losses, **{each.name: column(each.name) for each in fields(cls) if each.name != "losses"})

    def halting(self, probabilities: Sequence[float] = HALT_PROBABILITIES) -> list[dict[str, float]]:
        """`halting_curve` of the supervised rows; empty if rows did stop early."""
        if self.margin_by_step is None:
            return []
        return halting_curve(self.margin_by_step[self.supervised], self.exact_by_step[self.supervised], probabilities)

    def step_sums(self) -> dict[str, Any]:
        """Sums over supervised examples, (S,) each, of `runs.evaluations.StepCurves`, and their `count`.

        Only where all examples made all steps.
        """
        kept = self.supervised
        assert self.accuracy_by_step is not None and self.margin_by_step is not None, "rows have stopped early"
        says_done = self.margin_by_step[kept] > 0
        says_done[:, -1] = True
        return {
            "count": int(kept.sum()),
            "exact": self.exact_by_step[kept].sum(0, dtype=np.int64),
            "accuracy": self.accuracy_by_step[kept].sum(0, dtype=np.float64),
            "halting": np.bincount(says_done.argmax(1), minlength=says_done.shape[1]),
        }

    def sums(self) -> dict[str, float]:
        """Metric sums over supervised examples, and their `count`."""
        kept = self.supervised
        return {
            "count": float(kept.sum()),
            "accuracy": float(self.token_accuracy[kept].sum()),
            "exact_accuracy": float(self.exact[kept].sum()),
            "q_halt_accuracy": float(self.q_halt_right[kept].sum()),
            "steps": float(self.steps[kept].sum()),
            **self.losses,
        }


def halting_curve(
    log_odds: np.ndarray, exact: np.ndarray, probabilities: Sequence[float] = HALT_PROBABILITIES
) -> list[dict[str, float]]:
    """Mean steps and exact accuracy of N rows, had each stopped once q gave its answer such a probability.

    Args:
        log_odds: (N, S) q after each of S improvement steps; in the last one all rows stop. N > 0.
        exact: (N, S) whether the answer was right then.
    """
    curve = []
    for probability in probabilities:
        sure = log_odds > logit(probability)
        sure[:, -1] = True
        last = sure.argmax(1)
        right = np.take_along_axis(exact, last[:, None], 1).mean()
        curve.append({"probability": probability, "steps": float(last.mean() + 1), "exact_accuracy": float(right)})
    return curve


def score(finished: Iterable[Finished], layout: Layout) -> dict[str, SetScores]:
    """Results by set. Rows are scored as they come, and not kept."""
    by_set: dict[str, list[SetScores]] = {}
    for part in finished:
        by_set.setdefault(part.set_name, []).append(SetScores.read(part, layout))
    return {name: SetScores.join(parts) for name, parts in by_set.items()}


def let_ask(evaluators: Iterable[Evaluator], network: Network) -> None:
    """Give the network to evaluators that ask about further rows."""
    for evaluator in evaluators:
        if isinstance(evaluator, AsksNetwork):
            evaluator.network = network


def show(part: Finished, evaluators: Iterable[Evaluator]) -> None:
    """Let evaluators take in finished rows, with the identifiers that their data path gives the puzzles."""
    batch = part.batch | {"examples": part.examples}
    for evaluator in evaluators:
        own = getattr(evaluator, "own_identifiers", None)  # of one that others wrote it may be missing
        if own is None:
            evaluator.update_batch(part.set_name, batch, part.outputs)
        elif part.set_name in evaluator.sets:
            translated = {"puzzle_identifiers": own[part.batch["puzzle_identifiers"]]}
            evaluator.update_batch(part.set_name, batch | translated, part.outputs)


def curves_over_ranks(scores: dict[str, SetScores], set_names: Collection[str], dist: Dist) -> dict[str, StepCurves]:
    """What became of the answers of each set step by step, over all ranks; sets without labels are left out."""
    gathered = dist.gather({name: result.step_sums() for name, result in scores.items()})
    curves = {}
    for name in set_names:
        parts = [sums[name] for sums in gathered if name in sums]
        total = {key: sum(part[key] for part in parts) for key in (parts[0] if parts else {})}
        count = int(total.pop("count", 0))
        if count:
            shares = {key: (value / count).tolist() for key, value in total.items()}
            curves[name] = StepCurves(count=count, **shares)
    return curves


def metrics_over_ranks(scores: dict[str, SetScores], set_names: Collection[str], dist: Dist) -> dict[str, float]:
    """Add up the ranks' sums and divide once: `<set>/exact_accuracy` and so on, under the official names."""
    gathered = dist.gather({name: result.sums() for name, result in scores.items()})
    metrics = {}
    for name in set_names:
        parts = [sums[name] for sums in gathered if name in sums]
        total = {key: sum(part[key] for part in parts) for key in (parts[0] if parts else {})}
        count = total.pop("count", 0)
        metrics.update({f"{name}/{key}": value / count for key, value in total.items() if count})
    return metrics
