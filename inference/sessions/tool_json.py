"""Prompts on the command line that are answered by one JSON object: a final answer, or the call of a tool.

infer.py --prompt "What is 48 divided by 2?"                                  the likeliest output with a form
infer.py --prompt "What is 48 divided by 2?" --samples 8 --temperature 0.7    the best of it and of 8 drawn ones
infer.py --prompt "What is 48 divided by 2?" --trace --run                    each improvement step; calls the tool

The exit status is 1 if the output has none of the three forms, or if the tool gives no result.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Protocol

import numpy as np

from dataset.drawing import Paragraph, Span
from dataset.tools.tool_json.choosing import Candidate, require_settings
from dataset.tools.tool_json.drawing import draw_canvas
from dataset.tools.tool_json.format import CanvasFormat
from dataset.tools.tool_json.outputs import Output
from inference.forms import Field
from inference.json_caller import TASK as TASK
from inference.json_caller import JsonAnswer, JsonCaller
from inference.renderers import terminal
from inference.renderers.base import asked, write
from inference.sessions.base import Prompted, Shared
from inference.traces import Trace
from inference.tracing import Moment, build
from utils.commands import MOST_STEPS, require_between
from utils.errors import UserError
from utils.printing import one_line

RULES = CanvasFormat
READS = {"--prompt": (CanvasFormat,)}
TAKES: tuple[str, ...] = ()
USAGE = "--prompt TEXT for an answer in JSON"

_EXAMPLES = ("What is 48 divided by 2?", "What is 31 plus 4?", "How many letters are in the word apple?")


@dataclass
class Options(Prompted):
    """Answer prompts in JSON."""

    samples: int = 0
    """With --prompt: draw so many outputs, and give the likeliest that has a right form, of them and the greedy one."""
    run: bool = False
    """With --prompt: call the chosen tool and print its result. Code is run with limits, but with your rights."""


class Typed(Shared, Protocol):
    """The options of `infer.py` that are used here."""

    prompt: str | None
    samples: int
    temperature: float | None
    seed: int
    run: bool


def run(options: Typed) -> None:
    """Answer one prompt.

    Raises:
        UserError: options do not go together, or the prompt or the checkpoint cannot be used.
    """
    if options.prompt is None:
        raise UserError("--samples, --temperature, --seed and --run need a prompt: --prompt TEXT")
    require_settings("--", options.samples, options.temperature, options.seed)
    require_between("--steps", options.steps, 1, MOST_STEPS)
    if not options.prompt.strip():
        raise UserError("--prompt: the prompt is empty")
    files = asked(options)
    if options.cycles:
        raise UserError("--cycles does not go with --prompt")
    caller = JsonCaller(options.checkpoint, options.device, options.config)
    answer = caller(
        options.prompt,
        samples=options.samples,
        temperature=options.temperature,
        seed=options.seed,
        steps=options.steps,
        halt=options.halt,
        trace=options.trace or bool(files),
    )
    drawn = options.trace and terminal.is_wanted(options.color)
    if files or drawn:
        trace = _trace(caller, options.prompt, answer)
        for file in files:
            write(trace, file)
    if drawn:
        terminal.show(replace(trace, verdict=""), options.color)
    elif options.trace:
        print(f"{caller.trained.checkpoint}\n\n{_steps(answer)}\n")
    if options.trace and len(answer.candidates) > 1:
        print(f"{_listed(answer.candidates)}\n")
    print(answer.text)
    if not isinstance(answer.form, Output):
        print(_fault(answer), file=sys.stderr)
        sys.exit(1)
    if options.run:
        result = answer.run()
        if result.text:
            print(result.text.removesuffix("\n"))
        if result.fault is not None:
            print(result.fault, file=sys.stderr)
            sys.exit(1)


class PromptForm:
    """The form of a page: a prompt. Chosen tools are not called."""

    fields = (Field("prompt", "prompt"),)
    board = None
    has_examples = True
    has_tries = False

    def __init__(self, caller: JsonCaller) -> None:
        self._caller = caller

    def example(self, rng: np.random.Generator) -> Mapping[str, str]:
        """See `inference.forms.Form`."""
        return {"prompt": _EXAMPLES[int(rng.integers(len(_EXAMPLES)))]}

    def trace(self, texts: Mapping[str, str], steps: int | None, halt: bool, tries: int) -> Trace:
        """See `inference.forms.Form`."""
        if not texts["prompt"].strip():
            raise UserError("the prompt is empty")
        answer = self._caller(texts["prompt"], steps=steps, halt=halt, trace=True)
        return _trace(self._caller, texts["prompt"], answer)


def open_form(checkpoint: Path, device: str) -> PromptForm:
    """The form of a network; see `inference.sessions.base`."""
    return PromptForm(JsonCaller(checkpoint, device))


def _trace(caller: JsonCaller, prompt: str, answer: JsonAnswer) -> Trace:
    """The canvas after each improvement step, and the output that is given at last."""
    shown = partial(draw_canvas, caller.format, prompt)
    states = [Moment(state.step, state.number, 1) for state in answer.trace]
    trace = build(str(caller.trained.checkpoint), states, shown, verdict=_fault(answer))
    last = trace.steps[-1]
    given = Paragraph("output with a form", (Span(answer.text),))
    last.drawing = replace(last.drawing, text=(*last.drawing.text, given))
    return trace


def _fault(answer: JsonAnswer) -> str:
    return "" if isinstance(answer.form, Output) else f"the output is of none of the three forms: {answer.form}"


def _steps(answer: JsonAnswer) -> str:
    """The canvas after each improvement step."""
    return "\n\n".join(
        f"step {state.number}: probability that the output is right {state.probability:.3f}\n{state.drawing}"
        for state in answer.trace
    )


def _listed(candidates: Sequence[Candidate]) -> str:
    """The outputs that an answer was chosen from: different ones with their log-probabilities, the likeliest first."""
    different = {candidate.text: candidate for candidate in reversed(candidates)}
    lines = [f"{'log p':>10}  {'form':<10}  output, {len(different)} different ones of {len(candidates)}"]
    for candidate in sorted(different.values(), key=lambda one: -one.log_probability):
        form = candidate.form if isinstance(candidate.form, str) else candidate.form.decision
        lines.append(f"{candidate.log_probability:>10.3f}  {form:<10}  {one_line(candidate.text)}")
    return "\n".join(lines)
