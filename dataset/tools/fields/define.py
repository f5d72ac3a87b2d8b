"""How a built-in tool is defined: a function, and what a model reads of it.

    @builtin("timers", "Set a timer.", minutes=integer("How many minutes it runs"), label=string("A name"))
    def set_timer(minutes: int, label: str = "") -> dict[str, Any]: ...

    set_timer.tool                           Tool("set_timer", "Set a timer.", (Argument("minutes", ...), ...))
    set_timer.run({"minutes": 5}, today)     {"label": "", "rings_after_seconds": 300}

An argument is required if the function has no default for it.
"""

from __future__ import annotations

import datetime
import inspect
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dataset.tools.conversations import Argument, Tool
from utils.errors import UserError, nearest

Schema = Mapping[str, Any]
"""What an argument must be, in JSON Schema."""

_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list, tuple),
}
_LONGEST_TEXT = 10_000
_MOST_ITEMS = 1000
_LARGEST = 10**15


@dataclass(frozen=True)
class Builtin:
    """A tool that can be called.

    Attributes:
        tool: what a model reads of it.
        field: what it is about, such as `weather`.
        function: takes the arguments by name.
        needs_today: whether the function also takes `today`.
    """

    tool: Tool
    field: str
    function: Callable[..., dict[str, Any]]
    needs_today: bool = False

    def run(self, arguments: Mapping[str, Any], today: datetime.date) -> dict[str, Any]:
        """Call the tool.

        Args:
            arguments: JSON values by argument. Arguments that are left out take their defaults.
            today: what `tomorrow` and the like refer to.

        Returns:
            a JSON object.

        Raises:
            UserError: an argument is missing, unknown or of the wrong type, or the tool cannot work with its value.
        """
        for name in arguments:
            if self.tool.argument(name) is None:
                known = [argument.name for argument in self.tool.arguments]
                raise UserError(f"{self.tool.name} has no argument {name!r}{nearest(name, known)}")
        for argument in self.tool.arguments:
            if argument.name in arguments:
                problem = mismatch(arguments[argument.name], argument.schema)
                if problem:
                    raise UserError(f"{self.tool.name}: {argument.name} {problem}")
            elif argument.required:
                raise UserError(f"{self.tool.name} needs the argument {argument.name!r}")
        clock = {"today": today} if self.needs_today else {}
        return self.function(**arguments, **clock)


def mismatch(value: Any, schema: Mapping[str, Any]) -> str:
    """What is wrong with a value, as in `must be an integer`; empty if it fits the schema."""
    kind = str(schema["type"])
    article = "an" if kind[0] in "aeiou" else "a"
    if not isinstance(value, _TYPES[kind]) or isinstance(value, bool) and kind != "boolean":
        return f"must be {article} {kind}"
    if isinstance(value, (int, float)) and not (math.isfinite(value) and abs(value) <= _LARGEST):
        return f"must be a number of at most {_LARGEST}"
    if isinstance(value, str) and len(value) > _LONGEST_TEXT:
        return f"must have at most {_LONGEST_TEXT} characters"
    if "enum" in schema and value not in schema["enum"]:
        return f"must be one of {', '.join(map(str, schema['enum']))}"
    if isinstance(value, (list, tuple)):
        if len(value) > _MOST_ITEMS:
            return f"must have at most {_MOST_ITEMS} items"
        problems = (mismatch(item, schema["items"]) for item in value)
        return next((f"has an item that {problem}" for problem in problems if problem), "")
    return ""


def builtin(field: str, description: str, **arguments: Schema) -> Callable[[Callable[..., dict[str, Any]]], Builtin]:
    """Decorate a function: it becomes a built-in tool of the function's name, with these arguments.

    An argument with a default may be left out. The default stands in the schema unless it is None or an empty string.
    """

    def made(function: Callable[..., dict[str, Any]]) -> Builtin:
        parameters = inspect.signature(function).parameters
        declared = tuple(_argument(name, schema, parameters[name].default) for name, schema in arguments.items())
        return Builtin(Tool(function.__name__, description, declared), field, function, "today" in parameters)

    return made


def _argument(name: str, schema: Schema, default: Any) -> Argument:
    needed = default is inspect.Parameter.empty
    published = {} if needed or default is None or default == "" else {"default": default}
    return Argument(name, {**schema, **published}, needed)


def string(description: str, format: str = "") -> Schema:
    """An argument that is a text; `format` as in JSON Schema, such as `date`."""
    schema = {"type": "string", "description": description}
    return schema | {"format": format} if format else schema


def integer(description: str) -> Schema:
    """An argument that is a whole number."""
    return {"type": "integer", "description": description}


def number(description: str) -> Schema:
    """An argument that is a number."""
    return {"type": "number", "description": description}


def boolean(description: str) -> Schema:
    """An argument that is true or false."""
    return {"type": "boolean", "description": description}


def choice(values: str, description: str) -> Schema:
    """An argument that is one of several words, here separated by blanks."""
    return {"type": "string", "description": description, "enum": values.split()}


def array(items: str | Sequence[str], description: str) -> Schema:
    """An argument that is a list of a type, or of some of several words."""
    inside = {"type": items} if isinstance(items, str) else {"type": "string", "enum": list(items)}
    return {"type": "array", "description": description, "items": inside}
