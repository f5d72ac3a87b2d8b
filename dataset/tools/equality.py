"""When two JSON values are the same as people mean it: `"New York, NY"` and `"new york ny"`, 3 and 3.0, 3 and `"3"`."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from dataset.tools.folding import fold
from dataset.tools.numerals import parse_number
from utils.reading import DEEPEST_VALUE

KINDS = frozenset({"string", "integer", "number", "boolean", "array", "object"})
"""Types of values; `null` is none of them."""
BOOLEANS = dict.fromkeys("true yes y on yeah yep enabled enable 1".split(), True)
BOOLEANS |= dict.fromkeys("false no n off nope disabled disable 0".split(), False)


def same_value(first: Any, second: Any, schema: Mapping[str, Any]) -> bool:
    """Whether two JSON values are the same as people mean it.

    Texts are compared without case, blanks and punctuation, numbers by value. `"3"` is 3; a truth value is no number.
    Lists have an order, objects have none.
    """
    return _same(first, second, schema, 0)


def kind_of(schema: Mapping[str, Any]) -> str:
    """The type that a schema asks for; empty if it allows any."""
    kind = schema.get("type")
    names = [kind] if isinstance(kind, str) else kind if isinstance(kind, list) else []
    return next((name for name in names if isinstance(name, str) and name in KINDS), "")


def as_text(value: Any) -> str:
    """A scalar as a text: `true`, `3` for 3.0, and a text itself."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and value.bit_length() > 10_000:  # Python does not write such numbers in decimal
        return hex(value)
    try:
        return json.dumps(value, sort_keys=True)
    except (TypeError, ValueError, RecursionError):  # no JSON value
        return ""


def as_number(value: Any) -> int | float | None:
    """A number, or the number that a text is; None for anything else. Percentages are no numbers."""
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return value
    quantity = parse_number(value.strip()) if isinstance(value, str) else None
    return json_number(quantity.value, quantity.decimal) if quantity and not quantity.percent else None


def json_number(value: Fraction, decimal: bool) -> int | float:
    """An int where the number is whole and was not written with a point."""
    return int(value) if value.denominator == 1 and not decimal else float(value)


def _same(first: Any, second: Any, schema: Any, depth: int) -> bool:
    schema = schema if isinstance(schema, Mapping) else {}
    if depth > DEEPEST_VALUE:
        return False
    if isinstance(first, Mapping) and isinstance(second, Mapping):
        properties = schema.get("properties")
        parts = properties if isinstance(properties, Mapping) else {}
        return first.keys() == second.keys() and all(
            _same(value, second[key], parts.get(key), depth + 1) for key, value in first.items()
        )
    if isinstance(first, (list, tuple)) and isinstance(second, (list, tuple)):
        items = schema.get("items")
        return len(first) == len(second) and all(
            _same(one, other, items, depth + 1) for one, other in zip(first, second, strict=True)
        )
    if any(value is None or isinstance(value, (Mapping, list, tuple)) for value in (first, second)):
        return first is None and second is None
    kind = kind_of(schema)
    if kind == "boolean":
        truths = [BOOLEANS.get(fold(as_text(value))) for value in (first, second)]
        if None not in truths:
            return truths[0] is truths[1]
    if kind in ("integer", "number") or not (isinstance(first, str) or isinstance(second, str)):
        one, other = as_number(first), as_number(second)
        if one is not None and other is not None:
            return close(one, other)
    return fold(as_text(first)) == fold(as_text(second))


def close(first: int | float, second: int | float) -> bool:
    """Whether two numbers are equal but for rounding."""
    if first == second:
        return True
    if isinstance(first, int) and isinstance(second, int) or max(abs(first), abs(second)) > 1e300:
        return False
    return math.isclose(first, second, rel_tol=1e-9)
