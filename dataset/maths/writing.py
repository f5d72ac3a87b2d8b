"""Writing numbers and expressions in the form that all generated questions and answers use.

number(Fraction(-3, 4))                  -3/4
numbers(6, Fraction(1, 2))               "6", "1/2"        a text for each number
polynomial([3, -2, 1])                   3*x^2-2*x+1       descending powers
terms((Fraction(3, 2), "pi"), (-4, ""))  3*pi/2-4          in the order given
radical(12)                              2*sqrt(3)
imaginary(3, -2)                         3-2*i
roots([5, -2])                           -2, 5             ascending
decimal(Fraction(5, 2))                  2.5
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import isqrt

Number = int | Fraction


def number(value: Number) -> str:
    """A whole number, or a fraction in lowest terms."""
    return str(Fraction(value))


def numbers(*values: Number) -> tuple[str, ...]:
    """A text for each number."""
    return tuple(map(number, values))


def decimal(value: Fraction) -> str:
    """A number of whole hundredths, without trailing zeros."""
    cents = int(value * 100)
    text = f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02}"
    return text.rstrip("0").rstrip(".")


def terms(*parts: tuple[Number, str]) -> str:
    """A sum of multiples of factors. Plain numbers have an empty factor; parts that are zero are left out."""
    out = ""
    for value, factor in parts:
        if value:
            out += ("-" if value < 0 else "+" if out else "") + _multiple(abs(Fraction(value)), factor)
    return out or "0"


def _multiple(value: Fraction, factor: str) -> str:
    if not factor:
        return number(value)
    over = f"/{value.denominator}" if value.denominator > 1 else ""
    return (f"{value.numerator}*" if value.numerator > 1 else "") + factor + over


def power(name: str, exponent: int) -> str:
    """A power of a variable; empty for the exponent 0."""
    return "" if exponent == 0 else name if exponent == 1 else f"{name}^{exponent}"


def polynomial(coefficients: Sequence[Number], name: str = "x") -> str:
    """A polynomial; the coefficient of the highest power comes first."""
    degree = len(coefficients) - 1
    return terms(*((value, power(name, degree - place)) for place, value in enumerate(coefficients)))


def over_x(value: int, rest: str = "") -> str:
    """A multiple of 1/x, behind the rest of a sum: 3*x-2/x."""
    return f"{rest}{'+' if rest and value > 0 else ''}{value}/x"


def linear(a: Number, b: Number, name: str = "x") -> str:
    """a*x+b"""
    return polynomial([a, b], name)


def square_part(square: int) -> tuple[int, int]:
    """A positive whole number as a square times a number: (2, 3) for 12, since 12 is 2^2*3."""
    outside = next(size for size in range(isqrt(square), 0, -1) if square % size**2 == 0)
    return outside, square // outside**2


def radical_term(square: int) -> tuple[int, str]:
    """The square root of a whole number as a part of `terms`."""
    if square == 0:
        return 0, ""
    outside, inside = square_part(square)
    return outside, "" if inside == 1 else f"sqrt({inside})"


def radical(square: int) -> str:
    """The square root of a whole number."""
    return terms(radical_term(square))


def imaginary(real: Number, imaginary_part: Number) -> str:
    """A complex number."""
    return terms((real, ""), (imaginary_part, "i"))


def roots(values: Iterable[Number]) -> str:
    """The different numbers in ascending order."""
    return ", ".join(map(number, sorted(set(values))))


def listed(values: Iterable[Number]) -> str:
    """Numbers in the order given."""
    return ", ".join(map(number, values))
