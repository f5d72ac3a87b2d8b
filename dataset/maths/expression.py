r"""Parsing answers into trees. Nothing in a text is ever executed.

    2x^2-3              sum(product(2, power(x, 2)), minus 3)
    x=2, y=-1           list(is x(2), is y(minus 1))
    1<x<=3              relation(<≤, 1, x, 3)
    (-oo,2)∪{5}         union(tuple "()"(...), set(5))
    5 cm                quantity cm(5)

A list without brackets has no order; a list in brackets has one. The parser limits the length of a text, its depth and
the size of its numbers. Trees are not evaluated here, since their values may still be as large as 9^9^9^9.
`dataset.maths.exact` evaluates small fractions. `dataset.maths.symbolic` turns trees into sympy expressions, in a
process that can be killed.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dataset.maths.latex import Unparsable
from dataset.maths.names import CONSTANTS
from dataset.maths.notation import spelled
from dataset.maths.tokens import Token, tokenize

DEEPEST = 40
_MOST_SIGNS = 4
"""The most signs ± of one answer; each of them doubles the number of values."""
_RELATIONS = "=<>≤≥≠∈"
_VALUES = frozenset(
    {"number", "name", "call", "sum", "product", "quotient", "power", "minus", "factorial", "plus-minus"}
)
_END = Token("end", "")


@dataclass(frozen=True)
class Node:
    """A node of an expression's tree.

    Attributes:
        kind: a value: number, name, call, sum, product, quotient, power, minus, factorial; or quantity (with a unit),
            is (as in x=3), relation, tuple, set, matrix, union, list.
        text: the digits of a number; the name of a variable, function or `is`; the brackets of a tuple; the unit of a
            quantity; the signs of a relation; what joins a list (`,`, `and` or `or`).
        parts: the operands.
    """

    kind: str
    text: str = ""
    parts: tuple[Node, ...] = ()

    @property
    def is_value(self) -> bool:
        """Whether it is a number or function, not a list, set, relation and so on."""
        return self.kind in _VALUES

    @functools.cached_property
    def names(self) -> frozenset[str]:
        """The variables in the expression."""
        if self.kind == "name":
            return frozenset() if self.text in CONSTANTS else frozenset({self.text})
        inside = frozenset[str]().union(*(part.names for part in self.parts))
        return inside | {self.text} if self.kind == "is" else inside


def parse(text: str) -> Node:
    """Read an answer in plain notation or LaTeX.

    Raises:
        Unparsable: it is not an answer in the grammar, has more than 400 characters or more than 40 levels.
    """
    return readings(text)[0]


@functools.lru_cache(maxsize=4096)
def readings(text: str) -> tuple[Node, ...]:
    """The one or two trees of an answer, the likelier first: `5 m` is a length or a product. Raises like `parse`."""
    written = spelled(text)
    tokens = tokenize(written)
    if not tokens.ambiguous:
        return (_Parser(tokens.found).answer(),)
    found: list[Node] = []
    problem = Unparsable("it is empty")
    for letters in (False, True):
        try:
            found.append(_Parser(tokenize(written, letters).found).answer())
        except Unparsable as error:
            problem = error
    if not found:
        raise problem
    return tuple(found)


class _Parser:
    """Recursive descent over the tokens of one text."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._place = 0
        self._depth = 0

    def answer(self) -> Node:
        """answer = items"""
        if sum(token.text in ("±", "∓") for token in self._tokens) > _MOST_SIGNS:
            raise Unparsable(f"more than {_MOST_SIGNS} signs ±")
        items = self._items()
        if self._next is not _END:
            raise Unparsable(f"{self._next.text!r} is not expected there")
        return items.parts[0] if len(items.parts) == 1 else items

    @property
    def _next(self) -> Token:
        return self._tokens[self._place] if self._place < len(self._tokens) else _END

    def _take(self) -> Token:
        token = self._next
        if token is _END:
            raise Unparsable("it ends too early" if self._tokens else "it is empty")
        self._place += 1
        return token

    def _sign_is(self, signs: str) -> bool:
        return self._next.kind == "sign" and self._next.text in signs

    def _accept(self, signs: str) -> str:
        """Take the next token if it is one of these signs; otherwise return an empty text."""
        return self._take().text if self._sign_is(signs) else ""

    def _expect(self, signs: str) -> str:
        found = self._accept(signs)
        if not found:
            raise Unparsable(f"{' or '.join(signs)} is missing")
        return found

    def _items(self, open_signs: bool = False) -> Node:
        """items = item {("," | ";" | "and" | "or" | ", and") item}, or quantities side by side, as in 5 ft 6 in

        An item with signs ± becomes two items. In round brackets signs ± stay, since they double the whole item.
        """
        items = self._signed_items(open_signs)
        joined = ","
        while True:
            if not (self._sign_is(",;&") or self._next.text in ("and", "or") and self._next.kind == "sign"):
                if not (items[-1].kind == "quantity" and self._next.kind == "number"):
                    break
            while self._next.kind == "sign" and self._next.text in (",", ";", "&", "and", "or"):
                separator = self._take().text
                joined = separator if separator in ("and", "or") else joined
                if self._sign_is(",;"):
                    raise Unparsable("an item is missing")
            items += self._signed_items(open_signs)
        return Node("list", joined, _with_names(items))

    def _signed_items(self, open_signs: bool) -> list[Node]:
        item = self._item()
        return [item] if open_signs else list(_without_signs(item))

    def _item(self) -> Node:
        """item = operand {relation operand}"""
        self._depth += 1
        if self._depth > DEEPEST:
            raise Unparsable(f"nested more than {DEEPEST} deep")
        found, relations = [self._operand()], ""
        while sign := self._accept(_RELATIONS):
            relations += sign
            found.append(self._operand())
        self._depth -= 1
        return _relation(relations, tuple(found)) if relations else found[0]

    def _operand(self) -> Node:
        """operand = measured {"∪" measured}"""
        found = [self._measured()]
        while self._accept("∪"):
            found.append(self._measured())
        if len(found) == 1:
            return found[0]
        if not all(part.kind in ("tuple", "set") for part in found):
            raise Unparsable("∪ stands between intervals or sets")
        return Node("union", parts=tuple(found))

    def _measured(self) -> Node:
        """measured = ["-"] currency sum | ratio [unit]"""
        minus = (
            self._sign_is("-")
            and self._tokens[self._place + 1 : self._place + 2]
            and (self._tokens[self._place + 1].kind == "currency")
        )
        if minus:
            self._take()
        unit = self._take().text if self._next.kind == "currency" else ""
        found = self._ratio()
        if minus:
            found = Node("minus", parts=(_value(found),))
        if self._next.kind in ("unit", "currency"):
            behind = self._take().text
            unit = unit or behind
        return Node("quantity", unit, (_value(found),)) if unit else found

    def _ratio(self) -> Node:
        """ratio = sum {":" sum}"""
        parts = [self._sum()]
        while self._accept(":"):
            parts.append(self._sum())
        if len(parts) == 1:
            return parts[0]
        values = tuple(map(_value, parts))
        return Node("quotient", parts=values) if len(values) == 2 else Node("tuple", "::", values)

    def _sum(self) -> Node:
        """sum = product {("+" | "-" | "±" | "∓") product}"""
        found = self._product()
        while sign := self._accept("+-±∓"):
            term = _value(self._product())
            found = _signed(sign, term, _value(found))
        return found

    def _product(self) -> Node:
        """product = signed {["*" | "/"] signed}; a factor that follows without a sign begins with no sign"""
        found = self._signed()
        while True:
            sign = self._accept("*/")
            if not sign and not self._begins_factor():
                return found
            if not sign and self._next.kind == "number" and self._tokens[self._place - 1].kind == "number":
                raise Unparsable("two numbers without a sign between them")
            kind = "quotient" if sign == "/" else "product"
            found = Node(kind, parts=(_value(found), _value(self._signed())))

    def _begins_factor(self) -> bool:
        if self._next.kind == "number" and self._place and self._tokens[self._place - 1].kind == "unit":
            return False
        return self._next.kind in ("number", "name", "function") or self._sign_is("(√")

    def _signed(self) -> Node:
        """signed = ["+" | "-" | "±" | "∓"] signed | power"""
        self._depth += 1
        if self._depth > DEEPEST:
            raise Unparsable(f"nested more than {DEEPEST} deep")
        sign = self._accept("+-±∓")
        found = self._signed() if sign else self._power()
        self._depth -= 1
        return found if sign in ("", "+") else _signed(sign, _value(found))

    def _power(self) -> Node:
        """power = atom {"!"} ["^" signed]"""
        found = self._atom()
        while self._accept("!"):
            found = Node("factorial", parts=(_value(found),))
        return Node("power", parts=(_value(found), _value(self._signed()))) if self._accept("^") else found

    def _atom(self) -> Node:
        token = self._take()
        if token.kind in ("number", "name"):
            return Node(token.kind, token.text)
        if token.kind == "function":
            return self._call(token.text)
        if token.kind != "sign" or token.text not in "|([{⟦√":
            raise Unparsable(f"{token.text!r} is not expected there")
        if token.text == "|":
            inside = _value(self._sum())
            self._expect("|")
            return Node("call", "abs", (inside,))
        if token.text == "⟦":
            return self._matrix()
        if token.text == "√":
            return self._root()
        if token.text == "{":
            if self._accept("}"):
                return Node("set")
            items = self._items()
            self._expect("}")
            return Node("set", parts=items.parts)
        items = self._items(open_signs=True)
        brackets = token.text + self._expect(")]")
        return items.parts[0] if len(items.parts) == 1 and brackets == "()" else Node("tuple", brackets, items.parts)

    def _root(self) -> Node:
        """root = "√" "(" degree "," value ")" """
        inside = self._atom()
        if inside.kind != "tuple" or len(inside.parts) != 2:
            raise Unparsable("a root has a degree and a value")
        return Node("call", "root", tuple(map(_value, inside.parts)))

    def _matrix(self) -> Node:
        """matrix = "⟦" row {";" row} "⟧", where row = item {"," item}"""
        rows: list[list[Node]] = [[self._item()]]
        while sign := self._accept(",;"):
            if sign == ";":
                rows.append([self._item()])
            else:
                rows[-1].append(self._item())
        self._expect("⟧")
        return Node("matrix", parts=tuple(Node("tuple", "[]", tuple(row)) for row in rows))

    def _call(self, name: str) -> Node:
        """call = name ["_" atom] ["^" power] (bracketed | factors), as in sin^2(x), log_2 8, sqrt 3, cos 2x"""
        base = _value(self._atom()) if self._accept("_") else None
        power = _value(self._atom()) if self._accept("^") else None
        if power and power.kind != "number":
            raise Unparsable(f"{name}^ needs a number")
        found = Node("call", name, (_value(self._atom() if self._sign_is("(|") else self._factors()),))
        if base:
            found = Node("quotient", parts=(found, Node("call", name, (base,))))
        return Node("power", parts=(found, power)) if power else found

    def _factors(self) -> Node:
        """factors = atom {number | name}, the argument of a function without brackets"""
        found = _value(self._atom())
        while self._next.kind in ("number", "name"):
            found = Node("product", parts=(found, self._atom()))
        return found


def _value(node: Node) -> Node:
    if not node.is_value:
        raise Unparsable(f"a {node.kind} is no number to calculate with")
    return node


def _signed(sign: str, term: Node, before: Node | None = None) -> Node:
    """A term with its sign, added to the term `before` or alone."""
    if sign in "±∓":
        return Node("plus-minus", sign, (term,) if before is None else (before, term))
    term = term if sign == "+" else Node("minus", parts=(term,))
    return term if before is None else Node("sum", parts=(before, term))


def _without_signs(node: Node) -> Iterator[Node]:
    """The node with its signs ± read as plus and as minus; only itself if it has none."""
    if not _has_signs(node):
        yield node
        return
    for plus in (True, False):
        yield _chosen(node, plus)


def _has_signs(node: Node) -> bool:
    return node.kind == "plus-minus" or any(map(_has_signs, node.parts))


def _chosen(node: Node, plus: bool) -> Node:
    parts = tuple(_chosen(part, plus) for part in node.parts)
    if node.kind != "plus-minus":
        return Node(node.kind, node.text, parts)
    sign = "+" if plus == (node.text == "±") else "-"
    return _signed(sign, parts[-1], parts[0] if len(parts) == 2 else None)


def _relation(signs: str, parts: tuple[Node, ...]) -> Node:
    """A relation; an equation with a single variable on one side is `is`."""
    if signs == "=" and parts[1].kind == "name" and parts[0].kind != "name":
        parts = parts[::-1]
    if signs == "=" and parts[0].kind == "name" and parts[0].names:
        return Node("is", parts[0].text, parts[1:])
    if "=" in signs and len(signs) > 1:
        raise Unparsable("one '=' at most is read")
    if not any(part.names for part in parts):
        raise Unparsable("a relation of numbers alone is no answer")
    if signs == "=" and parts[0].kind == parts[1].kind == "tuple" and len(parts[0].parts) == len(parts[1].parts):
        named = zip(parts[0].parts, parts[1].parts, strict=True)
        if all(name.kind == "name" for name in parts[0].parts):
            return Node("list", "and", tuple(Node("is", name.text, (value,)) for name, value in named))
    if not all(part.is_value for part in parts) and signs != "∈":
        raise Unparsable("a relation stands between numbers")
    return Node("relation", signs, parts)


def _with_names(items: list[Node]) -> tuple[Node, ...]:
    """The items of a list, with `x=2, 3` read as `x=2, x=3` and inner lists flattened."""
    flat = [part for item in items for part in (item.parts if item.kind == "list" else (item,))]
    first, others = flat[0], flat[1:]
    if first.kind == "is" and others and all(other.is_value for other in others):
        others = [Node("is", first.text, (other,)) for other in others]
    return (first, *others)
