r"""Answers as trees, read by a parser of our own: nothing of a text is ever executed.

    2x^2-3      minus(product(2, power(x, 2)), 3)
    x=2, y=-1   list(is x(2), is y(minus 1))

A list without brackets has no order, one in brackets has. The parser bounds the length of a text, its depth and its
numbers; what a tree would *evaluate* to may still be as large as 9^9^9^9, so nothing is evaluated here but small
fractions (`exact`). `dataset.maths.symbolic` makes sympy expressions of trees, in a process that can be ended.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from dataset.maths.names import CONSTANTS, FUNCTIONS
from dataset.maths.notation import Unparsable, plain

LONGEST = 400
DEEPEST = 40
_DIGITS = 60
_EXACT_EXPONENT = 64
_EXACT_BITS = 4096
_LETTERS = 3
"""Variables that may stand side by side: more letters are a word."""

_TOKEN = re.compile(r" *([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+|[a-zA-Z]+|[-+*/^!()\[\],=_±|]) *")


@dataclass(frozen=True)
class Node:
    """Part of an expression.

    Attributes:
        kind: number, name, call, sum, product, quotient, power, minus, factorial, tuple; is (as in x=3); list.
        text: digits of a number, the name of a variable, function or `is`; the brackets of a tuple.
        parts: operands.
    """

    kind: str
    text: str = ""
    parts: tuple[Node, ...] = ()


def parse(text: str) -> Node:
    """Read an answer in plain notation or LaTeX.

    Raises:
        Unparsable: it is none, is longer than 400 characters, or nested more than 40 deep.
    """
    if len(text) > LONGEST:
        raise Unparsable(f"{len(text)} characters, {LONGEST} are read at most")
    written = plain(text)
    if "±" in written:
        return _Parser(f"{written.replace('±', '+')}, {written.replace('±', '-')}").answer()
    return _Parser(written).answer()


def is_decimal(node: Node) -> bool:
    """Whether a number with a decimal point stands in it."""
    return "." in node.text if node.kind == "number" else any(map(is_decimal, node.parts))


def exact(node: Node) -> Fraction | None:
    """The value of an expression of small fractions; None for anything else, division by zero included."""
    if node.kind == "number":
        return Fraction(node.text if node.text[-1] != "." else node.text[:-1])
    known = [exact(part) for part in node.parts]
    if node.kind not in _ARITHMETIC or None in known:
        return None
    values = [value for value in known if value is not None]
    if node.kind == "power" and not _small_power(*values) or node.kind == "quotient" and not values[1]:
        return None
    value = _ARITHMETIC[node.kind](*values)
    return value if value.numerator.bit_length() + value.denominator.bit_length() < _EXACT_BITS else None


_ARITHMETIC: dict[str, Callable[..., Fraction]] = {
    "sum": lambda a, b: a + b,
    "product": lambda a, b: a * b,
    "quotient": lambda a, b: a / b,
    "power": lambda a, b: Fraction(a ** int(b)),
    "minus": lambda a: -a,
}


def _small_power(base: Fraction, exponent: Fraction) -> bool:
    return exponent.denominator == 1 and abs(exponent) <= _EXACT_EXPONENT and (base != 0 or exponent > 0)


class _Parser:
    """Recursive descent over the tokens of one text."""

    def __init__(self, text: str) -> None:
        self._tokens: list[str] = []
        place = 0
        while place < len(text):
            found = _TOKEN.match(text, place)
            if not found:
                raise Unparsable(f"{text[place]!r} is not in the grammar")
            self._tokens += _split_letters(found[1]) if found[1].isalpha() else [found[1]]
            place = found.end()
        self._place = 0
        self._depth = 0

    def answer(self) -> Node:
        """answer = item {"," item}"""
        items = self._items()
        if self._next:
            raise Unparsable(f"{self._next!r} is not expected there")
        return items[0] if len(items) == 1 else Node("list", parts=tuple(items))

    @property
    def _next(self) -> str:
        return self._tokens[self._place] if self._place < len(self._tokens) else ""

    def _take(self) -> str:
        token = self._next
        if not token:
            raise Unparsable("it ends too early" if self._tokens else "it is empty")
        self._place += 1
        return token

    def _accept(self, signs: str) -> str:
        """The next token, taken, if it is one of these signs."""
        return self._take() if self._next and self._next in signs else ""

    def _expect(self, signs: str) -> str:
        found = self._accept(signs)
        if not found:
            raise Unparsable(f"{' or '.join(signs)} is missing")
        return found

    def _items(self) -> list[Node]:
        items = [self._item()]
        while self._accept(","):
            items.append(self._item())
        return items

    def _item(self) -> Node:
        """item = [letter "="] sum"""
        found = self._sum()
        if not self._accept("="):
            return found
        if found.kind != "name":
            raise Unparsable("only a variable may stand before '='")
        return Node("is", found.text, (self._sum(),))

    def _sum(self) -> Node:
        """sum = product {("+" | "-") product}"""
        found = self._product()
        while sign := self._accept("+-"):
            term = self._product()
            found = Node("sum", parts=(found, term if sign == "+" else Node("minus", parts=(term,))))
        return found

    def _product(self) -> Node:
        """product = signed {["*" | "/"] signed}, where one without a sign between begins with no sign"""
        found = self._signed()
        while True:
            sign = self._accept("*/")
            if not sign and not self._begins_factor():
                return found
            if not sign and _is_number(self._next) and _is_number(self._tokens[self._place - 1]):
                raise Unparsable("two numbers without a sign between them")
            kind = "quotient" if sign == "/" else "product"
            found = Node(kind, parts=(found, self._signed()))

    def _begins_factor(self) -> bool:
        return self._next[:1].isalnum() or self._next[:1] in ("(", ".")

    def _signed(self) -> Node:
        """signed = ["+" | "-"] signed | power"""
        self._depth += 1
        if self._depth > DEEPEST:
            raise Unparsable(f"nested more than {DEEPEST} deep")
        sign = self._accept("+-")
        found = self._signed() if sign else self._power()
        self._depth -= 1
        return Node("minus", parts=(found,)) if sign == "-" else found

    def _power(self) -> Node:
        """power = atom {"!"} ["^" signed]"""
        found = self._atom()
        while self._accept("!"):
            found = Node("factorial", parts=(found,))
        return Node("power", parts=(found, self._signed())) if self._accept("^") else found

    def _atom(self) -> Node:
        token = self._take()
        if _is_number(token):
            if len(token) > _DIGITS:
                raise Unparsable(f"a number of {len(token)} digits")
            return Node("number", token)
        if token in FUNCTIONS:
            return self._call(token)
        if token.isalpha():
            return Node("name", token)
        if token == "|":
            inside = self._sum()
            self._expect("|")
            return Node("call", "abs", (inside,))
        if token not in ("(", "["):
            raise Unparsable(f"{token!r} is not expected there")
        items = self._items()
        brackets = token + self._expect(")]")
        return items[0] if len(items) == 1 and brackets == "()" else Node("tuple", brackets, tuple(items))

    def _call(self, name: str) -> Node:
        """call = name ["_" atom] ["^" number] (bracketed | factors), as in sin^2(x), log_2 8, sqrt 3, cos 2x"""
        base = self._atom() if self._accept("_") else None
        power = self._atom() if self._accept("^") else None
        if power and power.kind != "number":
            raise Unparsable(f"{name}^ needs a number")
        found = Node("call", name, (self._atom() if self._next in ("(", "|") else self._factors(),))
        if base:
            found = Node("quotient", parts=(found, Node("call", name, (base,))))
        return Node("power", parts=(found, power)) if power else found

    def _factors(self) -> Node:
        """Numbers and letters side by side."""
        found = self._atom()
        while self._next not in FUNCTIONS and self._next[:1].isalnum():
            found = Node("product", parts=(found, self._atom()))
        return found


def _is_number(token: str) -> bool:
    return token[0].isdigit() or token[0] == "."


def _split_letters(word: str) -> list[str]:
    """Names that stand side by side, as in xsin or 2pir."""
    names: list[str] = []
    place = 0
    while place < len(word):
        sizes = (size for size in range(6, 1, -1) if word[place : place + size] in CONSTANTS | FUNCTIONS)
        names.append(word[place : place + next(sizes, 1)])
        place += len(names[-1])
    if sum(len(name) == 1 for name in names) > _LETTERS:
        raise Unparsable(f"{word!r} is not in the grammar")
    return names
