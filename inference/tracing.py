"""Traces of puzzles and questions: every state of an answer, with what the network is unsure of.

    trace_puzzle(open_model("pretrained/maze9x9"), maze, cycles=True)
    trace_row(network, device, "all:17", batch, draw)                     one row of a data set

Sessions that know more of an answer than its tokens (`inference.sessions`) call `build` with drawings of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import NamedTuple

import numpy as np
import torch

from dataset.common import IGNORE_LABEL_ID
from dataset.drawing import Box, Drawing, Paragraph, Span
from dataset.grading import grade
from dataset.puzzle_dataset import Batch
from dataset.tasks import DrawAnswer, Draws, Rules, drawing_of
from evaluators.tries import first_that_obeys
from inference.solver import Model, Solver
from inference.steps import Step, improvement_steps, set_steps
from inference.traces import SURE, Doubt, Trace, TraceStep
from models.carries.latents import Latents
from models.objectives.base import Objective
from utils.commands import MOST_STEPS, require_between
from utils.errors import UserError

_MOST_DOUBTS = 100
"""Most positions of a state whose doubts are kept, the least sure ones: pages of many large puzzles stay small."""


def trace_puzzle(
    model: Solver,
    puzzle: str | np.ndarray,
    steps: int | None = None,
    halt: bool = True,
    cycles: bool = False,
    expected: np.ndarray | None = None,
    tries: int = 1,
) -> Trace:
    """Answer one puzzle and keep every state. A task without a drawing is shown as text.

    Args:
        puzzle: as people type it, or its tokens (seq_len,).
        steps, halt: as of `Model.solve`.
        cycles: keep the answer after each H cycle, too.
        expected: labels (seq_len,), if the right answer is known.
        tries: as of `Model.solve`; a state with the answer that obeys the rules follows the last step.

    Raises:
        UserError: as in `Model.solve`, or the network has no cycles to stop at.
    """
    inputs = model.parse(puzzle) if isinstance(puzzle, str) else puzzle
    if cycles and not isinstance(model, Model):
        raise UserError(f"{model.name} holds whole improvement steps and no cycles; name the checkpoint instead")
    draws = drawing_for(model)
    shown = partial(_as_text, model.rules, inputs) if draws is None else partial(draws, model.rules, inputs)
    require_between("steps", steps, 1, MOST_STEPS)
    network = model.network if isinstance(model, Model) else None
    states = list(_moments(partial(model.states, inputs), network, steps or model.trained_steps, halt, cycles))
    tried = 1
    if tries > 1:
        answer, tried = first_that_obeys(model.rules, inputs, states[-1].step.logits, tries)
        if tried > 1:
            step, number, cycle = states[-1]
            still = {name: 0.0 for name in step.changes}
            states.append(Moment(replace(step, answer=answer, changes=still, seconds=0.0), number, cycle))
    fault = model.rules.check(inputs, states[-1].step.answer)
    verdict = "the answer obeys the rules" if fault is None else f"the answer breaks the rules: {fault}"
    if tried > 1:
        verdict = f"try {tried} is the first answer that obeys the rules"
    return build(model.name, states, shown, expected, verdict)


def drawing_for(model: Solver) -> Draws | None:
    """How puzzles of a model are drawn; None if they have no drawing."""
    return drawing_of(model.rules, model.task)


def trace_row(
    network: Objective,
    device: torch.device,
    title: str,
    row: Batch,
    shown: DrawAnswer,
    steps: int | None = None,
    halt: bool = False,
    cycles: bool = False,
) -> Trace:
    """Answer one row of a data set and keep every state. What the row's labels say is expected.

    Args:
        network: in evaluation mode, on the device.
        row: a batch of one row.
        shown: draws answers to it.
        steps: number of improvement steps; None: `halt_max_steps`.
        halt, cycles: as of `trace_puzzle`.

    Raises:
        UserError: the network has no cycles to stop at.
    """
    inputs, labels, identifier = row["inputs"][0], row["labels"][0], int(row["puzzle_identifiers"][0])
    most = network.model.config.halt_max_steps if steps is None else steps

    def of_row(steps: int) -> Iterator[Step]:
        set_steps(network, steps)
        return improvement_steps(network, inputs, device, identifier)

    states = list(_moments(of_row, network, most, halt, cycles))
    graded = grade(states[-1].step.answer, labels, network.model.config.layout)
    if not graded.expected:
        return build(title, states, shown)
    exact = bool(graded.exact)
    verdict = "the answer is the expected one" if exact else "the answer is not the expected one"
    return build(title, states, shown, labels, verdict, exact)


class Moment(NamedTuple):
    """An answer, and the improvement step and cycle that made it, both counted from 1."""

    step: Step
    number: int
    cycle: int


def build(
    title: str,
    states: Sequence[Moment],
    shown: DrawAnswer,
    expected: np.ndarray | None = None,
    verdict: str = "",
    exact: bool | None = None,
) -> Trace:
    """The trace of some states.

    Args:
        shown: draws an answer (seq_len,); None: the question.
        expected: labels (seq_len,), where they are known.
        verdict, exact: as of `Trace`.
    """
    right = None if expected is None else np.where(expected == IGNORE_LABEL_ID, states[-1].step.answer, expected)
    last: np.ndarray | None = None
    steps = []
    for state in states:
        answer = state.step.answer
        drawing = shown(answer)
        at = [part.position for part in _parts(drawing) if part.position is not None]
        changed = tuple(p for p in at if last is not None and answer[p] != last[p])
        steps.append(
            TraceStep(
                state.number,
                state.cycle,
                drawing,
                changed,
                () if right is None else tuple(p for p in at if answer[p] != right[p]),
                *_doubts(state.step, drawing, shown, at, changed),
                state.step.halt_probability,
                state.step.halts,
                state.step.changes,
                state.step.seconds,
            )
        )
        last = answer
    return Trace(title, shown(None), steps, None if right is None else shown(right), verdict, exact)


def _as_text(rules: Rules, inputs: np.ndarray, answer: np.ndarray | None) -> Drawing:
    """The drawing of a task that brings none."""
    text = [Paragraph("question", (Span(rules.render(inputs), "given"),))]
    if answer is not None:
        text.append(Paragraph("answer", (Span(rules.render(inputs, answer), "answer"),)))
    return Drawing(text=tuple(text))


def _parts(drawing: Drawing) -> list[Box | Span]:
    return [*drawing.boxes, *(span for paragraph in drawing.text for span in paragraph.spans)]


def _doubts(
    step: Step, drawing: Drawing, shown: DrawAnswer, at: Sequence[int], changed: Sequence[int]
) -> tuple[dict[int, Doubt], float]:
    """What is unsure, or has changed, and what would be the next choice there; and how sure everything else is."""
    held = [p for p in at if p < len(step.logits)]
    if not held:
        return {}, SURE
    logits = step.logits - step.logits.max(-1, keepdims=True)
    probabilities = np.exp(logits) / np.exp(logits).sum(-1, keepdims=True)
    rows = np.arange(len(probabilities))
    mine = probabilities[rows, step.answer[: len(rows)]].copy()
    probabilities[rows, step.answer[: len(rows)]] = -1
    other = step.answer.copy()
    other[: len(rows)] = probabilities.argmax(-1)
    noted = sorted({p for p in held if mine[p] < SURE} | (set(changed) & set(held)), key=lambda p: (mine[p], p))
    kept, left_out = noted[:_MOST_DOUBTS], noted[_MOST_DOUBTS:]
    by_position = {part.position: part for part in _parts(shown(other))}
    doubts = {}
    for p in sorted(kept):
        doubts[p] = Doubt(float(mine[p]))
        if p in by_position:
            probability = float(max(probabilities[p].max(), 0))
            doubts[p] = Doubt(float(mine[p]), by_position[p].text, by_position[p].tone, probability)
    return doubts, min([SURE, *(float(mine[p]) for p in left_out[:1])])


def _moments(
    states: Callable[[int], Iterator[Step]], network: Objective | None, steps: int, halt: bool, cycles: bool
) -> Iterator[Moment]:
    """The states of so many improvement steps.

    Args:
        states: the states of a number of steps that it is given.
        network: the one that makes them, if it can be stopped at cycles.
    """
    with _one_cycle_at_a_time(network, cycles) as per_step:
        for place, step in enumerate(states(steps * per_step)):
            number, cycle = divmod(place, per_step)
            yield Moment(step, number + 1, cycle + 1)
            if halt and step.halts and cycle + 1 == per_step:
                return


@contextmanager
def _one_cycle_at_a_time(network: Objective | None, cycles: bool) -> Iterator[int]:
    """Make every H cycle an improvement step of its own, inside the block; yield the number of cycles of a step.

    With latents alone handed on, the network computes the same: the cycles of a step begin with the latents of the
    last, and all see the same question.
    """
    if network is None:
        yield 1
        return
    config = network.model.config
    whole, steps = config.H_cycles, config.halt_max_steps
    if cycles and not isinstance(network.model.carry_rule, Latents):
        raise UserError("the network hands on more than latents from step to step, so it cannot be stopped at a cycle")
    try:
        config.H_cycles = 1 if cycles else whole
        yield whole if cycles else 1
    finally:
        config.H_cycles, config.halt_max_steps = whole, steps
