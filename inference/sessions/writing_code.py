"""Code on the command line: a line for a sentence, or an answer about a function, and tests that choose among several.

infer.py --task code --prompt "call the function f with argument x."                    the likeliest line
infer.py --task code --prompt "..." --tries 20 --validate tests.py                      the first that passes the tests
infer.py --task code --prompt "..." --tries 20 --temperature 0.8 --validate tests.py    the same of 20 drawn lines
infer.py --code broken.py --tries 20 --validate tests.py --checkpoint RUN               the first program that passes
infer.py --task code --interactive                                                      question after question

Without --task, the data of the checkpoint decide. The exit status is 1 if no candidate passes, or if the line is no
Python.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Protocol

import numpy as np

from dataset.code.drawing import draw_line
from dataset.code.line_format import LineFormat
from dataset.code.python_text import is_line
from inference.code_prompt import CodePrompt
from inference.code_tests import read_tests, require_seconds
from inference.code_writer import FUNCTIONS, Asked, CodeWriter, best_of, require_choice
from inference.code_writer import TASK as TASK
from inference.forms import Field
from inference.renderers import terminal
from inference.renderers.base import asked, write
from inference.sessions.base import Prompted, Shared, Talks
from inference.traces import Trace
from inference.tracing import Moment, build
from inference.typed import content_of
from utils.commands import MOST_STEPS, require_between
from utils.errors import UserError

RULES = LineFormat
READS: dict[str, tuple[type, ...]] = {"--prompt": (LineFormat,), "--interactive": (LineFormat, *FUNCTIONS)}
TAKES = ("tries", "code")
USAGE = "--validate FILE with --prompt or --code for code that passes tests"

_EXAMPLES = (
    "call the function f with argument x.",
    "define the method save with 2 arguments: self and commit set to boolean True.",
    "if value is None, raise a ValueError exception.",
    "for every name in names, append name to found.",
)
_LOOKED_AT = 32
"""Answers among which the likeliest is looked for that is Python, where no number was typed."""


@dataclass
class Options(Prompted, Talks):
    """Write code."""

    validate: Path | None = None
    """With --prompt, --code or --interactive: a file of assertions in Python. Of --tries answers, the first one is
    given that passes them; a line `___` before them is the answer's place in a program."""
    seconds: float = 10.0
    """With --validate: how long the tests of one answer may take."""


class Typed(Shared, Protocol):
    """The options of `infer.py` that are used here."""

    prompt: str | None
    code: str | None
    temperature: float | None
    seed: int
    tries: int
    interactive: bool
    validate: Path | None
    seconds: float


def run(options: Typed) -> None:
    """Answer one question, or talk.

    Raises:
        UserError: options do not go together, no candidate passes, or a question, file or checkpoint cannot be used.
    """
    if options.prompt is None and options.code is None and not options.interactive:
        raise UserError(
            "--validate, --temperature and --seed need a question: --prompt TEXT, --code FILE, --interactive"
        )
    if options.prompt is not None and options.code is not None:
        raise UserError("--code does not go with --prompt")
    files = asked(options)
    if (files or options.trace) and (options.prompt is None or options.interactive or options.validate is not None):
        raise UserError("--trace and pictures go with --prompt alone, without --validate and --interactive")
    if options.cycles:
        raise UserError("--cycles does not go with code for a prompt")
    require_choice(options.tries, options.temperature, options.seed)
    require_between("--steps", options.steps, 1, MOST_STEPS)
    require_seconds(options.seconds)
    if options.prompt is not None and not options.prompt.strip():
        raise UserError("--prompt: the prompt is empty")
    if options.validate is not None:
        read_tests(options.validate)  # before the network is opened
    content = None if options.code is None else content_of(options.code)
    question = options.prompt if content is None else content
    rules: tuple[type, ...] = FUNCTIONS if options.code is not None else (LineFormat,)
    if options.interactive and question is None:
        rules = READS["--interactive"]
    writer = CodeWriter(options.checkpoint, options.device, options.config, rules, content)
    if options.interactive:
        CodePrompt(_Answering(writer, options), writer.reads_sentences).talk(question)
        return
    assert question is not None, "checked above"
    answering = _Answering(writer, options)
    if files or options.trace:
        _show_steps(writer, answering.asked(question), options)
    text, is_code = answering.answer(question, options.validate)
    print(text)
    if not is_code:
        print("the answer is no Python", file=sys.stderr)
        sys.exit(1)


class _Answering:
    """Answers questions by the options that were typed; what the network says of the last one is kept."""

    def __init__(self, writer: CodeWriter, options: Typed) -> None:
        self._writer, self._options = writer, options
        self._asked: Asked | None = None

    def __call__(self, question: str, tests: Path | None) -> str:
        """The text of an answer; `tests` take the place of those that were typed."""
        return self.answer(question, tests or self._options.validate)[0]

    def asked(self, question: str) -> Asked:
        """What the network says of a question; it is asked once."""
        if self._asked is None or self._asked.question != question:
            self._asked = self._writer.ask(question, self._options.steps, self._options.halt)
        return self._asked

    def answer(self, question: str, tests: Path | None) -> tuple[str, bool]:
        """An answer, and whether it is Python. With tests, it is the program that passes them.

        Raises:
            UserError: the question cannot be read, there is no answer, or none passes.
        """
        options = self._options
        several = options.tries > 1 or tests is not None or options.temperature is not None
        tries = options.tries if several else _LOOKED_AT
        found = list(self.asked(question).candidates(tries, options.temperature, options.seed))
        if not found:
            raise UserError("the network answers nothing")
        if tests is None:
            best = best_of(found) if self._writer.reads_sentences else found[0]
            return best.text, not self._writer.reads_sentences or is_line(best.program)
        number = read_tests(tests).first_that_passes((one.program for one in found), options.seconds)
        if number:
            print(f"candidate {number + 1} is the first that passes", file=sys.stderr)
        return found[number].program, True


class SentenceForm:
    """The form of a page: a sentence."""

    fields = (Field("prompt", "what the line should do"),)
    board = None
    has_examples = True
    has_tries = False

    def __init__(self, writer: CodeWriter) -> None:
        self._writer = writer

    def example(self, rng: np.random.Generator) -> Mapping[str, str]:
        """See `inference.forms.Form`."""
        return {"prompt": _EXAMPLES[int(rng.integers(len(_EXAMPLES)))]}

    def trace(self, texts: Mapping[str, str], steps: int | None, halt: bool, tries: int) -> Trace:
        """See `inference.forms.Form`."""
        if not texts["prompt"].strip():
            raise UserError("the prompt is empty")
        return _trace(self._writer, self._writer.ask(texts["prompt"], steps, halt))


def open_form(checkpoint: Path, device: str) -> SentenceForm:
    """The form of a network; see `inference.sessions.base`."""
    return SentenceForm(CodeWriter(checkpoint, device))


def _show_steps(writer: CodeWriter, answered: Asked, options: Typed) -> None:
    """Write the pictures that were asked for; with --trace, show each improvement step."""
    trace = _trace(writer, answered)
    for file in asked(options):
        write(trace, file)
    if options.trace:
        terminal.show(replace(trace, verdict=""), options.color)


def _trace(writer: CodeWriter, answered: Asked) -> Trace:
    """The canvas after each improvement step."""
    assert isinstance(writer.rules, LineFormat), "functions are traced as puzzles are"
    shown = partial(draw_line, writer.rules, answered.question)
    states = [Moment(state, state.number, 1) for state in answered.states]
    return build(str(writer.trained.checkpoint), states, shown)
