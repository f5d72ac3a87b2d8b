"""Integrals: antiderivatives fixed by a value, definite integrals, mean values."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from dataset.maths.problem import Drawn, Form, between, choice, signed, two
from dataset.maths.steps import keep, over, plus, times
from dataset.maths.writing import linear, number, over_x, power, terms

_INTEGRATE = (
    "Integrate {f} from {p} to {q}.",
    "What is the integral of {f} from {p} to {q}?",
    "Find the integral of {f} over x from {p} to {q}.",
)


def definite(f: str, p: object, q: object, answer: str, *notes: str) -> Drawn:
    """A function to integrate from p to q; the notes are the steps of the calculation."""
    return Drawn({"f": f, "p": p, "q": q}, answer, ("integral", f, str(p), str(q)), notes)


def _antiderivative(rng: np.random.Generator) -> Drawn:
    a, b, (m, n) = signed(rng, 9), signed(rng, 9), sorted(two(rng, 1, 4))
    f = terms((a * n, power("x", n - 1)), (b * m, power("x", m - 1)))
    answer = terms((a, power("x", n)), (b, power("x", m)))
    return Drawn({"f": f}, answer, ("antiderivative", f), (over(a * n, n), keep(a, over(b * m, m))))


def _linear(rng: np.random.Generator) -> Drawn:
    a, b, p = 2 * signed(rng, 4), signed(rng, 9), between(rng, 0, 3)
    q = between(rng, p + 1, p + 4)
    share = a // 2 * (p + q)
    height = share + b  # in the middle
    notes = plus(p, q), times(a // 2, p + q), plus(share, b), keep(height, plus(q, -p)), times(height, q - p)
    return definite(linear(a, b), p, q, str(height * (q - p)), *notes)


def _unit_interval(rng: np.random.Generator) -> Drawn:
    a, b, (m, n) = signed(rng, 9), signed(rng, 9), sorted(two(rng, 1, 5))
    f = terms((a, power("x", n)), (b, power("x", m)))
    first, second = Fraction(a, n + 1), Fraction(b, m + 1)
    top, bottom = a * (m + 1) + b * (n + 1), (n + 1) * (m + 1)
    left, right = a * (m + 1), b * (n + 1)
    steps = times(a, m + 1), keep(left, times(b, n + 1)), plus(left, right)
    notes = *steps, keep(top, times(n + 1, m + 1)), over(top, bottom)
    return definite(f, 0, 1, number(first + second), *notes)


def _exponential(rng: np.random.Generator) -> Drawn:
    a, k, q = signed(rng, 9), between(rng, 2, 9), between(rng, 1, 6)
    notes = over(a * k, k), keep(a, times(k, q))
    return definite(terms((a * k, f"exp({k}*x)")), 0, q, terms((a, f"exp({k * q})"), (-a, "")), *notes)


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
    return definite(f, 0, terms((width, "pi")), answer, number(a * area), keep(a * area, b * width))


def _reciprocal(rng: np.random.Generator) -> Drawn:
    a, b, q = signed(rng, 9), signed(rng, 9), between(rng, 2, 9)
    answer = terms((a, f"ln({q})"), (b * (q - 1), ""))
    return definite(over_x(a, number(b)), 1, q, answer, plus(q, -1), times(b, q - 1))


def _mean_value(rng: np.random.Generator) -> Drawn:
    a, b, (p, q) = signed(rng, 9), signed(rng, 9), sorted(two(rng, 0, 6))
    f = linear(a, b)
    middle = Fraction(a * (p + q), 2)
    notes = plus(p, q), times(a, p + q), plus(a * (p + q), 2 * b), over(a * (p + q) + 2 * b, 2)
    check = ("mean_value", f, str(p), str(q))
    return Drawn({"f": f, "p": p, "q": q}, number(middle + b), check, notes)


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
