"""Comparing values without sympy: small fractions, and polynomials by their values at random points of a finite field.

    exact(parse("-(1/2+3)*2^-2"))       Fraction(-7, 8)
    signature(parse("2(x+1)"))          equal to signature(parse("2x+2"))

Equal quotients of polynomials have equal signatures. Different ones of degree d have equal signatures with a
probability below (d/2^60)^3 (Schwartz and Zippel); d is limited here. `i` is a square root of -1 in the field. pi and e
are treated like variables, since no polynomial with whole coefficients has them as roots.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from fractions import Fraction

from dataset.maths.expression import Node

_EXACT_EXPONENT = 64
_EXACT_BITS = 4096
_LARGEST_FACTORIAL = 200
_PRIME = 2**61 - 31  # 1 modulo 4, so that -1 has a root
_ROOT_OF_MINUS_1 = 583529827753931384
_POINTS = 3
_LARGEST_EXPONENT = 10**6
_LARGEST_DEGREE = 10**9


def is_decimal(node: Node) -> bool:
    """Whether an expression holds a number with a decimal point."""
    return "." in node.text if node.kind == "number" else any(map(is_decimal, node.parts))


def literal(node: Node) -> str | None:
    """The digits of a number without its sign; None for other expressions."""
    while node.kind == "minus":
        (node,) = node.parts
    return node.text if node.kind == "number" else None


def fraction(text: str) -> Fraction:
    """The exact value of a written number."""
    return Fraction(text.rstrip("."))


def exact(node: Node, names: dict[str, Fraction] | None = None) -> Fraction | None:
    """The value of an expression of small fractions; None for all others, and for division by zero.

    Args:
        names: values of variables.
    """
    if node.kind == "number":
        return fraction(node.text)
    if node.kind == "name":
        return (names or {}).get(node.text)
    if node.kind not in _ARITHMETIC:
        return None
    known = [exact(part, names) for part in node.parts]
    values = [value for value in known if value is not None]
    if len(values) < len(known):
        return None
    if node.kind == "power" and not _small_power(*values) or node.kind == "quotient" and not values[1]:
        return None
    if node.kind == "factorial" and not (values[0].denominator == 1 and 0 <= values[0] <= _LARGEST_FACTORIAL):
        return None
    value = _ARITHMETIC[node.kind](*values)
    return value if value.numerator.bit_length() + value.denominator.bit_length() < _EXACT_BITS else None


_ARITHMETIC: dict[str, Callable[..., Fraction]] = {
    "sum": lambda a, b: a + b,
    "product": lambda a, b: a * b,
    "quotient": lambda a, b: a / b,
    "power": lambda a, b: Fraction(a ** int(b)),
    "minus": lambda a: -a,
    "factorial": lambda a: Fraction(math.factorial(int(a))),
}


def _small_power(base: Fraction, exponent: Fraction) -> bool:
    return exponent.denominator == 1 and abs(exponent) <= _EXACT_EXPONENT and (base != 0 or exponent > 0)


def signature(node: Node) -> tuple[int, ...] | None:
    """The values of a quotient of polynomials at three points of the field; None for other or too large expressions."""
    degree = _degree(node)
    if degree is None or degree > _LARGEST_DEGREE:
        return None
    values = tuple(_modulo(node, point) for point in range(_POINTS))
    return None if None in values else tuple(value for value in values if value is not None)


def proportional_signatures(first: tuple[int, ...], second: tuple[int, ...]) -> bool:
    """Whether one is the same multiple of the other at every point."""
    return all((first[0] * b - second[0] * a) % _PRIME == 0 for a, b in zip(first[1:], second[1:], strict=True))


def has_denominator(node: Node) -> bool:
    """Whether an expression divides by a variable."""
    if node.kind == "quotient" and node.parts[1].names:
        return True
    return any(map(has_denominator, node.parts))


def _degree(node: Node) -> int | None:
    """An upper bound of the degree, plus the digits of numbers; None if it is not a quotient of polynomials."""
    if node.kind == "number":
        return len(node.text) + (abs(int(node.text.partition("e")[2])) if "e" in node.text else 0)
    if node.kind == "name":
        return None if node.text == "oo" else 1
    if node.kind == "power":
        base, exponent = _degree(node.parts[0]), exact(node.parts[1])
        small = exponent is not None and exponent.denominator == 1 and abs(exponent) <= _LARGEST_EXPONENT
        return base * max(int(abs(exponent)), 1) if small and base is not None and exponent is not None else None
    if node.kind not in _ARITHMETIC or node.kind == "factorial":
        return None
    degrees = [_degree(part) for part in node.parts]
    return None if None in degrees else sum(degree for degree in degrees if degree is not None)


def _modulo(node: Node, point: int) -> int | None:
    """The value in the field at one point; None if something is divided by zero."""
    if node.kind == "number":
        value = fraction(node.text)
        return value.numerator * pow(value.denominator, -1, _PRIME) % _PRIME
    if node.kind == "name":
        return _ROOT_OF_MINUS_1 if node.text == "i" else _coordinate(node.text, point)
    first = _modulo(node.parts[0], point)
    if node.kind == "power":
        exponent = exact(node.parts[1])
        if first is None or exponent is None or not first and exponent <= 0:
            return None
        return pow(first, int(exponent), _PRIME)
    others = [_modulo(part, point) for part in node.parts[1:]]
    if first is None or None in others:
        return None
    if node.kind == "minus":
        return -first % _PRIME
    (second,) = (other for other in others if other is not None)
    if node.kind == "quotient":
        return first * pow(second, -1, _PRIME) % _PRIME if second else None
    return (first + second if node.kind == "sum" else first * second) % _PRIME


def _coordinate(name: str, point: int) -> int:
    if (name, point) not in _COORDINATES:
        if len(_COORDINATES) > 10_000:
            _COORDINATES.clear()
        digest = hashlib.sha256(f"{name} {point}".encode()).digest()
        _COORDINATES[name, point] = int.from_bytes(digest[:16], "big") % _PRIME
    return _COORDINATES[name, point]


_COORDINATES: dict[tuple[str, int], int] = {}
