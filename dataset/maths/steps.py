"""Notes of problems: the steps of a calculation, each an operation on two numbers.

A step does not contain its result; the next step begins with it. See `dataset.maths.problem`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from operator import mul

from dataset.maths.writing import Number, number


def plus(a: Number, b: Number) -> str:
    """17-5"""
    return f"{a}{'' if b < 0 else '+'}{b}"


def times(a: Number, b: Number) -> str:
    """-3*4"""
    return f"{a}*{b}"


def over(a: Number, b: Number) -> str:
    """12/-3"""
    return f"{a}/{b}"


def rest(a: int, b: int) -> str:
    """17%5: the remainder of a division."""
    return f"{a}%{b}"


def root(square: int) -> str:
    """sqrt(12)"""
    return f"sqrt({square})"


def keep(result: Number, step: Number | str) -> str:
    """14;2-4: a result that is needed only later, and the next step."""
    return f"{result};{step}"


def running_sum(values: Sequence[int]) -> tuple[str, ...]:
    """The steps of a sum, number by number."""
    return tuple(plus(total, value) for total, value in zip(accumulate(values), values[1:], strict=False))


def running_product(values: Sequence[int]) -> tuple[str, ...]:
    """The steps of a product, number by number; the first number, which may have to be looked up, is a step alone."""
    products = accumulate(values, mul)
    return number(values[0]), *(times(total, value) for total, value in zip(products, values[1:], strict=False))


def length(first: str, across: int, second: str, up: int) -> tuple[str, ...]:
    """The steps to the length of a line; `first` and `second` are the steps to its extents `across` and `up`."""
    squares = across**2, up**2
    start = first, times(across, across), keep(squares[0], second)
    return *start, keep(squares[0], times(up, up)), plus(*squares), root(sum(squares))


def apart(a: int, r: int, s: int) -> tuple[str, ...]:
    """The steps to the distance of the roots of a*(x-r)*(x-s)=0, by their sum, which is kept, and their product."""
    total, product = r + s, r * s
    both = over(-a * total, -a), keep(total, over(a * product, a)), keep(total, times(-4, product))
    return *both, keep(total, plus(total**2, -4 * product)), keep(total, root((r - s) ** 2))
