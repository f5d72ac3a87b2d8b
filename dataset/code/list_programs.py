"""All functions that programs of the list language compute, and examples of what they do.

    functions((LIST,), length=3)    about 12,000 functions that need three statements, each with all of its programs

Two programs that give equal outputs for some fixed inputs are taken for the same function. A function that fewer
statements compute is left out, and so are programs that do not use each of their inputs and results.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from dataset.code.list_language import (
    FUNCTIONS,
    INT,
    LIST,
    MOST_INPUTS,
    STATEMENTS,
    Program,
    Statement,
    Type,
    Value,
    call,
    run,
)

LONGEST_LIST = 8
INPUT_TYPES: tuple[tuple[Type, ...], ...] = ((LIST,), (INT, LIST), (LIST, LIST))
_PROBES = 24
_SCALES = (4, 8, 8, 16, 32, 64)
"""Largest absolute values in the lists of a problem."""
_SMALL_SCALES = (1, 2, 3)
_TRIES = 40
Probed = tuple[Value | None, ...]
"""A value for each probe."""
Programs = tuple[Program, ...]
"""Programs of one function, in a fixed order."""


@lru_cache
def functions(types: tuple[Type, ...], length: int) -> tuple[Programs, ...]:
    """All functions of these inputs that need `length` statements."""
    probes = _probes(types, _SCALES)
    empty = [None] * (MOST_INPUTS - len(types))
    inputs = (*(tuple(probe[at] for probe in probes) for at in range(len(types))), *empty)
    shorter: set[Probed | None] = set(inputs)
    partial: list[tuple[Program, tuple[Probed | None, ...]]] = [((), inputs)]
    found: dict[Probed, list[Program]] = {}
    for size in range(1, length + 1):
        found, longer = {}, []
        for program, values in partial:
            for statement, value in _calls(program, values, len(types), is_last=size == length):
                extended = (*program, statement)
                if value not in shorter and _uses_all(extended, len(types)):
                    found.setdefault(value, []).append(extended)
                longer.append((extended, (*values, value)))
        shorter |= set(found)
        partial = longer
    return tuple(map(tuple, found.values()))


def _probes(types: tuple[Type, ...], scales: Sequence[int]) -> list[list[Value]]:
    rng = random.Random(0)
    return [draw_inputs(types, scales[number % len(scales)], rng) for number in range(_PROBES)]


def behaviour(types: tuple[Type, ...], program: Program) -> Probed:
    """What a program gives for some lists of small numbers.

    Two programs that differ only in that one of them leaves the bounds for larger numbers behave in the same way.
    """
    results = [run(program, probe) for probe in _probes(types, _SMALL_SCALES)]
    return tuple(None if result is None else result[-1] for result in results)


def _calls(
    program: Program, values: tuple[Probed | None, ...], inputs: int, is_last: bool
) -> Iterator[tuple[Statement, Probed]]:
    """Each statement that may follow, and its value, if most probes have one and no value before is the same."""
    for statement in STATEMENTS:
        if max(statement.arguments) >= len(values) or (is_last and not _uses_all((*program, statement), inputs)):
            continue
        function = FUNCTIONS[statement.function]
        given = [values[place] for place in statement.arguments]
        if any(one is None or _type_of(one) != kind for one, kind in zip(given, function.takes, strict=True)):
            continue
        value = tuple(None if None in one else call(function, one) for one in zip(*given, strict=True))
        if 2 * value.count(None) <= len(value) and value not in values:
            yield statement, value


def _type_of(probed: Probed) -> Type:
    return INT if any(isinstance(value, int) for value in probed) else LIST


def _uses_all(program: Program, inputs: int) -> bool:
    """Whether every input and every result but the last is an argument."""
    used = {place for statement in program for place in statement.arguments}
    return len(used) == inputs + len(program) - 1


def draw_inputs(types: Sequence[Type], scale: int, rng: random.Random) -> list[Value]:
    """Random inputs: lists of 3 to 8 numbers up to `scale` in size, and small numbers."""
    return [_draw_list(scale, rng) if kind == LIST else int(rng.random() * 6) for kind in types]


def _draw_list(scale: int, rng: random.Random) -> tuple[int, ...]:
    length, numbers = 3 + int(rng.random() * (LONGEST_LIST - 2)), 2 * scale + 1
    return tuple([int(rng.random() * numbers) - scale for _ in range(length)])


class Example(NamedTuple):
    """What a program makes of some inputs.

    Attributes:
        results: of each statement; the last one is the output.
    """

    inputs: list[Value]
    results: list[Value]

    @property
    def output(self) -> Value:
        """The result of the last statement."""
        return self.results[-1]


def draw_examples(program: Program, types: Sequence[Type], count: int, rng: random.Random) -> list[Example] | None:
    """Examples for inputs that the program has outputs for, not all of them the same; None if none are found."""
    for _ in range(_TRIES):
        scale = rng.choice(_SCALES)
        found: list[Example] = []
        for _ in range(2 * count):
            inputs = draw_inputs(types, scale, rng)
            results = run(program, inputs)
            if results is not None:
                found.append(Example(inputs, results))
                if len(found) == count:
                    break
        if len(found) == count and len({example.output for example in found}) > 1:
            return found
    return None


def next_statements(programs: Programs, before: Program) -> list[Statement]:
    """The statements with which programs that begin in this way go on, each once."""
    at = len(before)
    return list(dict.fromkeys(program[at] for program in programs if program[:at] == before))
