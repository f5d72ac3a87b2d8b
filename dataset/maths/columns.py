"""Notes of plain arithmetic in columns, from the last digit on, as people calculate on paper.

    365+178    5+8+0 | 6+7+1;3 | 3+1+1;43                     543: 3+1+1, then 43
    365-178    5-8-0 | 6-7-1;7 | 3-1-1;87                     187
    178-365    -5+8+0 | -6+7+1;7 | -3+1+1;87                 -187: the larger number comes first, and signs are turned
    12.5+3.75  0+5+0 | 5+7+0;5 | 2+3+1;.25 | 1+0+0;6.25       16.25
    240-36     240-36 | 24-3-1;4 | 2-0-0;04                   204: where the numbers do not stand in the question
    23*47      3*7+00 | 2*7+02;1 | 3*4+16;1 | 2*4+02;81       1081: first all that makes up the tens, then the hundreds

A note is the calculation of one column, or of a part of one, and then the digits of the columns before it. Its last
number is what is carried, or what its column has come to so far. It follows from the note before alone; its other
numbers are digits of the question.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import zip_longest

from dataset.maths.steps import over, plus
from dataset.maths.writing import Number


def column_sum(a: Number, b: Number, decimals: int = 0, more: int = 0) -> tuple[str, ...]:
    """The notes of a+b, or of a-b if b is negative, of up to `decimals` decimals.

    Args:
        more: a third number, of a sum of whole numbers; its digits are the second numbers of the notes.
    """
    first, second = (int(abs(value) * 10**decimals) for value in (a, b))
    if a < 0 and b < 0:
        return _noted(_digits(first), _digits(second), "-", "-", decimals)
    if min(a, b) >= 0:
        firsts = _digits(first)
        if more:
            firsts = [sum(pair) for pair in zip_longest(firsts, _digits(second), fillvalue=0)]
        return _noted(firsts, _digits(more or second), "", "+", decimals)
    signs = ("", "-") if a + b >= 0 else ("-", "+")
    return _noted(_digits(max(first, second)), _digits(min(first, second)), *signs, decimals)


def column_product(a: Number, b: Number, decimals: int = 0) -> tuple[str, ...]:
    """The notes of a*b, with the point `decimals` places from the end; one of both has at most two digits.

    A column has the tens of that number times a digit of the other, and its ones times the next digit.
    """
    sign = "-" if a * b < 0 else ""
    by, of = (_digits(int(abs(Fraction(value)))) for value in (a, b))
    if len(by) > 2:
        by, of = of, by
    assert len(by) <= 2
    columns = [
        [(by[i], of[place - i]) for i in reversed(range(len(by))) if 0 <= place - i < len(of)]
        for place in range(len(by) + len(of) - 1)
    ]
    columns += [[(0, 0)]] * (decimals + 1 - len(columns))
    notes, done, total = [], "", 0
    for place, column in enumerate(columns):
        for x, y in column:
            notes.append(f"{sign}{x}*{y}+{total:02}" + (f";{done}" if done else ""))
            total += x * y
        done, total = _with_digit(done, total % 10, place, decimals), total // 10
    return tuple(notes)


def column_quotient(n: int, b: int) -> tuple[str, ...]:
    """The notes of n/b, which comes out even: how many tens, and what is left then; 84/7 | 1;14/7."""
    tens = n // b // 10
    return (over(n, b), f"{tens};{over(n - 10 * tens * b, b)}") if tens else (over(n, b),)


def shrinking_sum(a: int, b: int) -> tuple[str, ...]:
    """The notes of a+b, or of a-b if b is negative and a+b is not: both numbers, then what is left of them."""
    notes, sign, second, carried, done = [plus(a, b)], "-" if b < 0 else "+", abs(b), 0, ""
    while max(a, second) > 9:
        digit, carried = _column(a % 10, second % 10, carried, b < 0)
        a, second, done = a // 10, second // 10, f"{digit}{done}"
        notes.append(f"{a}{sign}{second}{sign}{carried};{done}")
    return tuple(notes)


def _digits(value: int) -> list[int]:
    """The digits of a whole number, the last one first."""
    return [int(digit) for digit in reversed(str(value))]


def _column(first: int, second: int, carried: int, minus: bool) -> tuple[int, int]:
    """The digit of a column, and what is carried to the next one."""
    total = first - second - carried if minus else first + second + carried
    return total % 10, abs(total // 10)


def _noted(
    firsts: Sequence[int], seconds: Sequence[int], first_sign: str, second_sign: str, decimals: int
) -> tuple[str, ...]:
    """The notes of the columns of a sum, the last column first."""
    notes, done, carried = [], "", 0
    columns = list(zip_longest(firsts, seconds, fillvalue=0))
    columns += [(0, 0)] * (decimals + 1 - len(columns))
    for place, (first, second) in enumerate(columns):
        step = f"{first_sign}{first}{second_sign}{second}{second_sign}{carried}"
        notes.append(f"{step};{done}" if done else step)
        digit, carried = _column(first, second, carried, (first_sign == "-") != (second_sign == "-"))
        done = _with_digit(done, digit, place, decimals)
    return tuple(notes)


def _with_digit(done: str, digit: int, place: int, decimals: int) -> str:
    """The digits of the columns up to `place`. Zeros at the end of decimals are left out."""
    if place >= decimals or done or digit:
        done = f"{digit}{done}"
    return f".{done}" if place + 1 == decimals and done else done


def decimals_of(value: Fraction) -> int:
    """How many decimals a number has: 0, 1 or 2. It must be a whole number of hundredths."""
    return 0 if value.denominator == 1 else 1 if (10 * value).denominator == 1 else 2
