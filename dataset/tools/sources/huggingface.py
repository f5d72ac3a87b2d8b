"""Hugging Face's chat templates (TRL, Qwen): OpenAI's messages, with arguments as an object and no ids.

    {"messages": [{"role": "user", "content": "3 times 4?"},
                  {"role": "assistant", "tool_calls":
                   [{"type": "function", "function": {"name": "mul", "arguments": {"a": 3, "b": 4, "city": null}}}]},
                  {"role": "tool", "name": "mul", "content": "12"},
                  {"role": "assistant", "content": "12."}],
     "tools": [{"type": "function", "function": {"name": "mul", "parameters": {...}}}]}

Responses are matched by the tool's name, else by order. Data sets that were saved as tables (Arrow) hold a null for
each argument and property that only other rows have: these nulls are dropped.
"""

from __future__ import annotations

from typing import Any

from dataset.tools.conversations import Conversation, Tool
from dataset.tools.sources import openai

FORMAT = "Hugging Face chat templates, TRL, Qwen: messages with tool_calls, arguments as objects"


def claims(row: Any) -> int:
    """2 if a call's arguments are an object, or a response has a name and no id; 1 for other messages."""
    if not openai.has_messages(row) or openai.claims(row) != 1:
        return 0
    for message in row["messages"]:
        if any(isinstance(arguments, dict) for arguments in openai.arguments_of(message)):
            return 2
        if message.get("role") == "tool" and isinstance(message.get("name"), str):
            return 2
    return 1


def read(row: Any, name: str, tools: tuple[Tool, ...]) -> Conversation:
    """The conversation of a row. Raises `Skip` and `UserError`."""
    return openai.read(row, name, tools)
