"""Scoring a model on a test set: the official fixed number of steps, or each row until its own q says halt.

Both give the same record of every example, so that metrics, intervals and the curve over improvement steps are plain
arithmetic on arrays (`SetScores`).
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, fields
from itertools import groupby
from typing import Any

import numpy as np
import torch

from dataset.common import IGNORE_LABEL_ID
from dataset.puzzle_dataset import Batch
from evaluators.base import Evaluator
from models.losses import ACTLossHead
from training.distributed import Dist
from training.feed import to_device

Rows = tuple[str, np.ndarray, Batch]
"""A set's name, example numbers in it (B,), and the batch, as `puzzle_dataset.read_in_order` yields them."""


@dataclass
class Finished:
    """Rows whose last improvement step is made.

    Attributes:
        set_name, examples, batch: as in `Rows`.
        outputs: numpy arrays of the requested outputs after the last step.
        steps: (B,) improvement steps made.
        exact_by_step: (B, S) bool, whether the answer after each step was exact; the last answer stays to the end.
        accuracy_by_step, margin_by_step: (B, S) token accuracy and `halt_margin` after each step; only where all rows
            made all steps.
        losses: sums of lm_loss and q_halt_loss over the rows, where they are known.
    """

    set_name: str
    examples: np.ndarray
    batch: Batch
    outputs: dict[str, np.ndarray]
    steps: np.ndarray
    exact_by_step: np.ndarray
    accuracy_by_step: np.ndarray | None = None
    margin_by_step: np.ndarray | None = None
    losses: dict[str, float] = field(default_factory=dict)


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
    def read(cls, part: Finished) -> SetScores:
        """Score finished rows; nothing of the batch is kept."""
        labels, preds = part.batch["labels"], part.outputs["preds"]
        mask = labels != IGNORE_LABEL_ID
        right = (preds == labels) & mask
        exact = (right | ~mask).all(1)
        return cls(
            examples=part.examples,
            supervised=np.asarray(mask.any(1)),
            exact=exact,
            token_accuracy=right.sum(1) / np.maximum(mask.sum(1), 1),
            q_halt_right=(part.outputs["q_halt_logits"] >= 0) == exact,
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

    def halting_at(self, probability: float) -> tuple[float, float] | None:
        """Mean steps and exact accuracy, had each row stopped once its q was that sure; None where that is unknown."""
        if self.margin_by_step is None:
            return None
        sure = self.margin_by_step[self.supervised] > logit(probability)
        sure[:, -1] = True
        last = sure.argmax(1)
        exact = np.take_along_axis(self.exact_by_step[self.supervised], last[:, None], 1)
        return float(last.mean() + 1), float(exact.mean())

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


def run(
    model: ACTLossHead,
    rows: Iterable[Rows],
    device: torch.device,
    return_keys: Collection[str] = (),
    halt: bool = False,
    slots: int = 0,
    halt_probability: float = 0.9,
    should_stop: Callable[[], bool] = lambda: False,
) -> Iterator[Finished]:
    """Answer every row.

    Args:
        model: in evaluation mode is not required; it is put there, and back.
        rows: from `puzzle_dataset.read_in_order`.
        return_keys: outputs wanted beside preds and q_halt_logits.
        halt: False: all rows make `halt_max_steps` steps, as in the official code. True: a row is done as soon as its q
            says so, and a waiting row takes its slot.
        slots: with `halt`, rows of a set in work at the same time; 0: all.
        halt_probability: with `halt`, how sure q must be.
        should_stop: without `halt`, asked before every improvement step; True ends the evaluation there, without the
            rows in work.
    """
    keys = {"preds", "q_halt_logits", "q_continue_logits", *return_keys}
    training = model.training
    model.eval()
    try:
        with torch.inference_mode():
            if halt:
                yield from _run_halting(model, rows, device, keys, slots, logit(halt_probability))
                return
            for part in rows:
                finished = _run_fixed(model, part, device, keys, should_stop)
                if finished is None:
                    return
                yield finished
    finally:
        model.train(training)


def _exact(preds: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    return ((preds == labels) | (labels == IGNORE_LABEL_ID)).all(-1)


def _token_accuracy(preds: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    supervised = labels != IGNORE_LABEL_ID
    return ((preds == labels) & supervised).sum(-1) / supervised.sum(-1).clamp_min(1)


def _margin(model: ACTLossHead, outputs: dict[str, torch.Tensor]) -> torch.Tensor:
    return model.model.halt_margin(outputs["q_halt_logits"], outputs["q_continue_logits"])


def logit(probability: float) -> float:
    """The value whose sigmoid is `probability`, which lies between 0 and 1."""
    return math.log(probability / (1 - probability))


def _run_fixed(
    model: ACTLossHead, rows: Rows, device: torch.device, keys: set[str], should_stop: Callable[[], bool]
) -> Finished | None:
    name, examples, batch = rows
    data = to_device(batch, device)
    carry = model.initial_carry(data)
    exact_by_step: list[torch.Tensor] = []
    accuracy_by_step: list[torch.Tensor] = []
    margin_by_step: list[torch.Tensor] = []
    all_halted = torch.zeros(())
    while not all_halted:
        if should_stop():
            return None
        carry, _, metrics, outputs, all_halted = model(carry=carry, batch=data, return_keys=keys)
        exact_by_step.append(_exact(outputs["preds"], data["labels"]))
        accuracy_by_step.append(_token_accuracy(outputs["preds"], data["labels"]))
        margin_by_step.append(_margin(model, outputs))
    return Finished(
        set_name=name,
        examples=examples,
        batch=batch,
        outputs={key: to_numpy(value) for key, value in outputs.items()},
        steps=to_numpy(carry.steps),
        exact_by_step=to_numpy(torch.stack(exact_by_step, 1)),
        accuracy_by_step=to_numpy(torch.stack(accuracy_by_step, 1)),
        margin_by_step=to_numpy(torch.stack(margin_by_step, 1)),
        losses={key: float(value) for key, value in metrics.items() if key.endswith("_loss")},
    )


class _Queue:
    """Rows of one set, handed out as slots ask for them, and read no earlier."""

    def __init__(self, parts: Iterator[Rows]) -> None:
        self._parts = parts
        self._examples = np.zeros(0, np.int64)
        self._batch: Batch = {}

    def take(self, count: int) -> tuple[np.ndarray, Batch]:
        """The next rows: `count` of them, or as many as there are."""
        while len(self._examples) < count:
            part = next(self._parts, None)
            if part is None:
                break
            _, examples, batch = part
            self._batch = _joined(self._batch, batch)
            self._examples = np.concatenate([self._examples, examples])
        taken = self._examples[:count], {key: value[:count] for key, value in self._batch.items()}
        self._examples, self._batch = self._examples[count:], {k: v[count:] for k, v in self._batch.items()}
        return taken


def _joined(first: Batch, second: Batch) -> Batch:
    return {key: np.concatenate([first[key], value]) for key, value in second.items()} if first else second


def _run_halting(
    model: ACTLossHead, rows: Iterable[Rows], device: torch.device, keys: set[str], slots: int, margin: float
) -> Iterator[Finished]:
    """Each set on its own, so that a finished record belongs to one set."""
    for name, parts in groupby(rows, key=lambda part: part[0]):
        yield from _halting_set(model, name, _Queue(parts), device, keys, slots, margin)


def _halting_set(
    model: ACTLossHead, name: str, queue: _Queue, device: torch.device, keys: set[str], slots: int, margin: float
) -> Iterator[Finished]:
    max_steps = model.model.config.halt_max_steps
    examples, batch = queue.take(slots or sys.maxsize)  # what each slot works on
    data = to_device(batch, device)
    carry = model.initial_carry(data)
    exact_by_step = np.zeros((len(examples), max_steps), bool)
    while len(examples):
        carry, _, _, outputs, _ = model(carry=carry, batch=data, return_keys=keys)
        steps = to_numpy(carry.steps)
        # From this step on the answer is the present one, until a later step overwrites it.
        later = np.arange(max_steps) >= steps[:, None] - 1
        exact = to_numpy(_exact(outputs["preds"], carry.current_data["labels"]))
        exact_by_step = np.where(later, exact[:, None], exact_by_step)
        done = carry.halted | (_margin(model, outputs) > margin)
        finished = np.flatnonzero(to_numpy(done))
        if len(finished) == 0:
            continue
        yield Finished(
            set_name=name,
            examples=examples[finished],
            batch={key: value[finished] for key, value in batch.items()},
            outputs={key: to_numpy(value)[finished] for key, value in outputs.items()},
            steps=steps[finished],
            exact_by_step=exact_by_step[finished],
        )
        new_examples, new_batch = queue.take(len(finished))
        refilled, emptied = np.split(finished, [len(new_examples)])
        order = np.arange(len(examples))  # of what is in work, then what is new
        order[refilled] = len(examples) + np.arange(len(refilled))
        kept = np.delete(np.arange(len(examples)), emptied)
        examples = np.concatenate([examples, new_examples])[order[kept]]
        batch = {key: value[order[kept]] for key, value in _joined(batch, new_batch).items()}
        exact_by_step[refilled] = False
        exact_by_step = exact_by_step[kept]
        carry.halted = done
        if len(emptied):
            carry = carry.select(torch.from_numpy(kept).to(device))
        data = to_device(batch, device)


def score(finished: Iterable[Finished]) -> dict[str, SetScores]:
    """Results by set. Rows are scored as they come, and not kept."""
    by_set: dict[str, list[SetScores]] = {}
    for part in finished:
        by_set.setdefault(part.set_name, []).append(SetScores.read(part))
    return {name: SetScores.join(parts) for name, parts in by_set.items()}


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


def to_numpy(tensor: torch.Tensor) -> np.ndarray:
    """Bring a tensor back; numpy has no bfloat16, so that becomes float32."""
    return (tensor.float() if tensor.dtype is torch.bfloat16 else tensor).cpu().numpy()
