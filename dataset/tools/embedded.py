"""JSON and Python values that stand inside other text, read without running anything.

leading_values('{"a": 1} {"b": 2}</tools>')     ([{"a": 1}, {"b": 2}], 17)
python_value("{'name': None, 'x': (1, -2.5)}")  {"name": None, "x": [1, -2.5]}
"""

from __future__ import annotations

import ast
import json
import math
import re
import warnings
from typing import Any

from utils.reading import require_usable

LONGEST_PYTHON = 100_000
"""Most characters of a Python value."""
_OPENING = re.compile(r"[\s,]*(?=[\[{])")
_NAMES = {"true": True, "false": False, "null": None}
"""Names of JSON that models mix into Python; Python's own ones are constants to the parser."""


def leading_values(text: str, start: int = 0) -> tuple[list[Any], int]:
    """The JSON objects and lists that stand at a place of a text, and where the last of them ends.

    White space and commas may stand between them, and line breaks inside their strings.
    """
    values: list[Any] = []
    end = start
    while opening := _OPENING.match(text, end):
        try:
            value, end_of_value = _DECODER.raw_decode(text, opening.end())
            require_usable(value)
        except (ValueError, RecursionError):  # no JSON, or a `UserError` of `require_usable`
            break
        values.append(value)
        end = end_of_value
    return values, end


def python_value(text: str) -> Any:
    """The JSON value that a Python literal writes: tuples become lists.

    Nothing is run: the syntax tree may hold constants, lists, tuples, dictionaries, and the names true, false and null.

    Raises:
        ValueError: the text is something else, too long, nested too deeply, or has no JSON value.
    """
    if len(text) > LONGEST_PYTHON:
        raise ValueError(f"longer than {LONGEST_PYTHON} characters")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of escapes that Python does not know
            tree = ast.parse(text.strip(), mode="eval")
        value = _value(tree.body)
        require_usable(value)
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # MemoryError: the parser's stack is full
        raise ValueError("not a Python value") from None
    return value


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON number")


_DECODER = json.JSONDecoder(strict=False, parse_constant=_refuse_constant)


def _value(node: ast.expr) -> Any:
    match node:
        case ast.Constant(value=None | bool() | int() | str() as value):
            return value
        case ast.Constant(value=float() as value) if math.isfinite(value):
            return value
        case ast.Name(id=name) if name in _NAMES:
            return _NAMES[name]
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float()) as operand):
            return -_value(operand)
        case ast.List(elts=items) | ast.Tuple(elts=items):
            return [_value(item) for item in items]
        case ast.Dict(keys=keys, values=values):
            return {_key(key): _value(value) for key, value in zip(keys, values, strict=True)}
    raise ValueError("not a constant, a list or a dictionary")


def _key(node: ast.expr | None) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    raise ValueError("a key that is no text")
