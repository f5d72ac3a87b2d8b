r"""JSON as people write it into text fields: several values in a row, and strings that hold JSON again.

read_values('{"a": 1}{"b": 2}')           [{"a": 1}, {"b": 2}]
read_values(' ')                          []
decode('"{\\"city\\": \\"Oslo\\"}"')      {"city": "Oslo"}: encoded twice
"""

from __future__ import annotations

import json
from typing import Any

from utils.errors import UserError
from utils.reading import parse_json

MOST_ENCODINGS = 3
"""How often a value may have been encoded as JSON."""


def read_values(text: str, where: str = "the text") -> list[Any]:
    """All JSON values in a text, with nothing but white space or commas between them.

    Raises:
        UserError: the text holds something else.
    """
    values: list[Any] = []
    rest = text.lstrip(" \t\r\n,")
    while rest:
        end = _end_of_value(rest)
        values.append(parse_json(rest[:end], where))
        rest = rest[end:].lstrip(" \t\r\n,")
    return values


def decode(value: Any, where: str = "the text") -> Any:
    """The value that a string encodes, even if it was encoded several times; other values as they are.

    A blank string gives None.

    Raises:
        UserError: a string is not JSON.
    """
    for _ in range(MOST_ENCODINGS):
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        value = parse_json(value, where)
    if isinstance(value, str):
        raise UserError(f"{where} is a string in a string in a string, and an object or a list is needed")
    return value


def _end_of_value(text: str) -> int:
    """The length of the first JSON value of a text; of all of the text if that is no JSON."""
    try:
        return json.JSONDecoder().raw_decode(text)[1]
    except (ValueError, RecursionError):  # parse_json then says what is wrong
        return len(text)
