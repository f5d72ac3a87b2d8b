"""Random small functions: their code, what they do in English, and what they compute.

    def f(a, xs):
        b = sum(xs)            b is the sum of xs
        c = a - b              subtract b from a to get c
        return c               return c

A function is a chain of statements (`dataset.code.kinds`) of which each is needed for the result. Its skeleton is the
kinds of its statements in order. Functions of one skeleton differ in names, constants, forms and what they are given.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from dataset.code.kinds import INT, KINDS, LIST, Kind

NUMBER_NAMES = tuple("abcdkmnpqr")
LIST_NAMES = ("xs", "ys", "zs", "us", "vs", "ws", "ts", "ps", "qs", "rs")
SMALLEST, LARGEST = -99, 99
"""Bounds of all numbers while a function runs."""
LONGEST_LIST = 5


@dataclass(frozen=True)
class Call:
    """One statement of a function.

    Attributes:
        result: the name that it gives a value.
        code: its lines.
        words: the clause that says the same.
    """

    kind: Kind
    arguments: tuple[str, ...]
    result: str
    code: tuple[str, ...]
    words: str


@dataclass(frozen=True)
class Function:
    """A function; its last statement's value is returned.

    Attributes:
        parameters: names of what it is given.
        types: of the parameters.
    """

    parameters: tuple[str, ...]
    types: tuple[str, ...]
    calls: tuple[Call, ...]

    @property
    def skeleton(self) -> str:
        """The kinds of its statements."""
        return " ".join(call.kind.name for call in self.calls)

    @property
    def body(self) -> list[str]:
        """Its lines of code without the head, not indented."""
        return [*(line for call in self.calls for line in call.code), f"return {self.calls[-1].result}"]

    @property
    def head(self) -> str:
        """Its first line."""
        return f"def f({', '.join(self.parameters)}):"

    @property
    def code(self) -> str:
        """The function as Python."""
        return "\n".join([self.head, *(f"    {line}" for line in self.body)])

    @property
    def clauses(self) -> list[str]:
        """What its statements do, in English."""
        return [call.words for call in self.calls]


def draw_function(length: int, rng: random.Random) -> Function:
    """A random function of `length` statements, of one to three parameters."""
    while True:
        types = tuple(LIST if rng.random() < 0.6 else INT for _ in range(rng.randint(1, 3)))
        drawn = _draw_statements(types, length, rng)
        if drawn is not None:
            return _named(types, drawn, rng)


_KINDS = (*KINDS, *(kind for kind in KINDS if len(kind.takes) == 1))
"""Kinds by how often they are drawn: twice as often if they take one value, since longer chains need those."""
_Statement = tuple[Kind, tuple[int, ...]]
"""A kind and the numbers of its arguments: parameters first, then results."""


def _draw_statements(types: tuple[str, ...], length: int, rng: random.Random) -> list[_Statement] | None:
    """Statements that use every value but the last one; None if the draw went wrong."""
    known, unused = list(types), set(range(len(types)))
    drawn: list[_Statement] = []
    for left in reversed(range(length)):
        kind = rng.choice(_KINDS)
        arguments = _draw_arguments(kind, known, unused, rng)
        if arguments is None:
            return None
        unused = (unused - set(arguments)) | {len(known)}
        if len(unused) > left + 1:
            return None
        known.append(kind.gives)
        drawn.append((kind, arguments))
    return drawn


def _draw_arguments(kind: Kind, known: list[str], unused: set[int], rng: random.Random) -> tuple[int, ...] | None:
    """Different values of the right types, rather unused ones; None if there are too few."""
    found: list[int] = []
    for wanted in kind.takes:
        fitting = [number for number, of in enumerate(known) if of == wanted and number not in found]
        fresh = [number for number in fitting if number in unused]
        if fresh and rng.random() < 0.8:
            fitting = fresh
        if not fitting:
            return None
        found.append(rng.choice(fitting))
    return tuple(found)


def _named(types: tuple[str, ...], statements: list[_Statement], rng: random.Random) -> Function:
    kinds = [*types, *(kind.gives for kind, _ in statements)]
    numbers, lists = rng.sample(NUMBER_NAMES, len(NUMBER_NAMES)), rng.sample(LIST_NAMES, len(LIST_NAMES))
    names = [(lists if kind == LIST else numbers).pop() for kind in kinds]
    calls = []
    for (kind, arguments), result in zip(statements, names[len(types) :], strict=True):
        given = tuple(names[number] for number in arguments)
        words = dict(zip("ab", given, strict=False)) | {"c": result}
        constant = rng.choice(kind.constants) if kind.constants else ""
        code = rng.choice(kind.code).format(**words, k=constant)
        calls.append(
            Call(kind, given, result, tuple(code.split("\n")), rng.choice(kind.words).format(**words, k=constant))
        )
    return Function(tuple(names[: len(types)]), types, tuple(calls))
