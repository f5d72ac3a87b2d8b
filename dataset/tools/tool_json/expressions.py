"""Whether two expressions calculate the same, and not only happen to have the same value.

    same_calculation("48 * 0.5", "48/2", "24")        True
    same_calculation("24", "48/2", "24")              False: it is the answer, and no calculation
    same_calculation("48 - 24", "48/2", "24")         False: with 49 in the place of 48, values differ
    same_calculation("30+2618", "30+238*11", "2648")  False: with 239 in the place of 238, values differ

Both must have the same value. Then the numbers that the right expression is written with are changed in both, and the
values must still be equal. So an expression must follow the numbers of the prompt, in whatever form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from dataset.tools.fields.arithmetic import Number, literals, value
from dataset.tools.numerals import only_number
from utils.errors import UserError

TOLERANCE = 1e-6
"""Largest difference of equal values, as a share of the larger one."""
_ONE, _HUNDRED = Fraction(1), Fraction(100)
_MANY_ROLES = frozenset((Fraction(0), _ONE, Fraction(2), _HUNDRED))
"""Numbers that one expression may have in several roles: 2 as a factor and as a summand, 100 as a price and in percent.
They are changed only if the right expression has no others."""
_ONE_NUMBER = re.compile(r"[\s()+−-]*[\d.]+(?:[eE][-+]?\d+)?[\s()]*")
Changes = dict[Fraction, Fraction]
"""New numbers by those that they replace."""


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
    if _ONE_NUMBER.fullmatch(given) and not _ONE_NUMBER.fullmatch(right):
        return False
    return close(found, wanted) and _follow_the_same_numbers(given, right)


def close(first: Number, second: Number) -> bool:
    """Whether two values are equal within `TOLERANCE`."""
    try:
        a, b = float(first), float(second)
    except OverflowError:  # fractions that no float can hold
        return first == second
    return abs(a - b) <= TOLERANCE * max(abs(a), abs(b))


def _follow_the_same_numbers(given: str, right: str) -> bool:
    """Whether values stay equal when the numbers of the right expression are changed in both."""
    in_given, in_right, answer = literals(given), literals(right), value(right)
    others = {number for number in in_given - in_right if not close(number, answer)}
    for changes in _changes(sorted(in_right - _MANY_ROLES or in_right)):
        wanted, found = _value(right, changes), _value(given, _rewritten(others, in_right, changes) | changes)
        if wanted is not None and (found is None or not close(found, wanted)):
            return False
    return bool(in_given & in_right) or not in_right


def _changes(numbers: list[Fraction]) -> Iterator[Changes]:
    """Two ways to change the numbers, each by another amount, so that differences do not cancel out."""
    yield {number: number + place + 1 for place, number in enumerate(numbers)}
    yield {number: number + 2 * place + 5 for place, number in enumerate(reversed(numbers))}


def _rewritten(others: set[Fraction], in_right: set[Fraction], changes: Changes) -> Changes:
    """What becomes of numbers that are those of the right expression in another form.

    For 15 percent these are 0.15, 0.85, 1.15, 85 and 115, for 3/4 it is 0.75. A fraction above 1 counts as a result,
    not as another form of its parts.
    """
    forms: list[tuple[Fraction, Fraction]] = []
    for old in in_right:
        new = changes.get(old, old)
        forms.append((old / _HUNDRED, new / _HUNDRED))
        for sign in (-1, 1):
            forms.append((_ONE + sign * old / _HUNDRED, _ONE + sign * new / _HUNDRED))
            forms.append((_HUNDRED + sign * old, _HUNDRED + sign * new))
        forms += [(part / old, changes.get(part, part) / new) for part in in_right | {_ONE} if part < old and new]
    return {other: new for other in others for old, new in forms if close(old, other)}


def _value(text: str, changes: Changes | None = None) -> Number | None:
    """The value; None if there is none."""
    try:
        return value(text, changes)
    except UserError:
        return None
