"""The schema of one argument, cleaned: whatever people write becomes JSON Schema with the type names of JSON Schema.

{"type": "str, optional", "default": "game"}       {"type": "string", "default": "game"}
{"type": "List[int]"}                              {"type": "array", "items": {"type": "integer"}}
{"anyOf": [{"type": "null"}, {"type": "float"}]}   {"type": "number", "nullable": True}
{"enum": [1, 2, 3]}                                {"type": "integer", "enum": [1, 2, 3]}
{"type": "any"}                                    {}
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from utils.errors import UserError
from utils.printing import printable

DEEPEST = 16
"""Most levels of schemas within schemas."""
MOST_SCHEMAS = 5_000
"""Most schemas of one tool, those of nested properties and of references included."""

LONGEST_TYPE = 200
"""Most characters of a type's name; a longer text names no type."""

_NAMES = {
    "string": "str string text varchar char character uuid email url uri phone file path",
    "integer": "int integer long short byte int32 int64 bigint",
    "number": "float number double decimal numeric real float32 float64",
    "boolean": "bool boolean",
    "array": "list array tuple set sequence iterable arraylist vector",
    "object": "dict object map mapping hash hashmap dictionary json struct record",
}
_TYPES = {name: kind for kind, names in _NAMES.items() for name in names.split()}
_FORMATS = {"date": "date", "datetime": "date-time", "time": "time"}
_KEPT = ("minimum", "maximum")
_CHOICES = ("anyOf", "oneOf", "allOf")
_OPTIONAL = re.compile(r"\s*,?\s*\(?\b(optional|required)\)?\s*$", re.IGNORECASE)
_WRAPPED = re.compile(r"^(\w+)\s*[\[<](.*)[\]>]$", re.DOTALL)
PARAMETER_KEYWORDS = frozenset(
    "type properties required description title default additionalProperties strict nullable definitions $defs $schema"
    " $id $ref anyOf oneOf allOf".split()
)
"""Keys of a JSON Schema of all parameters; in a flat form, such a key is an argument only if its value is an object."""


class ToolError(UserError):
    """A tool that cannot be understood. The message is one line: which tool, which argument, what is wrong."""


class Cleaner:
    """Cleans the schemas of one tool; it bounds their depth and number.

    Args:
        where: what is read, as in `tool 'get_weather'`, for messages.
        definitions: schemas by the references that mean them, such as `#/$defs/Address`.
    """

    def __init__(self, where: str, definitions: Mapping[str, Any] | None = None) -> None:
        self.where = where
        self.definitions = definitions or {}
        self.schemas = 0

    def clean(self, schema: Any, name: str, depth: int = 0) -> dict[str, Any]:
        """The cleaned schema of an argument or of one of its parts.

        Args:
            name: the argument, for messages.

        Raises:
            ToolError: the schema has a form without meaning, is nested too deeply, or has too many parts.
        """
        self._count(name, depth)
        if schema is None or isinstance(schema, bool):
            return {}
        if isinstance(schema, str):
            is_type = type_of(schema) and len(schema.replace(", ", ",").split()) == 1
            schema = {"type": schema} if is_type else {"description": schema}
        if not isinstance(schema, Mapping):
            raise self.error(name, "the schema must be an object")
        schema = self._resolved(schema, name, depth)
        cleaned = self._typed(schema, name, depth)
        description = schema.get("description")
        if description is not None and description != "":
            if not isinstance(description, str):
                raise self.error(name, "'description' must be text")
            cleaned["description"] = description
        self._add_values(cleaned, schema, name)
        if isinstance(schema.get("format"), str):
            cleaned["format"] = schema["format"]
        if schema.get("nullable") is True:
            cleaned["nullable"] = True
        for key in _KEPT:
            if isinstance(schema.get(key), int | float) and not isinstance(schema[key], bool):
                cleaned[key] = schema[key]
        self._add_parts(cleaned, schema, name, depth)
        return cleaned

    def properties(self, value: Any, name: str, depth: int) -> dict[str, dict[str, Any]]:
        """Cleaned schemas by property. A null property stands for none: tables (Arrow) write nulls in its place."""
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            raise self.error(name, "'properties' must be an object")
        return {
            str(key): self.clean(schema, f"{name}.{key}" if name else str(key), depth + 1)
            for key, schema in value.items()
            if schema is not None and schema is not False
        }

    def required(self, value: Any, name: str = "") -> frozenset[str]:
        """The names in a list of required properties."""
        if value is None or isinstance(value, bool):  # true beside a property means this property; see is_required
            return frozenset()
        if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
            raise self.error(name, "'required' must be a list of names")
        return frozenset(value)

    def error(self, name: str, complaint: str) -> ToolError:
        """The error of an argument; of the tool if `name` is empty."""
        argument = f", argument '{printable(name[:200])}'" if name else ""
        return ToolError(f"{self.where}{argument}: {complaint}")

    def _count(self, name: str, depth: int) -> None:
        self.schemas += 1
        if depth > DEEPEST:
            raise self.error(name, f"nested deeper than {DEEPEST} levels")
        if self.schemas > MOST_SCHEMAS:
            raise self.error(name, f"more than {MOST_SCHEMAS} schemas in one tool")

    def _resolved(self, schema: Mapping[str, Any], name: str, depth: int) -> Mapping[str, Any]:
        """The schema with its reference followed and its first choice that is not null taken; its own keys win."""
        for _ in range(DEEPEST):
            inner: Any = None
            if isinstance(schema.get("$ref"), str):
                inner = self.definitions.get(schema["$ref"])
                if not isinstance(inner, Mapping):
                    raise self.error(name, f"nothing is defined as '{printable(schema['$ref'][:200])}'")
            elif "type" not in schema or schema["type"] is None:
                choices: list[Any] = next((schema[key] for key in _CHOICES if isinstance(schema.get(key), list)), [])
                branches = [branch for branch in choices if isinstance(branch, Mapping) and not _is_null(branch)]
                if len(branches) < len(choices):
                    schema = {**schema, "nullable": True}
                inner = branches[0] if branches else None
                if len(branches) > 1 and all(map(_values_of, branches)):  # a choice of values, each in its own branch
                    inner = {"enum": [value for branch in branches for value in _values_of(branch)]}
            outer = {k: v for k, v in schema.items() if k not in ("$ref", *_CHOICES) and v is not None}
            if inner is None:
                return outer | {"enum": _values_of(outer)} if "const" in outer else outer
            schema = {**inner, **outer}
        raise self.error(name, f"more than {DEEPEST} references or choices within each other")

    def _typed(self, schema: Mapping[str, Any], name: str, depth: int) -> dict[str, Any]:
        """The type of a schema, with what the type's name says of items and null; guessed where no type is given."""
        declared = schema.get("type")
        if isinstance(declared, list):
            names = [item for item in declared if isinstance(item, str) and item != "null"]
            typed = type_of(names[0]) if names else {}
            return typed | {"nullable": True} if "null" in declared else typed
        if isinstance(declared, str):
            return type_of(declared)
        if declared is not None:
            raise self.error(name, "'type' must be the name of a type")
        if isinstance(schema.get("properties"), Mapping):
            return {"type": "object"}
        if isinstance(schema.get("items"), Mapping):
            return {"type": "array"}
        values = schema.get("enum")
        kinds = {_kind(value) for value in values if value is not None} if isinstance(values, list) else set()
        kinds = {"number"} if kinds == {"integer", "number"} else kinds
        return {"type": kinds.pop()} if len(kinds) == 1 else {}

    def _add_values(self, cleaned: dict[str, Any], schema: Mapping[str, Any], name: str) -> None:
        values = schema.get("enum")
        if values is not None and not isinstance(values, list | tuple):
            raise self.error(name, "'enum' must be a list of values")
        distinct = {json.dumps(value, sort_keys=True): value for value in values or ()}
        if distinct.pop("null", "absent") is None:
            cleaned["nullable"] = True
        if distinct:
            cleaned["enum"] = list(distinct.values())
        if schema.get("default") is not None:
            cleaned["default"] = schema["default"]

    def _add_parts(self, cleaned: dict[str, Any], schema: Mapping[str, Any], name: str, depth: int) -> None:
        """Add items of an array and properties of an object."""
        if cleaned.get("type") == "array":
            items = schema.get("items")
            if isinstance(items, list):  # a tuple: one schema for each place
                items = next((item for item in items if item is not None), None)
            if items is not None:
                cleaned["items"] = self.clean(items, f"{name}[]", depth + 1)
        if cleaned.get("type") == "object" and schema.get("properties"):
            cleaned["properties"] = self.properties(schema["properties"], name, depth)
            names = self.required(schema.get("required"), name)
            parts = schema["properties"]
            required = [part for part in cleaned["properties"] if part in names or says_required(parts[part])]
            if required:
                cleaned["required"] = required


def type_of(text: str) -> dict[str, Any]:
    """`type`, and where the name says so `items`, `format`, `nullable`, of a type as people write it; {} for any."""
    if len(text) > LONGEST_TYPE:
        return {}
    text = _OPTIONAL.sub("", text).strip()
    parts = [part.strip() for part in text.split("|")] if "|" in text and "[" not in text else [text]
    known = [part for part in parts if part.casefold() not in ("none", "null")]
    nullable = {"nullable": True} if len(known) < len(parts) else {}
    name = known[0].removeprefix("typing.") if known else ""
    if wrapped := _WRAPPED.match(name):
        return _generic(wrapped[1].casefold(), wrapped[2]) | nullable
    word = name.casefold()
    if word in _FORMATS:
        return {"type": "string", "format": _FORMATS[word]} | nullable
    if word.startswith(("array of ", "list of ")):
        items = type_of(word.split(" of ", 1)[1].rstrip("s"))
        return {"type": "array"} | ({"items": items} if items else {}) | nullable
    kind = _TYPES.get(word) or _TYPES.get(re.split(r"[\s(,]", word)[0])
    return ({"type": kind} if kind else {}) | nullable


def says_optional(schema: Any) -> bool:
    """Whether a schema says of itself that its argument may be left out."""
    if not isinstance(schema, Mapping):
        return isinstance(schema, str) and "optional" in schema.casefold()
    declared = schema.get("type")
    if isinstance(declared, str) and re.search(r"\boptional\b", declared, re.IGNORECASE):
        return True
    return schema.get("default") is not None or schema.get("optional") is True or schema.get("required") is False


def says_required(schema: Any) -> bool:
    """Whether a schema says of itself that its argument is required."""
    return isinstance(schema, Mapping) and schema.get("required") is True


def is_object_schema(parameters: Mapping[str, Any]) -> bool:
    """Whether a tool's parameters are a JSON Schema; else they are flat: schemas by argument.

    A flat form may have arguments that are called `type` or `properties`.
    """
    properties, declared = parameters.get("properties"), parameters.get("type")
    if isinstance(properties, Mapping):
        schemas = all(isinstance(value, Mapping | bool | None) for value in properties.values())
        return schemas or isinstance(declared, str) or "type" not in properties
    if isinstance(declared, Mapping):
        return False
    return set(parameters) <= PARAMETER_KEYWORDS


def _generic(outer: str, inner: str) -> dict[str, Any]:
    """The type of `outer[inner]`."""
    if outer == "optional":
        return type_of(inner) | {"nullable": True}
    if outer == "union":
        branches = [branch for branch in inner.split(",") if branch.strip().casefold() not in ("none", "null")]
        nullable = {"nullable": True} if len(branches) < len(inner.split(",")) else {}
        return (type_of(branches[0]) if branches else {}) | nullable
    if outer == "literal":
        return {}
    kind = _TYPES.get(outer)
    if kind != "array":
        return {"type": kind} if kind else {}
    items = type_of(inner if _WRAPPED.match(inner.strip()) else inner.split(",")[0])
    return {"type": "array"} | ({"items": items} if items else {})


def _values_of(schema: Mapping[str, Any]) -> list[Any]:
    """The values to which a schema limits its argument; none if it does not."""
    values = [schema["const"]] if "const" in schema else schema.get("enum")
    return values if isinstance(values, list) else []


def _is_null(branch: Mapping[str, Any]) -> bool:
    return branch.get("type") == "null" or branch.get("enum") == [None]


def _kind(value: Any) -> str:
    """The JSON Schema type of a JSON value."""
    names = {str: "string", bool: "boolean", int: "integer", float: "number", list: "array", dict: "object"}
    return names.get(type(value), "string")
