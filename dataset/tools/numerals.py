"""Numbers as people write them, in digits and in English words.

    parse_number("two and a half")   Quantity(Fraction(5, 2))
    parse_number("$1.5 million")     Quantity(Fraction(1500000), decimal=True)
    parse_number("twenty percent")   Quantity(Fraction(20), percent=True)
    parse_number("5m")               None: five metres or five millions, so no plain number
    only_number("5m")                Quantity(Fraction(5)): the one number in this text

Values are exact. A text of over `LONGEST` characters, or with a number that a float cannot hold, has no number; endless
digits cost nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from dataset.tools.number_words import (
    ALONE,
    ARTICLES,
    CURRENCIES,
    GROUPS,
    MINUS,
    MONEY_SCALES,
    MORE_PARTS,
    ORDINALS,
    PARTS,
    PERCENT,
    SCALES,
    SMALL,
    TENS,
)

LONGEST = 120
"""Most characters of a text with a number."""
_MOST_DIGITS = 40
_LARGEST_EXPONENT = 300
_MOST_TOKENS = 14
"""Most words and signs of one number in a longer text."""

_EUROPEAN = r"\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}|\d+,\d{1,2}(?![\d,])"
_GROUPED = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?|\d{1,3}(?: \d{3})+(?:\.\d+)?"
_PLAIN = r"\d+(?:_\d{3})*(?:\.\d+)?|\.\d+"
_EXPONENT = r"e[+-]?\d+(?![a-z\d])"
_TOKEN = re.compile(rf"(?:{_EUROPEAN}|{_GROUPED}|{_PLAIN})(?:{_EXPONENT})?|[^\W\d_]+|\S", re.IGNORECASE)
_NUMERAL = re.compile(rf"(?:(?P<european>{_EUROPEAN})|(?P<other>{_GROUPED}|{_PLAIN}))(?P<exponent>{_EXPONENT})?", re.I)
_POWER_OF_TEN = re.compile(
    r"(?:(?<![\d.])|(\d+(?:\.\d+)?) ?[x*] ?)10 ?(?:\^|\*\*) ?(?:\(([+-]?\d+)\)|([+-]?\d+))", re.I
)
_RAISED = re.compile("[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_PLAIN_SIGNS = str.maketrans({"−": "-", "–": "-", "×": "x", "⋅": "*", "·": "*", "\u00a0": " ", "\u202f": " "})


@dataclass(frozen=True)
class Quantity:
    """A number and how it was written.

    Attributes:
        percent: written as a percentage; `value` is the number before the sign.
        decimal: written with a decimal point or an exponent, so that `5.0` stays a float.
    """

    value: Fraction
    percent: bool = False
    decimal: bool = False


def parse_number(text: str) -> Quantity | None:
    """The number that a whole text is; None if it is something else."""
    return _parse_number(text) if len(text) <= LONGEST else None


@lru_cache(1 << 16)
def _parse_number(text: str) -> Quantity | None:
    tokens = _tokens(text)
    quantity = _Parser(tokens).whole() if tokens else None
    return quantity if quantity and abs(quantity.value) < 10**_LARGEST_EXPONENT else None


def only_number(text: str) -> Quantity | None:
    """The one number in a text such as `about 20 minutes`; None if there is none or there are several."""
    return _only_number(text) if len(text) <= LONGEST else None


@lru_cache(1 << 16)
def _only_number(text: str) -> Quantity | None:
    tokens, at = _tokens(text), 0
    found: Quantity | None = None
    while at < len(tokens):
        ends = range(min(len(tokens), at + _MOST_TOKENS), at, -1)
        quantities = ((end, parse_number(" ".join(tokens[at:end]))) for end in ends)
        end, quantity = next(((end, quantity) for end, quantity in quantities if quantity), (at + 1, None))
        if quantity and found:
            return None
        found, at = found or quantity, end
    return found


def _tokens(text: str) -> list[str]:
    """Numerals, words and signs of a text; none if it has too many digits for a number."""
    if sum(map(str.isdigit, text)) > _MOST_DIGITS:
        return []
    if not text.isascii():
        text = _RAISED.sub(r"^\g<0>", text.translate(_PLAIN_SIGNS))
        text = "".join(map(_plain, text))
    text = _POWER_OF_TEN.sub(lambda power: f"{power[1] or 1}e{power[2] or power[3]}", text)
    return _TOKEN.findall(text)


def _plain(sign: str) -> str:
    """A sign in plain characters: ` 1/2 ` for `½`, `5` for `⁵`."""
    plain = unicodedata.normalize("NFKC", sign)
    return f" {plain.replace('⁄', '/')} " if "⁄" in plain else plain.replace("−", "-")


class _Parser:
    """Reads the tokens of one number from left to right."""

    def __init__(self, tokens: list[str]) -> None:
        self.written = tokens
        self.tokens = [token.lower() for token in tokens]
        self.at = 0
        self.decimal = False
        self.money = False

    def peek(self, ahead: int = 0) -> str:
        """A token in lower case; empty after the last one."""
        return self.tokens[self.at + ahead] if self.at + ahead < len(self.tokens) else ""

    def take(self, words: Container[str]) -> bool:
        """Go past the next token if it is one of some words."""
        found = bool(self.peek()) and self.peek() in words
        self.at += found
        return found

    def whole(self) -> Quantity | None:
        """All tokens as one number, with what may stand before and after it."""
        minus = self.take(MINUS)
        self.money = self.take(CURRENCIES)
        minus = minus or self.take(MINUS)  # -$5, $-5
        self.take(("+",))
        before = self.at
        value = self.part_of_one()
        if value is None:
            self.at = before
            self.without_ordinal()
            value = self.mixed()
        if value is None:
            return None
        percent = self.take(PERCENT)
        if not percent and (self.peek(), self.peek(1)) == ("per", "cent"):
            self.at, percent = self.at + 2, True
        self.take(CURRENCIES)
        return Quantity(-value if minus else value, percent, self.decimal) if self.at == len(self.tokens) else None

    def without_ordinal(self) -> None:
        """Make the number of an ordinal: `twenty-first` is twenty-one, `2nd` is 2."""
        if self.tokens[-1] in ORDINALS:
            self.tokens[-1] = ORDINALS[self.tokens[-1]]
        elif self.tokens[-1] in ("st", "nd", "rd", "th") and self.tokens[-2:-1] and self.tokens[-2].isdigit():
            self.tokens.pop()

    def part_of_one(self) -> Fraction | None:
        """A fraction below one in words, and of what: `half`, `a quarter`, `two thirds`, `half a million`."""
        article = self.take(ARTICLES)
        above = 1 if article or self.peek() in ("half", "quarter") else SMALL.get(self.peek(), 0)
        if not article and self.peek() in SMALL:
            self.at += 1
            self.take(("-",))
        below = (PARTS if above == 1 else MORE_PARTS).get(self.peek())
        if not above or below is None or self.peek() in ("second", "seconds"):
            return None
        self.at += 1
        value = Fraction(above, below)
        before = self.at
        self.take(("of",))
        if self.take(ARTICLES) and self.peek() in SCALES:
            return value * self.scale(True)
        self.at = before
        return value

    def mixed(self) -> Fraction | None:
        """A number, perhaps with a fraction after it, and perhaps a scale after that: `two and a half million`."""
        value = self.cardinal()
        if value is None:
            return None
        before = self.at
        numeral = self.numeral() if value.denominator == 1 else None
        if numeral is not None and self.take(("/",)):  # 2 1/2
            below = self.numeral()
            if below:
                self.decimal = True
                return (value + numeral / below) * self.scale(True)
        self.at = before
        after_scale = self.peek(-1) in SCALES or self.peek(-1) in MONEY_SCALES
        if not after_scale and self.take(("and",)):
            part = self.part_of_one()
            if part is not None:
                return (value + part) * self.scale(True)
        self.at = before
        if value.denominator == 1 and self.take(("/",)):
            below = self.numeral()
            self.decimal = True
            return value / below if below else None
        return value

    def cardinal(self) -> Fraction | None:
        """Summands of falling scales: `two million three hundred thousand and five`."""
        total, smallest, before = Fraction(0), Fraction(0), self.at
        while True:
            if smallest:
                self.take(("and",))
            summand = self.below_thousand()
            if summand is None and (
                self.peek() in ALONE and not smallest or self.peek(1) in ALONE and self.take(("a",))
            ):
                summand = Fraction(1)
            scale = self.scale(summand is not None)
            if summand is None or smallest and (scale >= smallest or summand >= 1000):
                self.at = before
                return total if smallest else None
            total, smallest, before = total + summand * scale, scale, self.at
            if scale == 1 or len(self.peek(-1)) < 4:  # nothing follows `3k`
                return total

    def scale(self, after_number: bool) -> Fraction:
        """The product of the scales that follow; one if none does."""
        product = Fraction(1)
        while after_number and self.peek():
            written, token = self.written[self.at], self.peek()
            capital = written.isupper() and self.written[self.at - 1][-1:].isdigit()
            if token in SCALES:
                product *= SCALES[token]
            elif token in MONEY_SCALES and (self.money or capital) and product == 1:
                product *= MONEY_SCALES[token]
            elif token[:-1] in SCALES and len(token) > 2:  # thousands
                product *= SCALES[token[:-1]]
            else:
                break
            self.at += 1
        return product

    def below_thousand(self) -> Fraction | None:
        """A numeral, or words up to 999, a year such as `nineteen eighty-four`, or `three point one four`."""
        article = self.peek() in ARTICLES and (self.peek(1) in GROUPS or self.peek(1) == "hundred")
        self.at += article
        if self.take(GROUPS):
            group = Fraction(GROUPS[self.peek(-1)])
            self.take(("of",))
            return group
        value = self.numeral()
        value = Fraction(1) if article else self.below_hundred() if value is None else value
        if value is None and self.peek() == "hundred":
            value = Fraction(1)
        if value is None:
            return None
        if self.take(("hundred", "hundreds")):
            before = self.at
            self.take(("and",))
            rest = self.below_hundred()
            self.at = before if rest is None else self.at
            return value * 100 + (rest or 0)
        if 13 <= value <= 20 and self.peek() in SMALL | TENS:
            before, rest = self.at, self.below_hundred()
            if rest is not None and rest >= 10:
                return value * 100 + rest
            self.at = before
        return value + self.decimals()

    def below_hundred(self) -> Fraction | None:
        """Words up to ninety-nine."""
        if self.take(SMALL):
            return Fraction(SMALL[self.peek(-1)])
        if not self.take(TENS):
            return None
        tens = TENS[self.peek(-1)]
        before = self.at
        self.take(("-",))
        if 0 < SMALL.get(self.peek(), 0) < 10:
            self.at += 1
            return Fraction(tens + SMALL[self.peek(-1)])
        self.at = before
        return Fraction(tens)

    def decimals(self) -> Fraction:
        """The digits after a spoken point; zero if there are none."""
        digits, before = "", self.at
        if self.take(("point",)):
            while SMALL.get(self.peek(), 10) < 10:
                digits += str(SMALL[self.peek()])
                self.at += 1
        if not digits:
            self.at = before
            return Fraction(0)
        self.decimal = True
        return Fraction(int(digits), 10 ** len(digits))

    def numeral(self) -> Fraction | None:
        """The value of a numeral; None if the next token is none, or out of range."""
        found = _NUMERAL.fullmatch(self.peek())
        exponent = int((found["exponent"] or "e0")[1:]) if found else 0
        if not found or abs(exponent) > _LARGEST_EXPONENT:
            return None
        self.at += 1
        written = found["other"] or found["european"].replace(".", "").replace(",", ".")
        self.decimal = self.decimal or "." in written or bool(found["exponent"])
        return Fraction(re.sub("[,_ ]", "", written)) * Fraction(10) ** exponent
