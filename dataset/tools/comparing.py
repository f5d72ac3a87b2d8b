"""A call beside the one that is expected: which arguments are there, and which of them have an accepted value.

    expected  find_movies {"genre": "comedy", "year": 1999}       given  find_movies {"genre": "drama"}
    compare   expected 2, given 1, names 1, values 0, fault "genre is wrong"

`dataset.tools.matching` judges calls by the rules of the Berkeley Function Calling Leaderboard instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from dataset.tools.conversations import Call, Tool
from dataset.tools.values import same_value


@dataclass
class Compared:
    """Arguments of a call beside those of the expected one; `fault` names the first that is wrong."""

    expected: int = 0
    given: int = 0
    names: int = 0
    values: int = 0
    fault: str = ""


def compare(arguments: Mapping[str, Any], expected: Call, tool: Tool | None) -> Compared:
    """Compare a call's arguments with those of the expected call of the same tool.

    An argument that may be left out and is, is not expected. One that is not expected but has the tool's own default
    is not counted, since it changes nothing.
    """
    schemas = {argument.name: argument.schema for argument in tool.arguments} if tool is not None else {}
    known = complete(expected)
    found = Compared()
    for name, value in known.arguments.items():
        if name not in arguments:
            if name not in known.may_omit:
                found.expected += 1
                found.fault = found.fault or f"{name} is missing"
            continue
        found.expected, found.given, found.names = found.expected + 1, found.given + 1, found.names + 1
        schema = schemas.get(name, {})
        if any(same_value(arguments[name], form, schema) for form in known.accept.get(name) or (value,)):
            found.values += 1
        else:
            found.fault = found.fault or f"{name} is wrong"
    for name, value in arguments.items():
        default = schemas.get(name, {}).get("default")
        if name not in known.arguments and (default is None or not same_value(value, default, schemas[name])):
            found.given += 1
            found.fault = found.fault or f"{name} is not expected"
    return found


def complete(call: Call) -> Call:
    """A call whose `arguments` also hold those that may be left out, if values are known for them."""
    omitted = {name: call.accept[name][0] for name in sorted(call.may_omit) if call.accept.get(name)}
    return replace(call, arguments={**omitted, **call.arguments})
