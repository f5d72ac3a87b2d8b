r"""ms-swift, which is also what trm_llm trains on: every call and every response is a message of its own.

    {"tools": "[{\"name\": \"mul\", \"parameters\": {...}}]",
     "messages": [{"role": "user", "content": "3 times 4, 5 times 6?"},
                  {"role": "tool_call", "content": "{\"name\": \"mul\", \"arguments\": {\"a\": 3, \"b\": 4}}"},
                  {"role": "tool_call", "content": "{\"name\": \"mul\", \"arguments\": {\"a\": 5, \"b\": 6}}"},
                  {"role": "tool_response", "content": "12"}, {"role": "tool_response", "content": "30"},
                  {"role": "assistant", "content": "12 and 30."}]}

Calls in a row are parallel, and their responses follow in the same order. Tools are JSON text or a list, bare or in
OpenAI's wrapping.
"""

from __future__ import annotations

from typing import Any

from dataset.tools.conversations import Conversation, Tool
from dataset.tools.sources import openai

FORMAT = "ms-swift and trm_llm: messages with the roles tool_call and tool_response"


def claims(row: Any) -> int:
    """2 if a message has the role tool_call or tool_response; 1 if the tools are JSON text."""
    if not openai.has_messages(row):
        return 0
    if any(message.get("role") in ("tool_call", "tool_response") for message in row["messages"]):
        return 2
    return 1 if isinstance(row.get("tools"), str) and openai.claims(row) == 1 else 0


def read(row: Any, name: str, tools: tuple[Tool, ...]) -> Conversation:
    """The conversation of a row. Raises `Skip` and `UserError`."""
    return openai.read(row, name, tools)
