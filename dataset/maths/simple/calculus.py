"""Derivatives, integrals and limits of one term or two.

power          Differentiate 3*x^4.                                 answer 12*x^3       note 3*4
area_of_power  Integrate x^2 from 0 to 2.                           answer 8/3          notes 2*2, 4*2, 8/3
at_infinity    What is the limit of (3*x+1)/(x-2) as x goes to infinity?                answer 3, note 3/1
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from dataset.maths.derivatives import derivative
from dataset.maths.integrals import definite
from dataset.maths.limits import limit
from dataset.maths.problem import Drawn, Form, between, choice, signed
from dataset.maths.steps import keep, over, plus, times
from dataset.maths.writing import linear, number, polynomial, power, terms

_DIFFERENTIATE = (
    "Differentiate {f}.",
    "What is the derivative of {f}?",
    "derivative of {f}",
    "d/dx {f}",
    "Find f'(x) for f(x)={f}.",
)
_INTEGRATE = (
    "Find the antiderivative of {f} that is 0 at x=0.",
    "Integrate {f}.",
    "What is the integral of {f}?",
    "What is the antiderivative of {f}?",
    "integral of {f} dx",
)
_AREA = (
    "Integrate {f} from {p} to {q}.",
    "What is the integral of {f} from {p} to {q}?",
    "What is the area under {f} from {p} to {q}?",
    "What is the area under {f} from x={p} to x={q}?",
    "integral of {f} from {p} to {q}",
)
_LIMIT = (
    "What is the limit of {f} as x goes to {p}?",
    "Find the limit of {f} as x goes to {p}.",
    "limit of {f} as x approaches {p}",
    "As x goes to {p}, what is the limit of {f}?",
)


# ---- derivatives


def _coefficient(rng: np.random.Generator) -> int:
    return 1 if rng.random() < 0.3 else signed(rng, 12)


def _power(rng: np.random.Generator) -> Drawn:
    a, n = _coefficient(rng), between(rng, 1, 8)
    notes = () if 1 in (a, n) else (times(a, n),)
    return derivative(terms((a, power("x", n))), terms((a * n, power("x", n - 1))), *notes)


def _with_constant(rng: np.random.Generator) -> Drawn:
    a, b, c, n = _coefficient(rng), between(rng, -9, 9), signed(rng, 20), between(rng, 2, 5)
    f = terms((a, power("x", n)), (b, "x"), (c, ""))
    return derivative(f, terms((a * n, power("x", n - 1)), (b, "")), times(a, n))


def _function(rng: np.random.Generator) -> Drawn:
    """Sine, cosine, exponential and logarithm, with a factor outside, inside or none."""
    name = choice(rng, ("sin", "cos", "exp", "ln"))
    a, k = choice(rng, ((1, 1), (signed(rng, 9), 1), (1, between(rng, 2, 9)), (signed(rng, 6), between(rng, 2, 6))))
    if name == "ln":
        return derivative(terms((a, "ln(x)")), f"{a}/x")
    inner = terms((k, "x"))
    other, sign = {"sin": ("cos", 1), "cos": ("sin", -1), "exp": ("exp", 1)}[name]
    notes = () if 1 in (abs(a), k) else (times(sign * a, k),)
    return derivative(terms((a, f"{name}({inner})")), terms((sign * a * k, f"{other}({inner})")), *notes)


def _twice(rng: np.random.Generator) -> Drawn:
    a, n = _coefficient(rng), between(rng, 2, 7)
    f, answer = terms((a, power("x", n))), terms((a * n * (n - 1), power("x", n - 2)))
    return Drawn({"f": f}, answer, ("derivative", f, "2"), (times(a, n), times(a * n, n - 1)))


def _slope(rng: np.random.Generator) -> Drawn:
    a, b, c = _coefficient(rng), between(rng, -9, 9), between(rng, -9, 9)
    b, p = b if rng.random() < 0.5 else 0, between(rng, -6, 9)
    f = polynomial([a, b, c if rng.random() < 0.5 else 0])
    notes = times(2, a), times(2 * a, p), *((plus(2 * a * p, b),) if b else ())
    return Drawn({"f": f, "p": p}, str(2 * a * p + b), ("derivative_at", f, str(p)), notes)


# ---- integrals


def _antiderivative(rng: np.random.Generator) -> Drawn:
    a, n = _coefficient(rng), between(rng, 0, 5)
    a = a * (n + 1) if rng.random() < 0.6 else a
    f = terms((a, power("x", n)))
    return Drawn({"f": f}, terms((Fraction(a, n + 1), power("x", n + 1))), ("antiderivative", f), (over(a, n + 1),))


def _antiderivative_of_sum(rng: np.random.Generator) -> Drawn:
    n, b = between(rng, 1, 4), signed(rng, 12)
    a = signed(rng, 6) * (n + 1)
    f = terms((a, power("x", n)), (b, ""))
    answer = terms((Fraction(a, n + 1), power("x", n + 1)), (b, "x"))
    return Drawn({"f": f}, answer, ("antiderivative", f), (over(a, n + 1), keep(a // (n + 1), b)))


def _antiderivative_of_cosine(rng: np.random.Generator) -> Drawn:
    a, k = _coefficient(rng), between(rng, 1, 6)
    f = terms((a * k, f"cos({terms((k, 'x'))})"))
    notes = () if k == 1 else (over(a * k, k),)
    return Drawn({"f": f}, terms((a, f"sin({terms((k, 'x'))})")), ("antiderivative", f), notes)


def _area_of_power(rng: np.random.Generator) -> Drawn:
    n = choice(rng, (1, 1, 2, 2, 3))
    a, q = _coefficient(rng), between(rng, 1, (12, 6, 4)[n - 1])
    a = a * (n + 1) if rng.random() < 0.5 else a
    powers = [q**k for k in range(1, n + 2)]
    notes = [times(value, q) for value in powers[:-1]]
    if a != 1:
        notes.append(times(a, powers[-1]))
    notes.append(over(a * powers[-1], n + 1))
    return definite(terms((a, power("x", n))), 0, q, number(Fraction(a * powers[-1], n + 1)), *notes)


def _area_of_line(rng: np.random.Generator) -> Drawn:
    a, b, q = 2 * signed(rng, 4), signed(rng, 9), between(rng, 1, 9)
    height = a // 2 * q + b
    return definite(
        linear(a, b), 0, q, str(height * q), over(a, 2), times(a // 2, q), plus(height - b, b), times(height, q)
    )


def _area_of_constant(rng: np.random.Generator) -> Drawn:
    a, p, width = signed(rng, 12), between(rng, 0, 6), between(rng, 1, 9)
    return definite(str(a), p, p + width, str(a * width), plus(p + width, -p), times(a, width))


def _area_of_wave(rng: np.random.Generator) -> Drawn:
    a = _coefficient(rng)
    name, q, area = choice(
        rng, (("sin", "pi", 2), ("cos", "pi/2", 1), ("sin", "pi/2", 1), ("cos", "pi", 0), ("sin", "2*pi", 0))
    )
    return definite(terms((a, f"{name}(x)")), 0, q, str(a * area), *((times(a, area),) if a != 1 else ()))


# ---- limits


def _at_a_point(rng: np.random.Generator) -> Drawn:
    """x^2+1, 3*x-2, 2*x^2: put the number in."""
    a, c, p, n = _coefficient(rng), between(rng, -9, 12), between(rng, -5, 9), between(rng, 1, 2)
    notes = [times(p, p)] if n == 2 else []
    value = p**n
    if a != 1:
        notes.append(times(a, value))
    if c:
        notes.append(plus(a * value, c))
    return limit(terms((a, power("x", n)), (c, "")), p, str(a * value + c), *notes)


def _at_infinity(rng: np.random.Generator) -> Drawn:
    a, c, b, d = signed(rng, 9), signed(rng, 9), between(rng, -9, 9), between(rng, -9, 9)
    n = between(rng, 1, 2)
    f = f"({terms((a, power('x', n)), (b, ''))})/({terms((c, power('x', n)), (d, ''))})"
    return limit(f, None, number(Fraction(a, c)), over(a, c))


def _vanishing(rng: np.random.Generator) -> Drawn:
    a, n, b = between(rng, 1, 20), between(rng, 1, 4), between(rng, -9, 9)
    below = power("x", n)
    return limit(f"{a}/{below}" if b == 0 or rng.random() < 0.6 else f"{a}/({terms((1, below), (b, ''))})", None, "0")


def _difference_of_squares(rng: np.random.Generator) -> Drawn:
    p = signed(rng, 15)
    f = f"({terms((1, 'x^2'), (-p * p, ''))})/({linear(1, -p)})"
    return limit(f, p, str(2 * p), times(2, p))


def _sine_quotient(rng: np.random.Generator) -> Drawn:
    a, b = (1 if rng.random() < 0.4 else between(rng, 2, 12) for _ in range(2))
    name = choice(rng, ("sin({})", "sin({})", "tan({})", "(exp({})-1)", "ln({}+1)"))
    notes = () if b == 1 else (over(a, b),)
    return limit(
        f"{name.format(terms((a, 'x')))}/{terms((b, 'x')) if b == 1 else f'({b}*x)'}", 0, number(Fraction(a, b)), *notes
    )


SIMPLE_CALCULUS = (
    Form("power", _power, _DIFFERENTIATE),
    Form("with_constant", _with_constant, _DIFFERENTIATE),
    Form("function", _function, _DIFFERENTIATE),
    Form(
        "twice",
        _twice,
        ("What is the second derivative of {f}?", "second derivative of {f}", "Differentiate {f} twice."),
    ),
    Form(
        "slope",
        _slope,
        (
            "What is the derivative of {f} at x={p}?",
            "What is the slope of {f} at x={p}?",
            "slope of {f} at x={p}",
            "Find f'({p}) if f(x)={f}.",
        ),
    ),
    Form("antiderivative", _antiderivative, _INTEGRATE),
    Form("antiderivative_of_sum", _antiderivative_of_sum, _INTEGRATE),
    Form("antiderivative_of_cosine", _antiderivative_of_cosine, _INTEGRATE),
    Form("area_of_power", _area_of_power, _AREA),
    Form("area_of_line", _area_of_line, _AREA),
    Form("area_of_constant", _area_of_constant, _AREA),
    Form("area_of_wave", _area_of_wave, _AREA),
    Form("at_a_point", _at_a_point, _LIMIT),
    Form("at_infinity", _at_infinity, _LIMIT),
    Form("vanishing", _vanishing, _LIMIT),
    Form("difference_of_squares", _difference_of_squares, _LIMIT),
    Form("sine_quotient", _sine_quotient, _LIMIT),
)
