"""Calculating what somebody typed: `(2 + 3) * 4^2 / 7`. A parser reads it; nothing is ever executed as a program.

    value("2 + 3 * 4")        Fraction(14)
    value("sqrt(16) + 5!")    124.0
    literals("2 + 3 * 4")     {Fraction(2), Fraction(3), Fraction(4)}

    sum     = product {("+" | "-") product}
    product = signed {("*" | "/" | "%") signed}           `%` is the remainder
    signed  = ("+" | "-") signed | power
    power   = atom ["^" signed]                           2^3^2 is 2^9, and -2^2 is -4
    atom    = number | name "(" sum ")" | name | "(" sum ")", then any number of "!"

Sums, products and whole powers of fractions are exact; roots and the like are floats.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from fractions import Fraction

from utils.errors import UserError

Number = Fraction | float

_LONGEST = 500
_DEEPEST = 50
_MOST_BITS = 4096
_LARGEST_FACTORIAL = 300
_TOKEN = re.compile(r"\s*(?:(\d+\.?\d*(?:[eE][-+]?\d{1,3})?|\.\d+)|([a-zA-Z]+)|(\*\*|[-+*/%^()!×÷−·]))")
_SAME = {"**": "^", "×": "*", "·": "*", "÷": "/", "−": "-"}
CONSTANTS = {"pi": math.pi, "e": math.e}
FUNCTIONS: dict[str, Callable[[float], float]] = {
    "sqrt": math.sqrt,
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "ln": math.log,
    "log": math.log10,
    "exp": math.exp,
    "abs": abs,
}


def value(text: str, replaced: Mapping[Fraction, Fraction] | None = None) -> Number:
    """The value of an expression, exact where it consists of sums, products, quotients and whole powers.

    Args:
        replaced: numbers that are put in the place of numbers that the expression is written with.

    Raises:
        UserError: it is no expression, too long, too deep, or has no value, or its value is too large.
    """
    if len(text) > _LONGEST:
        raise UserError(f"the expression has {len(text)} characters, and {_LONGEST} is the most")
    try:
        return _Reader(text, replaced or {}).whole()
    except (ValueError, OverflowError, ZeroDivisionError) as error:
        if isinstance(error, UserError):
            raise
        reason = (
            "division by zero" if isinstance(error, ZeroDivisionError) else "the value does not exist or is too large"
        )
        raise UserError(f"{text!r} cannot be calculated: {reason}") from None


def literals(text: str) -> set[Fraction]:
    """The numbers that an expression is written with. Raises UserError where it has signs of no expression."""
    if len(text) > _LONGEST:
        raise UserError(f"the expression has {len(text)} characters, and {_LONGEST} is the most")
    return {Fraction(token.rstrip(".")) for token in _tokens(text) if token[0].isdigit() or token[0] == "."}


def plain(number: Number) -> int | float:
    """A number of JSON: an integer if it is whole, else rounded to 10 digits. Raises UserError if it is too large."""
    if isinstance(number, Fraction) and number.denominator == 1:
        return int(number)
    try:
        rounded = float(f"{float(number):.10g}")
    except OverflowError:
        rounded = math.inf
    if not math.isfinite(rounded):
        raise UserError("the value is too large")
    return int(rounded) if rounded.is_integer() and abs(rounded) < 1e15 else rounded


def _tokens(text: str) -> list[str]:
    """Numbers, names and signs of an expression. Raises UserError for any other sign."""
    found, place, whole = [], 0, text.rstrip()
    while place < len(whole):
        token = _TOKEN.match(whole, place)
        if token is None:
            raise UserError(f"{text!r} is no expression: {whole[place:].strip()[:10]!r} is not expected")
        found.append(_SAME.get(token[0].strip(), token[0].strip()))
        place = token.end()
    return found


class _Reader:
    """Recursive descent over the signs of one expression."""

    def __init__(self, text: str, replaced: Mapping[Fraction, Fraction]) -> None:
        self._text = text
        self._replaced = replaced
        self._depth = 0
        self._tokens = [*_tokens(text), ""]

    def whole(self) -> Number:
        found = self._sum()
        if self._tokens[0]:
            raise self._unexpected()
        return found

    def _unexpected(self) -> UserError:
        what = repr(self._tokens[0]) if self._tokens[0] else "the end"
        return UserError(f"{self._text!r} is no expression: {what} is not expected")

    def _accept(self, signs: tuple[str, ...]) -> str:
        return self._tokens.pop(0) if self._tokens[0] in signs else ""

    def _sum(self) -> Number:
        found = self._product()
        while sign := self._accept(("+", "-")):
            term = self._product()
            found = _bounded(found + term if sign == "+" else found - term)
        return found

    def _product(self) -> Number:
        found = self._signed()
        while sign := self._accept(("*", "/", "%")):
            factor = self._signed()
            found = _bounded(found * factor if sign == "*" else found / factor if sign == "/" else found % factor)
        return found

    def _signed(self) -> Number:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise UserError(f"the expression is nested more than {_DEEPEST} deep")
        sign = self._accept(("+", "-"))
        found = self._signed() if sign else self._power()
        self._depth -= 1
        return -found if sign == "-" else found

    def _power(self) -> Number:
        base = self._atom()
        if not self._accept(("^",)):
            return base
        exponent = self._signed()
        if isinstance(base, Fraction) and isinstance(exponent, Fraction) and exponent.denominator == 1:
            bits = base.numerator.bit_length() + base.denominator.bit_length()
            if abs(exponent) * bits > _MOST_BITS:
                raise OverflowError
            return Fraction(base ** int(exponent))
        found = float(base) ** float(exponent)
        if isinstance(found, complex):
            raise ValueError("a negative number to a broken power")
        return float(found)

    def _atom(self) -> Number:
        token = self._tokens[0]
        if not token or token in "+-*/%^)!":
            raise self._unexpected()
        self._tokens.pop(0)
        found: Number
        if token == "(":
            found = self._inside()
        elif token.isalpha():
            found = self._named(token.lower())
        else:
            written = Fraction(token.rstrip("."))
            found = self._replaced.get(written, written)
        while self._accept(("!",)):
            if found != int(found) or not 0 <= found <= _LARGEST_FACTORIAL:
                raise ValueError("no factorial")
            found = Fraction(math.factorial(int(found)))
        return found

    def _inside(self) -> Number:
        found = self._sum()
        if not self._accept((")",)):
            raise self._unexpected()
        return found

    def _named(self, name: str) -> Number:
        if name in CONSTANTS:
            return CONSTANTS[name]
        if name not in FUNCTIONS:
            raise UserError(f"{self._text!r} is no expression: {name!r} is not known")
        if not self._accept(("(",)):
            raise self._unexpected()
        return FUNCTIONS[name](float(self._inside()))


def _bounded(number: Number) -> Number:
    """The same number. Raises OverflowError for fractions with too many digits and for infinities."""
    if isinstance(number, float):
        if not math.isfinite(number):
            raise OverflowError
    elif number.numerator.bit_length() + number.denominator.bit_length() > 2 * _MOST_BITS:
        raise OverflowError
    return number
