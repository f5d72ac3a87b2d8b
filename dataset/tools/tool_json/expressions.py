"""Whether two expressions calculate the same, and not only happen to have the same value.

    same_calculation("48 * 0.5", "48/2", "24")      True
    same_calculation("24", "48/2", "24")            False: it does not follow 48, or any number of the right expression
    same_calculation("48 - 24", "48/2", "24")       False: with 49 in the place of 48, values differ

Both have the same value first. Then the numbers that both are written with are changed in both, and values must still
be equal. An expression without such a number is the answer in other words, and counts as wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from dataset.tools.fields.arithmetic import Number, literals, value
from dataset.tools.numerals import only_number
from utils.errors import UserError

TOLERANCE = 1e-6
"""Largest difference of equal values, as a share of the larger one."""
_MANY_ROLES = frozenset(map(Fraction, (0, 1, 2, 100)))
"""Numbers that one expression may have in several roles: 2 as a factor and as a summand, 100 as a price and in percent.
They are changed only if the expressions share no others."""


def same_calculation(given: str, right: str, expected_answer: str) -> bool:
    """Whether `given` calculates what `right` does. Takes bounded time for any text, and raises nothing.

    If `right` cannot be calculated, as in "15% of 80", `given` must have the expected answer as its value.
    """
    if given.split() == right.split():
        return True
    found = _value(given)
    if found is None:
        return False
    wanted = _value(right)
    if wanted is None:
        answer = only_number(expected_answer)
        return answer is not None and close(found, answer.value) and answer.value not in literals(given)
    return close(found, wanted) and _follow_the_same_numbers(given, right)


def close(first: Number, second: Number) -> bool:
    """Whether two values are equal within `TOLERANCE`."""
    try:
        a, b = float(first), float(second)
    except OverflowError:  # fractions that no float can hold
        return first == second
    return abs(a - b) <= TOLERANCE * max(abs(a), abs(b))


def _follow_the_same_numbers(given: str, right: str) -> bool:
    in_given, in_right = literals(given), literals(right)
    shared = in_given & in_right
    if not shared:
        return not in_right
    for changes in _changes(sorted(shared - _MANY_ROLES or shared)):
        wanted = _value(right, changes)
        if wanted is None:  # as after 10/(3-2) became 10/(4-4)
            continue
        found = _value(given, changes)
        if found is None or not close(found, wanted):
            return False
    return True


def _changes(numbers: list[Fraction]) -> Iterator[dict[Fraction, Fraction]]:
    """Two ways to change the numbers, each by another amount, so that differences do not cancel out."""
    yield {number: number + place + 1 for place, number in enumerate(numbers)}
    yield {number: number + 2 * place + 5 for place, number in enumerate(reversed(numbers))}


def _value(text: str, changes: dict[Fraction, Fraction] | None = None) -> Number | None:
    """The value; None if there is none."""
    try:
        return value(text, changes)
    except UserError:
        return None
