"""The interface of evaluators. An evaluator sees every batch with the model's final outputs, then returns its metrics.

    evaluators=[{name: sudoku@Sudoku}]

An evaluator is built once for each run and data path as `Class(data_path=..., metadata=..., **settings)`. If it does
not apply to the data set, its constructor raises `NotApplicable`, and the run reports that once. Any other exception
stops the run.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import numpy as np

from dataset.puzzle_dataset import ExampleSet
from utils.classes import load_class
from utils.errors import UserError


class NotApplicable(Exception):
    """This evaluator cannot score the data set; the message says why."""


class Ranks(Protocol):
    """The processes that share an evaluation. Each process has seen its own part of every batch."""

    def gather(self, value: Any) -> list[Any]:
        """Every rank's `value` in rank order on the main process, an empty list elsewhere. All ranks must call it."""
        ...


class Evaluator(Protocol):
    """See the module's head."""

    required_outputs: Collection[str]
    """The outputs that `update_batch` needs: any of logits, preds, q_halt_logits, q_continue_logits."""
    identifier_offset: int
    """The number that a run over several data paths adds to this path's puzzle identifiers. Set after construction."""
    own_identifiers: np.ndarray | None
    """This path's identifier for each identifier of the run, or -1. None if both number puzzles in the same way.
    With this array, `update_batch` gets the path's own identifiers, without offset. Set after construction."""
    sets: Mapping[str, ExampleSet]
    """The scored sets of this data path, by name. Set after construction."""

    def begin_eval(self) -> None:
        """Forget the last evaluation."""
        ...

    def update_batch(self, set_name: str, batch: dict[str, np.ndarray], outputs: dict[str, np.ndarray]) -> None:
        """Count one batch. Batches of all data paths come here.

        Args:
            set_name: name of the batch's set; it is in `sets` if the set belongs to this data path.
            batch: `inputs`, `labels` (B, seq_len), `puzzle_identifiers` (B,), and `examples` (B,), the rows' indices in
                their set. Every rank sees only its own rows. If rows halt early, they come in any order.
            outputs: the required outputs, by name.
        """
        ...

    def result(self, ranks: Ranks, save_path: Path | None) -> dict[str, float]:
        """Metrics by full name (`all/valid`) on the main process. Files, if any, go into the folder `save_path`."""
        ...


Network = Callable[[np.ndarray], np.ndarray]
"""Rows (N, seq_len) to the logits (N, P, V) of one improvement step."""


@runtime_checkable
class AsksNetwork(Protocol):
    """An evaluator that asks the network about further rows."""

    network: Network | None
    """The network that is scored. Set before rows are answered."""


@runtime_checkable
class JudgesText(Protocol):
    """An evaluator that also scores outputs in words, of policies that write text."""

    def update_texts(self, set_name: str, numbers: Sequence[int], texts: Sequence[str]) -> None:
        """Count outputs.

        Args:
            numbers: the rows' indices in their set.
            texts: an output for each.
        """
        ...


@runtime_checkable
class Tabulated(Protocol):
    """An evaluator with a table: `evaluate.py` prints the table in place of the metrics."""

    def table(self) -> str:
        """The last `result` as a table for people, on the main process."""
        ...


@runtime_checkable
class Submits(Protocol):
    """An evaluator that makes a submission to a competition: `evaluate.py --submission FILE` writes it."""

    submission: Any
    """The submission of the last `result` as JSON values, on the main process."""
    submission_file: str
    """Its file name in an output folder."""


def submitting_evaluators() -> list[str]:
    """The names of all evaluators that make submissions, as in `arc@ARC`."""
    names = []
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        full_name = f"evaluators.{module.name}"
        for name, value in vars(importlib.import_module(full_name)).items():
            if isinstance(value, type) and value.__module__ == full_name and hasattr(value, "submission_file"):
                names.append(f"{module.name}@{name}")
    return names


def load_evaluator(name: str) -> type:
    """The class of an evaluator by its name, as in `sudoku@Sudoku`.

    Raises:
        UserError: there is no such class, or it is not an evaluator.
    """
    evaluator = load_class(name, "evaluators")
    methods = ("begin_eval", "update_batch", "result")
    has_methods = all(callable(getattr(evaluator, method, None)) for method in methods)
    if not (has_methods and hasattr(evaluator, "required_outputs")) or getattr(evaluator, "_is_protocol", False):
        raise UserError(f"evaluators: {name} is no evaluator; an evaluator has required_outputs, {', '.join(methods)}")
    return evaluator
