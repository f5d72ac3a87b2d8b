"""Comparing answers with parts: lists, sets and points, values of named variables, equations, intervals, units.

    same(expected, given, arithmetic)      arithmetic compares two values, and two equations

- A list without brackets has no order; neither has a set, in which repeated items count once. Points have an order.
- Values of named variables are matched by name; the name of a single variable may be missing, as in `x=3` and `3`.
- An equation in several variables equals every multiple of it: `y=2x+1` and `2x-y+1=0`. An equation that is solved for
  its only variable equals only another solved one, since `2x=4` may be a copy of the question whose answer is `x=2`.
- A unit that only one answer has is ignored; two different units differ (`dataset.maths.units`). `50%` equals `0.5`,
  and also `50`, since a number above 1 may be the number of percents; `0.5%` does not equal `0.5`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Protocol

from dataset.maths.exact import exact, is_decimal, literal
from dataset.maths.expression import Node
from dataset.maths.regions import has_inequality, region
from dataset.maths.units import same_unit

TOLERANCE = 1e-6
"""Relative error of a decimal that stands for a number with endless decimals."""
_NOISE = Fraction(1, 10**14)
"""Relative error of a decimal with more than 16 digits, which a computer printed."""


class Arithmetic(Protocol):
    """How two values are compared."""

    def equal(self, expected: Node, given: Node) -> bool:
        """Whether two values are the same function."""

    def proportional(self, expected: Node, given: Node, positive: bool) -> bool:
        """Whether one value is a multiple of the other by a number that is not 0, or by a positive one."""


def same(expected: Node, given: Node, arithmetic: Arithmetic) -> bool:
    """Whether two answers have the same parts."""
    if has_inequality(expected) or has_inequality(given):
        return _same_relation(expected, given, arithmetic)
    expected, given = _without_set_of_one(expected), _without_set_of_one(given)
    if "is" in (expected.kind, given.kind):
        return _same_named(expected, given, arithmetic)
    if expected.kind in ("list", "set") or given.kind in ("list", "set"):
        return _same_items(expected, given, arithmetic)
    if expected.kind == given.kind and expected.kind in ("tuple", "matrix"):
        alike = expected.text == given.text and len(expected.parts) == len(given.parts)
        parts = _lowest_terms(expected.parts), _lowest_terms(given.parts)
        chosen = parts if expected.text == "::" else (expected.parts, given.parts)
        return alike and all(same(a, b, arithmetic) for a, b in zip(*chosen, strict=True))
    if expected.kind in ("tuple", "matrix") or given.kind in ("tuple", "matrix"):
        return _as_matrix(expected) == given if expected.kind == "tuple" else _as_matrix(given) == expected
    return _same_quantity(expected, given, arithmetic)


def _without_set_of_one(node: Node) -> Node:
    """Read `{5}` as `5`, and `x={1,2}` as `x=1, x=2`."""
    if node.kind == "set" and len(node.parts) == 1:
        return _without_set_of_one(node.parts[0])
    if node.kind == "is" and node.parts[0].kind in ("set", "list") and node.parts[0].parts:
        items = tuple(Node("is", node.text, (part,)) for part in node.parts[0].parts)
        return items[0] if len(items) == 1 else Node("list", "or", items)
    return node


def _lowest_terms(parts: Sequence[Node]) -> tuple[Node, ...]:
    """Each part of a ratio such as 2:4:6, divided by the first part."""
    return tuple(Node("quotient", parts=(part, parts[0])) for part in parts) if parts else ()


def _as_matrix(node: Node) -> Node:
    """Read `[[1,2],[3,4]]` as a matrix."""
    rows = node.kind == "tuple" and node.text == "[]" and all(part.kind == "tuple" for part in node.parts)
    return Node("matrix", parts=node.parts) if rows else node


# ---- names and equations


def _same_named(expected: Node, given: Node, arithmetic: Arithmetic) -> bool:
    """Compare two answers of which at least one gives a variable's value."""
    if expected.kind in ("list", "set") or given.kind in ("list", "set"):
        return _same_items(expected, given, arithmetic)
    if expected.kind == given.kind == "is":
        if expected.text == given.text and same(expected.parts[0], given.parts[0], arithmetic):
            return True
        lines = all(node.parts[0].is_value and len(node.names) > 1 for node in (expected, given))
        return lines and arithmetic.proportional(_residual(expected), _residual(given), False)
    expected, given = (node.parts[0] if node.kind == "is" else node for node in (expected, given))
    return same(expected, given, arithmetic)


def _residual(node: Node) -> Node:
    """Left side minus right side of an equation."""
    left, right = (Node("name", node.text), node.parts[0]) if node.kind == "is" else node.parts
    return Node("sum", parts=(left, Node("minus", parts=(right,))))


def _same_relation(expected: Node, given: Node, arithmetic: Arithmetic) -> bool:
    """Compare regions; other equations and inequalities are the same if they are multiples of each other."""
    ours, theirs = region(expected), region(given)
    if ours is not None and theirs is not None:
        named = {ours.text, theirs.text} - {""}
        return len(named) < 2 and _matched(ours.parts, theirs.parts, lambda a, b: _same_piece(a, b, arithmetic))
    if expected.kind == given.kind == "list":
        return _matched(expected.parts, given.parts, lambda a, b: same(a, b, arithmetic))
    members = [_members(node) for node in (expected, given)]
    if members[0] is not None and members[1] is not None and members != [expected, given]:
        return same(members[0], members[1], arithmetic)
    if ours is not None or theirs is not None:
        return False
    if {expected.kind, given.kind} <= {"is", "relation"}:
        return _same_statement(expected, given, arithmetic)
    return False


def _members(node: Node) -> Node | None:
    """Read `x∈{2,3}` as `x=2, x=3`; None for other relations; nodes that are no relation stay as they are."""
    if node.kind != "relation":
        return node
    is_set = node.text == "∈" and node.parts[0].kind == "name" and node.parts[1].kind in ("set", "list")
    return Node("is", node.parts[0].text, node.parts[1:]) if is_set else None


def _same_piece(expected: Node, given: Node, arithmetic: Arithmetic) -> bool:
    return expected.kind == given.kind and same(expected, given, arithmetic)


def _same_statement(expected: Node, given: Node, arithmetic: Arithmetic) -> bool:
    """Compare two equations, or two inequalities."""
    solved = [node.kind == "is" and node.names == {node.text} for node in (expected, given)]
    if any(solved) or any(part.kind in ("set", "tuple", "list", "union") for part in expected.parts + given.parts):
        return False
    (one, signs), (other, others) = _positive(expected), _positive(given)
    if signs != others or len(signs) != 1:
        return expected.text == given.text and _matched(
            expected.parts, given.parts, lambda a, b: arithmetic.equal(a, b)
        )
    return arithmetic.proportional(one, other, signs in ">≥")


def _positive(node: Node) -> tuple[Node, str]:
    """The expression that an equation says is 0, or an inequality says is above 0; and the sign."""
    signs = node.text if node.kind == "relation" else "="
    if len(signs) > 1:
        return node, signs
    if signs in "<≤":
        turned = Node("relation", {"<": ">", "≤": "≥"}[signs], node.parts[::-1])
        return _residual(turned), turned.text
    return _residual(node), signs


# ---- lists and sets


def _same_items(expected: Node, given: Node, arithmetic: Arithmetic) -> bool:
    """Compare lists and sets; the name of a single variable may be missing, and those of a point (x, y)."""
    ours, theirs = _items(expected), _items(given)
    if "tuple" in (expected.kind, given.kind):
        return _same_pair(expected, given, arithmetic)
    if any(part.kind == "is" for part in ours) != any(part.kind == "is" for part in theirs):
        ours, theirs = _unnamed(ours), _unnamed(theirs)
    if "set" in (expected.kind, given.kind):
        ours, theirs = _each_once(ours, arithmetic), _each_once(theirs, arithmetic)
    return _matched(ours, theirs, lambda a, b: _same_item(a, b, arithmetic))


def _items(node: Node) -> tuple[Node, ...]:
    return node.parts if node.kind in ("list", "set") else (node,)


def _unnamed(items: tuple[Node, ...]) -> tuple[Node, ...]:
    """Values of one variable (x, or x_1 and x_2) without its name; other items stay as they are."""
    if all(part.kind == "is" for part in items) and len({part.text.partition("_")[0] for part in items}) == 1:
        return tuple(part.parts[0] for part in items)
    return items


def _same_item(expected: Node, given: Node, arithmetic: Arithmetic) -> bool:
    """Compare two items of lists; here names may not be missing, since `2, -1` does not say which is x."""
    return (expected.kind == "is") == (given.kind == "is") and same(expected, given, arithmetic)


def _same_pair(expected: Node, given: Node, arithmetic: Arithmetic) -> bool:
    """Compare `x=1, y=2` with `(1, 2)`, whose coordinates are in the order of the names."""
    named, point = (expected, given) if given.kind == "tuple" else (given, expected)
    names = [part.text for part in named.parts]
    if point.text != "()" or any(part.kind != "is" for part in named.parts) or len(set(names)) < len(names):
        return False
    values = tuple(part.parts[0] for part in sorted(named.parts, key=lambda part: part.text))
    pair = Node("tuple", "()", values)
    return same(pair, point, arithmetic) if named is expected else same(point, pair, arithmetic)


def _each_once(items: tuple[Node, ...], arithmetic: Arithmetic) -> tuple[Node, ...]:
    found: list[Node] = []
    for item in items:
        if not any(_same_item(other, item, arithmetic) for other in found):
            found.append(item)
    return tuple(found)


def _matched(expected: Sequence[Node], given: Sequence[Node], alike: Callable[[Node, Node], bool]) -> bool:
    """Whether the items can be paired so that all pairs are alike."""
    if len(expected) != len(given):
        return False
    left = list(given)
    for node in expected:
        partner = next((place for place, other in enumerate(left) if alike(node, other)), None)
        if partner is None:
            return False
        del left[partner]
    return True


# ---- units and numbers


def _same_quantity(expected: Node, given: Node, arithmetic: Arithmetic) -> bool:
    (value, unit), (other, others_unit) = _quantity(expected), _quantity(given)
    if not value.is_value or not other.is_value:
        return value == other and unit == others_unit
    if unit == others_unit == "":
        return arithmetic.equal(value, other)
    if not unit or not others_unit:
        if (unit or others_unit)[0] == "?":  # 5m is 5 metres only if the other answer has metres
            return False
        if "%" in (unit, others_unit):
            return _same_share(value, unit, other, arithmetic)
        return arithmetic.equal(value, other)
    return same_unit(unit.lstrip("?"), others_unit.lstrip("?")) and arithmetic.equal(value, other)


def _quantity(node: Node) -> tuple[Node, str]:
    return (node.parts[0], node.text) if node.kind == "quantity" else (node, "")


def _same_share(value: Node, unit: str, other: Node, arithmetic: Arithmetic) -> bool:
    """Compare percents with a number, which is a share or, above 1, also percents, as for graders of the MATH set."""
    percents, number = (value, other) if unit == "%" else (other, value)
    share = Node("quotient", parts=(percents, Node("number", "100")))
    if arithmetic.equal(*((share, number) if unit == "%" else (number, share))):
        return True
    plain = exact(number)
    return (plain is None or abs(plain) > 1) and arithmetic.equal(value, other)


def equal_fractions(expected: Node, given: Node, a: Fraction, b: Fraction) -> bool:
    """Whether two values are the same; one of them may be a decimal that rounds a number with endless decimals."""
    if a == b:
        return True
    for node, number, other in ((expected, a, b), (given, b, a)):
        digits = literal(node)
        if digits is None or not is_decimal(node):
            continue
        if len(digits) > 16 and abs(a - b) <= _NOISE * abs(a):
            return True
        if not _ends(other) and abs(number - other) <= min(unit_of_last_place(digits), tolerance(other)):
            return True
    inside = any(literal(node) is None and is_decimal(node) for node in (expected, given))
    return inside and not (_ends(a) and _ends(b)) and abs(a - b) <= tolerance(a)


def tolerance(value: Fraction) -> Fraction:
    """How far a decimal may be from a number with endless decimals."""
    return abs(value) / 10**6


def unit_of_last_place(digits: str) -> Fraction:
    """The value of the last digit: `0.01` for `3.14`."""
    written, _, power = digits.partition("e")
    return Fraction(10) ** (int(power or 0) - len(written.partition(".")[2]))


def _ends(value: Fraction) -> bool:
    """Whether a number has finitely many decimals."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1
