'''Tools that can be called: Python functions as they are, and the built-in tools.

    def tip(amount: float, percent: float = 15) -> float:
        """How much to tip.

        Args:
            amount: the bill
        """
        return amount * percent / 100

    box = Toolbox.of([tip])
    box.tools                                      (Tool("tip", "How much to tip.", (Argument("amount", ...), ...)),)
    box.execute(Call("tip", {"amount": 40}))       "6.0"

The schema comes from the signature (pydantic reads it, so `Literal`, `Enum`, `date`, `list[str]` and `Annotated` work)
and from the docstring. A call never raises: what went wrong is the tool's response, `{"error": "..."}`.
'''

from __future__ import annotations

import datetime
import inspect
import itertools
import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any, cast

from pydantic import TypeAdapter, ValidationError, validate_call
from pydantic.errors import PydanticUserError

from dataset.tools.builtin import BUILTINS, OFFERED, execute
from dataset.tools.conversations import Call, Tool
from dataset.tools.schema import read_tools
from utils.errors import UserError, nearest
from utils.printing import one_line, printable
from utils.reading import require_file

LONGEST_RESPONSE = 20_000
"""Most characters of a tool's response; a longer one loses its end."""
_HEADING = re.compile(r"^(?:Args|Arguments|Parameters):\s*$", re.MULTILINE)
_ARGUMENT = re.compile(r"^\*{0,2}(\w+)(?: *\([^)]*\))?:\s*(.*)$")
_SPHINX = re.compile(r"^\s*:param(?: [^:\n]*?)? ?(\w+):\s*(.*)$", re.MULTILINE)

Run = Callable[[Mapping[str, Any]], Any]
"""Takes a call's arguments, and returns its result."""


class Toolbox:
    """Tools, and how each of them is called.

    Args:
        runs: by name, the tool and what is called; what is called may raise anything.
    """

    def __init__(self, runs: Mapping[str, tuple[Tool, Run]]) -> None:
        self._runs = dict(runs)

    @classmethod
    def of(cls, functions: Iterable[Callable[..., Any]]) -> Toolbox:
        """The tools that Python functions are.

        Raises:
            UserError: a function cannot be a tool, or two have one name.
        """
        runs: dict[str, tuple[Tool, Run]] = {}
        for function in functions:
            tool = tool_of(function)
            if tool.name in runs:
                raise UserError(f"two functions are called '{tool.name}'")
            runs[tool.name] = tool, _checked(function)
        return cls(runs)

    @classmethod
    def builtin(cls, today: Callable[[], datetime.date] = datetime.date.today) -> Toolbox:
        """The built-in tools that compute something real: a calculator, conversions and dates.

        Args:
            today: gives the date that `tomorrow` and the like refer to.
        """

        def run(name: str) -> Run:
            return lambda arguments: execute(Call(name, arguments), today())

        return cls({name: (BUILTINS[name].tool, run(name)) for name in OFFERED})

    def __or__(self, other: Toolbox) -> Toolbox:
        """The tools of both; where both have a name, the other's tool is taken."""
        return Toolbox(self._runs | other._runs)

    @property
    def tools(self) -> tuple[Tool, ...]:
        """What a model reads of the tools."""
        return tuple(tool for tool, _ in self._runs.values())

    def execute(self, call: Call) -> str:
        """Call a tool and return its response, which is text: JSON, or a text that a function returned."""
        if call.name not in self._runs:
            return _error(f"no function is registered for '{call.name}'{nearest(call.name, self._runs)}")
        try:
            return _response(self._runs[call.name][1](call.arguments))
        except UserError as error:
            return _error(str(error))
        except (Exception, SystemExit) as error:  # whatever a user's function raises: the conversation goes on
            return _error(f"{type(error).__name__}: {error}")


def tools_of(value: Any) -> tuple[Tool, ...]:
    """The tools that a value holds: whatever `read_tools` takes, a toolbox, or a list with tools and functions in it.

    Raises:
        UserError: it holds something else, or two different tools have one name.
    """
    if isinstance(value, Toolbox):
        return value.tools
    if isinstance(value, tuple) and all(isinstance(item, Tool) for item in value):
        return value
    if isinstance(value, Tool) or callable(value):
        value = [value]
    if not isinstance(value, list | tuple) or not any(isinstance(item, Tool) or callable(item) for item in value):
        return read_tools(value)
    found: dict[str, Tool] = {}
    for item in value:
        own = (item,) if isinstance(item, Tool) else (tool_of(item),) if callable(item) else read_tools([item])
        for tool in own:
            if found.setdefault(tool.name, tool) != tool:
                raise UserError(f"two different tools are called '{printable(tool.name[:200])}'")
    return tuple(found.values())


def tool_of(function: Callable[..., Any]) -> Tool:
    """The tool that a Python function is: its name, docstring and signature.

    Raises:
        UserError: it has no name, cannot be called by argument names, or has a type that JSON does not have.
    """
    name = getattr(function, "__name__", "")
    if not callable(function) or not name.isidentifier():
        raise UserError(f"{function!r:.200} is no function with a name, and so no tool")
    where = f"function '{name}'"
    if inspect.iscoroutinefunction(function):
        raise UserError(f"{where} is async, and a tool must be a plain function")
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        raise UserError(f"{where} does not say which arguments it takes, and so is no tool") from None
    if any(parameter.kind in (parameter.POSITIONAL_ONLY, parameter.VAR_POSITIONAL) for parameter in parameters):
        raise UserError(f"{where} has arguments without a name, and a tool is called by the names of its arguments")
    try:
        schema = TypeAdapter(cast(Any, function)).json_schema()
    except (PydanticUserError, NameError, TypeError) as error:
        raise UserError(f"{where} has an argument of a type that JSON does not have: {one_line(str(error))}") from None
    summary, described = _documentation(inspect.getdoc(function) or "")
    properties = schema.get("properties", {})
    for argument, text in described.items():
        if argument in properties:
            properties[argument].setdefault("description", text)
    for inner in properties.values():
        if not _is_json(inner.get("default")):
            del inner["default"]
    return read_tools({"name": name, "description": summary, "parameters": schema})[0]


def load_functions(file: Path) -> Sequence[Callable[..., Any]]:
    """The public functions that a Python file defines. The file is run, with all that it does.

    Raises:
        UserError: there is no such file, running it fails, or it defines no function.
    """
    require_file(file)
    loader = SourceFileLoader(f"functions_of_{file.stem}", str(file))
    module = sys.modules[loader.name] = ModuleType(loader.name)  # where annotations that are text are looked up
    module.__file__ = str(file)
    try:
        loader.exec_module(module)
    except (Exception, SystemExit) as error:  # the file is the user's, and may raise anything
        del sys.modules[loader.name]
        raise UserError(f"{file} cannot be run: {type(error).__name__}: {one_line(str(error))}") from None
    found = [
        value
        for name, value in vars(module).items()
        if not name.startswith("_") and isinstance(value, FunctionType) and value.__module__ == loader.name
    ]
    if not found:
        raise UserError(f"{file} defines no function whose name begins with a letter")
    return found


def _checked(function: Callable[..., Any]) -> Run:
    """The function behind a check of its arguments, which also makes dates and enums of texts."""
    checked = validate_call(function)

    def run(arguments: Mapping[str, Any]) -> Any:
        try:
            return checked(**arguments)
        except ValidationError as error:
            first = error.errors()[0]
            raise UserError(f"argument '{'.'.join(map(str, first['loc']))}': {first['msg']}") from None

    return run


def _documentation(text: str) -> tuple[str, dict[str, str]]:
    """A docstring's first paragraph, and what it says of each argument (in Google's or Sphinx's form)."""
    paragraph = itertools.takewhile(str.strip, text.strip().splitlines())
    summary = " ".join(line.strip() for line in paragraph if not line.lstrip().startswith(":param"))
    described = {found[1]: found[2].strip() for found in _SPHINX.finditer(text)}
    heading = _HEADING.search(text)
    latest, depth = None, 0
    for line in text[heading.end() :].splitlines()[1:] if heading else ():
        indent = len(line) - len(line.lstrip())
        if not line.strip() or indent == 0:
            break
        depth = depth or indent
        begins = _ARGUMENT.match(line.strip()) if indent <= depth else None
        if begins:
            latest = begins[1]
            described[latest] = begins[2].strip()
        elif latest is not None:
            described[latest] = f"{described[latest]} {line.strip()}".strip()
    return summary, {name: text for name, text in described.items() if text}


def _is_json(value: Any) -> bool:
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        return False
    return True


def _response(result: Any) -> str:
    if isinstance(result, str):
        text = result
    else:
        try:
            text = json.dumps(result, ensure_ascii=False, default=str)
        except (TypeError, ValueError, RecursionError):  # keys that are no text, or a list that holds itself
            text = str(result)
    return text if len(text) <= LONGEST_RESPONSE else f"{text[:LONGEST_RESPONSE]} ..."


def _error(message: str) -> str:
    return json.dumps({"error": one_line(message)}, ensure_ascii=False)
