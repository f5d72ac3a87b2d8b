"""Notes of problems: the steps of a calculation, each an operation on two numbers.

A step does not contain its result; the next step begins with it. See `dataset.maths.problem`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from math import gcd
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


def _alone(a: int, b: int) -> bool:
    """Whether a sum is one step: of two numbers of two digits, or with one of a single digit."""
    return max(abs(a), abs(b)) < 100 or min(abs(a), abs(b)) < 10


def adding(a: int, b: int) -> tuple[str, ...]:
    """365-178, 265-78, 195-8: the first digit of the second number goes into the first number, step by step.

    Of numbers with different signs, the larger one comes first; otherwise the one with more digits. The numbers may
    have been calculated before.
    """
    if _alone(a, b):
        return (plus(a, b),)
    if abs(b) > abs(a) and (a * b < 0 or len(str(abs(b))) > len(str(abs(a)))):
        a, b = b, a
    notes = [plus(a, b)]
    while not _alone(a, b):
        first = abs(b) // 10 ** (len(str(abs(b))) - 1) * 10 ** (len(str(abs(b))) - 1) * (1 if b > 0 else -1)
        a, b = a + first, b - first
        if b:
            notes.append(plus(a, b))
    return tuple(notes)


def without_zeros(a: int) -> tuple[int, int]:
    """A number without the zeros at its end, and how many these are; 0 has none."""
    zeros = 0
    while a and a % 10 == 0:
        a, zeros = a // 10, zeros + 1
    return a, zeros


def _digit(value: int, place: int) -> int:
    """The digit of a number at a place, counted from its end."""
    return abs(value) // 10**place % 10


def _digits(columns: Sequence[tuple[int, int]], sign: str = "+") -> tuple[str, ...]:
    """A note for each column, from the right: two numbers, the second with what is carried, and the digits so far."""
    notes, carried, found = [], 0, ""
    for first, second in columns:
        second += carried
        value = first + second if sign == "+" else first - second
        step = f"{first}{sign}{second}"
        notes.append(f"{step};{found}" if found else step)
        carried, found = abs(value // 10), f"{value % 10}{found}"
    return tuple(notes)


def adding_digits(first: int, *others: int) -> tuple[str, ...]:
    """5+8, 6+8;3, 3+2;43 for 365+178: the columns of a sum whose numbers the question tells, from the right.

    Of two numbers with different signs, the smaller one is subtracted from the larger one.
    """
    values = first, *others
    if len(values) == 2 and first * others[0] < 0:
        values, sign = tuple(sorted(values, key=abs, reverse=True)), "-"
    else:
        sign = "+"
    places = range(len(str(max(map(abs, values)))))
    return _digits([(_digit(values[0], at), sum(_digit(value, at) for value in values[1:])) for at in places], sign)


def multiplying(a: int, b: int) -> tuple[str, ...]:
    """21+0, 14+14;1, 8+2;81 for 23*47: products of digits, column by column; 4*3, 12*100 for 40*30.

    A product of two numbers up to 12 is one step. The question tells both numbers.
    """
    (first, zeros), (second, more) = without_zeros(a), without_zeros(b)
    if max(abs(a), abs(b)) <= 12 or first * second == 0:
        return (times(a, b),)
    if zeros + more:
        power = 10 ** (zeros + more)
        if 1 in (abs(first), abs(second)):
            return (times(first * second, power),)
        return *multiplying(first, second), times(first * second, power)
    sizes = len(str(abs(a))), len(str(abs(b)))
    columns = []
    for place in range(sum(sizes) - 1):
        pairs = ((left, place - left) for left in range(place, -1, -1) if left < sizes[0] and place - left < sizes[1])
        products = [_digit(a, left) * _digit(b, right) for left, right in pairs]
        columns.append((products[0], sum(products[1:])))
    return _digits(columns)


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
