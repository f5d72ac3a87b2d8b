"""Prompts and the one JSON object that is the right output: a final answer, or a call of a calculator or of Python.

    {"id": 7, "source": "gsm8k", "category": "calculator", "tool_needed": true, "tool": "calculator",
     "tool_args": {"expression": "48/2"}, "prompt": "She sold 48/2 clips. How many?", "expected_answer": "24"}

    output_of(...)      {"tool": "calculator", "args": {"expression": "48/2"}}

A file is a JSON array of such objects. `kind` and `template` may stand in them, too: this project's builder writes
them, so that scores can be told apart. Other keys are not kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from utils.errors import UserError, nearest
from utils.files import replace_text
from utils.reading import parse_json, read_json, require_usable

TOOLS = {"calculator": "expression", "python": "code"}
"""The only argument of each tool."""
CATEGORIES = {"calculator": "calculator", "python_exec": "python", "no_tool": None}
"""The tool that the prompts of each category need."""
INSTRUCTIONS = """Answer with one JSON object and nothing else. It has one of these forms:
{"tool": "calculator", "args": {"expression": "12 * 4"}} if something is to be calculated;
{"tool": "python", "args": {"code": "print('abc'[::-1])"}} if a program is to be run, which prints the answer;
{"final": "red"} if no tool is needed. Copy numbers and names from the question, and do not calculate yourself."""
"""What a language model is told that was not trained on these forms."""
TEMPLATES = ("seen", "unseen")
LARGEST_FILE = 2**28
"""Most characters of a file."""
_TRUTHS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_NO_TOOL = (None, "", "none", "null", "no_tool")
_NO_ARGUMENTS: tuple[Any, ...] = (None, "", {}, "{}", "null")


@dataclass(frozen=True)
class Example:
    """One prompt with its right output.

    Attributes:
        id: a number or a name, as the file has it.
        source: where the prompt comes from, as in `gsm8k`.
        category: a key of `CATEGORIES`; it decides the tool.
        argument: the tool's only argument, an expression or code; empty without a tool.
        prompt: what the user says.
        expected_answer: what the tool gives, or without a tool the answer itself.
        kind: the group of prompts, as in `percentage`; None if unknown.
        template: `seen` if training has prompts with the same wording around other values, `unseen` if it has none;
            None if unknown.
    """

    id: int | str
    source: str
    category: str
    argument: str
    prompt: str
    expected_answer: str
    kind: str | None = None
    template: str | None = None

    @property
    def tool(self) -> str | None:
        """`calculator`, `python` or None."""
        return CATEGORIES[self.category]

    @property
    def tool_args(self) -> dict[str, str] | None:
        """The arguments of the call; None without a tool."""
        return None if self.tool is None else {TOOLS[self.tool]: self.argument}

    @property
    def output(self) -> str:
        """The right output."""
        return output_of(self)


def output_of(example: Example) -> str:
    """The right output, as `json.dumps` writes it."""
    call = {"tool": example.tool, "args": example.tool_args}
    return json.dumps({"final": example.expected_answer} if example.tool is None else call, ensure_ascii=False)


def write_examples(path: Path, examples: Iterable[Example]) -> None:
    """Write a JSON array, one example a line. The file is whole or absent. Raises OSError."""
    rows = ",\n".join(json.dumps(as_row(example), ensure_ascii=False) for example in examples)
    replace_text(path, f"[\n{rows}\n]\n" if rows else "[]\n")


def as_row(example: Example) -> dict[str, Any]:
    """The JSON object of an example; `kind` and `template` only where they are known."""
    row: dict[str, Any] = {
        "id": example.id,
        "source": example.source,
        "category": example.category,
        "tool_needed": example.tool is not None,
        "tool": example.tool,
        "tool_args": example.tool_args,
        "prompt": example.prompt,
        "expected_answer": example.expected_answer,
    }
    return row | {key: getattr(example, key) for key in ("kind", "template") if getattr(example, key) is not None}


def read_examples(path: Path) -> list[Example]:
    """Read a JSON array of examples, also gzipped.

    Common variants are understood: truth values and arguments as text, a bare argument without its name, an answer that
    is a number, `python_exec` as the tool's name. A missing `id` becomes `<file>-<row>`, a missing `source` the file's
    name. `category`, `tool_needed` and `tool` may be missing where the others tell them.

    Raises:
        UserError: the file cannot be read, or a row contradicts itself or lacks something; the message names the row.
    """
    rows = read_json(path, LARGEST_FILE)
    if not isinstance(rows, list):
        raise UserError(f"{path} holds no JSON array of examples")
    if not rows:
        raise UserError(f"{path} holds no examples")
    found = []
    for number, row in enumerate(rows, 1):
        try:
            found.append(_example(row, path.name.partition(".")[0], number))
        except UserError as error:
            raise UserError(f"{path}, row {number}: {error}") from None
    return found


def example_of(row: Any) -> Example:
    """The example of a JSON object that `as_row` wrote. `UserError` if it is none."""
    return _example(row, "", 0)


def _example(row: Any, stem: str, number: int) -> Example:
    if not isinstance(row, dict):
        raise UserError("a JSON object is needed")
    require_usable(row, "the row")
    category = _category(row)
    tool = CATEGORIES[category]
    _require_tool_needed(row.get("tool_needed", tool is not None), tool)
    return Example(
        id=_id(row.get("id"), f"{stem}-{number}"),
        source=_text(row, "source", stem),
        category=category,
        argument=_argument(row.get("tool_args"), tool),
        prompt=_text(row, "prompt"),
        expected_answer=_answer(row.get("expected_answer"), tool),
        kind=_text(row, "kind", None),
        template=_one_of(row, "template", TEMPLATES),
    )


def _category(row: dict[str, Any]) -> str:
    """The category, by its own key or by the tool; `UserError` if they contradict each other."""
    written = row.get("tool")
    by_tool = {tool or "none": category for category, tool in CATEGORIES.items()} | {"python_exec": "python_exec"}
    name = "none" if written in _NO_TOOL else written.casefold() if isinstance(written, str) else ""
    if name not in by_tool:
        raise UserError(f"'tool' must be calculator, python or null, not {_shown(written)}")
    category = _one_of(row, "category", tuple(CATEGORIES))
    if "tool" not in row and category is None:
        raise UserError("'tool' is missing")
    if "tool" in row and category not in (None, by_tool[name]):
        raise UserError(f"'category' is {category}, and 'tool' is {_shown(written)}")
    return category or by_tool[name]


def _require_tool_needed(written: Any, tool: str | None) -> None:
    needed = written if isinstance(written, bool) else _TRUTHS.get(str(written).casefold())
    if needed is None:
        raise UserError(f"'tool_needed' must be true or false, not {_shown(written)}")
    if needed != (tool is not None):
        raise UserError(f"'tool_needed' is {str(needed).lower()}, and 'tool' is {tool or 'null'}")


def _argument(written: Any, tool: str | None) -> str:
    """The tool's argument: `{"expression": "1+2"}`, the same as a text, or the bare `1+2`."""
    if tool is None:
        if written not in _NO_ARGUMENTS:
            raise UserError("'tool_args' must be null where no tool is needed")
        return ""
    name = TOOLS[tool]
    if isinstance(written, str) and written.lstrip().startswith("{"):
        try:
            decoded = parse_json(written, "'tool_args'")
        except UserError:  # code may begin with a bracket, too
            decoded = None
        written = decoded if isinstance(decoded, dict) else written
    given = {name: written} if isinstance(written, str) else written
    if not isinstance(given, dict) or not isinstance(given.get(name), str) or not given[name].strip():
        raise UserError(f"'tool_args' must be an object with a text {name!r}")
    if len(given) > 1:
        other = next(key for key in given if key != name)
        raise UserError(f"'tool_args' has the key {_shown(other)} beside {name!r}{nearest(other, [name])}")
    return str(given[name])


def _answer(written: Any, tool: str | None) -> str:
    """The expected answer as text. A call may have none; it is then empty."""
    if written is None and tool is not None:
        return ""
    if isinstance(written, bool) or not isinstance(written, str | int | float):
        raise UserError(f"'expected_answer' must be a text, not {_shown(written)}")
    return written if isinstance(written, str) else json.dumps(written)


def _id(written: Any, made_up: str) -> int | str:
    if isinstance(written, bool) or not isinstance(written, int | str | None):
        raise UserError(f"'id' must be a number or a text, not {_shown(written)}")
    return made_up if written in (None, "") else written


def _one_of(row: dict[str, Any], key: str, allowed: tuple[str, ...]) -> str | None:
    """A text that is one of several; None if the row lacks it."""
    found = row.get(key)
    if found is not None and found not in allowed:
        hint = nearest(found, allowed) if isinstance(found, str) else ""
        raise UserError(f"'{key}' must be {', '.join(allowed)}, not {_shown(found)}{hint}")
    return found


def _text(row: dict[str, Any], key: str, *otherwise: str | None) -> Any:
    """A text of the row; `otherwise` is taken where it is missing, and without `otherwise` it must not be."""
    found = row.get(key)
    if found is None and otherwise:
        return otherwise[0]
    if not isinstance(found, str) or not found.strip():
        raise UserError(f"'{key}' must be a text{'' if key in row else ', and is missing'}")
    return found


def _shown(value: Any) -> str:
    """A value for a message, cut short."""
    shown = json.dumps(value)
    return shown if len(shown) <= 40 else f"{shown[:40]}..."
