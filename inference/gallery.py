"""A page of examples of an evaluation: failed ones, the surest first, then solved ones, the least sure first.

gallery = Gallery(20, draw)
for part in run(...):
    gallery.note(part)
page = gallery.page(network, device, title)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import torch

from dataset.drawing import Drawing
from inference.renderers.html import render_all
from inference.steps import Finished, improvement_steps
from inference.traces import Trace
from inference.tracing import Moment, build
from models.objectives.base import Objective

DrawRow = Callable[[np.ndarray, np.ndarray | None], Drawing]
"""Draws a question (seq_len,), or an answer (seq_len,) to it."""


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
        return render_all(title, [self._trace(network, device, row) for row in self.chosen])

    def _trace(self, network: Objective, device: torch.device, row: _Row) -> Trace:
        steps = improvement_steps(network, row.inputs, device, row.identifier)
        moments = [Moment(step, step.number, 1) for step in steps]
        return build(row.name, moments, lambda answer: self._draw(row.inputs, answer), row.labels)
