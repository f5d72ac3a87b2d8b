"""The one loop over improvement steps: every evaluation, one puzzle with its trace, and the benchmark go through it.

A fixed number of steps, as in the official code, or each row until its own q says that it is done, when a waiting row
takes its place. Both give the same record of every row (`Finished`).
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import numpy as np
import torch

from dataset.common import IGNORE_LABEL_ID
from dataset.grading import Grade, grade
from dataset.puzzle_dataset import Batch
from inference.tensors import to_device, to_numpy
from models.objectives.base import Objective

Rows = tuple[str, np.ndarray, Batch]
"""A set's name, example numbers in it (B,), and the batch, as `puzzle_dataset.read_in_order` yields them."""


class StepLoop:
    """Rows in work. `step` improves all of them once; rows that are done can be replaced.

    Args:
        model: in evaluation mode.
        data: the rows, on the model's device.
        keys: outputs wanted, beside preds, q_halt_logits and q_continue_logits.

    Attributes:
        carry: after the last step.
        metrics: sums of the last step, as the objective gives them.
        outputs: of the last step.
    """

    def __init__(self, model: Objective, data: dict[str, torch.Tensor], keys: Collection[str] = ()) -> None:
        self.model, self.data = model, data
        self.carry = model.initial_carry(data)
        self.metrics: dict[str, torch.Tensor] = {}
        self.outputs: dict[str, torch.Tensor] = {}
        self._keys = {"preds", "q_halt_logits", "q_continue_logits", *keys}

    def step(self) -> bool:
        """Make one improvement step; return whether every row has made all of its steps."""
        self.carry, _, self.metrics, self.outputs, all_halted = self.model(
            carry=self.carry, batch=self.data, return_keys=self._keys
        )
        return bool(all_halted)

    @property
    def margin(self) -> torch.Tensor:
        """(B,): above 0 where q says that the answer is done; its sigmoid is how sure q is."""
        return self.model.model.halt_margin(self.outputs["q_halt_logits"], self.outputs["q_continue_logits"])

    @property
    def graded(self) -> Grade:
        """The present answers beside the labels, each (B,)."""
        return grade(self.outputs["preds"], self.carry.current_data["labels"], self.model.model.config.layout)

    def replace(self, done: torch.Tensor, kept: torch.Tensor | None, data: dict[str, torch.Tensor]) -> None:
        """Go on with other rows.

        Args:
            done: (B,) bool, rows whose place is taken by the row of `data` there.
            kept: numbers (K,) of the rows that stay in work, in this order; None: all.
            data: the rows in work from now on.
        """
        self.carry.halted = done
        if kept is not None:
            self.carry = self.carry.select(kept)
        self.data = data


def set_steps(model: Objective, steps: int | None) -> None:
    """Let rows make so many improvement steps at most; None: as many as in training."""
    if steps is not None:
        model.model.config.halt_max_steps = steps


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
    training = model.training
    model.eval()
    try:
        with torch.inference_mode():
            if halt:
                for name, parts in groupby(rows, key=lambda part: part[0]):  # a record belongs to one set
                    yield from _run_halting(model, name, _Queue(parts), device, return_keys, slots, halt_probability)
                return
            for part in rows:
                finished = _run_fixed(model, part, device, return_keys, should_stop)
                if finished is None:
                    return
                yield finished
    finally:
        model.train(training)


def logit(probability: float) -> float:
    """The value whose sigmoid is `probability`, which lies between 0 and 1."""
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
        # From this step on the answer is the present one, until a later step overwrites it.
        later = np.arange(max_steps) >= steps[:, None] - 1
        exact_by_step = np.where(later, to_numpy(loop.graded.exact)[:, None], exact_by_step)
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
        order = np.arange(len(examples))  # of what is in work, then what is new
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
        number: of the step, from 1.
        answer: (seq_len,) tokens.
        halt_probability: how probable it is that the answer is right, says q.
        halts: q says that the answer is done.
        logits: (P, V) of the first P tokens, which say what other answers are probable.
    """

    number: int
    answer: np.ndarray
    halt_probability: float
    halts: bool
    logits: np.ndarray


def improvement_steps(model: Objective, inputs: np.ndarray, device: torch.device) -> Iterator[Step]:
    """Answer one puzzle (seq_len,) step by step, all `halt_max_steps` of them; `set_steps` sets how many."""
    batch: dict[str, Any] = {
        "inputs": inputs[None].astype(np.int32),
        "labels": np.full((1, len(inputs)), IGNORE_LABEL_ID, np.int32),
        "puzzle_identifiers": np.zeros(1, np.int32),
    }
    model.eval()
    with torch.inference_mode():
        loop = StepLoop(model, to_device(batch, device), ["logits"])
        number, all_made = 0, False
        while not all_made:
            all_made = loop.step()
            number += 1
            yield Step(
                number=number,
                answer=to_numpy(loop.outputs["preds"])[0],
                halt_probability=float(torch.sigmoid(loop.outputs["q_halt_logits"])),
                halts=bool(loop.margin > 0),
                logits=to_numpy(loop.outputs["logits"])[0],
            )
