"""Code from a trained network in Python: open it once, then ask it question after question.

from inference.code_writer import CodeWriter

writer = CodeWriter("pretrained/code_lines")
[one.text for one in writer.ask("call the function f with argument x.").candidates(3)]     f(x), ...
writer.ask("...").best()                                                                    the likeliest that is Python

Two kinds of networks write code: those that answer a sentence by a line (`dataset.code.line_format`), and those that
answer questions about a function (`dataset.code.listing`, `dataset.code.canvas`). Candidates are different texts, the
likeliest first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from dataset.asking import read_question
from dataset.code.canvas import Canvas
from dataset.code.line_format import LineFormat
from dataset.code.listing import Listing
from dataset.code.python_text import is_line
from dataset.text.special import END
from dataset.tools.tool_json.choosing import drawn, require_settings
from evaluators.code import WritesCode
from evaluators.line_candidates import merged
from evaluators.tries import different_texts, likeliest_canvases, up_to_end
from inference.steps import Step, improvement_steps, set_steps
from models.objectives.base import Objective
from runs.devices import choose_device
from runs.open import open_run
from utils.commands import MOST_STEPS, require_between
from utils.errors import UserError
from utils.reading import require_usable

TASK = "code"
"""The task of the runs that are opened."""
FUNCTIONS = (Listing, Canvas)
"""The rules of rows that ask about a function."""
MOST_TRIES = 1000
LONGEST_PROMPT = 2**16
"""Most characters of a prompt."""
_CANVASES = 4
"""Canvases that are looked through for each candidate that is wanted, since several say the same."""


@dataclass(frozen=True)
class Candidate:
    """An answer.

    Attributes:
        text: as people read it.
        program: the code that tests run against: the line itself, or the whole function.
    """

    text: str
    program: str


@dataclass(frozen=True)
class Asked:
    """A question and what the network says of it.

    Attributes:
        question: as it was typed.
        states: all improvement steps that were made; the last one is answered.
        log_p: (slots, V), log-probabilities of the answer's tokens.
        text_of, program_of: what tokens of the slots mean.
    """

    question: str
    states: tuple[Step, ...]
    log_p: np.ndarray
    text_of: Callable[[np.ndarray], str]
    program_of: Callable[[np.ndarray], str]

    def candidates(self, tries: int, temperature: float | None = None, seed: int = 0) -> Iterator[Candidate]:
        """Up to `tries` different answers, the likeliest first.

        Args:
            temperature: None: the likeliest of all; else they are drawn, and those that were drawn twice count once.
            seed: the same seed draws the same answers.
        """
        if temperature is None:
            canvases = likeliest_canvases(self.log_p, _CANVASES * tries)
        else:
            canvases = drawn(self.log_p, tries, temperature, seed)
            scores = np.take_along_axis(self.log_p, canvases.T, axis=1).sum(axis=0)
            canvases = canvases[np.argsort(-scores, kind="stable")]
        for text, canvas in different_texts(canvases, self.text_of, tries):
            yield Candidate(text, self.program_of(canvas))


class CodeWriter:
    """A trained network that writes code.

    Args:
        checkpoint: a pretrained folder, a run's folder, or one of its checkpoints. None: the newest run of such data,
            else a pretrained one.
        device: auto, cpu, cuda or mps.
        config: `all_config.yaml`; None: the one beside the checkpoint.
        rules: classes of rules; the run has one of them.
        question: a function that the run must be able to read, where none is named.

    Attributes:
        trained: the run or pretrained folder that the network comes from.
        rules: how questions stand in its rows.

    Raises:
        UserError: there is nothing to open, it is damaged, or it was not trained on such data.
    """

    def __init__(
        self,
        checkpoint: str | Path | None = None,
        device: str = "auto",
        config: Path | None = None,
        rules: tuple[type, ...] = (LineFormat,),
        question: str | None = None,
    ) -> None:
        named = None if checkpoint is None else Path(checkpoint)
        wanted: dict[str, Any] = {} if named else {"task": TASK, "rules": rules, "question": question}
        self.trained = open_run(named, config, pretrained=True, **wanted)
        found = self.trained.text_format
        if not isinstance(found, rules):
            titles = (getattr(one, "TITLE", TASK) for one in rules)
            raise UserError(f"{self.trained.checkpoint} was not trained on {', or on '.join(titles)}")
        assert isinstance(found, (LineFormat, *FUNCTIONS))
        self.rules: LineFormat | Listing | Canvas = found
        self.device = choose_device(device)
        self.network: Objective = self.trained.build_model(self.device)
        self._trained_steps = self.network.model.config.halt_max_steps

    @property
    def reads_sentences(self) -> bool:
        """Whether questions are sentences; else they are functions."""
        return isinstance(self.rules, LineFormat)

    def ask(self, question: str, steps: int | None = None, halt: bool = True) -> Asked:
        """Let the network answer a question.

        Args:
            question: a sentence, or a function as `infer.py --code` takes it.
            steps: largest number of improvement steps, from 1; None: as many as in training.
            halt: stop as soon as the network says that the answer is right.

        Raises:
            UserError: the question cannot be read or is too long, or a setting makes no sense.
        """
        require_between("steps", steps, 1, MOST_STEPS)
        if len(question) > LONGEST_PROMPT:
            raise UserError(f"the prompt has {len(question)} characters, and {LONGEST_PROMPT} is the most")
        require_usable(question, "the prompt")
        set_steps(self.network, steps or self._trained_steps)
        rules = self.rules
        if isinstance(rules, LineFormat):
            states = self._states(rules.inputs(question), halt)
            text_of = partial(_line, rules, question)
            return Asked(question, states, merged(rules, question, states[-1].logits), text_of, text_of)
        read = read_question(rules, TASK, question)
        states = self._states(read.inputs, halt)
        places = rules.places(read.inputs)
        log_p = up_to_end(_log_softmax(states[-1].logits[places]), END)
        answered = partial(_answered, states[-1].answer, places)
        code_of = rules.candidate if isinstance(rules, WritesCode) else rules.render
        return Asked(
            question,
            states,
            log_p,
            lambda tokens: read.given_back(rules.render(read.inputs, answered(tokens))),
            lambda tokens: read.given_back(code_of(read.inputs, answered(tokens))),
        )

    def _states(self, inputs: np.ndarray, halt: bool) -> tuple[Step, ...]:
        """The improvement steps that are made on a question (seq_len,)."""
        states: list[Step] = []
        for step in improvement_steps(self.network, inputs, self.device):
            states.append(step)
            if halt and step.halts:
                break
        return tuple(states)


def best_of(found: list[Candidate]) -> Candidate:
    """The first candidate that is Python; the first one if none is."""
    return next((one for one in found if is_line(one.program)), found[0])


def require_choice(tries: int, temperature: float | None, seed: int) -> None:
    """Refuse numbers that make no sense; `UserError`."""
    require_between("--tries", tries, 1, MOST_TRIES)
    require_settings("--", None, temperature, seed)


def _line(rules: LineFormat, sentence: str, classes: np.ndarray) -> str:
    return rules.line(sentence, classes.tolist())


def _answered(answer: np.ndarray, places: np.ndarray, tokens: np.ndarray) -> np.ndarray:
    """An answer (seq_len,) with other tokens (n,) in the first n of its places (N,)."""
    row = answer.copy()
    row[places[: len(tokens)]] = tokens
    return row


def _log_softmax(logits: np.ndarray) -> np.ndarray:
    shifted = logits.astype(np.float64) - logits.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
