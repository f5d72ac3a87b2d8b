"""Ordinary differential equations of first and second order, and a step of Euler's method."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from dataset.maths.problem import Drawn, Form, between, choice, signed
from dataset.maths.steps import apart, keep, over, plus, root, times
from dataset.maths.writing import number, polynomial, terms

_FIRST, _SECOND = "y'", "y''"
_SOLVE = (
    "Solve {equation} with {start}.",
    "Find y(x) with {equation} and {start}.",
    "What is y(x) if {equation} and {start}?",
)


def _solution(equation: str, start: tuple[str, ...], answer: str, *notes: str) -> Drawn:
    fields = {"equation": equation, "start": ", ".join(start)}
    return Drawn(fields, answer, ("ode", equation, *start), notes)


def _decay(rng: np.random.Generator) -> Drawn:
    m, k, c = between(rng, 1, 5), signed(rng, 9), signed(rng, 9)
    equation = f"{terms((m, _FIRST), (-m * k, 'y'))}=0"
    return _solution(equation, (f"y(0)={c}",), terms((c, f"exp({terms((k, 'x'))})")), over(m * k, m))


def _integrate(rng: np.random.Generator) -> Drawn:
    a, b, c = signed(rng, 9), signed(rng, 9), signed(rng, 9)
    return _solution(f"y'={terms((2 * a, 'x'), (b, ''))}", (f"y(0)={c}",), polynomial([a, b, c]), over(2 * a, 2))


def _separable(rng: np.random.Generator) -> Drawn:
    m, a, c = between(rng, 1, 4), signed(rng, 9), signed(rng, 9)
    left, right = terms((m, _FIRST)), terms((2 * a * m, "x*y"))
    notes = over(2 * a * m, m), over(2 * a, 2)
    return _solution(f"{left}={right}", (f"y(0)={c}",), terms((c, f"exp({terms((a, 'x^2'))})")), *notes)


def _oscillation(rng: np.random.Generator) -> Drawn:
    m, a, k = between(rng, 1, 5), signed(rng, 9), between(rng, 1, 9)
    equation = f"{terms((m, _SECOND), (m * k * k, 'y'))}=0"
    notes = over(m * k * k, m), root(k * k)
    if rng.random() < 0.5:
        return _solution(equation, (f"y(0)={a}", "y'(0)=0"), terms((a, f"cos({terms((k, 'x'))})")), *notes)
    start, last = ("y(0)=0", f"y'(0)={a * k}"), keep(k, over(a * k, k))
    return _solution(equation, start, terms((a, f"sin({terms((k, 'x'))})")), *notes, last)


def _constant(rng: np.random.Generator) -> Drawn:
    a, b = signed(rng, 12, 2), signed(rng, 60)
    equation = f"y'={terms((a, 'y'), (b, ''))}"
    answer = number(Fraction(-b, a))
    return Drawn({"equation": equation}, answer, ("constant_solution", equation), (over(-b, a),))


def _exponent(rng: np.random.Generator) -> Drawn:
    m, r = choice(rng, (1, 1, 2, 3, -1)), between(rng, -10, 11)
    s = between(rng, -11, r - 1)
    equation = f"{terms((m, _SECOND), (-m * (r + s), _FIRST), (m * r * s, 'y'))}=0"
    notes = *apart(m, r, s), plus(r + s, r - s)
    return Drawn({"equation": equation}, str(r), ("exponent", equation), notes)


def _euler(rng: np.random.Generator) -> Drawn:
    a, b, p, q = signed(rng, 5), signed(rng, 5), between(rng, 0, 5), signed(rng, 9)
    equation, start = f"y'={terms((a, 'x'), (b, 'y'))}", f"y({p})={q}"
    fields = {"equation": equation, "start": start, "next": p + 1}
    slope = a * p + b * q
    notes = times(a, p), keep(a * p, times(b, q)), plus(a * p, b * q), plus(q, slope)
    return Drawn(fields, str(q + slope), ("euler", equation, str(p), str(q)), notes)


DIFFERENTIAL_EQUATIONS = (
    Form("decay", _decay, _SOLVE),
    Form("integrate", _integrate, _SOLVE),
    Form("separable", _separable, _SOLVE),
    Form("oscillation", _oscillation, _SOLVE),
    Form(
        "constant",
        _constant,
        (
            "Which constant y solves {equation}?",
            "Find the constant solution of {equation}.",
            "What is the constant solution of {equation}?",
        ),
    ),
    Form(
        "exponent",
        _exponent,
        (
            "What is the largest r such that exp(r*x) solves {equation}?",
            "Find the largest r for which exp(r*x) solves {equation}.",
            "Let exp(r*x) solve {equation}. What is the largest r?",
        ),
    ),
    Form(
        "euler",
        _euler,
        (
            "Let {equation} and {start}. What does one Euler step of size 1 give for y({next})?",
            "Take one Euler step of size 1 from {start} with {equation}. What is y({next})?",
            "With {equation} and {start}, find y({next}) by one Euler step of size 1.",
        ),
    ),
)
