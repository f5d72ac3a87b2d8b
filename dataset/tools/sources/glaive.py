r"""Glaive's function calling v2: a conversation as one text, and tools as objects in a row inside the system's text.

    {"system": "SYSTEM: You have access to these functions. Use them if required -\n{\"name\": \"mul\", ...}\n{...}",
     "chat": "USER: 3 times 4?\n\n\nASSISTANT: <functioncall> {\"name\": \"mul\", \"arguments\": '{\"a\": 3, \"b\": 4}'}
              <|endoftext|>\n\n\nFUNCTION RESPONSE: {\"product\": 12}\n\n\nASSISTANT: 12. <|endoftext|>\n\n\n"}

The quotes around the arguments make the call no JSON, and apostrophes inside them end no string. The system's text in
front of the tools only introduces them and is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from dataset.sources.skipped import Skip
from dataset.tools.conversations import Conversation, Tool
from dataset.tools.embedded import leading_values
from dataset.tools.messages import conversation, read_turns
from dataset.tools.schema import read_tools

FORMAT = "Glaive function calling v2: system and chat as text, <functioncall>"
_END = "<|endoftext|>"
_SPEAKER = re.compile(r"(?:^|<\|endoftext\|>)[ \t]*(USER|ASSISTANT|FUNCTION RESPONSE|SYSTEM):", re.MULTILINE)
_ROLES = {"USER": "user", "ASSISTANT": "assistant", "FUNCTION RESPONSE": "tool_response", "SYSTEM": "system"}
_OBJECTS = re.compile(r"\{|\[\s*\{")
"""Where the tools begin in a system's text."""
_CALL = "<functioncall>"
_QUOTED = re.compile(r"""\s*\{\s*"name"\s*:\s*"(?P<name>[^"\\]*)"\s*,\s*"arguments"\s*:\s*'""")
"""The beginning of a call whose arguments are JSON in single quotes."""
_QUOTED_END = re.compile(r"\s*'\s*\}?")


def claims(row: Any) -> int:
    """2 for a chat as text with a system's text, else 0."""
    return 2 if isinstance(row, dict) and isinstance(row.get("chat"), str) and "system" in row else 0


def read(row: Any, name: str, tools: tuple[Tool, ...]) -> Conversation:
    """The conversation of a row. Raises `Skip` and `UserError`."""
    if not isinstance(row, dict) or not isinstance(row.get("chat"), str):
        raise Skip("no object with the text 'chat'")
    system = row.get("system") or ""
    if not isinstance(system, str):
        raise Skip("a 'system' that is no text")
    described, rest = _system(system)
    listed = read_tools(described) or tools
    messages = [*([{"role": "system", "content": rest}] if rest else []), *_messages(row["chat"])]
    turns, ordered = read_turns(messages, listed)
    return conversation(listed, turns, name, ordered=ordered)


def _system(text: str) -> tuple[list[Any], str]:
    """The tools in a system's text, and what else it says."""
    text = text.removeprefix("SYSTEM:").strip()
    opening = _OBJECTS.search(text)
    if opening is None:
        return [], text
    values, end = leading_values(text, opening.start())
    if not values:
        raise Skip("tools in the system's text that are no JSON")
    return values, text[end:].strip()


def _messages(chat: str) -> Iterator[dict[str, Any]]:
    """The messages of a chat.

    Raises:
        Skip: the user does not speak first, or a call cannot be understood.
    """
    marks = list(_SPEAKER.finditer(chat))
    first = next((mark for mark in marks if mark[1] != "SYSTEM"), None)
    if first is None or first[1] != "USER" or chat[: marks[0].start()].strip():
        raise Skip("a chat that does not begin with USER")
    ends = [mark.start() for mark in marks[1:]] + [len(chat)]
    for mark, end in zip(marks, ends, strict=True):
        text = chat[mark.end() : end].replace(_END, "").strip()
        calls = list(_calls(text)) if mark[1] == "ASSISTANT" else []
        if calls:
            yield {"role": "tool_call", "content": calls}
        else:
            yield {"role": _ROLES[mark[1]], "content": text}


def _calls(text: str) -> Iterator[dict[str, Any]]:
    place = 0
    while (start := text.find(_CALL, place)) >= 0:
        place = start + len(_CALL)
        values, end = leading_values(text, place)
        if values:
            yield from values
            place = end
        else:
            call, place = _quoted_call(text, place)
            yield call


def _quoted_call(text: str, start: int) -> tuple[dict[str, Any], int]:
    """A call whose arguments stand in single quotes, and where it ends."""
    begin = _QUOTED.match(text, start)
    if begin is None:
        raise Skip("a <functioncall> that cannot be understood")
    values, end = leading_values(text, begin.end())
    closed = _QUOTED_END.match(text, end)
    if len(values) == 1 and closed:
        return {"name": begin["name"], "arguments": values[0]}, closed.end()
    # escaped apostrophes are no JSON; without them, the last quote ends the arguments
    stop = text.find(_CALL, begin.end())
    stop = text.rfind("'", begin.end(), stop if stop >= 0 else len(text))
    written = text[begin.end() : max(stop, begin.end())].replace("\\'", "'")
    values, end = leading_values(written)
    if len(values) != 1 or written[end:].strip():
        raise Skip("a <functioncall> that cannot be understood")
    return {"name": begin["name"], "arguments": values[0]}, stop + 1
