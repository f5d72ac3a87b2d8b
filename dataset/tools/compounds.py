"""Readings of lists and objects: JSON, or parts as people write them, each with the first reading that it has.

lists("2nd, 3rd and 4th", {"items": {"type": "integer"}}, read)   [[2, 3, 4]]
objects("width of 20 ft, height: 12 ft", {"properties": ...}, read)   [{"width": 20, "height": 12}]
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from dataset.tools.equality import json_number, kind_of
from dataset.tools.folding import fold
from dataset.tools.lists import elements, ends_of_range, pairs
from dataset.tools.numerals import parse_number
from utils.errors import UserError
from utils.reading import require_usable

Read = Callable[[str, Any], Sequence[Any]]
"""The readings of a text under a schema."""


def lists(text: str, schema: Mapping[str, Any], read: Read) -> Iterator[list[Any]]:
    """The lists that a text may be; without a schema of the items, they are all numbers or all texts."""
    items = schema.get("items")
    items = items if isinstance(items, Mapping) else {}
    kind = kind_of(items)
    parsed = parsed_json(text)
    if isinstance(parsed, list) and kind != "string":
        yield parsed
    for way in elements(text):
        values = _all_read(way, items if kind else {"type": "number"}, read)
        if not kind and (values is None or not all(parse_number(part) for part in way)):
            values = _all_read(way, {**items, "type": "string"}, read)
        if values is not None:
            yield values
    for way in (text.split(), ends_of_range(text)):
        values = (
            _all_read(way, {**items, "type": kind or "number"}, read) if kind in ("integer", "number", "") else None
        )
        if len(way) > 1 and values is not None:
            yield values


def objects(text: str, schema: Mapping[str, Any], read: Read) -> Iterator[dict[str, Any]]:
    """The objects that a text may be; pairs need the properties of the schema, if it has any."""
    parsed = parsed_json(text)
    if isinstance(parsed, dict):
        yield parsed
    properties = schema.get("properties")
    known = {fold(name): name for name in properties} if isinstance(properties, Mapping) else {}
    found: dict[str, Any] = {}
    for key, value in pairs(text):
        name = known.get(fold(key)) if known else key
        values = read(value, properties[name] if isinstance(properties, Mapping) and known and name else {})
        if name is None or not values:
            return
        found[name] = values[0]
    if found:
        yield found


def parsed_json(text: str) -> Any:
    """The list or object that a text is as JSON; None if it is none, or has no bounds in depth or numbers."""
    if text.lstrip()[:1] not in ("{", "["):
        return None
    try:
        value = json.loads(text, parse_int=_bounded, parse_float=_bounded, parse_constant=_bounded)
        require_usable(value)
    except (ValueError, RecursionError, UserError):  # no JSON, or JSON that nobody can use
        return None
    return value


def _bounded(numeral: str) -> int | float:
    """A number of JSON text.

    Raises:
        ValueError: `NaN`, or a number without bounds.
    """
    quantity = parse_number(numeral)
    if quantity is None:
        raise ValueError(numeral)
    return json_number(quantity.value, quantity.decimal)


def _all_read(parts: Sequence[str], schema: Mapping[str, Any], read: Read) -> list[Any] | None:
    """The first reading of each part; None if one has none."""
    values = [read(part, schema)[:1] for part in parts]
    return [value for (value,) in values] if parts and all(values) else None
