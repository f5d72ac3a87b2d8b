"""A page of examples of an evaluation: failed ones, the surest first, then solved ones, the least sure first.

gallery = Gallery(20)
for part in run(...):
    gallery.note(part)
page = gallery.page(network, device, title, drawings_of(trained, dataset, data_path))
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import torch

from dataset.layout import RowShape
from dataset.provenance import read_build
from dataset.puzzle_dataset import Batch, ExampleSet, PuzzleDataset
from dataset.tasks import DEFAULT_TASK, DrawAnswer, Rules, load_puzzle, room_of_contents, row_drawing_of, task_names
from inference.renderers.html import render_all
from inference.steps import Finished, Rows
from inference.traces import Trace
from inference.tracing import trace_row
from models.objectives.base import Objective
from runs.open import TrainedRun
from utils.errors import UserError

DrawExamples = Callable[[str, Sequence[int]], list[DrawAnswer]]
"""How to draw answers to each of some examples of the set with this name."""


class _Row(NamedTuple):
    """An example that was answered in so many improvement steps."""

    probability: float
    set_name: str
    example: int
    batch: Batch
    steps: int

    @property
    def name(self) -> str:
        """As `infer.py --example` takes it."""
        return f"{self.set_name}:{self.example}"


class Gallery:
    """Keeps the examples that a page shows.

    Args:
        count: number of examples on the page.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._failed: list[_Row] = []
        self._solved: list[_Row] = []

    def note(self, part: Finished) -> None:
        """Look at some answered rows."""
        probabilities = torch.sigmoid(torch.from_numpy(part.outputs["q_halt_logits"]).float()).tolist()
        for row, (probability, exact) in enumerate(zip(probabilities, part.exact_by_step[:, -1], strict=True)):
            batch = {
                name: part.batch[name][row : row + 1].copy() for name in ("inputs", "labels", "puzzle_identifiers")
            }
            found = _Row(probability, part.set_name, int(part.examples[row]), batch, int(part.steps[row]))
            (self._solved if exact else self._failed).append(found)
        self._failed = sorted(self._failed, key=lambda row: -row.probability)[: self._count]
        self._solved = sorted(self._solved, key=lambda row: row.probability)[: self._count]

    @property
    def chosen(self) -> list[_Row]:
        """Failed and solved examples in equal number, where there are enough of both."""
        failed = min(len(self._failed), max(self._count // 2, self._count - len(self._solved)))
        return [*self._failed[:failed], *self._solved[: self._count - failed]]

    def page(self, network: Objective, device: torch.device, title: str, draw_examples: DrawExamples) -> bytes:
        """The page. The chosen examples are answered again, with all states."""
        return render_all(title, self.traces(network, device, draw_examples))

    def traces(self, network: Objective, device: torch.device, draw_examples: DrawExamples) -> list[Trace]:
        """The traces of the chosen examples, in their order."""
        by_set: defaultdict[str, list[int]] = defaultdict(list)
        for row in self.chosen:
            by_set[row.set_name].append(row.example)
        drawn = {
            (name, example): draw
            for name, examples in by_set.items()
            for example, draw in zip(examples, draw_examples(name, examples), strict=True)
        }
        return [
            trace_row(network, device, row.name, row.batch, drawn[row.set_name, row.example], row.steps)
            for row in self.chosen
        ]


def drawings_of(trained: TrainedRun, dataset: PuzzleDataset, data_path: Path) -> DrawExamples:
    """How rows of a data set are drawn that a run answers.

    Raises:
        UserError: they have no drawing.
    """
    draw = find_drawings(dataset.sets, dataset.metadata, data_path, trained.text_format)
    if draw is None:
        raise UserError(f"rows of {data_path} have no drawing (a file drawing.py in the task's folder of dataset/)")
    return draw


def find_drawings(
    sets: Sequence[ExampleSet], shape: RowShape, data_path: Path, rules: Rules | None
) -> DrawExamples | None:
    """How rows of some sets of a data set are drawn; None if they have no drawing.

    Args:
        rules: those that lie with the data.
    """
    task = read_build(data_path).get("task") or room_of_contents(shape) or DEFAULT_TASK
    if rules is None and task in task_names():
        rules = load_puzzle(task)
    draw = row_drawing_of(rules, task)
    if draw is None:
        return None
    sources = {source.name: source for source in sets}
    return lambda name, examples: draw(sources[name], examples)


def trace_rows(network: Objective, device: torch.device, draw_rows: DrawExamples, rows: Rows) -> list[Trace]:
    """Answer some rows, one by one, and keep every state. The network is left in evaluation mode."""
    name, examples, batch = rows
    drawn = draw_rows(name, examples.tolist())
    return [
        trace_row(network, device, f"{name}:{example}", {key: value[at : at + 1] for key, value in batch.items()}, draw)
        for at, (example, draw) in enumerate(zip(examples, drawn, strict=True))
    ]
