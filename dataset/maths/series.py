"""Taylor series: coefficients of products, quotients and sums, and tangents."""

from __future__ import annotations

from fractions import Fraction
from math import factorial

import numpy as np

from dataset.maths.problem import Drawn, Form, between, signed
from dataset.maths.steps import keep, over, plus, times
from dataset.maths.writing import linear, number, polynomial, power, terms

_COEFFICIENT = (
    "What is the coefficient of {power} in the Taylor series of {f} at 0?",
    "Find the coefficient of {power} in the series of {f} at 0.",
    "Expand {f} at 0. What is the coefficient of {power}?",
)


def _coefficient(f: str, n: int, value: Fraction | int, *notes: str) -> Drawn:
    return Drawn({"f": f, "power": power("x", n)}, number(value), ("coefficient", f, str(n)), notes)


def _times_exponential(rng: np.random.Generator) -> Drawn:
    a, b, n = signed(rng, 9), signed(rng, 9), between(rng, 1, 4)
    top, bottom = a * n + b, factorial(n)
    notes = times(a, n), plus(a * n, b), over(top, bottom)
    return _coefficient(f"({linear(a, b)})*exp(x)", n, Fraction(top, bottom), *notes)


def _geometric(rng: np.random.Generator) -> Drawn:
    a, b, k, n = signed(rng, 9), signed(rng, 9), signed(rng, 2), between(rng, 1, 3)
    f = f"({linear(a, b)})/({terms((1, ''), (-k, 'x'))})"
    first, second = b * k**n, a * k ** (n - 1)
    notes = times(b, k**n), keep(first, times(a, k ** (n - 1))), plus(first, second)
    return _coefficient(f, n, first + second, *notes)


def _tangent(rng: np.random.Generator) -> Drawn:
    a, b, c, k = signed(rng, 3), signed(rng, 9), signed(rng, 9), signed(rng, 3)
    f = polynomial([a, b, c])
    slope, at = 2 * a * k + b, c - a * k * k
    answer = linear(slope, at)
    steps = times(k, k), times(a, k * k), plus(c, -a * k * k)
    notes = *steps, keep(at, times(2 * a, k)), keep(at, plus(2 * a * k, b))
    return Drawn({"f": f, "k": k}, answer, ("taylor", f, str(k), "1"), notes)


def _logarithm(rng: np.random.Generator) -> Drawn:
    a, k, b, n = signed(rng, 9), signed(rng, 4), signed(rng, 9), between(rng, 1, 3)
    first = a * (-1) ** (n + 1)
    top = first * k**n
    notes = times(first, k**n), plus(top, b) if n == 1 else over(top, n)
    value = Fraction(top, n) + (b if n == 1 else 0)
    return _coefficient(terms((a, f"ln({terms((1, ''), (k, 'x'))})"), (b, "x")), n, value, *notes)


def _trigonometric(rng: np.random.Generator) -> Drawn:
    a, b, c, d, n = signed(rng, 9), between(rng, 1, 4), signed(rng, 9), between(rng, 1, 4), between(rng, 1, 3)
    outer, inner = ((a, b), (-c, d), (-a, b))[n - 1]
    top, bottom = outer * inner**n, factorial(n)
    f = terms((a, f"sin({terms((b, 'x'))})"), (c, f"cos({terms((d, 'x'))})"))
    return _coefficient(f, n, Fraction(top, bottom), times(outer, inner**n), over(top, bottom))


def _exponentials(rng: np.random.Generator) -> Drawn:
    a, b, c, d, n = signed(rng, 9), signed(rng, 4), signed(rng, 9), signed(rng, 4), between(rng, 1, 2)
    first, second = a * b**n, c * d**n
    f = terms((a, f"exp({terms((b, 'x'))})"), (c, f"exp({terms((d, 'x'))})"))
    notes = times(a, b**n), keep(first, times(c, d**n)), plus(first, second), over(first + second, n)
    return _coefficient(f, n, Fraction(first + second, n), *notes)


TAYLOR_SERIES = (
    Form("times_exponential", _times_exponential, _COEFFICIENT),
    Form("geometric", _geometric, _COEFFICIENT),
    Form(
        "tangent",
        _tangent,
        (
            "What is the Taylor polynomial of degree 1 of {f} at x={k}?",
            "Find the Taylor polynomial of degree 1 of {f} at x={k}.",
            "Expand {f} at x={k} up to degree 1.",
        ),
    ),
    Form("logarithm", _logarithm, _COEFFICIENT),
    Form("trigonometric", _trigonometric, _COEFFICIENT),
    Form("exponentials", _exponentials, _COEFFICIENT),
)
