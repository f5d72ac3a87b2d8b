"""Taylor series: coefficients of products, quotients and sums, and tangents."""

from __future__ import annotations

from fractions import Fraction
from math import factorial

import numpy as np

from dataset.maths.problem import Drawn, Form, between, signed
from dataset.maths.writing import linear, number, polynomial, power, terms

_COEFFICIENT = (
    "What is the coefficient of {power} in the Taylor series of {f} at 0?",
    "Find the coefficient of {power} in the series of {f} at 0.",
    "Expand {f} at 0. What is the coefficient of {power}?",
)


def _coefficient(f: str, n: int, value: Fraction | int) -> Drawn:
    return Drawn({"f": f, "power": power("x", n)}, number(value), ("coefficient", f, str(n)))


def _times_exponential(rng: np.random.Generator) -> Drawn:
    a, b, n = signed(rng, 9), signed(rng, 9), between(rng, 1, 4)
    value = Fraction(b, factorial(n)) + Fraction(a, factorial(n - 1))
    return _coefficient(f"({linear(a, b)})*exp(x)", n, value)


def _geometric(rng: np.random.Generator) -> Drawn:
    a, b, k, n = signed(rng, 9), signed(rng, 9), signed(rng, 2), between(rng, 1, 3)
    return _coefficient(f"({linear(a, b)})/({terms((1, ''), (-k, 'x'))})", n, b * k**n + a * k ** (n - 1))


def _tangent(rng: np.random.Generator) -> Drawn:
    a, b, c, k = signed(rng, 3), signed(rng, 9), signed(rng, 9), signed(rng, 3)
    f = polynomial([a, b, c])
    slope = 2 * a * k + b
    answer = linear(slope, a * k * k + b * k + c - slope * k)
    return Drawn({"f": f, "k": k}, answer, ("taylor", f, str(k), "1"))


def _logarithm(rng: np.random.Generator) -> Drawn:
    a, k, b, n = signed(rng, 9), signed(rng, 4), signed(rng, 9), between(rng, 1, 3)
    value = Fraction(a * (-1) ** (n + 1) * k**n, n) + (b if n == 1 else 0)
    return _coefficient(terms((a, f"ln({terms((1, ''), (k, 'x'))})"), (b, "x")), n, value)


def _trigonometric(rng: np.random.Generator) -> Drawn:
    a, b, c, d, n = signed(rng, 9), between(rng, 1, 4), signed(rng, 9), between(rng, 1, 4), between(rng, 1, 3)
    value = (a * b, Fraction(-c * d * d, 2), Fraction(-a * b**3, 6))[n - 1]
    return _coefficient(terms((a, f"sin({terms((b, 'x'))})"), (c, f"cos({terms((d, 'x'))})")), n, value)


def _exponentials(rng: np.random.Generator) -> Drawn:
    a, b, c, d, n = signed(rng, 9), signed(rng, 4), signed(rng, 9), signed(rng, 4), between(rng, 1, 2)
    value = Fraction(a * b**n + c * d**n, n)
    return _coefficient(terms((a, f"exp({terms((b, 'x'))})"), (c, f"exp({terms((d, 'x'))})")), n, value)


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
