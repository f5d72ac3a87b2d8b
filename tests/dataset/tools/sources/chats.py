"""One good row for each format of conversations, and every row that differs from it in one broken place."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "Weather of a city",
        "parameters": {
            "type": "object",
            "properties": {
                "city": {"type": "string", "description": "The city"},
                "days": {"type": "integer", "default": 1},
                "unit": {"type": "string", "enum": ["C", "F"]},
            },
            "required": ["city"],
        },
    },
}
NOW = {"type": "function", "function": {"name": "now", "description": "The time", "parameters": {}}}
ARGUMENTS = {"city": "Münster", "days": 2}


def openai() -> dict[str, Any]:
    """Two calls in one message, answered in the other order, and a closing answer."""
    call = {"id": "c1", "type": "function", "function": {"name": "get_weather", "arguments": json.dumps(ARGUMENTS)}}
    return {
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": "Is it warm in Münster, and what time is it?"},
            {
                "role": "assistant",
                "content": None,
                "tool_calls": [call, {"id": "c2", "type": "function", "function": {"name": "now", "arguments": "{}"}}],
            },
            {"role": "tool", "tool_call_id": "c2", "content": "12:00"},
            {"role": "tool", "tool_call_id": "c1", "content": '{"celsius": 21}'},
            {"role": "assistant", "content": "21 degrees at 12."},
        ],
        "tools": [WEATHER, NOW],
    }


def huggingface() -> dict[str, Any]:
    """Arguments as objects with the nulls of a table, responses with a name and no id."""
    arguments = {**ARGUMENTS, "unit": None, "argument_of_another_row": None}
    calls = [
        {"type": "function", "function": {"name": "get_weather", "arguments": arguments}},
        {"type": "function", "function": {"name": "now", "arguments": {"city": None}}},
    ]
    return {
        "messages": [
            {"role": "user", "content": "Is it warm in Münster, and what time is it?", "tool_calls": None},
            {"role": "assistant", "content": "", "tool_calls": calls},
            {"role": "tool", "name": "now", "content": "12:00", "tool_calls": None},
            {"role": "tool", "name": "get_weather", "content": [{"celsius": 21}], "tool_calls": None},
            {"role": "assistant", "content": "<think>Hm.</think>\n21 degrees at 12.", "tool_calls": None},
        ],
        "tools": [WEATHER, NOW],
    }


def ms_swift() -> dict[str, Any]:
    """Roles in a row are parallel calls; tools are text, one bare and one wrapped."""
    return {
        "tools": json.dumps([WEATHER["function"], NOW]),
        "messages": [
            {"role": "user", "content": "Is it warm in Münster, and what time is it?"},
            {"role": "tool_call", "content": json.dumps({"name": "get_weather", "arguments": ARGUMENTS})},
            {"role": "tool_call", "content": '<think>x</think>{"name": "now", "arguments": {}}'},
            {"role": "tool_response", "content": '{"celsius": 21}'},
            {"role": "tool_response", "content": "12:00"},
            {"role": "assistant", "content": "21 degrees at 12."},
        ],
    }


def trm_agent() -> dict[str, Any]:
    """The second decision of a conversation."""
    call = {"name": "get_weather", "arguments": ARGUMENTS}
    return {
        "tools": [WEATHER, NOW],
        "history": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": "Is it warm in Münster?"},
            {"role": "tool_call", "content": call},
            {"role": "tool_response", "content": {"celsius": 21}},
        ],
        "decision": "direct_answer",
        "slots": {"address": "Münster", "phone": "", "device_number": 0},
        "tool": {},
        "content": "21 degrees.",
    }


def xlam() -> dict[str, Any]:
    """Tools and answers as text, flat parameters, one of them called `type`."""
    tools = [
        {
            "name": "giveaways",
            "description": "Live giveaways",
            "parameters": {
                "type": {"description": "Their type", "type": "str, optional", "default": ""},
                "ids": {"description": "Their ids", "type": "List[int]"},
            },
        }
    ]
    return {
        "id": 7,
        "query": "Giveaways 3 and 5 for games?",
        "tools": json.dumps(tools),
        "answers": json.dumps([{"name": "giveaways", "arguments": {"type": "game", "ids": [3, 5]}}]),
    }


def needle() -> dict[str, Any]:
    """Tools and answers as lists."""
    return {
        "query": "Is it warm in Münster?",
        "tools": [{"name": "get_weather", "parameters": {"city": {"type": "string"}, "days": {"type": "integer"}}}],
        "answers": [{"name": "get_weather", "arguments": ARGUMENTS}],
    }


def json_calls() -> dict[str, Any]:
    """A prompt that needs the calculator."""
    return {
        "id": 7,
        "source": "own",
        "category": "arithmetic",
        "tool_needed": True,
        "tool": "calculator",
        "tool_args": {"expression": "3 * 4"},
        "prompt": "What is 3 times 4?",
        "expected_answer": "12",
    }


EXAMPLES = {make.__name__: make for make in (openai, huggingface, ms_swift, trm_agent, xlam, needle, json_calls)}
"""A function for each format that makes a good row."""

WRONG: tuple[Any, ...] = (
    None,
    True,
    0,
    -1.5,
    "",
    " ",
    "x",
    "{",
    '{"a": [',
    "[]",
    "null",
    [],
    {},
    [None],
    [[]],
    {"": None},
)
"""Values to put where something else belongs."""


def broken(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Copies of a row with one value, at any depth, replaced or taken away."""
    for path in _paths(row):
        for wrong in WRONG:
            changed = copy.deepcopy(row)
            _parent(changed, path)[path[-1]] = copy.deepcopy(wrong)
            yield changed
        changed = copy.deepcopy(row)
        del _parent(changed, path)[path[-1]]
        yield changed


def _paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in children:
        yield from _paths(inner, (*path, key))


def _parent(value: Any, path: tuple[Any, ...]) -> Any:
    for key in path[:-1]:
        value = value[key]
    return value
