"""Equations, solved from values of their two sides: nothing is rearranged."""

from __future__ import annotations

import cmath
import re
from collections.abc import Sequence
from fractions import Fraction

from tests.dataset.maths.evaluate import close, expression, found, function, residual, value

_EQUATION = r"[^\s,:]+=[^\s,:?]*[^\s,:?.]"


def linear_equations(question: str, answer: str) -> bool:
    """The line through the values at 0 and 1."""
    (equation,) = re.findall(_EQUATION, question)
    (name,) = set(re.findall("[a-z]", equation))
    f = residual(equation, name)
    return Fraction(answer) == -f(0) / (f(1) - f(0))


def systems_of_equations(question: str, answer: str) -> bool:
    if "legs" in question:
        heads, legs, first, second = _creatures(question)
        counts = [x for x in range(heads + 1) if first * x + second * (heads - x) == legs]
        return counts == [int(answer)]
    equations = re.findall(_EQUATION, question)
    names = "xyz" if any("z" in equation for equation in equations) else "xy"
    solution = dict(zip(names, _gauss([_row(equation, names) for equation in equations]), strict=True))
    if len(names) == 3:
        (asked,) = found(r"(?:What is|Find) ([xyz])\b", question)
        return Fraction(answer) == solution[asked]
    return answer == ", ".join(f"{name}={solution[name]}" for name in names)


def _creatures(question: str) -> tuple[int, int, int, int]:
    feet = {"hens": 2, "sheep": 4, "ants": 6, "spiders": 8}
    heads, first, second = found(r"(\d+) (\w+) and (\w+)", question)
    (legs,) = found(r"(\d+) legs", question)
    return int(heads), int(legs), feet[first], feet[second]


def _row(equation: str, names: str) -> list[Fraction]:
    """Coefficients and right side, from the values at 0 and at the unit points."""
    f = residual(equation, names)
    units = [[int(place == other) for other in range(len(names))] for place in range(len(names))]
    constant = f(*[0] * len(names))
    return [f(*unit) - constant for unit in units] + [-constant]


def _gauss(rows: Sequence[list[Fraction]]) -> list[Fraction]:
    left, size = [list(row) for row in rows], len(rows)
    for place in range(size):
        pivot = next(row for row in left[place:] if row[place])
        left.remove(pivot)
        left.insert(place, [entry / pivot[place] for entry in pivot])
        for other in range(size):
            if other != place:
                factor = left[other][place]
                left[other] = [a - factor * b for a, b in zip(left[other], left[place], strict=True)]
    return [row[-1] for row in left]


def quadratic_equations(question: str, answer: str) -> bool:
    if "=" in question:
        (equation,) = re.findall(_EQUATION, question)
        f = residual(equation, "x")
    else:
        f = function(expression(question), kind="exact")
    c, a = f(0), (f(1) + f(-1)) / 2 - f(0)
    b = f(1) - a - c
    root = cmath.sqrt(complex(b * b - 4 * a * c))
    both = [(-complex(b) + sign * root) / (2 * complex(a)) for sign in (-1, 1)]
    if "discriminant" in question:
        return Fraction(answer) == b * b - 4 * a * c
    if "sum" in question or "product" in question:
        return close(value(answer), sum(both) if "sum" in question else both[0] * both[1])
    if "value" in question:
        assert ("smallest" in question) == (a > 0)
        return Fraction(answer) == f(-b / (2 * a))
    if "larger root" in question:
        return close(value(answer), max(both, key=lambda z: z.real))
    given = [value(part) for part in answer.split(", ")]
    exact = sorted(z.real for z in ([both[0]] if root == 0 else both))
    return len(given) == len(exact) and all(map(close, given, exact))
