"""Answer prompts by one JSON object in Python: open a trained network once, then ask it prompt after prompt.

from inference.json_caller import JsonCaller

answer = JsonCaller("checkpoints/<project>/<run>")("What is 48 divided by 2?")
answer.text          {"tool": "calculator", "args": {"expression": "48 / 2"}}
answer.run().text    24: the tool is really called

caller(prompt, samples=8, temperature=0.7) takes the best of 8 drawn outputs and the greedy one, and
caller(prompt, temperature=0.7) draws one output (`dataset.tools.tool_json.choosing`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from dataset.tools.tool_json import running
from dataset.tools.tool_json.arithmetic import calculated
from dataset.tools.tool_json.choosing import Candidate, best_of, candidates, drawn, require_settings, with_form
from dataset.tools.tool_json.format import CanvasFormat
from dataset.tools.tool_json.outputs import Output
from inference.steps import Step, improvement_steps, set_steps
from models.objectives.base import Objective
from runs.devices import choose_device
from runs.open import open_run
from utils.commands import MOST_STEPS, require_between
from utils.errors import UserError
from utils.reading import require_usable

TASK = "tools"
"""The task of the runs that are opened."""
LONGEST_PROMPT = 2**16
"""Most characters of a prompt."""
_FAULTS = {
    running.ERROR: "the program ended with an error",
    running.TIMEOUT: "the program did not end in time and was stopped",
    running.UNAVAILABLE: "no program can be run here",
}


class Ran(NamedTuple):
    """What the chosen tool gave.

    Attributes:
        text: its result, or the text of a final answer.
        fault: why there is no good result, in one line; None if there is one.
    """

    text: str
    fault: str | None = None


class State(NamedTuple):
    """The greedy canvas after an improvement step.

    Attributes:
        number: number of the step, from 1.
        drawing: the canvas slot by slot.
        text: what it says.
        probability: the network's own probability that it is right.
        step: all that the network said.
    """

    number: int
    drawing: str
    text: str
    probability: float
    step: Step


@dataclass(frozen=True)
class JsonAnswer:
    """The output for a prompt.

    Attributes:
        chosen: the output that is given.
        candidates: those that it was chosen from, best first unless outputs were drawn.
        probability: the network's own probability that the greedy output is right.
        steps: number of improvement steps made.
        trace: the state after each step, if it was asked for.
    """

    chosen: Candidate
    candidates: tuple[Candidate, ...]
    probability: float
    steps: int
    trace: tuple[State, ...] = ()

    @property
    def text(self) -> str:
        """The output: one JSON object, if `form` is an `Output`."""
        return self.chosen.text

    @property
    def form(self) -> Output | str:
        """The decision and its text, or why the output has no form."""
        return self.chosen.form

    def run(self) -> Ran:
        """Call the chosen tool. Code is run in the sandbox (`tool_json.running`)."""
        form = self.form
        if isinstance(form, str):
            return Ran("", f"the output has {form}: there is nothing to run")
        if form.decision == "final":
            return Ran(form.text)
        if form.decision == "python":
            ran = running.run(form.text)
            return Ran(ran.output, _FAULTS.get(ran.outcome))
        try:
            return Ran(calculated(form.text))
        except UserError as error:
            return Ran("", f"the calculator gives no value: {error}")


class JsonCaller:
    """A trained network that answers prompts by one JSON object.

    Args:
        checkpoint: a pretrained folder, a run's folder, or one of its checkpoints. None: the newest run on such
            prompts, else a pretrained one.
        device: auto, cpu, cuda or mps.
        config: `all_config.yaml`; None: the one beside the checkpoint.

    Attributes:
        trained: the run or pretrained folder that the network comes from.
        format: how prompts and outputs stand in its rows.
        network: the network, on the device and in evaluation mode.

    Raises:
        UserError: there is nothing to open, it is damaged, or it was not trained on such prompts.
    """

    def __init__(self, checkpoint: str | Path | None = None, device: str = "auto", config: Path | None = None) -> None:
        named = None if checkpoint is None else Path(checkpoint)
        task = TASK if named is None else None
        self.trained = open_run(named, config, task=task, pretrained=True, rules=CanvasFormat)
        if not isinstance(self.trained.text_format, CanvasFormat):
            raise UserError(f"{self.trained.checkpoint} was not trained on {CanvasFormat.TITLE}")
        self.format: CanvasFormat = self.trained.text_format
        self.device = choose_device(device)
        self.network: Objective = self.trained.build_model(self.device)
        self._trained_steps = self.network.model.config.halt_max_steps

    def __call__(
        self,
        prompt: str,
        *,
        samples: int = 0,
        temperature: float | None = None,
        seed: int = 0,
        steps: int | None = None,
        halt: bool = True,
        trace: bool = False,
    ) -> JsonAnswer:
        """Answer a prompt.

        Args:
            samples: number of outputs that are drawn; the best of them and of the greedy one is given. 0: the
                likeliest output with a form, or with `temperature` a single drawn one.
            temperature: logits are divided by it before outputs are drawn; 1.0 if it is not set.
            seed: the same seed draws the same outputs.
            steps: largest number of improvement steps, from 1; None: as many as in training.
            halt: stop as soon as the network says that the output is right.
            trace: keep the state after each step.

        Raises:
            UserError: the prompt cannot be read or is too long, or a setting makes no sense.
        """
        require_settings("", samples, temperature, seed)
        require_between("steps", steps, 1, MOST_STEPS)
        if len(prompt) > LONGEST_PROMPT:
            raise UserError(f"the prompt has {len(prompt)} characters, and {LONGEST_PROMPT} is the most")
        require_usable(prompt, "the prompt")
        set_steps(self.network, steps or self._trained_steps)
        states: list[Step] = []
        for step in improvement_steps(self.network, self.format.inputs(prompt), self.device):
            states = [*states, step] if trace else [step]
            if halt and step.halts:
                break
        last = states[-1]
        canvases = [self._canvas(last)[None]] if samples or temperature is None else []
        if not samples and temperature is None:
            canvases.insert(0, with_form(self.format, prompt, last.logits)[None])
        else:
            canvases.append(drawn(last.logits, max(samples, 1), 1.0 if temperature is None else temperature, seed))
        found = candidates(self.format, prompt, last.logits, np.concatenate(canvases))
        return JsonAnswer(
            chosen=best_of(found),
            candidates=found,
            probability=last.halt_probability,
            steps=last.number,
            trace=tuple(self._state(prompt, step) for step in states) if trace else (),
        )

    def _canvas(self, step: Step) -> np.ndarray:
        """The greedy canvas (slots,)."""
        return step.answer[: self.format.slots].astype(np.int64)

    def _state(self, prompt: str, step: Step) -> State:
        classes = self._canvas(step).tolist()
        drawing, text = self.format.drawing(prompt, classes), self.format.text(prompt, classes)
        return State(step.number, drawing, text, step.halt_probability, step)
