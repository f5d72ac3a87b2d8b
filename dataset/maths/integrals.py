"""Integrals: antiderivatives fixed by a value, definite integrals, mean values."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from dataset.maths.problem import Drawn, Form, between, choice, signed, two
from dataset.maths.writing import Number, linear, number, numbers, over_x, power, terms

_INTEGRATE = (
    "Integrate {f} from {p} to {q}.",
    "What is the integral of {f} from {p} to {q}?",
    "Find the integral of {f} over x from {p} to {q}.",
)


def _definite(f: str, p: object, q: object, answer: str, *notes: Number) -> Drawn:
    return Drawn({"f": f, "p": p, "q": q}, answer, ("integral", f, str(p), str(q)), numbers(*notes))


def _antiderivative(rng: np.random.Generator) -> Drawn:
    a, b, (m, n) = signed(rng, 9), signed(rng, 9), sorted(two(rng, 1, 4))
    f = terms((a * n, power("x", n - 1)), (b * m, power("x", m - 1)))
    answer = terms((a, power("x", n)), (b, power("x", m)))
    return Drawn({"f": f}, answer, ("antiderivative", f), numbers(n, m))


def _linear(rng: np.random.Generator) -> Drawn:
    a, b, p = 2 * signed(rng, 4), signed(rng, 9), between(rng, 0, 3)
    q = between(rng, p + 1, p + 4)
    square, at_p = a * q * q // 2, a * p * p // 2 + b * p
    at_q = square + b * q
    return _definite(linear(a, b), p, q, str(at_q - at_p), square, b * q, at_q, at_p)


def _unit_interval(rng: np.random.Generator) -> Drawn:
    a, b, (m, n) = signed(rng, 9), signed(rng, 9), sorted(two(rng, 1, 5))
    f = terms((a, power("x", n)), (b, power("x", m)))
    first, second = Fraction(a, n + 1), Fraction(b, m + 1)
    top, bottom = a * (m + 1) + b * (n + 1), (n + 1) * (m + 1)
    return _definite(f, 0, 1, number(first + second), first, second, top, bottom)


def _exponential(rng: np.random.Generator) -> Drawn:
    a, k, q = signed(rng, 9), between(rng, 2, 9), between(rng, 1, 6)
    return _definite(terms((a * k, f"exp({k}*x)")), 0, q, terms((a, f"exp({k * q})"), (-a, "")), a, k * q)


def _trigonometric(rng: np.random.Generator) -> Drawn:
    a, b = signed(rng, 9), signed(rng, 9)
    name, share, area = choice(
        rng,
        (
            ("sin", 1, Fraction(2)),
            ("sin", 2, Fraction(1)),
            ("sin", 3, Fraction(1, 2)),
            ("cos", 1, Fraction(0)),
            ("cos", 2, Fraction(1)),
            ("cos", 6, Fraction(1, 2)),
        ),
    )
    f = terms((a, f"{name}(x)"), (b, ""))
    width = Fraction(1, share)
    answer = terms((b * width, "pi"), (a * area, ""))
    return _definite(f, 0, terms((width, "pi")), answer, area, a * area, b * width)


def _reciprocal(rng: np.random.Generator) -> Drawn:
    a, b, q = signed(rng, 9), signed(rng, 9), between(rng, 2, 9)
    return _definite(over_x(a, number(b)), 1, q, terms((a, f"ln({q})"), (b * (q - 1), "")), q - 1)


def _mean_value(rng: np.random.Generator) -> Drawn:
    a, b, (p, q) = signed(rng, 9), signed(rng, 9), sorted(two(rng, 0, 6))
    f = linear(a, b)
    middle = Fraction(a * (p + q), 2)
    check = ("mean_value", f, str(p), str(q))
    return Drawn({"f": f, "p": p, "q": q}, number(middle + b), check, numbers(p + q, a * (p + q), middle))


INTEGRALS = (
    Form(
        "antiderivative",
        _antiderivative,
        (
            "Which antiderivative of {f} is 0 at x=0?",
            "Find the antiderivative of {f} that is 0 at x=0.",
            "Let F'(x)={f} and F(0)=0. What is F(x)?",
        ),
    ),
    Form("linear", _linear, _INTEGRATE),
    Form("unit_interval", _unit_interval, _INTEGRATE),
    Form("exponential", _exponential, _INTEGRATE),
    Form("trigonometric", _trigonometric, _INTEGRATE),
    Form("reciprocal", _reciprocal, _INTEGRATE),
    Form(
        "mean_value",
        _mean_value,
        (
            "What is the mean value of {f} from {p} to {q}?",
            "Find the mean value of {f} for x from {p} to {q}.",
            "What is {f} on average for x from {p} to {q}?",
        ),
    ),
)
