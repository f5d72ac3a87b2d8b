"""Several outputs for one prompt, and the one to give: with a form, greedy, drawn at a temperature, or the best of n.

    logits (slots, V) of "What is 48 divided by 2 ?"

    greedy       each slot's likeliest class: {"tool": "calculator", "args": {"expression": "48 / 22"}}}
    with a form  the likeliest of all canvases that have one: {"tool": "calculator", "args": {"expression": "48 / 2"}}
    drawn        n canvases at a temperature: {"tool": "calculator", "args": {"expression": "48 / 2"}} and others
    best of n    of the greedy output and n drawn ones, the likeliest that has one of the three forms

The likeliest has the largest exact log-probability at temperature 1 (`canvas_policy.log_probability`). Only the form of
an output is looked at; no right answer is known here. Slots are independent, so the likeliest canvas with a form can be
found exactly (`forms`), and no best of n is likelier. Best of n is what a policy without such a search can do.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch

from dataset.tools.tool_json import canvas_policy as policy
from dataset.tools.tool_json.format import CanvasFormat
from dataset.tools.tool_json.forms import forms_of
from dataset.tools.tool_json.outputs import Output, read_output
from dataset.tools.words import split
from utils.commands import require_between
from utils.errors import UserError

MOST_SAMPLES = 1000
LEAST_TEMPERATURE, MOST_TEMPERATURE = 0.01, 100.0
MOST_SEED = 2**63 - 1
_STREAM = 4 << 64
"""Where these random numbers begin in a Philox stream; steps of training begin elsewhere."""


@dataclass(frozen=True)
class Candidate:
    """One output for a prompt.

    Attributes:
        classes: (slots,) of its canvas.
        log_probability: of the output, END included, at temperature 1.
    """

    text: str
    classes: np.ndarray
    log_probability: float

    @cached_property
    def form(self) -> Output | str:
        """What the text says, or why it says nothing, as `read_output` has it."""
        return read_output(self.text)

    @property
    def has_form(self) -> bool:
        """Whether the text is JSON of one of the three forms."""
        return not isinstance(self.form, str)


def drawn(logits: np.ndarray, samples: int, temperature: float, seed: int, example: int = 0) -> np.ndarray:
    """Canvases (samples, slots) drawn at a temperature. They depend on the arguments alone.

    Args:
        logits: (slots, V).
        seed, example: choose the random numbers. The first canvases stay the same if more are drawn.
    """
    log_p = (torch.from_numpy(logits).double() / temperature).log_softmax(-1)
    rng = np.random.Generator(np.random.Philox(key=[seed, example], counter=_STREAM))
    noise = torch.from_numpy(rng.random((samples, len(logits))))
    return policy.sample(log_p[None], noise[None])[0].numpy()


def with_form(canvas_format: CanvasFormat, prompt: str, logits: np.ndarray) -> np.ndarray:
    """The likeliest canvas (slots,) whose text has a form, under `logits` (slots, V)."""
    log_p = torch.from_numpy(logits).double().log_softmax(-1).numpy()
    return forms_of(canvas_format.canvas).likeliest(split(prompt), log_p)


def candidates(
    canvas_format: CanvasFormat, prompt: str, logits: np.ndarray, canvases: np.ndarray
) -> tuple[Candidate, ...]:
    """These canvases (n, slots) for a prompt, with their log-probabilities under `logits` (slots, V)."""
    log_p = torch.from_numpy(logits).double().log_softmax(-1)
    found = policy.log_probability(log_p[None], torch.from_numpy(canvases)[None])[0]
    texts = (canvas_format.text(prompt, classes.tolist()) for classes in canvases)
    return tuple(map(Candidate, texts, canvases, found.tolist()))


def best_of(found: Sequence[Candidate]) -> Candidate:
    """The likeliest candidate that has a form; the first candidate, meant to be the greedy one, if none has a form."""
    formed = [candidate for candidate in found if candidate.has_form]
    return max(formed, key=lambda candidate: candidate.log_probability, default=found[0])


def require_settings(where: str, samples: int | None, temperature: float | None, seed: int) -> None:
    """Refuse numbers that make no sense.

    Args:
        where: stands before the name of a setting in messages, as `--` does.

    Raises:
        UserError: the message names the setting and its bounds.
    """
    for name, whole, least, most in (("samples", samples, 0, MOST_SAMPLES), ("seed", seed, 0, MOST_SEED)):
        if whole is not None and (isinstance(whole, bool) or not isinstance(whole, int)):
            raise UserError(f"{where}{name} {whole!r}: must be a whole number")
        require_between(f"{where}{name}", whole, least, most)
    if temperature is None:
        return
    is_number = isinstance(temperature, int | float) and not isinstance(temperature, bool)
    if not is_number or math.isnan(temperature) or not LEAST_TEMPERATURE <= temperature <= MOST_TEMPERATURE:
        raise UserError(
            f"{where}temperature {temperature!r}: must lie between {LEAST_TEMPERATURE:g} and {MOST_TEMPERATURE:g}"
        )
