"""Limits: of quotients that cancel, at infinity, of the standard quotients at 0, of roots and of powers."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from dataset.maths.problem import Drawn, Form, between, choice, signed
from dataset.maths.steps import keep, over, plus, root, times
from dataset.maths.writing import linear, number, over_x, polynomial, power, terms

_LIMIT = (
    "What is the limit of {f} as x goes to {p}?",
    "Find the limit of {f} as x goes to {p}.",
    "As x goes to {p}, what is the limit of {f}?",
)


def limit(f: str, point: int | None, answer: str, *notes: str) -> Drawn:
    """A limit at a point; None means infinity."""
    at, said = ("oo", "infinity") if point is None else (str(point), str(point))
    return Drawn({"f": f, "p": said}, answer, ("limit", f, at), notes)


def _cancel(rng: np.random.Generator) -> Drawn:
    k, p, r = choice(rng, (1, 1, 2, 3, -1)), signed(rng, 9), between(rng, -9, 9)
    f = f"({polynomial([k, -k * (p + r), k * p * r])})/({linear(1, -p)})"
    return limit(f, p, str(k * (p - r)), times(2 * k, p), plus(2 * k * p, -k * (p + r)))


def _ratio(rng: np.random.Generator) -> Drawn:
    """A quotient of polynomials, whose terms are in any order; one in five has the larger power in the denominator."""
    below = between(rng, 2, 3)
    above = below if rng.random() < 0.8 else below - 1
    (top, a), (bottom, b) = _scattered(above, rng), _scattered(below, rng)
    a = a if above == below else 0  # the numerator's coefficient of the denominator's largest power
    return limit(f"({top})/({bottom})", None, number(Fraction(a, b)), over(a, b))


def _scattered(degree: int, rng: np.random.Generator) -> tuple[str, int]:
    """A polynomial of two terms, in any order, and its leading coefficient."""
    leading = signed(rng, 9)
    parts = [(leading, power("x", degree)), (signed(rng, 9), power("x", between(rng, 0, degree - 1)))]
    return terms(*(parts if rng.random() < 0.5 else parts[::-1])), leading


def _standard(rng: np.random.Generator) -> Drawn:
    a, b = between(rng, 2, 20), between(rng, 2, 20)
    f, top, bottom = choice(
        rng,
        (
            (f"sin({a}*x)/({b}*x)", a, b),
            (f"tan({a}*x)/({b}*x)", a, b),
            (f"(exp({a}*x)-1)/({b}*x)", a, b),
            (f"ln({a}*x+1)/({b}*x)", a, b),
            (f"(1-cos({a}*x))/({b}*x^2)", a * a, 2 * b),
        ),
    )
    return limit(f, 0, number(Fraction(top, bottom)), over(top, bottom))


def _substitute(rng: np.random.Generator) -> Drawn:
    a, b, c, p = signed(rng, 3), signed(rng, 9), signed(rng, 9), signed(rng, 4)
    square = a * p * p
    notes = times(p, p), times(a, p * p), keep(square, times(b, p)), plus(square, b * p), plus(square + b * p, c)
    return limit(polynomial([a, b, c]), p, str(square + b * p + c), *notes)


def _compound(rng: np.random.Generator) -> Drawn:
    a, b, c = signed(rng, 9), between(rng, 1, 9), between(rng, -9, 9)
    return limit(f"({over_x(a, '1')})^({linear(b, c)})", None, f"exp({a * b})", times(a, b))


def _root_difference(rng: np.random.Generator) -> Drawn:
    k, a, b = between(rng, 1, 9), signed(rng, 20), between(rng, -9, 9)
    f = f"sqrt({polynomial([k * k, a, b])})-{terms((k, 'x'))}"
    return limit(f, None, number(Fraction(a, 2 * k)), root(k * k), over(a, 2 * k))


LIMITS = (
    Form("cancel", _cancel, _LIMIT),
    Form("ratio", _ratio, _LIMIT),
    Form("standard", _standard, _LIMIT),
    Form("substitute", _substitute, _LIMIT),
    Form("compound", _compound, _LIMIT),
    Form("root_difference", _root_difference, _LIMIT),
)
