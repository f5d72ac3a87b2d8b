"""Derivatives: powers, exponentials, sines, logarithms and the chain rule."""

from __future__ import annotations

import numpy as np

from dataset.maths.problem import Drawn, Form, between, choice, signed
from dataset.maths.steps import keep, plus, times
from dataset.maths.writing import linear, over_x, polynomial, power, terms

_DIFFERENTIATE = (
    "Differentiate {f}.",
    "What is the derivative of {f}?",
    "Find the derivative of {f}.",
    "Let f(x)={f}. What is f'(x)?",
)


def derivative(f: str, answer: str, *notes: str) -> Drawn:
    """A function to differentiate once; the notes are the steps of the calculation."""
    return Drawn({"f": f}, answer, ("derivative", f, "1"), notes)


def _polynomial(rng: np.random.Generator) -> Drawn:
    a, b, n = signed(rng, 9), signed(rng, 9), between(rng, 2, 6)
    m = between(rng, 1, min(n - 1, 2))
    f = terms((a, power("x", n)), (b, power("x", m)))
    answer = terms((a * n, power("x", n - 1)), (b * m, power("x", m - 1)))
    return derivative(f, answer, times(a, n), keep(a * n, times(b, m)))


def _at_a_point(rng: np.random.Generator) -> Drawn:
    a, b, c, k = signed(rng, 9), signed(rng, 9), signed(rng, 9), signed(rng, 5)
    f = polynomial([a, b, c])
    check = ("derivative_at", f, str(k))
    return Drawn({"f": f, "k": k}, str(2 * a * k + b), check, (times(2, a), times(2 * a, k), plus(2 * a * k, b)))


def _exponential(rng: np.random.Generator) -> Drawn:
    a, k, b = signed(rng, 6), signed(rng, 5, 2), signed(rng, 9)
    inner = terms((k, "x"))
    f = terms((a, f"exp({inner})"), (b, "x"))
    return derivative(f, terms((a * k, f"exp({inner})"), (b, "")), times(a, k))


def _trigonometric(rng: np.random.Generator) -> Drawn:
    a, k, b = signed(rng, 6), between(rng, 2, 5), signed(rng, 9)
    name, other, sign = choice(rng, (("sin", "cos", 1), ("cos", "sin", -1)))
    f = terms((a, f"{name}({k}*x)"), (b, "x"))
    return derivative(f, terms((sign * a * k, f"{other}({k}*x)"), (b, "")), times(sign * a, k))


def _chain(rng: np.random.Generator) -> Drawn:
    a, b, n = between(rng, 1, 9), signed(rng, 9), between(rng, 3, 8)
    base = f"({linear(a, b)})"
    return derivative(power(base, n), terms((a * n, power(base, n - 1))), times(a, n))


def _logarithm(rng: np.random.Generator) -> Drawn:
    a, b, n = signed(rng, 9), signed(rng, 9), between(rng, 1, 4)
    f = terms((b, power("x", n)), (a, "ln(x)"))
    return derivative(f, over_x(a, terms((b * n, power("x", n - 1)))), times(b, n))


def _second(rng: np.random.Generator) -> Drawn:
    a, b, n = signed(rng, 9), signed(rng, 9), between(rng, 3, 5)
    f = terms((a, power("x", n)), (b, "x^2"))
    answer = terms((a * n * (n - 1), power("x", n - 2)), (2 * b, ""))
    notes = times(2, b), keep(2 * b, times(a, n)), keep(2 * b, times(a * n, n - 1))
    return Drawn({"f": f}, answer, ("derivative", f, "2"), notes)


DERIVATIVES = (
    Form("polynomial", _polynomial, _DIFFERENTIATE),
    Form(
        "at_a_point",
        _at_a_point,
        (
            "What is the derivative of {f} at x={k}?",
            "Find the derivative of {f} at x={k}.",
            "Let f(x)={f}. What is f'({k})?",
        ),
    ),
    Form("exponential", _exponential, _DIFFERENTIATE),
    Form("trigonometric", _trigonometric, _DIFFERENTIATE),
    Form("chain", _chain, _DIFFERENTIATE),
    Form("logarithm", _logarithm, _DIFFERENTIATE),
    Form(
        "second",
        _second,
        (
            "Differentiate {f} twice.",
            "What is the second derivative of {f}?",
            "Let f(x)={f}. What is f''(x)?",
        ),
    ),
)
