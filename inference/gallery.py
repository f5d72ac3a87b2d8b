"""A page of examples of an evaluation: failed ones, the surest first, then solved ones, the least sure first.

gallery = Gallery(20, draw)
for part in run(...):
    gallery.note(part)
page = gallery.page(network, device, title)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch

from dataset.drawing import Drawing
from dataset.layout import RowShape
from dataset.provenance import read_build
from dataset.tasks import DEFAULT_TASK, Rules, drawing_of, load_puzzle, room_of_contents, task_names
from inference.renderers.html import render_all
from inference.steps import Finished, Rows, improvement_steps
from inference.traces import Trace
from inference.tracing import Moment, build
from models.objectives.base import Objective

DrawRow = Callable[[np.ndarray, np.ndarray | None], Drawing]
"""Draws a question (seq_len,), or an answer (seq_len,) to it."""


def row_drawing(data_path: Path, shape: RowShape, rules: Rules | None) -> DrawRow | None:
    """How rows of a data set are drawn; None if they have no drawing.

    Args:
        rules: those that lie with the data.
    """
    task = read_build(data_path).get("task") or room_of_contents(shape) or DEFAULT_TASK
    if rules is None and task in task_names():
        rules = load_puzzle(task)
    draws = drawing_of(rules, task)
    return None if draws is None else lambda inputs, answer: draws(rules, inputs, answer)


def trace_rows(network: Objective, device: torch.device, draw: DrawRow, rows: Rows) -> Iterator[Trace]:
    """Answer some rows, one by one, and keep every state. The network is left in evaluation mode."""
    set_name, examples, batch = rows
    for place, example in enumerate(examples):
        inputs, labels = batch["inputs"][place], batch["labels"][place]
        identifier = int(batch["puzzle_identifiers"][place])
        yield _trace(network, device, draw, _Row(0.0, f"{set_name} {example}", inputs, labels, identifier))


class _Row(NamedTuple):
    """An example that was answered."""

    probability: float
    name: str
    inputs: np.ndarray
    labels: np.ndarray
    identifier: int


class Gallery:
    """Keeps the examples that a page shows.

    Args:
        count: number of examples on the page.
    """

    def __init__(self, count: int, draw: DrawRow) -> None:
        self._count, self._draw = count, draw
        self._failed: list[_Row] = []
        self._solved: list[_Row] = []

    def note(self, part: Finished) -> None:
        """Look at some answered rows."""
        probabilities = torch.sigmoid(torch.from_numpy(part.outputs["q_halt_logits"]).float()).tolist()
        for row, (probability, exact) in enumerate(zip(probabilities, part.exact_by_step[:, -1], strict=True)):
            kept = self._solved if exact else self._failed
            kept.append(
                _Row(
                    probability,
                    f"{part.set_name} {part.examples[row]}",
                    part.batch["inputs"][row],
                    part.batch["labels"][row],
                    int(part.batch["puzzle_identifiers"][row]),
                )
            )
        self._failed = sorted(self._failed, key=lambda row: -row.probability)[: self._count]
        self._solved = sorted(self._solved, key=lambda row: row.probability)[: self._count]

    @property
    def chosen(self) -> list[_Row]:
        """Failed and solved examples in equal number, where there are enough of both."""
        failed = min(len(self._failed), max(self._count // 2, self._count - len(self._solved)))
        return [*self._failed[:failed], *self._solved[: self._count - failed]]

    def page(self, network: Objective, device: torch.device, title: str) -> bytes:
        """The page. The chosen examples are answered again, with all states."""
        return render_all(title, [_trace(network, device, self._draw, row) for row in self.chosen])


def _trace(network: Objective, device: torch.device, draw: DrawRow, row: _Row) -> Trace:
    moments = [Moment(step, step.number, 1) for step in improvement_steps(network, row.inputs, device, row.identifier)]
    return build(row.name, moments, lambda answer: draw(row.inputs, answer), row.labels)
