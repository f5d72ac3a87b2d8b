"""Prompts with the one call that they need, or none: for a calculator and a Python interpreter.

    {"id": 7, "source": "gsm8k", "category": "arithmetic", "tool_needed": true, "tool": "calculator",
     "tool_args": {"expression": "3 * 4"}, "prompt": "What is 3 times 4?", "expected_answer": "12"}

The tools are `calculator(expression)` and `python(code)`, and those that a row or --tools lists. The answer behind a
call is the row's `expected_answer`; the response of the tool is not in the data.
"""

from __future__ import annotations

import json
from typing import Any

from dataset.sources.skipped import Skip
from dataset.tools.conversations import Argument, Conversation, Tool, Turn
from dataset.tools.messages import checked_call, conversation, read_arguments
from dataset.tools.schema import read_tools
from utils.errors import UserError

FORMAT = "prompts with tool_needed, tool, tool_args and expected_answer, for a calculator and Python"
TOOLS = (
    Tool(
        "calculator",
        "Evaluate an arithmetic expression",
        (Argument("expression", {"type": "string", "description": "The expression, such as 3 * (4 + 5)"}, True),),
    ),
    Tool(
        "python",
        "Run Python code and return what it prints",
        (Argument("code", {"type": "string", "description": "The code to run"}, True),),
    ),
)
_FACTS = ("id", "source", "category")
_TRUTHS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def claims(row: Any) -> int:
    """2 for an object with a prompt that says whether a tool is needed."""
    return 2 if isinstance(row, dict) and row.keys() >= {"prompt", "tool_needed"} else 0


def read(row: Any, name: str, tools: tuple[Tool, ...]) -> Conversation:
    """The conversation of a row: the prompt, its call if it needs one, the answer. Raises `Skip` and `UserError`."""
    if not isinstance(row, dict) or not isinstance(row.get("prompt"), str):
        raise Skip("no object with a prompt")
    extra = read_tools(row.get("tools")) or tools
    listed = tuple(tool for tool in TOOLS if tool.name not in {other.name for other in extra}) + extra
    turns = [Turn("user", row["prompt"])]
    if _needed(row.get("tool_needed")):
        called = row.get("tool")
        if not isinstance(called, str) or not called:
            raise Skip("a tool is needed, but none is named")
        turns.append(Turn("tool_call", call=checked_call(called, _arguments(row, called, listed), listed)))
    turns.append(Turn("assistant", _answer(row.get("expected_answer"))))
    facts = {key: row[key] for key in _FACTS if isinstance(row.get(key), str | int)}
    return conversation(listed, turns, name, facts=facts)


def _needed(value: Any) -> bool:
    needed = value if isinstance(value, bool) else _TRUTHS.get(str(value).casefold())
    if needed is None:
        raise Skip("tool_needed must be true or false")
    return needed


def _arguments(row: dict[str, Any], called: str, tools: tuple[Tool, ...]) -> dict[str, Any]:
    """The arguments, which may also be the bare text of a tool's only argument."""
    written = row.get("tool_args")
    try:
        return read_arguments(written)
    except (Skip, UserError):
        tool = next((tool for tool in tools if tool.name == called), None)
        if isinstance(written, str) and tool is not None and len(tool.arguments) == 1:
            return {tool.arguments[0].name: written}
        raise


def _answer(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
