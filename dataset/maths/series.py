"""Taylor series: coefficients of products, quotients and sums, and tangents."""

from __future__ import annotations

from fractions import Fraction
from math import factorial

import numpy as np

from dataset.maths.problem import Drawn, Form, between, signed
from dataset.maths.writing import linear, number, numbers, polynomial, power, terms

_COEFFICIENT = (
    "What is the coefficient of {power} in the Taylor series of {f} at 0?",
    "Find the coefficient of {power} in the series of {f} at 0.",
    "Expand {f} at 0. What is the coefficient of {power}?",
)


def _coefficient(f: str, n: int, value: Fraction | int, *notes: int) -> Drawn:
    return Drawn({"f": f, "power": power("x", n)}, number(value), ("coefficient", f, str(n)), numbers(*notes))


def _times_exponential(rng: np.random.Generator) -> Drawn:
    a, b, n = signed(rng, 9), signed(rng, 9), between(rng, 1, 4)
    top, bottom = a * n + b, factorial(n)
    return _coefficient(f"({linear(a, b)})*exp(x)", n, Fraction(top, bottom), a * n, top, bottom)


def _geometric(rng: np.random.Generator) -> Drawn:
    a, b, k, n = signed(rng, 9), signed(rng, 9), signed(rng, 2), between(rng, 1, 3)
    f = f"({linear(a, b)})/({terms((1, ''), (-k, 'x'))})"
    first, second = b * k**n, a * k ** (n - 1)
    return _coefficient(f, n, first + second, k**n, first, k ** (n - 1), second)


def _tangent(rng: np.random.Generator) -> Drawn:
    a, b, c, k = signed(rng, 3), signed(rng, 9), signed(rng, 9), signed(rng, 3)
    f = polynomial([a, b, c])
    slope, value = 2 * a * k + b, a * k * k + b * k + c
    answer = linear(slope, value - slope * k)
    return Drawn({"f": f, "k": k}, answer, ("taylor", f, str(k), "1"), numbers(2 * a * k, slope, value, slope * k))


def _logarithm(rng: np.random.Generator) -> Drawn:
    a, k, b, n = signed(rng, 9), signed(rng, 4), signed(rng, 9), between(rng, 1, 3)
    top = a * (-1) ** (n + 1) * k**n
    value = Fraction(top, n) + (b if n == 1 else 0)
    return _coefficient(terms((a, f"ln({terms((1, ''), (k, 'x'))})"), (b, "x")), n, value, k**n, top)


def _trigonometric(rng: np.random.Generator) -> Drawn:
    a, b, c, d, n = signed(rng, 9), between(rng, 1, 4), signed(rng, 9), between(rng, 1, 4), between(rng, 1, 3)
    outer, inner = ((a, b), (-c, d), (-a, b))[n - 1]
    top, bottom = outer * inner**n, factorial(n)
    f = terms((a, f"sin({terms((b, 'x'))})"), (c, f"cos({terms((d, 'x'))})"))
    return _coefficient(f, n, Fraction(top, bottom), inner**n, top, bottom)


def _exponentials(rng: np.random.Generator) -> Drawn:
    a, b, c, d, n = signed(rng, 9), signed(rng, 4), signed(rng, 9), signed(rng, 4), between(rng, 1, 2)
    first, second = a * b**n, c * d**n
    f = terms((a, f"exp({terms((b, 'x'))})"), (c, f"exp({terms((d, 'x'))})"))
    return _coefficient(f, n, Fraction(first + second, n), first, second, first + second)


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
