"""Notes of problems: the steps of a calculation, each an operation on two numbers.

A step does not contain its result; the next step begins with it. See `dataset.maths.problem`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate
from math import gcd
from operator import mul

from dataset.maths.writing import Number, number

_SUM_OR_PRODUCT = re.compile(r"(?P<first>-?\d+)(?P<times>\*)?(?P<second>(?(times)-?|[+-])\d+)")

_COLUMN = 5
"""Places of a number and the sign in front of it."""
_COLUMNS = 3
"""Numbers of a note: an earlier result, and the two numbers of a step."""


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


def _alone(a: int, b: int) -> bool:
    """Whether a sum is one step: of two numbers of two digits, or with one of a single digit."""
    return max(abs(a), abs(b)) < 100 or min(abs(a), abs(b)) < 10


def adding(a: int, b: int, rest: str = "") -> tuple[str, ...]:
    """365-178, 265-78, 195-8: the first digit of the second number goes into the first number, step by step.

    Of numbers with different signs, the larger one comes first; otherwise the one with more digits.

    Args:
        rest: what has to be added later, behind each step.
    """
    if _alone(a, b):
        return (plus(a, b) + rest,)
    if abs(b) > abs(a) and (a * b < 0 or len(str(abs(b))) > len(str(abs(a)))):
        a, b = b, a
    notes = [plus(a, b) + rest]
    while not _alone(a, b):
        first = abs(b) // 10 ** (len(str(abs(b))) - 1) * 10 ** (len(str(abs(b))) - 1) * (1 if b > 0 else -1)
        a, b = a + first, b - first
        if b:
            notes.append(plus(a, b) + rest)
    return tuple(notes)


def without_zeros(a: int) -> tuple[int, int]:
    """A number without the zeros at its end, and how many these are; 0 has none."""
    zeros = 0
    while a and a % 10 == 0:
        a, zeros = a // 10, zeros + 1
    return a, zeros


def multiplying(a: int, b: int) -> tuple[str, ...]:
    """4*3, 12*100 for 40*30; 2*47, 94;3*47, 940+141 and so on for 23*47; 7*3, 21;7*64, 2100+448 for 364*7.

    A product is one step if a number has one digit and the other one two, or if both are at most 12.
    """
    small, large = sorted((abs(a), abs(b)))
    if small < 10 and large < 100 or small == 0:
        return (times(a, b),)
    (first, zeros), (second, more) = without_zeros(a), without_zeros(b)
    if zeros + more:
        power = 10 ** (zeros + more)
        if 1 in (abs(first), abs(second)):
            return (times(first * second, power),)
        return *multiplying(first, second), times(first * second, power)
    if large <= 12:
        return (times(a, b),)
    sign = 1 if a * b > 0 else -1
    if small < 10:
        high, low = divmod(large, 100)
        left, right, place = (sign * small, high), (sign * small, low), 100
    else:
        high, low = divmod(abs(a), 10)
        left, right, place = (sign * high, abs(b)), (sign * low, abs(b)), 10
    product = left[0] * left[1]
    return times(*left), keep(product, times(*right)), *adding(place * product, right[0] * right[1])


def scaled(product: int, places: int) -> tuple[str, ...]:
    """The step that moves the point of a number: by places to the right, or to the left if negative; none for 0."""
    if places == 0:
        return ()
    return (times(product, 10**places) if places > 0 else over(product, 10**-places),)


def reducing(top: int, bottom: int) -> tuple[str, ...]:
    """36/48, 18/24, 9/12: numerator and denominator are divided by their smallest common factor, step by step.

    A division that comes out even is one step.
    """
    notes = [over(top, bottom)]
    while (common := gcd(top, bottom)) > 1 and top % bottom:
        factor = next(size for size in range(2, common + 1) if common % size == 0)
        top, bottom = top // factor, bottom // factor
        if gcd(top, bottom) > 1 and top % bottom:
            notes.append(over(top, bottom))
    return tuple(notes)


def in_small_steps(notes: Sequence[str]) -> tuple[str, ...]:
    """Notes in which sums and products of large numbers take several steps; steps that keep a result stay."""
    found: list[str] = []
    for note in notes:
        step = _SUM_OR_PRODUCT.fullmatch(note)
        if step is None:
            found.append(note)
        else:
            in_steps = multiplying if step["times"] else adding
            found += in_steps(int(step["first"]), int(step["second"]))
    return tuple(found)


def with_result(notes: Sequence[str], answer: str) -> tuple[str, ...]:
    """Notes and the answer as a note of its own, if it is a number of three digits or more."""
    return (*notes, answer) if re.fullmatch(r"-?[0-9]{3,}", answer) else tuple(notes)


def in_columns(note: str) -> str:
    """__365_-178 for 365-178: numbers end in the same places of every note, as people write them below each other.

    Notes of more than three numbers stay as they are.
    """
    parts = re.findall(r"\D*\d+", note)
    if len(parts) > _COLUMNS:
        return note
    filled = ("_" * (_COLUMN - len(re.findall(r"[a-z]+|.", part))) + part for part in parts)
    return "".join(filled) + note[sum(map(len, parts)) :]


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
