"""Notes of plain arithmetic in columns, from the last digit on, as people calculate on paper.

    365+178    5+8 | 6+8;3 | 3+2;43               543: 3+2, then 43
    365-178    5-8 | 6-8;7 | 3-2;87               187
    178-365    -5+8 | -6+8;7 | -3+2;87           -187: the larger number comes first, and signs are turned
    23*47      21+0 | 12+16;1 | 0+10;81          1081: 3*7, then 3*4 and 2*7, then 2*4
    240-36     240-36 | 24-4;4 | 2-0;04           204: where the numbers do not stand in the question
    12.5+3.75  0+5 | 5+7;5 | 2+4;.25 | 1+0;6.25   16.25

A note is the calculation of one column, and then the digits of the columns before it. What is carried is already added
to its second number. So a note follows from the note before and from the digits of its own column in the question.
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

    Each note adds up the ones of that number times a digit of the other, and its tens times the digit before.
    """
    sign = "-" if a * b < 0 else ""
    by, of = (_digits(int(abs(value))) for value in (a, b))
    if len(by) > 2:
        by, of = of, by
    assert len(by) <= 2
    ones = [by[0] * digit for digit in of]
    tens = [0, *(by[1] * digit for digit in of)] if len(by) == 2 else [0]
    return _noted(ones, tens, sign, sign or "+", decimals)


def column_quotient(n: int, b: int) -> tuple[str, ...]:
    """The notes of n/b, which comes out even: how many tens, and what is left then; 84/7 | 1;14/7."""
    tens = n // b // 10
    return (over(n, b), f"{tens};{over(n - 10 * tens * b, b)}") if tens else (over(n, b),)


def shrinking_sum(a: int, b: int) -> tuple[str, ...]:
    """The notes of a+b, or of a-b if b is negative and a+b is not: both numbers, then what is left of them.

    240-36 | 24-4;4 | 2-0;04. So each note follows from the note before alone, wherever the numbers came from.
    """
    notes, sign, second, done = [plus(a, b)], -1 if b < 0 else 1, abs(b), ""
    while max(a, second) > 9:
        total = a % 10 + sign * (second % 10)
        a, second, done = a // 10, second // 10 + sign * (total // 10), f"{total % 10}{done}"
        notes.append(f"{a}{'-' if b < 0 else '+'}{second};{done}")
    return tuple(notes)


def _digits(value: int) -> list[int]:
    """The digits of a whole number, the last one first."""
    return [int(digit) for digit in reversed(str(value))]


def _noted(
    firsts: Sequence[int], seconds: Sequence[int], first_sign: str, second_sign: str, decimals: int
) -> tuple[str, ...]:
    """The notes of columns, the last column first. Zeros at the end of decimals are left out."""
    notes, done, carried = [], "", 0
    unlike = (first_sign == "-") != (second_sign == "-")
    columns = list(zip_longest(firsts, seconds, fillvalue=0))
    columns += [(0, 0)] * (decimals + 1 - len(columns))
    for place, (first, second) in enumerate(columns, start=1):
        second += carried
        notes.append(f"{first_sign}{first}{second_sign}{second}" + (f";{done}" if done else ""))
        total = first - second if unlike else first + second
        carried = -(total // 10) if unlike else total // 10
        if place > decimals or done or total % 10:
            done = f"{total % 10}{done}"
        if place == decimals and done:
            done = f".{done}"
    return tuple(notes)


def hundredths(value: Fraction) -> int:
    """How many decimals a number of whole hundredths has."""
    return 0 if value.denominator == 1 else 1 if (10 * value).denominator == 1 else 2
