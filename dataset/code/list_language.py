"""A small language of lists, in the form of DeepCoder (Balog et al. 2017, arXiv 1611.01989).

    A program is a few statements. Each calls one function of earlier values; the last statement's value is the output.

    a = input           [3, -1, 4, 2]
    c = MAP *2 a        [6, -2, 8, 4]
    d = FILTER >0 c     [6, 8, 4]
    e = SUM d           18

Inputs are named a and b, the results of statements c, d and so on; a program of one input has no b. Values are integers
from -256 to 255 and lists of them; a call with any other result has no value. Functions are total otherwise, but for
HEAD, LAST, MINIMUM, MAXIMUM and ACCESS, which need an element.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, product
from typing import NamedTuple

LOWEST, HIGHEST = -256, 255
INT, LIST = "int", "list"
MOST_INPUTS, LENGTH = 2, 3
"""The most inputs of a program, and the most statements."""
NAMES = "abcde"
"""Of the places of values: those of inputs, then those of results."""
Value = int | tuple[int, ...]
Values = Sequence[Value | None]
"""A value for each place; None where there is none."""
Type = str


@dataclass(frozen=True)
class Function:
    """A function of the language, with its lambda if it takes one.

    Attributes:
        takes, gives: types of its arguments and of its result.
        apply: the result; None if there is none. Bounds of the numbers are checked by `call`.
        commutes: the order of its arguments makes no difference.
    """

    name: str
    takes: tuple[Type, ...]
    gives: Type
    apply: Callable[..., Value | None]
    commutes: bool = False


_UNARY: dict[str, Callable[[int], int]] = {
    "+1": lambda x: x + 1,
    "-1": lambda x: x - 1,
    "*2": lambda x: x * 2,
    "/2": lambda x: int(x / 2),
    "*(-1)": lambda x: -x,
    "**2": lambda x: x * x,
    "*3": lambda x: x * 3,
    "/3": lambda x: int(x / 3),
    "*4": lambda x: x * 4,
    "/4": lambda x: int(x / 4),
}
"""Divisions round towards zero."""
_TESTS: dict[str, Callable[[int], bool]] = {
    ">0": lambda x: x > 0,
    "<0": lambda x: x < 0,
    "EVEN": lambda x: x % 2 == 0,
    "ODD": lambda x: x % 2 == 1,
}
_BINARY: dict[str, Callable[[int, int], int]] = {
    "+": lambda x, y: x + y,
    "-": lambda x, y: x - y,
    "*": lambda x, y: x * y,
    "MIN": min,
    "MAX": max,
}


def _functions() -> tuple[Function, ...]:
    one, number = (LIST,), (INT, LIST)
    found = [
        Function("HEAD", one, INT, lambda xs: xs[0] if xs else None),
        Function("LAST", one, INT, lambda xs: xs[-1] if xs else None),
        Function("MINIMUM", one, INT, lambda xs: min(xs, default=None)),
        Function("MAXIMUM", one, INT, lambda xs: max(xs, default=None)),
        Function("SUM", one, INT, sum),
        Function("REVERSE", one, LIST, lambda xs: xs[::-1]),
        Function("SORT", one, LIST, lambda xs: tuple(sorted(xs))),
        Function("TAKE", number, LIST, lambda n, xs: xs[: max(n, 0)]),
        Function("DROP", number, LIST, lambda n, xs: xs[max(n, 0) :]),
        Function("ACCESS", number, INT, lambda n, xs: xs[n] if 0 <= n < len(xs) else None),
    ]
    for name, unary in _UNARY.items():
        found.append(Function(f"MAP {name}", one, LIST, lambda xs, f=unary: tuple(map(f, xs))))
    for name, test in _TESTS.items():
        found.append(Function(f"FILTER {name}", one, LIST, lambda xs, f=test: tuple(filter(f, xs))))
    for name, test in _TESTS.items():
        found.append(Function(f"COUNT {name}", one, INT, lambda xs, f=test: sum(map(f, xs))))
    for name, binary in _BINARY.items():
        zipped = lambda xs, ys, f=binary: tuple(map(f, xs, ys))  # noqa: E731
        found.append(Function(f"ZIPWITH {name}", (LIST, LIST), LIST, zipped, commutes=name != "-"))
    for name, binary in _BINARY.items():
        found.append(Function(f"SCANL1 {name}", one, LIST, lambda xs, f=binary: tuple(accumulate(xs, f))))
    return tuple(found)


FUNCTIONS = _functions()


class Statement(NamedTuple):
    """A call.

    Attributes:
        function: number of the function in `FUNCTIONS`.
        arguments: places of values.
    """

    function: int
    arguments: tuple[int, ...]

    def __str__(self) -> str:
        return " ".join([FUNCTIONS[self.function].name, *(NAMES[place] for place in self.arguments)])


Program = tuple[Statement, ...]


def _statements() -> tuple[Statement, ...]:
    """A call with the same value twice is left out: another function does what it does, as MAP *2 for ZIPWITH +."""
    found = []
    for number, function in enumerate(FUNCTIONS):
        for places in product(range(MOST_INPUTS + LENGTH - 1), repeat=len(function.takes)):
            in_order = not function.commutes or list(places) == sorted(places)
            if len(set(places)) == len(places) and in_order:
                found.append(Statement(number, places))
    return tuple(found)


STATEMENTS = _statements()
"""All statements of programs."""


def call(function: Function, arguments: Sequence[Value]) -> Value | None:
    """The result; None if there is none or if it leaves the bounds."""
    value = function.apply(*arguments)
    if value is None:
        return None
    numbers = (value,) if isinstance(value, int) else value
    return value if not numbers or LOWEST <= min(numbers) and max(numbers) <= HIGHEST else None


def step(statement: Statement, values: Values) -> Value | None:
    """The result of a statement; None if it has none, or if a value is missing or of the wrong type."""
    function = FUNCTIONS[statement.function]
    given = []
    for place, wanted in zip(statement.arguments, function.takes, strict=True):
        value = values[place] if place < len(values) else None
        if value is None or type_of(value) != wanted:
            return None
        given.append(value)
    return call(function, given)


def places_of(inputs: Sequence[Value]) -> list[Value | None]:
    """The inputs as `Values`, before any statement."""
    return [*inputs, *[None] * (MOST_INPUTS - len(inputs))]


def run(program: Program, inputs: Sequence[Value]) -> list[Value] | None:
    """The result of each statement; None if one of them has none."""
    values = places_of(inputs)
    results: list[Value] = []
    for statement in program:
        result = step(statement, values)
        if result is None:
            return None
        values.append(result)
        results.append(result)
    return results


def type_of(value: Value) -> Type:
    """The type of a value."""
    return INT if isinstance(value, int) else LIST


def show(program: Program) -> str:
    """A program in words, one statement a line."""
    return "\n".join(f"{NAMES[MOST_INPUTS + number]} = {statement}" for number, statement in enumerate(program))


def shown_value(value: Value) -> str:
    """A value as Python writes it: `3`, or `[1, 2]` for a list."""
    return str(value) if isinstance(value, int) else str(list(value))
