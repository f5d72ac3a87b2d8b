r"""The project's behaviour suite, `benchmarks/tool_behaviour.jsonl`: OpenAI's form, and what else counts as right.

    {"id": "positive_01", "kind": "positive", "messages": [..., {"role": "assistant", "tool_calls": [one call]}],
     "tools": [...], "accept": [{"tank": ["discus tank", "discus"]}], "may_omit": [["day"]]}
    {"id": "missing_01", "kind": "missing", "messages": [..., {"role": "assistant", "content": "What percentage?"}],
     "tools": [...], "asks": ["percent"]}

`accept` and `may_omit` have an entry for each call of the last message, and `asks` names the arguments that the last
message asks for. They belong to the only tool that requires all of them, if there is just one. The fact `kind` is the
kind. Other keys stay unread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dataset.sources.skipped import Skip
from dataset.tools.conversations import Call, Conversation, Tool, Turn
from dataset.tools.sources import openai

FORMAT = "the behaviour suite: OpenAI chat completions with a kind, and with accept, may_omit and asks"


def claims(row: Any) -> int:
    """2 for a row in OpenAI's form that has a kind."""
    return 2 if openai.claims(row) and isinstance(row.get("kind"), str) else 0


def read(row: Any, name: str, tools: tuple[Tool, ...]) -> Conversation:
    """The conversation of a row. Raises `Skip` and `UserError`."""
    found = openai.read(row, name, tools)
    if not isinstance(row.get("kind"), str):
        raise Skip("no text as kind")
    turns = list(found.turns)
    calls = [place for place in range(_end_of_history(turns), len(turns)) if turns[place].call is not None]
    accept = _entries(row, "accept", len(calls), dict)
    omitted = _entries(row, "may_omit", len(calls), list)
    for place, accepted, may_omit in zip(calls, accept, omitted, strict=True):
        call = turns[place].call
        assert call is not None, "`calls` are the places of calls"
        turns[place] = replace(turns[place], call=_call(call, accepted, may_omit))
    asks = row.get("asks")
    if asks is not None:
        turns[-1] = _asking(turns[-1], asks, found.tools)
    return replace(found, turns=tuple(turns), facts={"kind": row["kind"]})


def _end_of_history(turns: Sequence[Turn]) -> int:
    """The place of the first turn that the last message became."""
    end = len(turns)
    while end and turns[end - 1].role in ("assistant", "tool_call"):
        end -= 1
    return end


def _entries(row: dict[str, Any], key: str, count: int, kind: type) -> list[Any]:
    """What a row says under a key of each call of its last message."""
    entries = row.get(key)
    if entries is None:
        return [kind() for _ in range(count)]
    if not isinstance(entries, list) or len(entries) != count or not all(isinstance(entry, kind) for entry in entries):
        raise Skip(f"'{key}' needs an entry for each call of the last message")
    return entries


def _call(call: Call, accepted: dict[str, Any], may_omit: list[Any]) -> Call:
    for name, values in accepted.items():
        if name not in call.arguments or not isinstance(values, list) or not values:
            raise Skip("'accept' needs a list of values for arguments of the call", name)
    if not all(isinstance(name, str) and name in call.arguments for name in may_omit):
        raise Skip("'may_omit' must name arguments of the call")
    return replace(
        call, accept={name: tuple(values) for name, values in accepted.items()}, may_omit=frozenset(may_omit)
    )


def _asking(turn: Turn, asks: Any, tools: Sequence[Tool]) -> Turn:
    """The last turn, with what it asks for."""
    if not isinstance(asks, list) or not all(isinstance(name, str) for name in asks):
        raise Skip("'asks' must be a list of names")
    if turn.role != "assistant" or not turn.text:
        raise Skip("'asks' needs an answer as last message")
    able = [tool for tool in tools if set(asks) <= {argument.name for argument in tool.arguments if argument.required}]
    return replace(turn, asks=tuple(asks), intent=able[0].name if len(able) == 1 else None)
