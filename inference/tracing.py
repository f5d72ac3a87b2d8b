"""Traces of puzzles and questions: every state of an answer, with what the network is unsure of.

    trace_puzzle(open_model("pretrained/maze9x9"), maze, cycles=True)

Sessions that know more of an answer than its tokens (`inference.sessions`) call `build` with drawings of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np

from dataset.common import IGNORE_LABEL_ID
from dataset.drawing import Box, Drawing, Span
from dataset.tasks import drawing_of
from inference.solver import Model, Solver
from inference.steps import Step
from inference.traces import Doubt, Trace, TraceStep
from models.carries.latents import Latents
from utils.errors import UserError

_SURE = 0.99
"""An answer of this probability that has not changed needs no note."""


def trace_puzzle(
    model: Solver,
    puzzle: str | np.ndarray,
    steps: int | None = None,
    halt: bool = True,
    cycles: bool = False,
    expected: np.ndarray | None = None,
) -> Trace:
    """Answer one puzzle and keep every state.

    Args:
        puzzle: as people type it, or its tokens (seq_len,).
        steps, halt: as of `Model.solve`.
        cycles: keep the answer after each H cycle, too.
        expected: labels (seq_len,), if the right answer is known.

    Raises:
        UserError: as in `Model.solve`; the task has no drawing; or the network has no cycles to stop at.
    """
    inputs = model.parse(puzzle) if isinstance(puzzle, str) else puzzle
    draws = drawing_of(model.rules, model.task)
    if draws is None:
        raise UserError(f"puzzles of {model.name} have no drawing (dataset/<task>/drawing.py)")
    draw = draws

    def shown(answer: np.ndarray | None) -> Drawing:
        return draw(model.rules, inputs, answer)

    states = list(_states(model, inputs, steps, halt, cycles))
    fault = model.rules.check(inputs, states[-1].step.answer)
    verdict = "the answer obeys the rules" if fault is None else f"the answer breaks the rules: {fault}"
    return build(model.name, states, shown, expected, verdict)


class Moment(NamedTuple):
    """An answer, and the improvement step and cycle that made it, both counted from 1."""

    step: Step
    number: int
    cycle: int


def build(
    title: str,
    states: Sequence[Moment],
    shown: Callable[[np.ndarray | None], Drawing],
    expected: np.ndarray | None = None,
    verdict: str = "",
) -> Trace:
    """The trace of some states.

    Args:
        shown: draws an answer (seq_len,); None: the question.
        expected: labels (seq_len,), where they are known.
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
                _doubts(state.step, drawing, shown, at, changed),
                state.step.halt_probability,
                state.step.halts,
                state.step.changes,
                state.step.seconds,
            )
        )
        last = answer
    return Trace(title, shown(None), steps, None if right is None else shown(right), verdict)


def _parts(drawing: Drawing) -> list[Box | Span]:
    return [*drawing.boxes, *(span for paragraph in drawing.text for span in paragraph.spans)]


def _doubts(
    step: Step,
    drawing: Drawing,
    shown: Callable[[np.ndarray | None], Drawing],
    at: Sequence[int],
    changed: Sequence[int],
) -> dict[int, Doubt]:
    """What is unsure, or has changed, and what would be the next choice there."""
    held = [p for p in at if p < len(step.logits)]
    if not held:
        return {}
    logits = step.logits - step.logits.max(-1, keepdims=True)
    probabilities = np.exp(logits) / np.exp(logits).sum(-1, keepdims=True)
    rows = np.arange(len(probabilities))
    mine = probabilities[rows, step.answer[: len(rows)]].copy()
    probabilities[rows, step.answer[: len(rows)]] = -1
    other = step.answer.copy()
    other[: len(rows)] = probabilities.argmax(-1)
    noted = {p for p in held if mine[p] < _SURE} | (set(changed) & set(held))
    by_position = {part.position: part for part in _parts(shown(other))}
    return {
        p: Doubt(float(mine[p]), by_position[p].text, by_position[p].tone, float(max(probabilities[p].max(), 0)))
        for p in sorted(noted)
        if p in by_position
    }


def _states(model: Solver, inputs: np.ndarray, steps: int | None, halt: bool, cycles: bool) -> Iterator[Moment]:
    with _one_cycle_at_a_time(model, cycles) as per_step:
        most = model.trained_steps if steps is None else steps
        for place, step in enumerate(model.improve(inputs, most * per_step, halt=False)):
            number, cycle = divmod(place, per_step)
            yield Moment(step, number + 1, cycle + 1)
            if halt and step.halts and cycle + 1 == per_step:
                return


@contextmanager
def _one_cycle_at_a_time(model: Solver, cycles: bool) -> Iterator[int]:
    """Make every H cycle an improvement step of its own, inside the block; yield the number of cycles of a step.

    With latents alone handed on, the network computes the same: the cycles of a step begin with the latents of the
    last, and all see the same question.
    """
    if not cycles:
        yield 1
        return
    if not isinstance(model, Model):
        raise UserError(f"{model.name} holds whole improvement steps and no cycles; name the checkpoint instead")
    config = model.network.model.config
    whole = config.H_cycles
    if not isinstance(model.network.model.carry_rule, Latents):
        raise UserError("the network hands on more than latents from step to step, so it cannot be stopped at a cycle")
    try:
        config.H_cycles = 1
        yield whole
    finally:
        config.H_cycles = whole
