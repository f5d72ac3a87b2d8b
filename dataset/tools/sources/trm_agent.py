"""What `dataset/convert_raw_to_dataset.py` writes: one row for each decision point of a conversation.

    {"tools": [...], "history": [{"role": "user", "content": "Warm in Oslo?"}], "decision": "tool_call",
     "slots": {"address": "", "name": ""}, "tool": {"name": "weather", "arguments": {"city": "Oslo"}}, "content": ""}
    {"tools": [...], "history": [..., {"role": "tool_call", "content": {...}}, {"role": "tool_response", ...}],
     "decision": "direct_answer", "slots": {"address": "", "name": ""}, "tool": {}, "content": "Yes, 21 degrees."}

Rows whose history begins with the history and decision of the row before them are one conversation, so that no decision
point is read twice. A row that continues none stands alone, and the decisions in its history count, too.

Slots belong to no service, so their service is empty; a user turn has those of the first decision behind it. The fact
`slot_fields` lists all slots, also those that nobody settled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from dataset.sources.skipped import Skip, Skipped
from dataset.tools.conversations import Conversation, Tool, Turn
from dataset.tools.messages import conversation, read_turns
from dataset.tools.schema import read_tools
from dataset.tools.sources.finding import add_skip
from utils.errors import UserError

FORMAT = "one decision point a row, as convert_raw_to_dataset.py writes them: history, decision, slots, tool, content"
_DECISIONS = ("tool_call", "direct_answer")
Slots = Mapping[str, tuple[Any, ...]]


def claims(row: Any) -> int:
    """2 for an object with a history and a decision."""
    return 2 if isinstance(row, dict) and row.keys() >= {"history", "decision"} else 0


def read_rows(rows: Iterable[tuple[str, Any]], tools: tuple[Tool, ...], skipped: Skipped) -> Iterator[Conversation]:
    """The conversations that the rows make, each named by its first row."""
    current: _Story | None = None
    for name, row in rows:
        try:
            story = _read(row, name, tools)
        except (Skip, UserError) as error:
            add_skip(skipped, error, name)
            continue
        if current is not None and story.continues(current):
            story = replace(story, name=current.name, slots={**story.slots, **current.slots})
        elif current is not None:
            yield current.conversation()
        current = story
    if current is not None:
        yield current.conversation()


@dataclass(frozen=True)
class _Story:
    """A conversation up to a decision.

    Attributes:
        tools: as the row writes them.
        messages: those of the history, and the decision.
        slots: what the user has settled, by the number of the user's turn.
    """

    name: str
    tools: Any
    listed: tuple[Tool, ...]
    messages: list[Any]
    turns: tuple[Turn, ...]
    ordered: bool
    slot_fields: tuple[str, ...]
    slots: Mapping[int, Slots] = field(default_factory=dict)

    def continues(self, other: _Story) -> bool:
        """Whether its messages begin with those of the other, so that it is the same conversation."""
        return self.messages[: len(other.messages)] == other.messages and self.tools == other.tools

    def conversation(self) -> Conversation:
        """The conversation, with slots at the user's turns."""
        turns, number = list(self.turns), 0
        for index, turn in enumerate(turns):
            if turn.role == "user":
                slots = self.slots.get(number)
                turns[index] = replace(turn, slots=None if slots is None else {"": slots})
                number += 1
        facts = {"slot_fields": list(self.slot_fields)} if self.slot_fields else {}
        return conversation(self.listed, turns, self.name, ordered=self.ordered, facts=facts)


def _read(row: Any, name: str, tools: tuple[Tool, ...]) -> _Story:
    if not isinstance(row, dict) or not isinstance(row.get("history"), list):
        raise Skip("no object with a history and a decision")
    if row.get("decision") not in _DECISIONS:
        raise Skip("decision must be tool_call or direct_answer")
    slots = row.get("slots") or {}
    if not isinstance(slots, dict):
        raise Skip("slots that are no object")
    if row["decision"] == "tool_call":
        decision = {"role": "tool_call", "content": row.get("tool")}
    else:
        decision = {"role": "assistant", "content": row.get("content")}
    messages = [*row["history"], decision]
    listed = read_tools(row.get("tools")) or tools
    turns, ordered = read_turns(messages, listed)
    users = sum(turn.role == "user" for turn in turns)
    settled = {slot: (value,) for slot, value in slots.items() if value is not None and value != ""}
    state = {users - 1: settled} if users and slots else {}
    return _Story(name, row.get("tools"), listed, messages, tuple(turns), ordered, tuple(slots), state)
