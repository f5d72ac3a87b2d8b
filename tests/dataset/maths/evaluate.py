"""Expressions of questions and answers as Python functions: nothing of `dataset.maths` is used.

Solvers read a question with regular expressions and come to the answer numerically or by counting.
"""

from __future__ import annotations

import cmath
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import mpmath

PRECISE = mpmath.mp.clone()
PRECISE.dps = 60
_COMPLEX = {name: getattr(cmath, name) for name in ("sin", "cos", "tan", "exp", "log", "sqrt", "pi")}
_FINE = {name: getattr(PRECISE, name) for name in _COMPLEX} | {"number": PRECISE.mpf}


def function(text: str, names: str = "x", *, kind: str = "complex") -> Callable[..., Any]:
    """The function that an expression is of these letters.

    Args:
        kind: of its numbers: complex, exact (fractions) or fine (60 digits).
    """
    code = text.replace("^", "**").replace("ln(", "log(").replace("y''", "v").replace("y'", "u")
    code = re.sub(r"\|([^|]*)\|", r"abs(\1)", code)
    if kind != "complex":
        code = re.sub(r"\d+", r"number(\g<0>)", code)
    known: dict[str, Any] = {"complex": _COMPLEX, "exact": {"number": Fraction}, "fine": _FINE}[kind]
    return eval(f"lambda {', '.join(names)}: {code}", known | {"i": 1j})


def value(text: str) -> complex:
    """The value of an expression without letters."""
    return complex(function(text, "")())


def residual(equation: str, names: str) -> Callable[..., Any]:
    """The left side of an equation less its right side, in fractions."""
    left, right = equation.split("=")
    return function(f"{left}-({right})", names, kind="exact")


def close(a: complex, b: complex, tolerance: float = 1e-9) -> bool:
    """Equal but for rounding."""
    return abs(a - b) <= tolerance * max(1.0, abs(a), abs(b))


def numbers(text: str) -> list[int]:
    """The whole numbers that stand in a text without a sign, in their order."""
    return [int(found) for found in re.findall(r"\d+", text)]


def expression(text: str) -> str:
    """The first word of a text that is a formula, without the sign that ends a sentence and without `f(x)=`."""
    words = [word.rstrip(".,?:").removeprefix("f(x)=").removeprefix("F'(x)=") for word in text.split()]
    return next(word for word in words if re.search(r"[*^/+]|[\w)]-", word) and "=" not in word)


def found(pattern: str, text: str) -> tuple[str, ...]:
    """The groups of a pattern that stands in a text."""
    match = re.search(pattern, text)
    assert match, text
    return match.groups()
