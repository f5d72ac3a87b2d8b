r"""OpenAI's chat completions: messages with `tool_calls`, whose arguments are JSON text, and responses with an id.

    {"messages": [{"role": "user", "content": "3 times 4?"},
                  {"role": "assistant", "content": null, "tool_calls": [
                      {"id": "c1", "type": "function", "function": {"name": "mul", "arguments": "{\"a\": 3}"}}]},
                  {"role": "tool", "tool_call_id": "c1", "content": "12"},
                  {"role": "assistant", "content": "12."}],
     "tools": [{"type": "function", "function": {"name": "mul", "parameters": {...}}}]}

A message may call several tools; their responses are matched by id and put in the order of the calls. The older
`functions` and `function_call` are read, too.
"""

from __future__ import annotations

from typing import Any

from dataset.sources.skipped import Skip
from dataset.tools.conversations import Conversation, Tool
from dataset.tools.messages import conversation, read_turns
from dataset.tools.schema import read_tools

FORMAT = "OpenAI chat completions: messages with tool_calls, arguments as JSON text"


def claims(row: Any) -> int:
    """2 if a call has text as arguments, or a response an id; 1 for other messages with OpenAI's roles."""
    if not has_messages(row):
        return 0
    for message in row["messages"]:
        if message.get("role") == "tool_call":
            return 0
        if isinstance(message.get("tool_call_id"), str) or isinstance(message.get("function_call"), dict):
            return 2
        if any(isinstance(arguments, str) for arguments in arguments_of(message)):
            return 2
    return 1


def read(row: Any, name: str, tools: tuple[Tool, ...]) -> Conversation:
    """The conversation of a row. Raises `Skip` and `UserError`."""
    if not isinstance(row, dict) or "messages" not in row:
        raise Skip("no object with messages")
    listed = read_tools(row.get("tools")) or read_tools(row.get("functions")) or tools
    turns, ordered = read_turns(row["messages"], listed)
    return conversation(listed, turns, name, ordered=ordered)


def has_messages(row: Any) -> bool:
    """Whether a row is an object with a list of messages."""
    messages = row.get("messages") if isinstance(row, dict) else None
    return isinstance(messages, list) and bool(messages) and all(isinstance(message, dict) for message in messages)


def arguments_of(message: dict[str, Any]) -> list[Any]:
    """The arguments of a message's calls, as they stand."""
    calls = message.get("tool_calls")
    functions = (
        [call.get("function", call) for call in calls if isinstance(call, dict)] if isinstance(calls, list) else []
    )
    return [function.get("arguments") for function in functions if isinstance(function, dict)]
