r"""Messages as chat formats write them, made into turns; and a call's name and arguments in all their forms.

    read_call({"name": "mul", "arguments": "{\"a\": 3, \"b\": null}"}, tools)        Call("mul", {"a": 3})
    read_turns([{"role": "user", "content": "3 times 4?"},
                {"role": "assistant", "content": None, "tool_calls": [...]},
                {"role": "tool", "tool_call_id": "c1", "content": "12"}], tools)     turns, ordered

What chat formats have in common is here; a reader of `dataset/tools/sources/` says where a row keeps it. A model that
thinks aloud (`<think>...</think>`) is read without its thoughts. Text beside a call, such as "I will look that up", is
dropped: the decision of that message is the call.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dataset.sources.skipped import Skip
from dataset.tools.conversations import Call, Conversation, Role, Tool, Turn
from dataset.tools.json_text import decode, read_values
from utils.printing import printable
from utils.reading import require_usable

_ROLES: dict[str, Role] = {
    "system": "system",
    "developer": "system",
    "user": "user",
    "assistant": "assistant",
    "tool_call": "tool_call",
    "tool": "tool_response",
    "function": "tool_response",
    "tool_response": "tool_response",
}
_THOUGHT = re.compile(r"<think>.*?</think>|\A\s*<think>.*\Z", re.DOTALL)
_TEXT_PARTS = {"text": "text", "input_text": "text", "output_text": "text", "refusal": "refusal"}


def without_thoughts(text: str) -> str:
    """A text without what stands between `<think>` and `</think>`.

    A thought at the start may lack its first mark, which some templates write for the model, and a thought that begins
    the text may lack its last mark.
    """
    if "think>" not in text:
        return text
    head, mark, rest = text.rpartition("</think>")
    if mark and head.count("<think>") <= head.count("</think>"):
        return rest.strip()
    return _THOUGHT.sub("", text).strip()


def text_of(content: Any) -> str:
    """What a message says: text, nothing, or a list of parts of text.

    Raises:
        Skip: there is something other than text, such as an image.
    """
    if content is None:
        return ""
    if isinstance(content, str):
        return content
    if not isinstance(content, list):
        raise Skip("a message that is no text", type(content).__name__)
    texts = []
    for part in content:
        key = _TEXT_PARTS.get(str(part.get("type"))) if isinstance(part, dict) else None
        text = part if isinstance(part, str) else part.get(key) if key else None
        if not isinstance(text, str):
            raise Skip("a message that holds something other than text")
        texts.append(text)
    return "\n".join(texts)


def response_of(content: Any) -> str:
    """What a tool returned, as text: text as it is, parts of text joined, anything else as JSON."""
    if isinstance(content, list) and content and all(_is_text_part(part) for part in content):
        return text_of(content)
    if content is None or isinstance(content, str):
        return content or ""
    return json.dumps(content, ensure_ascii=False)


def read_call(value: Any, tools: Sequence[Tool] | None) -> Call:
    """A call: an object with a name and arguments, perhaps inside `function`.

    Args:
        tools: the call must be one of these; None: any call will do.

    Raises:
        Skip: it has another form, or calls what no tool offers.
        UserError: text that should be JSON is not.
    """
    body = value.get("function") if isinstance(value, Mapping) and isinstance(value.get("function"), Mapping) else value
    name = body.get("name") if isinstance(body, Mapping) else None
    if not isinstance(body, Mapping) or not isinstance(name, str) or not name:
        raise Skip("a call without a name")
    arguments = body["arguments"] if "arguments" in body else body.get("parameters")
    read = read_arguments(arguments)
    return Call(name, read) if tools is None else checked_call(name, read, tools)


def read_arguments(value: Any) -> dict[str, Any]:
    """A call's arguments: an object, its JSON text, or text of that text; nulls are dropped.

    Tables (Arrow) write null for every argument that only other rows have.

    Raises:
        Skip: they are not one object.
        UserError: text that should be JSON is not.
    """
    found = decode(value, "arguments")
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise Skip("arguments that are no object", type(found).__name__)
    require_usable(found, "arguments")
    return _without_nulls(found)


def checked_call(name: str, arguments: Mapping[str, Any], tools: Sequence[Tool]) -> Call:
    """The call, if one of the tools has this name and all of these arguments.

    Raises:
        Skip: none has.
    """
    if not tools:
        raise Skip("a call, but no tools are listed; --tools can give them", printable(name[:200]))
    tool = next((tool for tool in tools if tool.name == name), None)
    if tool is None:
        raise Skip("a call of a tool that is not listed", printable(name[:200]))
    unknown = [argument for argument in arguments if tool.argument(argument) is None]
    if unknown:
        raise Skip(
            "a call with an argument that its tool does not have", printable(f"{name[:200]}: {unknown[0][:200]}")
        )
    return Call(name, arguments)


def conversation(
    tools: tuple[Tool, ...],
    turns: list[Turn],
    name: str,
    *,
    ordered: bool = True,
    facts: Mapping[str, Any] | None = None,
) -> Conversation:
    """A conversation of these turns; behind a last call or response stands an answer without text.

    Raises:
        Skip: the assistant decides nothing in it.
    """
    if turns and turns[-1].role in ("tool_call", "tool_response"):
        turns = [*turns, Turn("assistant")]
    if not any(turn.role in ("tool_call", "assistant") for turn in turns):
        raise Skip("the assistant neither calls nor answers")
    return Conversation(tools, tuple(turns), name, ordered, facts or {})


def read_turns(messages: Any, tools: Sequence[Tool] | None) -> tuple[list[Turn], bool]:
    """The turns of a list of messages, and whether successive calls have an order (False after parallel calls).

    Roles are those of OpenAI, and `tool_call` and `tool_response`. Calls without a response between them are parallel:
    their responses are put behind them in the order of the calls.

    Args:
        tools: what may be called; None: anything, as in a history that other tools were used in.

    Raises:
        Skip: a message has another form.
        UserError: text that should be JSON is not.
    """
    messages = decode(messages, "messages")
    if not isinstance(messages, list):
        raise Skip("messages that are no list")
    turns: list[Turn] = []
    calls = _Calls()
    for message in messages:
        if not isinstance(message, Mapping):
            raise Skip("a message that is no object")
        role = _ROLES.get(str(message.get("role")))
        if role is None:
            raise Skip("a message of an unknown role", printable(str(message.get("role"))[:200]))
        made = list(_calls_of(role, message))
        if role == "tool_response":
            calls.answer(message)
        elif made:
            if calls.any_answered:
                turns += calls.taken()
            for written in made:
                identity = written.get("id") if isinstance(written, Mapping) else None
                calls.add(read_call(written, tools), identity if isinstance(identity, str) and identity else None)
        else:
            if role == "user" and message.get("content") is None:
                raise Skip("a user's message without content")
            text = text_of(message.get("content"))
            turns += calls.taken()
            turns.append(Turn(role, without_thoughts(text) if role == "assistant" else text))
    turns += calls.taken()
    return turns, not calls.parallel


@dataclass
class _Pending:
    call: Call
    identity: str | None
    response: str | None = None


class _Calls:
    """Calls in a row, and the responses to them, which may come in any order."""

    def __init__(self) -> None:
        self.pending: list[_Pending] = []
        self.parallel = False

    @property
    def any_answered(self) -> bool:
        return any(call.response is not None for call in self.pending)

    def add(self, call: Call, identity: str | None) -> None:
        self.pending.append(_Pending(call, identity))

    def answer(self, message: Mapping[str, Any]) -> None:
        """Give a response to its call: by id, else by the tool's name, else to the first call that has none.

        Raises:
            Skip: no call waits for it.
        """
        waiting = [call for call in self.pending if call.response is None]
        identity = message.get("tool_call_id")
        if identity and isinstance(identity, str) and any(call.identity is not None for call in self.pending):
            waiting = [call for call in waiting if call.identity == identity]
        elif isinstance(message.get("name"), str):
            waiting = [call for call in waiting if call.call.name == message["name"]] or waiting
        if not waiting:
            raise Skip("a tool's response without a call that waits for it", printable(str(identity or "")[:200]))
        waiting[0].response = response_of(message.get("content"))

    def taken(self) -> list[Turn]:
        """The turns of the calls and responses, which are then forgotten."""
        taken, self.pending = self.pending, []
        self.parallel |= len(taken) > 1
        calls = [Turn("tool_call", call=pending.call) for pending in taken]
        return calls + [Turn("tool_response", pending.response) for pending in taken if pending.response is not None]


def _calls_of(role: Role, message: Mapping[str, Any]) -> Iterable[Any]:
    """The calls that a message holds, as it writes them."""
    if role == "tool_call":
        content = message.get("content")
        values = [content]
        if isinstance(content, str):  # a mark inside of JSON is a part of an argument
            is_json = content.lstrip()[:1] in ("{", "[", '"')
            values = read_values(content if is_json else without_thoughts(content), "a call")
        if len(values) == 1:
            values = [decode(values[0], "a call")]
        for value in values:
            yield from value if isinstance(value, list) else [value]
        if not values:
            raise Skip("a call without a name")
    elif role == "assistant":
        written = decode(message.get("tool_calls"), "tool_calls") or []
        if not isinstance(written, list):
            raise Skip("tool_calls that are no list")
        yield from (call for call in written if call is not None)
        if not written and message.get("function_call") is not None:  # OpenAI's older form
            yield message["function_call"]


def _is_text_part(part: Any) -> bool:
    return isinstance(part, dict) and str(part.get("type")) in _TEXT_PARTS


def _without_nulls(value: Any) -> Any:
    """The value without properties that are null."""
    if isinstance(value, dict):
        return {key: _without_nulls(inner) for key, inner in value.items() if inner is not None}
    return [_without_nulls(inner) for inner in value] if isinstance(value, list) else value
