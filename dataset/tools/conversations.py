"""Conversations with tools: the one form that every source becomes and that every sample is made from.

    city = Argument("city", {"type": "string"}, required=True)
    Conversation(tools=(Tool("get_weather", "Weather of a city", (city,)),),
                 turns=(Turn("user", "Is it warm in Oslo?"),
                        Turn("tool_call", call=Call("get_weather", {"city": "Oslo"})),
                        Turn("tool_response", '{"celsius": 21}'),
                        Turn("assistant", "Yes, 21 degrees.")))

It has two decision points: turn 1, where the assistant calls a tool, and turn 3, where it answers. Several calls in a
row are successive turns, and so are their responses. A source that holds calls but no closing answer ends with an
assistant turn without text, which says that no further call is due.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Role = Literal["system", "user", "assistant", "tool_call", "tool_response"]
"""Who speaks. `tool_call` is the assistant, too."""


@dataclass(frozen=True)
class Argument:
    """One argument of a tool.

    Attributes:
        name: the key in the call's arguments.
        schema: its JSON Schema in OpenAI's form, cleaned by `dataset.tools.schema`: `type` (a name of JSON Schema, or
            missing for any type), and where given `description`, `enum`, `default`, `format`, `items`, `properties`.
        required: whether every call must have it.
    """

    name: str
    schema: Mapping[str, Any] = field(default_factory=dict)
    required: bool = False

    @property
    def description(self) -> str:
        """What the argument means; empty if nobody said."""
        return str(self.schema.get("description") or "")


@dataclass(frozen=True)
class Tool:
    """A tool as the assistant sees it.

    Attributes:
        service: tools of one service share their state (Schema-Guided Dialogue); empty if there are no services.
    """

    name: str
    description: str = ""
    arguments: tuple[Argument, ...] = ()
    service: str = ""

    def argument(self, name: str) -> Argument | None:
        """The argument of this name; None if there is none."""
        return next((argument for argument in self.arguments if argument.name == name), None)


@dataclass(frozen=True)
class Call:
    """A call of a tool.

    Attributes:
        arguments: JSON values by argument.
        accept: for some arguments, all values that count as right, the canonical one first. Arguments that are not
            named here accept the value in `arguments` alone.
        may_omit: arguments with a value in `arguments` or `accept` that a right call may also leave out.
    """

    name: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    accept: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    may_omit: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Turn:
    """One turn of a conversation.

    Attributes:
        text: what was said. A response is text as well; structured ones are JSON. Empty for a call.
        call: the call of a `tool_call` turn, else None.
        slots: at a user turn of a source with dialogue states, everything the user has settled so far: by service and
            slot, all surface forms that count as right. None: the source has no states.
            A tool without a service is a service of its own, and its name is the key.
        intent: at a user turn, the tool that the user is after; at an assistant turn that asks for arguments, the tool
            that they belong to. None if unknown or none.
        asks: at an assistant turn, the names of the arguments of `intent` that the assistant asks the user for. Empty
            if it asks for none or if the source does not say.
    """

    role: Role
    text: str = ""
    call: Call | None = None
    slots: Mapping[str, Mapping[str, tuple[Any, ...]]] | None = None
    intent: str | None = None
    asks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Conversation:
    """A conversation and the tools that the assistant has in it.

    Attributes:
        name: where it stands, as in `dev.jsonl:17`, for messages.
        ordered: False if successive calls before a response may come in any order (BFCL's parallel calls).
        facts: what evaluators group by, JSON values by name, such as `{"kind": "negation"}`.
    """

    tools: tuple[Tool, ...]
    turns: tuple[Turn, ...]
    name: str = ""
    ordered: bool = True
    facts: Mapping[str, Any] = field(default_factory=dict)

    def decision_points(self) -> Iterator[int]:
        """The indices of the turns in which the assistant decides: calls and answers."""
        return (index for index, turn in enumerate(self.turns) if turn.role in ("tool_call", "assistant"))

    def tool(self, name: str) -> Tool | None:
        """The tool of this name; None if there is none."""
        return next((tool for tool in self.tools if tool.name == name), None)
