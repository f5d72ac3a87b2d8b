"""Tools out of anything people write, and the arguments of a tool that hold values themselves.

    read_tools('[{"type": "function", "function": {"name": "now", "parameters": {}}}]')     (Tool("now"),)
    leaves(tool)                            (Leaf(("address", "city"), {"type": "string"}, required=True), ...)
    nest({("address", "city"): "Oslo"})     {"address": {"city": "Oslo"}}

`read_tools` takes OpenAI's form, bare functions, Anthropic's and MCP's `input_schema`, xLAM's flat parameters,
Seal-Tools' `api_name`, the types of BFCL and ToolACE, a list, a dictionary by name, and JSON text of any of these.
What has no meaning raises `ToolError`, which is a `UserError`: a reader of rows counts it as a skipped row
(`dataset.tools.sources.base`), and a program that was given a file of tools ends with its line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dataset.tools.argument_schema import (
    PARAMETER_KEYWORDS,
    Cleaner,
    ToolError,
    is_object_schema,
    says_optional,
    says_required,
)
from dataset.tools.conversations import Argument, Tool
from dataset.tools.json_text import read_values
from utils.errors import UserError
from utils.printing import printable
from utils.reading import require_usable

__all__ = ["Leaf", "Path", "ToolError", "as_openai", "flatten", "leaves", "nest", "read_tools", "service_of"]

Path = tuple[str, ...]
"""The keys that lead to a value inside a call's arguments."""

_NAMES = ("name", "api_name", "function_name", "tool_name")
_DESCRIPTIONS = ("description", "api_description", "tool_description")
_PARAMETERS = ("parameters", "input_schema", "inputSchema", "arguments")
_LISTS = ("tools", "functions")
MOST_TEXTS = 3
"""How often tools may be JSON text inside JSON text."""


@dataclass(frozen=True)
class Leaf:
    """A value that a call holds, at any depth of its arguments.

    Attributes:
        path: the keys that lead to it; a top-level argument has one.
        schema: its cleaned schema; an object without properties and an array are leaves, too.
        required: whether it and all objects around it are required.
    """

    path: Path
    schema: Mapping[str, Any] = field(default_factory=dict)
    required: bool = False


def read_tools(value: Any, services: bool = False) -> tuple[Tool, ...]:
    """The tools that a value describes, in its order; blank text and None describe none.

    Args:
        services: whether the part of a name before its dot is the tool's service, as in Schema-Guided Dialogue.

    Raises:
        ToolError: the value is no JSON or has a form without meaning, or two different tools have one name.
    """
    try:
        require_usable(value, "tools")
        found: dict[str, Tool] = {}
        for key, definition in _definitions(value, MOST_TEXTS):
            tool = _tool(definition, key, services)
            if found.setdefault(tool.name, tool) != tool:
                raise ToolError(f"tools: two different tools are called '{printable(tool.name[:200])}'")
        return tuple(found.values())
    except ToolError:
        raise
    except UserError as error:  # text that is not JSON
        raise ToolError(str(error)) from None


def as_openai(tool: Tool) -> dict[str, Any]:
    """The tool in OpenAI's form; `read_tools` gives it back."""
    return {
        "type": "function",
        "function": {
            "name": tool.name,
            "description": tool.description,
            "parameters": {
                "type": "object",
                "properties": {argument.name: dict(argument.schema) for argument in tool.arguments},
                "required": [argument.name for argument in tool.arguments if argument.required],
            },
        },
    }


def service_of(name: str) -> str:
    """The service in a tool's name: `Media_1` of `Media_1.FindMovies`; empty if there is none.

    Only Schema-Guided Dialogue names tools this way; elsewhere a dot means nothing.
    """
    return name.rpartition(".")[0]


def leaves(tool: Tool) -> tuple[Leaf, ...]:
    """The values that a call of the tool may hold, in order; the properties of an object become paths."""
    found: list[Leaf] = []
    for argument in tool.arguments:
        found.extend(_leaves(argument.schema, (argument.name,), argument.required))
    return tuple(found)


def nest(values: Mapping[Path, Any]) -> dict[str, Any]:
    """Arguments of a call, out of values by path.

    Raises:
        ValueError: a path leads through a value.
    """
    nested: dict[str, Any] = {}
    inner_objects: dict[Path, dict[str, Any]] = {(): nested}  # only those that paths made: a value may be one, too
    for path, value in values.items():
        for length in range(1, len(path)):
            parent = inner_objects[path[: length - 1]]
            if path[:length] not in inner_objects:
                if path[length - 1] in parent:
                    raise ValueError(f"the path {path} leads through a value")
                inner_objects[path[:length]] = parent[path[length - 1]] = {}
        if path in inner_objects:
            raise ValueError(f"the path {path} leads through a value")
        inner_objects[path[:-1]][path[-1]] = value
    return nested


def flatten(tool: Tool, arguments: Mapping[str, Any]) -> dict[Path, Any]:
    """Values by path, out of a call's arguments: what `nest` takes.

    Raises:
        ValueError: the tool has no place for a value, or an object is empty where its properties are the values.
    """
    values: dict[Path, Any] = {}
    for name, value in arguments.items():
        argument = tool.argument(name)
        if argument is None:
            raise ValueError(f"'{printable(tool.name[:200])}' has no argument '{printable(name[:200])}'")
        values |= _values(argument.schema, (name,), value)
    return values


def _definitions(value: Any, texts: int) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each tool's definition, and the name that it has outside of it."""
    if value is None:
        return
    if isinstance(value, str):
        if texts == 0:
            raise ToolError("tools: text in text in text, and a list of tools is needed")
        values = read_values(value, "tools")
        for inner in values:
            require_usable(inner, "tools")
            yield from _definitions(inner, texts - 1)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _definitions(inner, texts)
    elif isinstance(value, Mapping):
        wrapper = next((key for key in _LISTS if isinstance(value.get(key), list | str)), None)
        if _is_tool(value):
            yield "", value
        elif wrapper is not None:
            yield from _definitions(value[wrapper], texts)
        else:
            for key, inner in value.items():
                if not isinstance(inner, Mapping):
                    raise ToolError(f"tools: '{printable(str(key)[:200])}' is no tool; a tool is an object with a name")
                yield str(key), inner
    else:
        raise ToolError(f"tools: a list of objects is needed, not {type(value).__name__}")


def _is_tool(value: Mapping[str, Any]) -> bool:
    return (
        value.get("type") == "function"
        or any(isinstance(value.get(key), str) for key in _NAMES)
        or (isinstance(value.get("function"), Mapping))
    )


def _tool(definition: Mapping[str, Any], key: str, services: bool) -> Tool:
    body = definition["function"] if isinstance(definition.get("function"), Mapping) else definition
    name = next((body[name] for name in _NAMES if body.get(name) is not None), key)
    if not isinstance(name, str) or not name.strip():
        raise ToolError("tools: a tool has no name")
    where = f"tool '{printable(name[:200])}'"
    description = next((body[key] for key in _DESCRIPTIONS if body.get(key) is not None), "")
    if not isinstance(description, str):
        raise ToolError(f"{where}: 'description' must be text")
    parameters = next((body[key] for key in _PARAMETERS if body.get(key) is not None), None)
    arguments = _arguments(parameters, body.get("required"), where)
    return Tool(name, description, arguments, service_of(name) if services else "")


def _arguments(parameters: Any, required_beside: Any, where: str) -> tuple[Argument, ...]:
    """The arguments of a tool.

    Args:
        required_beside: the list of required arguments that stands beside the parameters instead of in them.
    """
    if isinstance(parameters, str):
        values = read_values(parameters, where)
        if len(values) > 1:
            raise ToolError(f"{where}: 'parameters' must be one object")
        parameters = values[0] if values else None
        require_usable(parameters, where)
    if isinstance(parameters, list):
        parameters = _by_name(parameters, where)
    if parameters is None:
        parameters = {}
    if not isinstance(parameters, Mapping):
        raise ToolError(f"{where}: 'parameters' must be an object")
    cleaner = Cleaner(where, _references(parameters))
    flat = not is_object_schema(parameters)
    if flat:
        written = {
            name: schema
            for name, schema in parameters.items()
            if name not in PARAMETER_KEYWORDS or isinstance(schema, Mapping) and not name.startswith("$")
        }
    else:
        written = parameters.get("properties") or {}
    schemas = cleaner.properties(written, "", 0)
    beside = required_beside if isinstance(required_beside, list) else None
    inside = parameters.get("required") if not isinstance(parameters.get("required"), Mapping) else None
    listed = inside if inside is not None else beside
    names = cleaner.required(listed)
    by_type = flat and listed is None  # xLAM: whatever is not optional by its type or a default is required
    arguments = [
        Argument(
            name,
            schema,
            name in names or says_required(written[name]) or by_type and not says_optional(written[name]),
        )
        for name, schema in schemas.items()
    ]
    arguments += [Argument(name, {}, True) for name in sorted(names - set(schemas))]  # any value, says JSON Schema
    return tuple(arguments)


def _by_name(parameters: list[Any], where: str) -> dict[str, Any]:
    """Parameters by name, out of a list of objects with a name."""
    named: dict[str, Any] = {}
    for parameter in parameters:
        if not isinstance(parameter, Mapping) or not isinstance(parameter.get("name"), str):
            raise ToolError(f"{where}: 'parameters' must be an object, or a list of objects with a name")
        named[parameter["name"]] = parameter
    required = [name for name, parameter in named.items() if says_required(parameter)]
    return {"type": "object", "properties": named, "required": required}


def _references(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Definitions by the reference that means them."""
    found: dict[str, Any] = {}
    for key in ("$defs", "definitions"):
        inner = parameters.get(key)
        if isinstance(inner, Mapping):
            found |= {f"#/{key}/{name}": schema for name, schema in inner.items()}
    return found


def _leaves(schema: Mapping[str, Any], path: Path, required: bool) -> Iterator[Leaf]:
    properties = schema.get("properties")
    if not properties or "enum" in schema:
        yield Leaf(path, schema, required)
        return
    names = schema.get("required") or ()
    for name, inner in properties.items():
        yield from _leaves(inner, (*path, name), required and name in names)


def _values(schema: Mapping[str, Any], path: Path, value: Any) -> dict[Path, Any]:
    properties = schema.get("properties")
    if not properties or "enum" in schema:
        return {path: value}
    if not isinstance(value, Mapping) or not value:
        raise ValueError(f"{'.'.join(path)[:200]!r} needs an object with properties")
    values: dict[Path, Any] = {}
    for name, inner in value.items():
        if name not in properties:
            raise ValueError(f"{'.'.join(path)[:200]!r} has no property {name[:200]!r}")
        values |= _values(properties[name], (*path, name), inner)
    return values
