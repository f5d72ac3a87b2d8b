"""What the assistant says: a network that points at words writes no sentences, so its answers are templates.

a tool responded               "convert_length: value 8.05, unit km"
an argument is asked for       "Please tell me the city (name of the city)."
a tool fits, and is not called "No call is due (nearest tool: get_weather)."
no tool fits                   "None of the tools fits this."
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from dataset.tools.conversations import Tool, Turn
from inference.tool_decision import Decided
from utils.printing import one_line

_MOST_RESULTS = 8
_DEEPEST = 6
_LONGEST_RESULT = 300


def reply_to(turns: Sequence[Turn], decided: Decided, tools: Sequence[Tool]) -> str:
    """What the assistant says after these turns, where it decided to answer; one line."""
    tool = next((tool for tool in tools if tool.name == decided.about), None)
    if tool is not None and decided.asked:
        return f"Please tell me {_listed([_described(tool, name) for name in decided.asked])}."
    results = _results(turns)
    if results:
        return "; ".join(results[-_MOST_RESULTS:])
    if not tools:
        return "I have no tools, so I cannot help with this."
    if tool is None:
        return "None of the tools fits this."
    needed = [argument.name for argument in tool.arguments if argument.required and argument.name not in decided.known]
    if needed:
        return f"For {tool.name} I need {_listed([_described(tool, name) for name in needed])}."
    return f"No call is due (nearest tool: {tool.name})."


def _results(turns: Sequence[Turn]) -> list[str]:
    """What tools responded since the user spoke last."""
    last_user = next((number for number in range(len(turns) - 1, -1, -1) if turns[number].role == "user"), -1)
    latest = turns[last_user + 1 :]
    names = [turn.call.name for turn in latest if turn.call is not None]
    responses = [turn.text for turn in latest if turn.role == "tool_response"]
    names += ["result"] * (len(responses) - len(names))
    return [f"{name}: {_shown_response(text)}" for name, text in zip(names, responses, strict=False)]


def _shown_response(text: str) -> str:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):  # a text that is no JSON is shown as it is
        value = text
    shown = f"failed: {value['error']}" if isinstance(value, dict) and "error" in value else _shown(value)
    line = one_line(shown)
    return line if len(line) <= _LONGEST_RESULT else f"{line[:_LONGEST_RESULT]} ..."


def _shown(value: Any, depth: int = 0) -> str:
    """A JSON value without its brackets: `value 8.05, unit km`."""
    if depth > _DEEPEST:
        return "..."
    if isinstance(value, dict):
        if len(value) == 1:
            return _shown(next(iter(value.values())), depth + 1)
        return ", ".join(f"{name.replace('_', ' ')} {_shown(inner, depth + 1)}" for name, inner in value.items())
    if isinstance(value, list):
        return ", ".join(_shown(inner, depth + 1) for inner in value) or "nothing"
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _described(tool: Tool, name: str) -> str:
    """An argument as a person would ask for it: its name, its description or its choices."""
    argument = tool.argument(name)
    plain = f"the {name.replace('_', ' ')}"
    if argument is None:
        return plain
    choices = [str(value) for value in argument.schema.get("enum", ())][:10]
    detail = ", ".join(choices) if choices else one_line(argument.description).rstrip(".")[:_LONGEST_RESULT]
    return f"{plain} ({detail})" if detail else plain


def _listed(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
