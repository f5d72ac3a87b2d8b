"""Get answers in Python: open a trained network once, then let it answer puzzle after puzzle.

from inference import open_model

model = open_model("pretrained/sudoku4x4")
answer = model.solve("..2.....4...3..4")
print(answer.text, answer.steps, answer.probability, answer.obeys_rules)
answers = model.solve_all(["..2.....4...3..4", "....2...4..2..3."])
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import torch

from dataset.asking import Question, read_question
from dataset.tasks import DEFAULT_TASK, Rules, Searches, load_puzzle
from evaluators.tries import first_that_obeys
from inference.steps import Step, improvement_steps, one_step, run, set_steps, unlabelled
from models.objectives.base import Objective
from runs.devices import choose_device
from runs.open import TrainedRun, open_run
from utils.commands import MOST_STEPS, require_between
from utils.errors import UserError

HALT_PROBABILITY = 0.5
"""A row is done when q gives its answer more than this probability to be right, that is when q is above 0."""


@dataclass
class Answer:
    """An answer to one puzzle or question.

    Attributes:
        text: the answer as people read it; for a puzzle, all lines of its drawing.
        tokens: (seq_len,) tokens of the answer.
        steps: number of improvement steps made.
        probability: the network's own probability that the answer is right.
        broken_rule: how the answer breaks the rules of its task; None if it obeys them. The only rule of text is that
            there is an answer.
        tried: number of the answer among the most probable ones, from 1.
        trace: the state after each improvement step, if it was asked for.
        skipped: pieces of a typed question that the network has no token for, and that it did not read.
    """

    text: str
    tokens: np.ndarray
    steps: int
    probability: float
    broken_rule: str | None
    tried: int = 1
    trace: list[Step] = field(default_factory=list)
    skipped: tuple[str, ...] = ()

    @property
    def obeys_rules(self) -> bool:
        """Whether the answer obeys the rules of its task."""
        return self.broken_rule is None


class Solver(ABC):
    """Answers puzzles or questions of a task by improvement steps. A subclass computes the steps.

    Attributes:
        name: the checkpoint or the file that answers.
        task: of the training data; None where the data do not name theirs.
        rules: reads, shows and checks puzzles.
        seq_len: length of a row.
        trained_steps: the most improvement steps of a row in training.
        is_text: whether rows are texts.
    """

    def __init__(
        self, name: str, task: str | None, rules: Rules, seq_len: int, trained_steps: int, is_text: bool
    ) -> None:
        self.name, self.task, self.rules = name, task, rules
        self.seq_len, self.trained_steps, self.is_text = seq_len, trained_steps, is_text

    @abstractmethod
    def states(self, inputs: np.ndarray, steps: int) -> Iterator[Step]:
        """The state after each of so many improvement steps on a puzzle (seq_len,)."""

    def logits(self, rows: np.ndarray) -> np.ndarray:
        """Rows (N, seq_len) to the logits (N, P, V) of one improvement step."""
        return np.stack([next(self.states(row, 1)).logits for row in rows])

    def parse(self, puzzle: str) -> np.ndarray:
        """Read a puzzle, or a question of which the network has all words: (seq_len,) tokens.

        Raises:
            UserError: the text is not a puzzle, or the puzzle's size is not the one that the network was trained on.
        """
        return self._fitting(self.rules.parse(puzzle))

    def read(self, puzzle: str) -> Question:
        """Read a puzzle or question as people type it; of a question, words that have no token are left out.

        Raises:
            UserError: as in `parse`, or nothing of the question can be read.
        """
        question = read_question(self.rules, self.task, puzzle)
        self._fitting(question.inputs)
        return question

    def _fitting(self, inputs: np.ndarray) -> np.ndarray:
        if len(inputs) != self.seq_len:
            raise UserError(
                f"the puzzle has {len(inputs)} cells, the model of {self.name} was trained on {self.seq_len}"
            )
        return inputs

    def solve(
        self, puzzle: str, steps: int | None = None, halt: bool = True, tries: int = 1, trace: bool = False
    ) -> Answer:
        """Answer one puzzle or question.

        Args:
            puzzle: as people type it.
            steps: largest number of improvement steps, from 1; None: as many as in training.
            halt: stop as soon as the network says that the answer is done.
            tries: check up to this many of the most probable answers, and take the first that obeys the rules.
            trace: keep the state after each step.

        Raises:
            UserError: as in `parse`, or `steps` is below 1.
        """
        question = self.read(puzzle)
        states: list[Step] = []
        for step in self.improve(question.inputs, steps, halt):
            states = [*states, step] if trace else [step]
        return self.answer(question, states[-1], tries, states if trace else [])

    def improve(self, inputs: np.ndarray, steps: int | None = None, halt: bool = True) -> Iterator[Step]:
        """The state after each improvement step on a puzzle (seq_len,). Arguments are as in `solve`."""
        require_between("steps", steps, 1, MOST_STEPS)
        for step in self.states(inputs, self.trained_steps if steps is None else steps):
            yield step
            if halt and step.halts:
                return

    def answer(self, question: Question, last: Step, tries: int = 1, trace: Sequence[Step] = ()) -> Answer:
        """The answer to a puzzle or question after its last improvement step."""
        tokens, tried = last.answer, 1
        if tries > 1 and isinstance(self.rules, Searches):
            tokens, tried = self.rules.search(question.inputs, self.logits, tries)
        elif tries > 1:
            tokens, tried = first_that_obeys(self.rules, question.inputs, last.logits, tries)
        answer = self._answer(question, tokens, last.number, last.halt_probability)
        return replace(answer, tried=tried, trace=list(trace))

    def _answer(self, question: Question, tokens: np.ndarray, steps: int, probability: float) -> Answer:
        broken_rule = self.rules.check(question.inputs, tokens)
        text = question.given_back(self.rules.render(question.inputs, tokens))
        return Answer(text, tokens, steps, probability, broken_rule, skipped=question.skipped)


class Model(Solver):
    """A trained network that answers by torch.

    Attributes:
        trained: the run or pretrained folder that the network comes from.
        network: the network, on the device and in evaluation mode.
    """

    def __init__(self, trained: TrainedRun, rules: Rules, device: torch.device) -> None:
        self.trained, self.device = trained, device
        self.network: Objective = trained.build_model(device)
        super().__init__(
            name=str(trained.checkpoint),
            task=next(filter(None, trained.tasks.values()), None),
            rules=rules,
            seq_len=trained.metadata.seq_len,
            trained_steps=self.network.model.config.halt_max_steps,
            is_text=trained.text_format is not None,
        )

    def states(self, inputs: np.ndarray, steps: int) -> Iterator[Step]:
        set_steps(self.network, steps)
        return improvement_steps(self.network, inputs, self.device)

    def logits(self, rows: np.ndarray) -> np.ndarray:
        return one_step(self.network, self.device)(rows)

    def solve_all(
        self, puzzles: Sequence[str], steps: int | None = None, halt: bool = True, batch_size: int = 256
    ) -> list[Answer]:
        """Answer many puzzles or questions. The answers come in the order of the puzzles.

        Args:
            puzzles: as people type them.
            steps, halt: as in `solve`. With `halt`, a waiting puzzle takes the place of a finished one.
            batch_size: number of puzzles in work at the same time.

        Raises:
            UserError: as in `parse`, for any of the puzzles, or `steps` is below 1.
        """
        rows = [self.read(puzzle) for puzzle in puzzles]
        if not rows:
            return []
        require_between("steps", steps, 1, MOST_STEPS)
        set_steps(self.network, self.trained_steps if steps is None else steps)
        inputs = np.stack([question.inputs for question in rows])
        batch = unlabelled(inputs)
        slots = min(batch_size, len(inputs))
        parts = (
            (
                "",
                np.arange(start, min(start + slots, len(inputs))),
                {k: v[start : start + slots] for k, v in batch.items()},
            )
            for start in range(0, len(inputs), slots)
        )
        answers: dict[int, Answer] = {}
        for done in run(self.network, parts, self.device, ["q_halt_logits"], halt, slots, HALT_PROBABILITY):
            for row, number in enumerate(done.examples.tolist()):
                probability = float(torch.sigmoid(torch.tensor(done.outputs["q_halt_logits"][row])))
                tokens = done.outputs["preds"][row]
                answers[number] = self._answer(rows[number], tokens, int(done.steps[row]), probability)
        return [answers[number] for number in range(len(puzzles))]


def open_model(path: str | Path, device: str = "auto", task: str | None = None) -> Model:
    """Open a trained network.

    Args:
        path: a pretrained folder, a run's folder, or one of its checkpoints.
        device: auto, cpu, cuda or mps.
        task: the task whose rules read the puzzles; by default the task of the training data.

    Raises:
        UserError: there is nothing to open, or it is damaged.
    """
    trained = open_run(Path(path))
    return Model(trained, rules_of(trained, task), choose_device(device))


def rules_of(trained: TrainedRun, task: str | None = None) -> Rules:
    """The object that reads, shows and checks a run's puzzles: its text format, or the rules of its task.

    Args:
        task: the task whose rules are taken; None: the task of the training data. Official data name no task and get
            the default task.

    Raises:
        UserError: there is no such task.
    """
    tasks = [name for name in trained.tasks.values() if name]
    if trained.text_format is not None and task in (None, *tasks):
        return trained.text_format
    return load_puzzle(task or next(iter(tasks), DEFAULT_TASK))
