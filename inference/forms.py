"""What people are asked for by a page, and the trace that it shows them: a form for each kind of network.

    form = open_form(Path("pretrained/sudoku4x4"))
    form.fields                                                     one text: the puzzle
    form.example(np.random.default_rng(0))                          {"puzzle": "1.34\\n3...\\n.1..\\n43.."}
    form.trace({"puzzle": "1....2....3....4"}, None, True, 1)       as `--html` draws it

Puzzles and questions have the form of this module. A room says what they look like: its `drawing.py` an empty board to
fill in, its `examples.py` puzzles to begin with (`dataset.tasks`). A task with neither has a field for text. Sessions
(`inference.sessions`) bring forms of their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from dataset.tasks import Examples, examples_of, read_data_rules, task_options
from inference.board import Board, board_of, read_puzzle
from inference.sessions.base import sessions
from inference.solver import Model, open_model
from inference.traces import Trace
from inference.tracing import trace_puzzle
from runs.checkpoints import run_of
from utils.errors import UserError

_DRAWS = 200
"""How often an example is drawn until the network can read it."""


@dataclass(frozen=True)
class Field:
    """A text that people type.

    Attributes:
        name: of the text among those of a form.
        label: what people read.
        hint: what to type; may be empty.
        lines: height of the field.
    """

    name: str
    label: str
    hint: str = ""
    lines: int = 4


class Form(Protocol):
    """An opened network, and what it is asked with."""

    @property
    def fields(self) -> Sequence[Field]:
        """What is typed."""
        ...

    @property
    def board(self) -> Board | None:
        """A board that can be filled in instead of the first field; None if there is none."""
        ...

    @property
    def has_examples(self) -> bool:
        """Whether `example` may give some."""
        ...

    @property
    def has_tries(self) -> bool:
        """Whether several answers can be checked until one obeys the rules."""
        ...

    def example(self, rng: np.random.Generator) -> Mapping[str, str]:
        """A text for each field; `UserError` if there is no example."""
        ...

    def trace(self, texts: Mapping[str, str], steps: int | None, halt: bool, tries: int) -> Trace:
        """What the network does.

        Args:
            texts: of all fields.
            steps, halt, tries: as of `inference.tracing.trace_puzzle`.

        Raises:
            UserError: a text cannot be read.
        """
        ...


def open_form(checkpoint: Path, device: str = "auto") -> Form:
    """Open a network, and make its form.

    Raises:
        UserError: it cannot be opened.
    """
    rules = read_data_rules(run_of(checkpoint))
    for session in sessions().values():
        if session.RULES is not None and isinstance(rules, session.RULES):
            return session.open_form(checkpoint, device)
    return PuzzleForm(open_model(checkpoint, device))


@dataclass(frozen=True)
class PuzzleForm:
    """The form of a network that answers puzzles or questions."""

    model: Model

    @property
    def fields(self) -> Sequence[Field]:
        """See `Form`."""
        option = next((option for task, option in task_options().values() if task == self._task), None)
        return (Field("puzzle", "question" if self._is_text else "puzzle", option.help if option else ""),)

    @property
    def board(self) -> Board | None:
        """See `Form`."""
        return board_of(self.model, self._task)

    @property
    def has_examples(self) -> bool:
        """See `Form`."""
        return self._examples is not None

    @property
    def has_tries(self) -> bool:
        """See `Form`. Text has no rules but that there is an answer."""
        return not self._is_text

    def example(self, rng: np.random.Generator) -> Mapping[str, str]:
        """See `Form`."""
        examples = self._examples
        if examples is None:
            raise UserError("there are no examples of this task")
        for _ in range(_DRAWS):
            text = examples(self.model.trained.metadata.seq_len, rng)
            try:
                self.model.parse(text)
            except UserError:
                continue
            return {"puzzle": text}
        raise UserError("there is no example that this network can read")

    def trace(self, texts: Mapping[str, str], steps: int | None, halt: bool, tries: int) -> Trace:
        """See `Form`."""
        return trace_puzzle(self.model, read_puzzle(self.model, texts["puzzle"]), steps, halt, tries=tries)

    @property
    def _task(self) -> str | None:
        return next((name for name in self.model.trained.tasks.values() if name), None)

    @property
    def _is_text(self) -> bool:
        return self.model.trained.text_format is not None

    @property
    def _examples(self) -> Examples | None:
        return examples_of(self._task) if self._task else None
