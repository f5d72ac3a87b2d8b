"""Programs of the list language, written statement by statement. After each one the interpreter says what is computed.

    state ()                        a = [3, -1]                  likeliest statements   MAP *2 a, SORT a, ...
    state (MAP *2 a)                c = [6, -2]                                         SORT c, ...
    state (MAP *2 a, SORT c)        d = [-2, 6]                                         REVERSE d, ...

A beam keeps the most probable programs of each length. Statements are left out if they have no value or no new one, and
if the program could not use all of its values any more. The whole programs are
the tries: they are checked in order of their probability, and the first whose outputs are right is the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from dataset.code.list_language import MOST_INPUTS, STATEMENTS, Program, Statement, Value, Values, step


@dataclass(frozen=True)
class State:
    """Examples and the beginning of a program.

    Attributes:
        values: for each example a value for each place: inputs, and results of `program`.
        outputs: what the whole program should give, for each example.
    """

    program: Program
    values: tuple[Values, ...]
    outputs: tuple[Value, ...]

    def after(self, statement: Statement, length: int) -> State | None:
        """The state after one more statement, on the way to `length` statements that use all values.

        None if the statement has no result for some example, if its results are no news, or if the statements that are
        left cannot use all values.
        """
        program = (*self.program, statement)
        if len(self._unused(program)) > length - len(program):
            return None
        results = tuple(step(statement, values) for values in self.values)
        if None in results or results in zip(*self.values, strict=True):
            return None
        values = tuple((*before, result) for before, result in zip(self.values, results, strict=True))
        return State(program, values, self.outputs)

    def _unused(self, program: Program) -> set[int]:
        """The places of inputs and results that no statement uses, without the last result."""
        inputs = [place for place, value in enumerate(self.values[0][:MOST_INPUTS]) if value is not None]
        results = range(MOST_INPUTS, MOST_INPUTS + len(program) - 1)
        return {*inputs, *results} - {place for statement in program for place in statement.arguments}

    def restarted(self) -> State:
        """The state before the first statement."""
        return State((), tuple(values[:MOST_INPUTS] for values in self.values), self.outputs)

    @property
    def is_right(self) -> bool:
        """Whether the results of the last statement are the outputs."""
        return bool(self.program) and all(
            values[-1] == output for values, output in zip(self.values, self.outputs, strict=True)
        )


LogProbabilities = Callable[[Sequence[State]], np.ndarray]
"""Log probabilities (N, statements) of the next statement, for N states of one length."""


def beams(states: Sequence[State], length: int, log_probabilities: LogProbabilities, width: int) -> list[list[State]]:
    """For each state, up to `width` whole programs of `length` statements, the most probable one first."""
    found: list[list[tuple[float, State]]] = [[(0.0, state)] for state in states]
    for _ in range(length):
        flat = [state for beam in found for _, state in beam]
        rows = iter(log_probabilities(flat) if flat else ())
        found = [_extended(beam, [next(rows) for _ in beam], length, width) for beam in found]
    return [[state for _, state in beam] for beam in found]


def _extended(
    beam: Sequence[tuple[float, State]], log_probabilities: Sequence[np.ndarray], length: int, width: int
) -> list[tuple[float, State]]:
    """The most probable states that follow, in order; of unfinished programs with the same results, one."""
    if not beam:
        return []
    scores = np.stack(log_probabilities) + np.array([[score] for score, _ in beam])  # (states, statements)
    longer: list[tuple[float, State]] = []
    known = set()
    for at in np.argsort(-scores, axis=None, kind="stable").tolist():
        number, statement = divmod(at, scores.shape[1])
        state = beam[number][1].after(STATEMENTS[statement], length)
        if state is not None and (state.values not in known or len(state.program) == length):
            known.add(state.values)
            longer.append((float(scores[number, statement]), state))
            if len(longer) == width:
                break
    return longer


def first_right(programs: Sequence[State]) -> tuple[State | None, int]:
    """The first program whose outputs are right, and its number from 1; else the first program and 0."""
    for number, state in enumerate(programs, 1):
        if state.is_right:
            return state, number
    return (programs[0] if programs else None), 0
