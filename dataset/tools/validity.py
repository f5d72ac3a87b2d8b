"""Whether the arguments of a call are valid under the tool's schema.

argument_fault(tool, {"city": 3})       "city: 3 is no string"
argument_fault(tool, {})                "city is missing"
argument_fault(tool, {"city": "Oslo"})  None
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dataset.tools.conversations import Tool
from utils.printing import one_line

_DEEPEST = 100
_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list, tuple),
    "object": (Mapping,),
}


def argument_fault(tool: Tool, arguments: Mapping[str, Any]) -> str | None:
    """The first thing that is wrong with a call's arguments, in one line; None if they are valid.

    Checked are required and unknown arguments, types, enum, minimum and maximum, at all depths.
    """
    parts = {argument.name: argument.schema for argument in tool.arguments}
    required = [argument.name for argument in tool.arguments if argument.required]
    fault = _object_fault(arguments, parts, required, "", 0)
    return one_line(fault) if fault is not None else None


def _object_fault(
    value: Mapping[str, Any], parts: Mapping[str, Any], required: list[str], path: str, depth: int
) -> str | None:
    for name in required:
        if name not in value:
            return f"{path}{name} is missing"
    for name, inner in value.items():
        if name not in parts:
            return f"{path}{name} is unknown"
        fault = _fault(inner, parts[name], f"{path}{name}", depth + 1)
        if fault is not None:
            return fault
    return None


def _fault(value: Any, schema: Mapping[str, Any], path: str, depth: int) -> str | None:
    """What is wrong with a value, with its path in front."""
    if depth > _DEEPEST:
        return f"{path}: nested deeper than {_DEEPEST} levels"
    if value is None and schema.get("nullable"):
        return None
    kind = schema.get("type")
    if kind in _TYPES and not _is_of(value, str(kind)):
        return f"{path}: {_shown(value)} is no {kind}"
    if schema.get("enum") and not any(_is_same(value, allowed) for allowed in schema["enum"]):
        return f"{path}: {_shown(value)} is none of the allowed values"
    if isinstance(value, int | float) and not isinstance(value, bool):
        if "minimum" in schema and value < schema["minimum"]:
            return f"{path}: {_shown(value)} is below {schema['minimum']}"
        if "maximum" in schema and value > schema["maximum"]:
            return f"{path}: {_shown(value)} is above {schema['maximum']}"
    if isinstance(value, list | tuple) and "items" in schema:
        faults = (_fault(item, schema["items"], f"{path}[{n}]", depth + 1) for n, item in enumerate(value))
        return next((fault for fault in faults if fault is not None), None)
    if isinstance(value, Mapping) and schema.get("properties"):
        return _object_fault(value, schema["properties"], list(schema.get("required", ())), f"{path}.", depth)
    return None


def _is_of(value: Any, kind: str) -> bool:
    """Whether a value has a type of JSON Schema: 3.0 is an integer, true is no number."""
    if isinstance(value, bool):
        return kind == "boolean"
    if kind == "integer" and isinstance(value, float):
        return value.is_integer()
    return isinstance(value, _TYPES[kind])


def _is_same(value: Any, allowed: Any) -> bool:
    return isinstance(value, bool) == isinstance(allowed, bool) and bool(value == allowed)


def _shown(value: Any) -> str:
    try:
        return repr(value)[:80]
    except (RecursionError, ValueError):  # nested too deeply, or too many digits for Python to write
        return f"a {type(value).__name__}"
