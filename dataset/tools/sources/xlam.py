r"""xLAM's function calling: a query and the calls that answer it, as JSON text; the parameters of tools are flat.

    {"id": 0, "query": "Where are giveaways for games?",
     "tools": "[{\"name\": \"gifts\", \"parameters\": {\"type\": {\"type\": \"str, optional\", \"default\": \"\"}}}]",
     "answers": "[{\"name\": \"gifts\", \"arguments\": {\"type\": \"game\"}}]"}

The calls of a row may come in any order. Every row of the published data has a call; a row without one is read as a
query that needs none.
"""

from __future__ import annotations

from typing import Any

from dataset.sources.skipped import Skip
from dataset.tools.conversations import Conversation, Tool, Turn
from dataset.tools.json_text import decode
from dataset.tools.messages import conversation, read_call, without_thoughts
from dataset.tools.schema import read_tools

FORMAT = "xLAM: query, tools and answers, the latter two as JSON text"
_KEYS = {"query", "tools", "answers"}


def claims(row: Any) -> int:
    """2 for a query whose answers are text, 1 if they are a list."""
    if not isinstance(row, dict) or not row.keys() >= _KEYS or not isinstance(row["query"], str):
        return 0
    return 2 if isinstance(row["answers"], str) else int(isinstance(row["answers"], list))


def read(row: Any, name: str, tools: tuple[Tool, ...]) -> Conversation:
    """The conversation of a row: the query, its calls, and an answer without text. Raises `Skip` and `UserError`."""
    if not isinstance(row, dict) or not isinstance(row.get("query"), str) or "answers" not in row:
        raise Skip("no object with query, tools and answers")
    listed = read_tools(row.get("tools")) or tools
    answers = row["answers"]
    answers = decode(without_thoughts(answers) if isinstance(answers, str) else answers, "answers")
    if isinstance(answers, dict):  # one call without a list around it
        answers = [answers]
    if not isinstance(answers, list):
        raise Skip("answers that are no list of calls")
    calls = [Turn("tool_call", call=read_call(answer, listed)) for answer in answers]
    turns = [Turn("user", row["query"]), *calls, Turn("assistant")]
    return conversation(listed, turns, name, ordered=len(calls) < 2)
