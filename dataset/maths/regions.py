"""Inequalities for one variable as intervals: `1<x<=3` is `(1,3]`, `x<-1 or x>3` is `(-oo,-1)∪(3,oo)`.

A region is a node of kind `region`. Its text is the variable, or empty for a bare interval. Its parts, in no order, are
intervals (tuples of two ends) or sets of points. An inequality that is not solved for its variable is not a region:
`2x>4` is not `x>2`, and `2x=4` is not the answer `x=2`, since that would accept a copy of the question.
"""

from __future__ import annotations

from dataset.maths.exact import exact
from dataset.maths.expression import Node

INFINITE = Node("name", "oo")
_MINUS_INFINITE = Node("minus", parts=(INFINITE,))
_TURNED = {"<": ">", ">": "<", "≤": "≥", "≥": "≤", "≠": "≠"}
_INTERVALS = frozenset({"()", "[]", "(]", "[)"})


def region(node: Node) -> Node | None:
    """The region of an inequality, an interval, a union or a list of them; None for all other nodes."""
    if node.kind == "tuple":
        return Node("region", parts=(node,)) if _is_interval(node) else None
    if node.kind == "union":
        points = all(part.kind == "set" or _is_interval(part) for part in node.parts)
        return Node("region", parts=node.parts) if points else None
    if node.kind == "is" and node.parts[0].kind in ("tuple", "union"):
        inside = region(node.parts[0])
        return inside and Node("region", node.text, inside.parts)
    if node.kind == "relation":
        return _of_relation(node)
    if node.kind == "list":
        return _of_list(node)
    return None


def has_inequality(node: Node) -> bool:
    """Whether an answer holds an inequality, a membership or a union; otherwise `(1,3)` is a point, not an interval."""
    return node.kind in ("relation", "union") or node.kind in ("list", "is") and any(map(has_inequality, node.parts))


def _is_interval(node: Node) -> bool:
    return node.kind == "tuple" and node.text in _INTERVALS and len(node.parts) == 2


def _interval(low: Node, high: Node, opening: str, closing: str) -> Node:
    return Node("tuple", opening + closing, (low, high))


def _of_relation(node: Node) -> Node | None:
    signs, parts = node.text, node.parts
    if signs == "∈":
        inside = region(parts[1])
        return Node("region", parts[0].text, inside.parts) if inside and parts[0].kind == "name" else None
    if len(signs) == 2:
        low, middle, high = parts
        if signs[0] in ">≥" and signs[1] in ">≥":
            low, high, signs = high, low, _TURNED[signs[1]] + _TURNED[signs[0]]
        if middle.kind != "name" or low.names or high.names or not set(signs) <= set("<≤"):
            return None
        return Node("region", middle.text, (_interval(low, high, "(["[signs[0] == "≤"], ")]"[signs[1] == "≤"]),))
    if len(signs) != 1 or signs not in _TURNED:
        return None
    name, end = parts
    if name.kind != "name":
        name, end, signs = end, name, _TURNED[signs]
    if name.kind != "name" or not name.names or end.names:
        return None
    pieces = []
    if signs in "<≤≠":
        pieces.append(_interval(_MINUS_INFINITE, end, "(", "]" if signs == "≤" else ")"))
    if signs in ">≥≠":
        pieces.append(_interval(end, INFINITE, "[" if signs == "≥" else "(", ")"))
    return Node("region", name.text, tuple(pieces))


def _of_list(node: Node) -> Node | None:
    """The union of regions of one variable; two half-lines that overlap and are not joined by `or` are an interval."""
    found = [region(part) for part in node.parts]
    known = [part for part in found if part is not None]
    if len(known) < len(found) or len({part.text for part in known}) > 1:
        return None
    pieces = tuple(piece for part in known for piece in part.parts)
    if node.text != "or" and all(part.text for part in known) and len(pieces) == 2:
        above = next((piece for piece in pieces if piece.parts[1] == INFINITE), None)
        below = next((piece for piece in pieces if piece.parts[0] == _MINUS_INFINITE), None)
        if above and below and _meet(above.parts[0], below.parts[1], sure=node.text == "and"):
            both = _interval(above.parts[0], below.parts[1], above.text[0], below.text[1])
            return Node("region", known[0].text, (both,))
    if node.text == "," and not any(part.text for part in known):
        return None  # a list of points
    return Node("region", known[0].text, pieces)


def _meet(low: Node, high: Node, sure: bool) -> bool:
    first, second = exact(low), exact(high)
    return sure or first is None or second is None or first <= second
