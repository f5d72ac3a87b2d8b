"""What an evaluator is: it sees every batch of an evaluation with the model's final outputs, then gives its metrics.

    evaluators=[{name: sudoku@Sudoku}]

An evaluator is built once for each run and data path as `Class(data_path=..., metadata=..., **settings)`. Where it does
not apply to a data set, its constructor raises `NotApplicable`, which is said once; any other exception stops the run.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import numpy as np

from dataset.puzzle_dataset import ExampleSet
from utils.classes import load_class
from utils.errors import UserError


class NotApplicable(Exception):
    """The data set is none that this evaluator can score; the message says why."""


class Ranks(Protocol):
    """The processes that share an evaluation; each has seen its own part of every batch."""

    def gather(self, value: Any) -> list[Any]:
        """Every rank's `value` in rank order on the main process, an empty list elsewhere. All ranks must call it."""
        ...


class Evaluator(Protocol):
    """See the module's head."""

    required_outputs: Collection[str]
    """Of logits, preds, q_halt_logits, q_continue_logits."""
    identifier_offset: int
    """What a run over several data paths adds to this path's puzzle identifiers; set after the constructor."""
    own_identifiers: np.ndarray | None
    """Where this path numbers its puzzles otherwise than the run does: its identifier for each of the run's, or -1.
    `update_batch` is then given the path's own identifiers, without offset. Set after the constructor."""
    sets: Mapping[str, ExampleSet]
    """Those of the scored sets that are of this data path, by name; set after the constructor."""

    def begin_eval(self) -> None:
        """Forget the last evaluation."""
        ...

    def update_batch(self, set_name: str, batch: dict[str, np.ndarray], outputs: dict[str, np.ndarray]) -> None:
        """Take in one batch of a set of any data path, and the required outputs.

        Args:
            set_name: in `sets`, where the set is of this data path.
            batch: `inputs`, `labels` (B, seq_len), `puzzle_identifiers` (B,), and `examples` (B,), the rows' numbers in
                their set: every rank sees its own, and where rows halt by their own q they come in any order.
        """
        ...

    def result(self, ranks: Ranks, save_path: Path | None) -> dict[str, float]:
        """Metrics by full name (`all/valid`) on the main process; files, if any, go to the folder `save_path`."""
        ...


@runtime_checkable
class Tabulated(Protocol):
    """An evaluator with more to say than its metrics: `evaluate.py` prints its table in their place."""

    def table(self) -> str:
        """The last `result`, as people read it, on the main process."""
        ...


@runtime_checkable
class Submits(Protocol):
    """An evaluator that can hand in answers to a competition: `evaluate.py --submission FILE` writes them."""

    submission: Any
    """Of the last `result`, on the main process: JSON values."""
    submission_file: str
    """The name of the file in an output folder."""


def submitting_evaluators() -> list[str]:
    """The names of all evaluators that can hand in answers, as in `arc@ARC`."""
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
        UserError: there is no such class, or it is no evaluator.
    """
    found = load_class(name, "evaluators")
    methods = ("begin_eval", "update_batch", "result")
    has_all = hasattr(found, "required_outputs") and all(callable(getattr(found, method, None)) for method in methods)
    if not has_all or getattr(found, "_is_protocol", False):
        raise UserError(f"evaluators: {name} is no evaluator; an evaluator has required_outputs, {', '.join(methods)}")
    return found
