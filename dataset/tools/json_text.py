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
DEEPEST_VALUE = 100
"""Most levels of a JSON value that the readers take. Code behind `require_usable` may recurse into the value."""


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


def require_usable(value: Any, where: str = "the value", deepest: int = DEEPEST_VALUE) -> None:
    """Refuse a value that is nested too deeply, or has text that UTF-8 cannot hold.

    Raises:
        UserError: there are more than `deepest` levels of lists and objects, or half of a surrogate pair in a text.
    """
    level: list[Any] = [value]
    for _ in range(deepest + 1):
        inner: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                inner.extend(item.keys())
                inner.extend(item.values())
            elif isinstance(item, list | tuple):
                inner.extend(item)
            elif isinstance(item, str) and not item.isascii():
                _require_whole_characters(item, where)
        if not inner:
            return
        level = inner
    raise UserError(f"{where} is nested deeper than {deepest} levels")


def _require_whole_characters(text: str, where: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UserError(f"{where} holds half of a surrogate pair, {text[error.start]!a}") from None


def _end_of_value(text: str) -> int:
    """The length of the first JSON value of a text; of all of the text if that is no JSON."""
    try:
        return json.JSONDecoder().raw_decode(text)[1]
    except (ValueError, RecursionError):  # parse_json then says what is wrong
        return len(text)
