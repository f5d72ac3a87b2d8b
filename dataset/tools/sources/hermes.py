r"""Hermes and Qwen logs: tools, calls and responses are marked with tags inside the text.

    {"conversations": [
        {"from": "system", "value": "Here are tools: <tools>[{\"name\": \"mul\", ...}]</tools> For each ..."},
        {"from": "human", "value": "3 times 4?"},
        {"from": "gpt", "value": "<tool_call>\n{\"name\": \"mul\", \"arguments\": {\"a\": 3, \"b\": 4}}\n</tool_call>"},
        {"from": "tool", "value": "<tool_response>\n{'name': 'mul', 'content': 12}\n</tool_response>"},
        {"from": "gpt", "value": "12."}]}

`messages` with `role` and `content` are read, too. A message may have several tags, and a tag several objects, as JSON
or as Python writes them. Tools come from the field `tools` or else from the system's text; lines of that text that
explain the tags are dropped. Of a response that names its tool, the content is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from dataset.sources.skipped import Skip
from dataset.tools.conversations import Conversation, Tool
from dataset.tools.embedded import leading_values, python_value
from dataset.tools.messages import conversation, read_turns, text_of, without_thoughts
from dataset.tools.schema import read_tools
from dataset.tools.sources import sharegpt

FORMAT = "Hermes, Qwen: <tools>, <tool_call> and <tool_response> inside the text"
_CALL, _CALL_END = "<tool_call>", "</tool_call>"
_TOOLS, _TOOLS_END = "<tools>", "</tools>"
_RESPONSE = re.compile(r"<tool_response>(.*?)(?:</tool_response>|(?=<tool_response>)|\Z)", re.DOTALL)
_EXPLAINED = re.compile(r"<(tool_call|tool_response)>.*?</\1>", re.DOTALL)
_REMOVED = "<tool>"
"""Takes the place of what is removed from a system's text; the line around it goes, too."""
MOST_TAGS = 200
"""Most tags of one message; the time to find what they enclose grows with their number times the text's length."""
_RESPONSE_KEYS = {"name", "content", "tool_call_id"}


def claims(row: Any) -> int:
    """2 if a message has <tools> or <tool_call> in its text, and no message keeps calls outside of its text."""
    if not isinstance(row, dict):
        return 0
    written = row.get("conversations", row.get("messages"))
    if not isinstance(written, list) or not all(isinstance(message, dict) for message in written):
        return 0
    tags = [message.get("from", message.get("role")) for message in written]
    if any(message.get("tool_calls") for message in written) or any(
        tag in ("function_call", "tool_call") for tag in tags
    ):
        return 0
    texts = [message.get("value", message.get("content")) for message in written]
    return 2 if any(isinstance(text, str) and (_CALL in text or _TOOLS in text) for text in texts) else 0


def read(row: Any, name: str, tools: tuple[Tool, ...]) -> Conversation:
    """The conversation of a row. Raises `Skip` and `UserError`."""
    column = "conversations" if isinstance(row, dict) and "conversations" in row else "messages"
    described: list[Any] = []
    messages: list[dict[str, Any]] = []
    for message in sharegpt.messages_of(row, {"messages_column": column}):
        role, text = message["role"], text_of(message["content"])
        if text.count("<tool") > MOST_TAGS:
            raise Skip(f"a message with more than {MOST_TAGS} tags")
        if role == "system":
            found, text = _system(text)
            described += found
            messages += [{"role": role, "content": text}] if text else []
        elif role == "assistant":
            text = without_thoughts(text)
            calls = list(_calls(text))
            messages.append({"role": "tool_call", "content": calls} if calls else {"role": role, "content": text})
        elif _RESPONSE.search(text):
            messages += _responses(text)
        else:
            messages.append(message)
    listed = read_tools(row.get("tools")) or read_tools(described) or tools
    turns, ordered = read_turns(messages, listed)
    return conversation(listed, turns, name, ordered=ordered)


def _system(text: str) -> tuple[list[Any], str]:
    """The tools that a system's text describes, and the text without them and without lines about tags."""
    described: list[Any] = []
    kept: list[str] = []
    place = 0
    while (start := text.find(_TOOLS, place)) >= 0:
        values, end = leading_values(text, start + len(_TOOLS))
        close = text.find(_TOOLS_END, end)
        if not values and close >= 0:
            values = _python_list(text[start + len(_TOOLS) : close])
        described += values
        kept += [text[place:start], _REMOVED]
        if values:
            place = close + len(_TOOLS_END) if close >= 0 else end
        else:  # the tag is only mentioned
            place = start + len(_TOOLS)
    rest = _EXPLAINED.sub(_REMOVED, "".join(kept) + text[place:])
    lines = [line for line in rest.splitlines() if "<tool" not in line and "</tool" not in line]
    return described, "\n".join(lines).strip()


def _python_list(text: str) -> list[Any]:
    """The tools that a Python list writes; none if the text is something else."""
    try:
        value = python_value(text)
    except ValueError:
        return []
    return value if isinstance(value, list) else [value]


def _calls(text: str) -> Iterator[Any]:
    """What the <tool_call> tags of a text hold.

    Raises:
        Skip: one of them holds neither JSON nor Python.
    """
    place = 0
    while (start := text.find(_CALL, place)) >= 0:
        start += len(_CALL)
        values, place = leading_values(text, start)
        close = text.find(_CALL_END, place)
        rest = text[place : close if close >= 0 else len(text)]
        if not values:
            try:
                values = [python_value(rest)]
            except ValueError:
                raise Skip("a <tool_call> that holds neither JSON nor Python") from None
            place += len(rest)
        elif close >= 0 and rest.strip() and _CALL not in rest:
            raise Skip("a <tool_call> that holds neither JSON nor Python")
        for value in values:
            yield from value if isinstance(value, list) else [value]


def _responses(text: str) -> Iterator[dict[str, Any]]:
    """The responses in the <tool_response> tags of a text, as messages."""
    for match in _RESPONSE.finditer(text):
        text = match[1].strip()
        values, end = leading_values(text)
        if not values or text[end:].strip():
            values = [_literal(text)]
        for value in values:
            yield {"role": "tool_response", **_named(value)}


def _literal(text: str) -> Any:
    """The list or object that a text writes in Python; any other text as it is."""
    try:
        return python_value(text) if text.startswith(("{", "[", "(")) else text
    except ValueError:
        return text


def _named(value: Any) -> dict[str, Any]:
    """The content of a response, and its tool's name if it says so."""
    if isinstance(value, dict) and "content" in value and value.keys() <= _RESPONSE_KEYS:
        return {"name": value.get("name"), "content": value["content"]}
    return {"content": value}
