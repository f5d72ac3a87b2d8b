"""Raw conversation logs, made into one sample for each decision of the assistant.

    raw      [{"role": "user", "content": "Is it warm in Oslo?"},
              {"role": "tool_call", "content": {"think": "A city is given.", "address": "Oslo",
                                                "response": {"name": "get_weather", "arguments": {"city": "Oslo"}}}},
              {"role": "tool_response", "content": {"response": {"celsius": 21}}},
              {"role": "assistant", "content": "Yes, 21 degrees."}]
    sample   {"tools": [...], "history": [{"role": "user", "content": "Is it warm in Oslo?"}], "decision": "tool_call",
              "slots": {"address": "Oslo", "phone": "", ...},
              "tool": {"name": "get_weather", "arguments": {"city": "Oslo"}}, "content": ""}

and a second one for the answer. `dataset/convert_raw_to_dataset.py` does this for a folder, and the reader
`dataset.tools.sources.trm_agent` reads it back.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from dataset.sources.skipped import Skip
from dataset.tools.json_text import decode
from dataset.tools.messages import read_arguments, without_thoughts
from dataset.tools.schema import as_openai, read_tools
from utils.errors import UserError
from utils.printing import printable
from utils.reading import require_usable

DEFAULT_SLOT_FIELDS = ("address", "phone", "device_number", "intent_of_user", "name", "contract_id")
_ROLES = ("system", "user", "assistant", "tool_call", "tool_response")


class RawTurnError(UserError):
    """A turn that cannot be understood.

    Attributes:
        row: the number of the turn, from 1.
    """

    def __init__(self, row: int, complaint: str) -> None:
        super().__init__(f"row {row}: {complaint}")
        self.row = row
        self.complaint = complaint


@dataclass(frozen=True)
class ProcessedSample:
    """One decision of the assistant.

    Attributes:
        tools: the tools in OpenAI's form.
        history: the turns before the decision, as `{"role", "content"}`. The content of a `tool_call` is an object with
            a name and arguments, that of a `tool_response` any JSON value, and others are text.
        slots: the latest value of each slot up to the decision; "" where none was given.
        tool: name and arguments of a call; empty for an answer.
        content: the text of an answer; empty for a call.
    """

    tools: list[dict[str, Any]]
    history: list[dict[str, Any]]
    decision: Literal["tool_call", "direct_answer"]
    slots: dict[str, Any]
    tool: dict[str, Any]
    content: str


@dataclass
class RawDataProcessor:
    """Turns raw conversations into samples.

    Attributes:
        tools: the assistant's tools, in any form that `dataset.tools.schema.read_tools` takes.
        slot_fields: names of the slots that the contents of turns may hold.
        system: a system prompt that is put in front of every conversation.

    Raises:
        UserError: the tools cannot be understood.
    """

    tools: Any = None
    slot_fields: Sequence[str] = DEFAULT_SLOT_FIELDS
    system: str | None = None
    _written_tools: list[dict[str, Any]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._written_tools = [as_openai(tool) for tool in read_tools(self.tools)]

    def process_conversation(self, raw_data: Any) -> list[ProcessedSample]:
        """The samples of one conversation, in order; none if the assistant never decides.

        Args:
            raw_data: a list of turns. A turn's content is a value, or an object with that value as `response`, with
                slots, and with `think`, which is dropped.

        Raises:
            RawTurnError: a turn cannot be understood.
            UserError: the conversation is not a list.
        """
        if not isinstance(raw_data, list | tuple):
            raise UserError("a conversation must be a list of turns")
        history: list[dict[str, Any]] = [] if self.system is None else [{"role": "system", "content": self.system}]
        slots: dict[str, Any] = dict.fromkeys(self.slot_fields, "")
        samples: list[ProcessedSample] = []
        for row, turn in enumerate(raw_data, 1):
            try:
                require_usable(turn, "the turn")
                role, response = self._read(turn, slots)
                for message in _messages(role, response):
                    if role in ("assistant", "tool_call"):
                        samples.append(self._sample(message, history, slots))
                    history.append(message)
            except (Skip, UserError) as error:
                detail = f" ({error.detail})" if isinstance(error, Skip) and error.detail else ""
                raise RawTurnError(row, f"{error}{detail}") from None
        return samples

    def _read(self, turn: Any, slots: dict[str, Any]) -> tuple[str, Any]:
        """A turn's role and response; its slots are added to `slots`."""
        if not isinstance(turn, Mapping):
            raise UserError("a turn must be an object with a role and content")
        role = turn.get("role")
        if role not in _ROLES:
            raise UserError(f"the role must be one of {', '.join(_ROLES)}, not {printable(repr(role)[:200])}")
        content = turn.get("content")
        if not isinstance(content, Mapping) or "response" not in content:
            if isinstance(content, Mapping) and "think" in content:
                raise UserError("a content with 'think' needs a 'response'")
            return role, content
        for slot in self.slot_fields:
            value = content.get(slot)
            if value is not None and not (isinstance(value, str) and not value.strip()):
                slots[slot] = value
        return role, content["response"]

    def _sample(self, message: dict[str, Any], history: list[dict[str, Any]], slots: dict[str, Any]) -> ProcessedSample:
        called = message["role"] == "tool_call"
        return ProcessedSample(
            tools=copy.deepcopy(self._written_tools),
            history=copy.deepcopy(history),
            decision="tool_call" if called else "direct_answer",
            slots=copy.deepcopy(slots),
            tool=copy.deepcopy(message["content"]) if called else {},
            content="" if called else message["content"],
        )


def process_raw_conversation(
    raw_data: Any, tools: Any = None, slot_fields: Sequence[str] | None = None, system: str | None = None
) -> list[dict[str, Any]]:
    """The samples of one raw conversation, as objects for JSON; see `RawDataProcessor`.

    Raises:
        UserError: the tools or the conversation cannot be understood; the message names the row.
    """
    fields = DEFAULT_SLOT_FIELDS if slot_fields is None else tuple(slot_fields)
    return [asdict(sample) for sample in RawDataProcessor(tools, fields, system).process_conversation(raw_data)]


def _messages(role: str, response: Any) -> list[dict[str, Any]]:
    """The messages of a turn: one, or one for each call if it holds several."""
    if role == "tool_call":
        calls = decode(without_thoughts(response) if isinstance(response, str) else response, "the call")
        calls = calls if isinstance(calls, list) else [calls]
        if not calls:
            raise UserError("a tool_call without a call")
        return [{"role": role, "content": _call(call)} for call in calls]
    if role == "tool_response":
        return [{"role": role, "content": "" if response is None else response}]
    if not isinstance(response, str):
        needed = "text, or an object with a text as 'response'"
        raise UserError(f"the content of a turn of {role} must be {needed}")
    return [{"role": role, "content": without_thoughts(response) if role == "assistant" else response}]


def _call(value: Any) -> dict[str, Any]:
    name = value.get("name") if isinstance(value, Mapping) else None
    if not isinstance(name, str) or not name:
        raise UserError("a tool_call needs the name of a tool")
    return {"name": name, "arguments": read_arguments(value.get("arguments"))}
