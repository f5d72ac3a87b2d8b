"""Answers of several parts: lists without order, lists with order, values of named variables."""

from __future__ import annotations

from collections.abc import Callable

from dataset.maths.expression import Node

TOLERANCE = 1e-6
"""Relative, of numbers with a decimal point."""


def same(expected: Node, given: Node, equal_values: Callable[[Node, Node], bool]) -> bool:
    """Whether two answers have the same parts, of which `equal_values` compares two that are single values.

    A list without brackets has no order; values of named variables go by name; the name of a single value may be left
    out, as in `x=3` and `3`; brackets of intervals must be the same.
    """
    if expected.kind == given.kind == "list":
        return _same_list(list(expected.parts), list(given.parts), equal_values)
    if expected.kind == given.kind == "tuple":
        alike = expected.text == given.text and len(expected.parts) == len(given.parts)
        return alike and all(map(lambda a, b: same(a, b, equal_values), expected.parts, given.parts))
    if expected.kind == given.kind == "is" and expected.text != given.text:
        return False
    expected, given = (node.parts[0] if node.kind == "is" else node for node in (expected, given))
    if {expected.kind, given.kind} & {"list", "tuple"}:
        return expected.kind == given.kind and same(expected, given, equal_values)
    return equal_values(expected, given)


def _same_list(expected: list[Node], given: list[Node], equal_values: Callable[[Node, Node], bool]) -> bool:
    if len(expected) != len(given):
        return False
    for node in expected:
        partner = next((other for other in given if _same_item(node, other, equal_values)), None)
        if partner is None:
            return False
        given.remove(partner)
    return True


def _same_item(expected: Node, given: Node, equal_values: Callable[[Node, Node], bool]) -> bool:
    """In a list a name may not be left out: `2, -1` does not say which is x."""
    return (expected.kind == "is") == (given.kind == "is") and same(expected, given, equal_values)
