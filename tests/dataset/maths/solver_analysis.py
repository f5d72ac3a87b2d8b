"""Analysis by numbers: differences, quadrature, values near a point, sums over circles, Runge and Kutta."""

from __future__ import annotations

import cmath
import itertools
from collections.abc import Callable
from fractions import Fraction

import numpy as np

from tests.dataset.maths.evaluate import PRECISE, close, expression, found, function, residual, value

Function = Callable[[complex], complex]


def derivatives(question: str, answer: str) -> bool:
    """Differences of a central star, exact to some ten digits with 60."""
    order = 2 if "twice" in question or "second" in question or "f''" in question else 1
    f, step = function(expression(question), kind="fine"), PRECISE.mpf(10) ** -15

    def slope(x: object) -> object:
        if order == 1:
            return (f(x + step) - f(x - step)) / (2 * step)
        return (f(x + step) - 2 * f(x) + f(x - step)) / step**2

    if " at x=" in question or "f'(" in question and "f'(x)" not in question:
        (place,) = found(r"(?:x=|f'\()(-?\d+)", question)
        return close(complex(slope(PRECISE.mpf(place))), value(answer))
    given = function(answer)
    return all(close(complex(slope(PRECISE.mpf(x))), given(x)) for x in (0.375, 1.25, 2.5))


_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(40)


def _area(f: Function, low: float, high: float) -> complex:
    middle, half = (low + high) / 2, (high - low) / 2
    return half * sum(w * f(middle + half * x) for x, w in zip(_NODES, _WEIGHTS, strict=True))


def integrals(question: str, answer: str) -> bool:
    if "F(0)=0" in question or "at x=0" in question:
        f, given = function(expression(question)), function(answer)
        return all(close(given(x), _area(f, 0, x)) for x in (-1.0, 0.5, 2.0))
    p, q = (value(bound).real for bound in found(r"from (\S+) to (\S+?)[.?]?$", question))
    area = _area(function(expression(question)), p, q)
    return close(value(answer), area / (q - p) if "mean" in question or "average" in question else area)


def limits(question: str, answer: str) -> bool:
    (place,) = found(r"x goes to (-?\d+|infinity)", question)
    near = PRECISE.mpf(10) ** 20 if place == "infinity" else PRECISE.mpf(place) + PRECISE.mpf(10) ** -20
    return close(complex(function(expression(question), kind="fine")(near)), value(answer))


def taylor_series(question: str, answer: str) -> bool:
    if "coefficient" not in question:
        (place,) = found(r"x=(-?\d+)", question)
        f, k, given = function(expression(question), kind="exact"), Fraction(place), function(answer, kind="exact")
        slope = (f(k + 1) - f(k - 1)) / 2  # exact for a square
        return all(given(k + h) == f(k) + slope * h for h in (0, 1))
    (power,) = found(r"coefficient of x(\^\d)?", question)
    f = function(expression(question.replace(f"x{power}", "", 1) if power else question))
    return close(value(answer), _cauchy(f, 0, int(power[1:]) if power else 1, 0.1))


def _cauchy(f: Function, center: complex, n: int, radius: float, points: int = 96) -> complex:
    """The coefficient of (z-center)^n of a Laurent series, by the mean over a circle."""
    circle = [radius * cmath.exp(2j * cmath.pi * k / points) for k in range(points)]
    return sum(f(center + z) / z**n for z in circle) / points


def differential_equations(question: str, answer: str) -> bool:
    (equation,) = found(r"(\S*y'\S*=\S*?)[.?]?(?: |$)", question)
    if "constant" in question:
        f = residual(equation, "xyuv")
        return Fraction(answer) == -f(0, 0, 0, 0) / (f(0, 1, 0, 0) - f(0, 0, 0, 0))
    if "largest" in question:
        f = residual(equation, "xyuv")
        return int(answer) == max(r for r in range(-30, 31) if f(0, 1, r, r * r) == 0)
    if "Euler" in question:
        x, y = map(int, found(r"y\((\d+)\)=(-?\d+)", question))
        return Fraction(answer) == y + function(equation.partition("=")[2], "xy", kind="exact")(x, y)
    (y0,) = found(r"y\(0\)=(-?\d+)", question)
    (u0,) = found(r"y'\(0\)=(-?\d+)", question) if "y'(0)" in question else ("0",)
    return close(function(answer)(0.25), _runge_kutta(equation, float(y0), float(u0), 0.25), 1e-5)


def _runge_kutta(equation: str, y: float, u: float, end: float, steps: int = 100) -> float:
    """y(end) by steps of fourth order; the highest derivative stands alone in its equation, but for a factor."""
    left, right = equation.split("=")
    f = function(f"{left}-({right})", "xyuv")
    second = "y''" in equation

    def slopes(x: float, state: np.ndarray) -> np.ndarray:
        y, u = state
        at = (x, y, u) if second else (x, y)
        zero, one = (f(*at, *rest).real for rest in (((0,), (1,)) if second else ((0, 0), (1, 0))))
        highest = -zero / (one - zero)
        return np.array([u, highest]) if second else np.array([highest, 0.0])

    state, h = np.array([y, u]), end / steps
    for x in itertools.islice(itertools.count(0.0, h), steps):
        a = slopes(x, state)
        b = slopes(x + h / 2, state + h / 2 * a)
        c = slopes(x + h / 2, state + h / 2 * b)
        d = slopes(x + h, state + h * c)
        state = state + h / 6 * (a + 2 * b + 2 * c + d)
    return float(state[0])


def complex_analysis(question: str, answer: str) -> bool:
    if "residue" in question:
        (pole,) = found(r"z=(-?\d+)", question)
        return close(value(answer), _cauchy(function(expression(question), "z"), int(pole), -1, 0.25))
    if "|z|" in question:
        (radius,) = found(r"\|z\|=(\d+)", question)
        residues = _cauchy(function(expression(question), "z"), 0, -1, int(radius), 600)
        return close(value(answer), 2j * cmath.pi * residues)
    return close(value(answer), value(expression(question)))
