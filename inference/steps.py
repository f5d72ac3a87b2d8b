"""The one loop over improvement steps. Every evaluation, `infer.py` and the benchmark use it.

There are two modes. All rows make a fixed number of steps, as in the official code. Or each row stops as soon as its
own q says that it is done, and a waiting row takes its place. Both modes give the same record of each row (`Finished`).
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np
import torch

from dataset.common import IGNORE_LABEL_ID
from dataset.grading import Grade, grade
from dataset.puzzle_dataset import Batch
from inference.tensors import to_device, to_numpy
from models.objectives.base import Objective
from models.recursive_reasoning.carry import Latents
from utils.memory import FreedMemory

_ROWS_AT_ONCE = 1024
"""Rows that `one_step` answers together."""
Rows = tuple[str, np.ndarray, Batch]
"""A set's name, the rows' indices in the set (B,), and the batch, as `puzzle_dataset.read_in_order` yields them."""


class StepLoop:
    """Rows in work. `step` improves all of them once. Rows that are done can be replaced.

    Args:
        model: in evaluation mode.
        data: the rows, on the model's device.
        keys: further outputs to return, besides preds, q_halt_logits and q_continue_logits.

    Attributes:
        carry: the carry after the last step.
        metrics: the objective's metric sums of the last step.
        outputs: the outputs of the last step.
    """

    def __init__(self, model: Objective, data: dict[str, torch.Tensor], keys: Collection[str] = ()) -> None:
        self.model, self.data = model, data
        self.carry = model.initial_carry(data)
        self.metrics: dict[str, torch.Tensor] = {}
        self.outputs: dict[str, torch.Tensor] = {}
        self._keys = {"preds", "q_halt_logits", "q_continue_logits", *keys}

    def step(self) -> bool:
        """Make one improvement step of every row; return whether all rows have made all of their steps."""
        self.carry, _, self.metrics, self.outputs, all_halted = self.model(
            carry=self.carry, batch=self.data, return_keys=self._keys
        )
        return bool(all_halted)

    @property
    def margin(self) -> torch.Tensor:
        """`halt_margin` (B,) after the last step: above 0 if q says that the row's answer is done."""
        return self.model.model.halt_margin(self.outputs["q_halt_logits"], self.outputs["q_continue_logits"])

    @property
    def graded(self) -> Grade:
        """The present answers compared with the labels, each figure (B,)."""
        return grade(self.outputs["preds"], self.carry.current_data["labels"], self.model.model.config.layout)

    def replace(self, done: torch.Tensor, kept: torch.Tensor | None, data: dict[str, torch.Tensor]) -> None:
        """Replace rows, and drop the places that are no longer needed.

        Args:
            done: (B,) bool, True for places whose row is replaced by a new one.
            kept: indices (K,) of the places that stay, in this order; None: all.
            data: the rows in work from now on, (K, ...) or (B, ...).
        """
        self.carry.halted = done
        if kept is not None:
            self.carry = self.carry.select(kept)
        self.data = data


def set_steps(model: Objective, steps: int | None) -> None:
    """Set the largest number of improvement steps of a row; None: as many as in training."""
    if steps is not None:
        model.model.config.halt_max_steps = steps


def one_step(model: Objective, device: torch.device) -> Callable[[np.ndarray], np.ndarray]:
    """What the network makes of rows (N, seq_len) in the first improvement step: the logits (N, P, V).

    The carry plays no part.
    """
    inner = model.model.inner

    def logits(rows: np.ndarray) -> np.ndarray:
        training = model.training
        model.eval()
        found = []
        with torch.inference_mode():
            for start in range(0, len(rows), _ROWS_AT_ONCE):
                batch = to_device(unlabelled(rows[start : start + _ROWS_AT_ONCE]), device)
                count = len(batch["inputs"])
                fresh = torch.ones(count, dtype=torch.bool, device=device)
                latents = inner.reset(fresh, inner.restored(inner.empty_latents(count, device)))
                found.append(to_numpy(inner(latents, batch)[1]))
        model.train(training)
        return np.concatenate(found)

    return logits


def unlabelled(rows: np.ndarray, identifier: int = 0) -> Batch:
    """A batch of questions (N, seq_len) whose answers are not known."""
    return {
        "inputs": rows.astype(np.int32),
        "labels": np.full(rows.shape, IGNORE_LABEL_ID, np.int32),
        "puzzle_identifiers": np.full(len(rows), identifier, np.int32),
    }


@dataclass
class Finished:
    """Rows that have made their last improvement step.

    Attributes:
        set_name, examples, batch: as in `Rows`.
        outputs: numpy arrays of the requested outputs after the last step.
        steps: (B,) number of improvement steps made.
        exact_by_step: (B, S) bool, whether the answer after each step was exact. After a row has stopped, its last
            answer counts for all later steps.
        accuracy_by_step, margin_by_step: (B, S) token accuracy and `halt_margin` after each step; None with `halt`.
        losses: sums of lm_loss and q_halt_loss over the rows; empty with `halt`.
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


def run(
    model: Objective,
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
        model: the model; it is put into evaluation mode and back.
        rows: from `puzzle_dataset.read_in_order`.
        return_keys: further outputs to return, besides preds and q_halt_logits.
        halt: False: all rows make `halt_max_steps` steps, as in the official code. True: a row is done as soon as its q
            says so, and a waiting row takes its slot.
        slots: with `halt`, the number of rows of a set in work at the same time; 0: all.
        halt_probability: with `halt`, the probability of a right answer at which a row is done.
        should_stop: without `halt`, called before every improvement step. True ends the evaluation there; the rows in
            work are dropped.
    """
    training = model.training
    memory = FreedMemory()
    model.eval()
    try:
        with torch.inference_mode():
            if halt:
                for name, parts in groupby(rows, key=lambda part: part[0]):  # one set after the other
                    for finished in _run_halting(
                        model, name, _Queue(parts), device, return_keys, slots, halt_probability
                    ):
                        yield finished
                        memory.check()
                return
            for part in rows:
                all_steps = _run_fixed(model, part, device, return_keys, should_stop)
                if all_steps is None:
                    return
                yield all_steps
                memory.check()
    finally:
        model.train(training)


def logit(probability: float) -> float:
    """The number whose sigmoid is `probability`, which must lie between 0 and 1."""
    return math.log(probability / (1 - probability))


def _run_fixed(
    model: Objective, rows: Rows, device: torch.device, keys: Collection[str], should_stop: Callable[[], bool]
) -> Finished | None:
    name, examples, batch = rows
    loop = StepLoop(model, to_device(batch, device), keys)
    exact, accuracy, margin = [], [], []
    all_made = False
    while not all_made:
        if should_stop():
            return None
        all_made = loop.step()
        graded = loop.graded
        exact.append(graded.exact)
        accuracy.append(graded.correct / graded.expected.clamp_min(1))
        margin.append(loop.margin)
    return Finished(
        set_name=name,
        examples=examples,
        batch=batch,
        outputs={key: to_numpy(value) for key, value in loop.outputs.items()},
        steps=to_numpy(loop.carry.steps),
        exact_by_step=to_numpy(torch.stack(exact, 1)),
        accuracy_by_step=to_numpy(torch.stack(accuracy, 1)),
        margin_by_step=to_numpy(torch.stack(margin, 1)),
        losses={key: float(value) for key, value in loop.metrics.items() if key.endswith("_loss")},
    )


class _Queue:
    """Waiting rows of one set. They are read only when a slot needs them."""

    def __init__(self, parts: Iterator[Rows]) -> None:
        self._parts = parts
        self._examples = np.zeros(0, np.int64)
        self._batch: Batch = {}

    def take(self, count: int) -> tuple[np.ndarray, Batch]:
        """The next `count` rows, or all remaining rows if there are fewer."""
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
    model: Objective,
    name: str,
    queue: _Queue,
    device: torch.device,
    keys: Collection[str],
    slots: int,
    halt_probability: float,
) -> Iterator[Finished]:
    max_steps = model.model.config.halt_max_steps
    examples, batch = queue.take(slots or sys.maxsize)  # what each slot works on
    loop = StepLoop(model, to_device(batch, device), keys)
    exact_by_step = np.zeros((len(examples), max_steps), bool)
    while len(examples):
        loop.step()
        steps = to_numpy(loop.carry.steps)
        # The present answer counts for this step and for all later ones, until a later step overwrites them.
        from_now_on = np.arange(max_steps) >= steps[:, None] - 1
        exact_by_step = np.where(from_now_on, to_numpy(loop.graded.exact)[:, None], exact_by_step)
        done = loop.carry.halted | (loop.margin > logit(halt_probability))
        finished = np.flatnonzero(to_numpy(done))
        if len(finished) == 0:
            continue
        yield Finished(
            set_name=name,
            examples=examples[finished],
            batch={key: value[finished] for key, value in batch.items()},
            outputs={key: to_numpy(value)[finished] for key, value in loop.outputs.items()},
            steps=steps[finished],
            exact_by_step=exact_by_step[finished],
        )
        new_examples, new_batch = queue.take(len(finished))
        refilled, emptied = np.split(finished, [len(new_examples)])
        order = np.arange(len(examples))  # for each slot, its row: index into the present rows, then the new rows
        order[refilled] = len(examples) + np.arange(len(refilled))
        kept = np.delete(np.arange(len(examples)), emptied)
        examples = np.concatenate([examples, new_examples])[order[kept]]
        batch = {key: value[order[kept]] for key, value in _joined(batch, new_batch).items()}
        exact_by_step[refilled] = False
        exact_by_step = exact_by_step[kept]
        kept_rows = torch.from_numpy(kept).to(device) if len(emptied) else None
        loop.replace(done, kept_rows, to_device(batch, device))


@dataclass
class Step:
    """The state of one puzzle after an improvement step.

    Attributes:
        number: number of the step, from 1.
        answer: (seq_len,) tokens.
        halt_probability: q's probability that the answer is right.
        halts: True if q says that the answer is done.
        logits: (P, V) of the first P tokens, from which other probable answers follow.
        changes: for each latent, by how much the step changed it, as a share of its size after the step.
        seconds: that the step took.
    """

    number: int
    answer: np.ndarray
    halt_probability: float
    halts: bool
    logits: np.ndarray
    changes: dict[str, float] = field(default_factory=dict)
    seconds: float = 0.0


def improvement_steps(
    model: Objective, inputs: np.ndarray, device: torch.device, identifier: int = 0
) -> Iterator[Step]:
    """Answer one puzzle in `halt_max_steps` steps (`set_steps` changes their number); yield each state.

    Args:
        inputs: (seq_len,) tokens.
        identifier: number of the puzzle in the table of puzzle embeddings; 0: none of them.
    """
    model.eval()
    with torch.inference_mode():
        loop = StepLoop(model, to_device(unlabelled(inputs[None], identifier), device), ["logits"])
        number, all_made = 0, False
        while not all_made:
            inner = model.model.inner
            before = inner.restored(loop.carry.latents)
            before = before if number else inner.reset(loop.carry.halted, before)
            began = time.perf_counter()
            all_made = loop.step()
            number += 1
            yield Step(
                number=number,
                answer=to_numpy(loop.outputs["preds"])[0],
                halt_probability=float(torch.sigmoid(loop.outputs["q_halt_logits"])),
                halts=bool(loop.margin > 0),
                logits=to_numpy(loop.outputs["logits"])[0],
                changes=_changes(before, inner.restored(loop.carry.latents)),
                seconds=time.perf_counter() - began,
            )


def _changes(before: Latents, after: Latents) -> dict[str, float]:
    """The length of each latent's change over that of the new latent."""
    shares = {}
    for name, new in after.items():
        old = before[name].expand_as(new).float()
        shares[name] = float((new.float() - old).norm() / new.float().norm().clamp_min(1e-12))
    return shares
