"""Needle's rows: a query, the tools, and the calls that answer it as a list; an empty list says that no call is due.

    {"query": "What time is it in Oslo?",
     "tools": [{"name": "get_time", "parameters": {"city": {"type": "string"}}}],
     "answers": [{"name": "get_time", "arguments": {"city": "Oslo"}}]}

The calls of a row may come in any order.
"""

from __future__ import annotations

from typing import Any

from dataset.tools.conversations import Conversation, Tool
from dataset.tools.sources import xlam

FORMAT = "Needle: query, tools and answers as lists, [] for no call"


def claims(row: Any) -> int:
    """2 for a query whose answers are a list."""
    return 2 if xlam.claims(row) == 1 else 0


def read(row: Any, name: str, tools: tuple[Tool, ...]) -> Conversation:
    """The conversation of a row: the query, its calls, and an answer without text. Raises `Skip` and `UserError`."""
    return xlam.read(row, name, tools)
