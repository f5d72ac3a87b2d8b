"""Complex analysis: arithmetic and absolute values of complex numbers, residues, integrals around circles."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from dataset.maths.problem import Drawn, Form, between, choice, signed, two
from dataset.maths.steps import keep, length, over, plus, times
from dataset.maths.writing import imaginary, linear, number, polynomial, radical, terms

_COMPUTE = (
    "What is {f}?",
    "Compute {f}.",
    "Find {f} as a complex number.",
)
_RESIDUE = (
    "What is the residue of {f} at z={p}?",
    "Find the residue of {f} at z={p}.",
    "Compute the residue at z={p} of {f}.",
)


def _value(f: str, answer: str, *notes: str) -> Drawn:
    return Drawn({"f": f}, answer, ("complex", f), notes)


def _product(rng: np.random.Generator) -> Drawn:
    a, b, c, d = (signed(rng, 4) for _ in range(4))
    real, other = a * c - b * d, a * d + b * c
    steps = times(a, c), keep(a * c, times(b, d)), plus(a * c, -b * d)
    notes = *steps, keep(real, times(a, d)), keep(real, plus(a * d, b * c))
    return _value(f"({imaginary(a, b)})*({imaginary(c, d)})", imaginary(real, other), *notes)


def _square(rng: np.random.Generator) -> Drawn:
    a, b, c = signed(rng, 6), signed(rng, 6), signed(rng, 9)
    real = a * a - b * b
    notes = times(a, a), keep(a * a, times(b, b)), plus(a * a, -b * b), plus(real, c), keep(real + c, times(2 * a, b))
    return _value(f"({imaginary(a, b)})^2{c:+d}", imaginary(real + c, 2 * a * b), *notes)


def _power_of_i(rng: np.random.Generator) -> Drawn:
    a, b, n = signed(rng, 9), signed(rng, 9), between(rng, 2, 40)
    real, other = ((a, b), (-b, a), (-a, -b), (b, -a))[n % 4]
    return _value(f"i^{n}*({imaginary(a, b)})", imaginary(real, other), number(n % 4))


def _absolute(rng: np.random.Generator) -> Drawn:
    a, b, c = between(rng, -5, 5), between(rng, -5, 5), between(rng, -5, 5)
    d = choice(rng, [d for d in range(-5, 6) if d != b])
    f = f"|{imaginary(a, b)}-({imaginary(c, d)})|"
    real, other = (a - c) ** 2, (b - d) ** 2
    notes = length(plus(a, -c), a - c, plus(b, -d), b - d)
    return _value(f, radical(real + other), *notes)


def _poles(rng: np.random.Generator, size: int) -> tuple[int, int]:
    """Two different whole numbers other than 0, with absolute values up to `size`."""
    p, q = (place - size + (place >= size) for place in two(rng, 0, 2 * size - 1))
    return p, q


def _residue(rng: np.random.Generator) -> Drawn:
    a, b, (p, q) = between(rng, 1, 5), between(rng, -9, 9), _poles(rng, 5)
    while a * p + b == 0 or a * q + b == 0:  # a factor would cancel
        b = between(rng, -9, 9)
    f = f"({linear(a, b, 'z')})/(({linear(1, -p, 'z')})*({linear(1, -q, 'z')}))"
    top, bottom = a * p + b, p - q
    notes = times(a, p), plus(a * p, b), keep(top, plus(p, -q)), over(top, bottom)
    return Drawn({"f": f, "p": p}, number(Fraction(top, bottom)), ("residue", f, str(p)), notes)


def _double_pole(rng: np.random.Generator) -> Drawn:
    a, b, c, p = signed(rng, 9), signed(rng, 9), signed(rng, 9), signed(rng, 5)
    f = f"({polynomial([a, b, c], 'z')})/({linear(1, -p, 'z')})^2"
    check = ("residue", f, str(p))
    return Drawn({"f": f, "p": p}, str(2 * a * p + b), check, (times(2, a), times(2 * a, p), plus(2 * a * p, b)))


def _circle(rng: np.random.Generator) -> Drawn:
    """An integral around one of two poles, or around both."""
    a, b, (p, q) = signed(rng, 9), signed(rng, 9), _poles(rng, 9)
    r = choice(rng, [r for r in range(2, 11) if r not in (abs(p), abs(q)) and r > min(abs(p), abs(q))])
    f = f"{a}/({linear(1, -p, 'z')}){b:+d}/({linear(1, -q, 'z')})"
    first, second = a * (abs(p) < r), b * (abs(q) < r)
    inside = first + second
    answer = terms((2 * inside, "pi*i"))
    return Drawn({"f": f, "r": r}, answer, ("circle", f, str(r)), (plus(first, second), times(2, inside)))


COMPLEX_ANALYSIS = (
    Form("product", _product, _COMPUTE),
    Form("square", _square, _COMPUTE),
    Form("power_of_i", _power_of_i, _COMPUTE),
    Form("absolute", _absolute, ("What is {f}?", "Compute {f}.", "Find the absolute value {f}.")),
    Form("residue", _residue, _RESIDUE),
    Form("double_pole", _double_pole, _RESIDUE),
    Form(
        "circle",
        _circle,
        (
            "Integrate {f} around the circle |z|={r}.",
            "What is the integral of {f} around |z|={r}?",
            "Find the integral of {f} once around |z|={r}.",
        ),
    ),
)
