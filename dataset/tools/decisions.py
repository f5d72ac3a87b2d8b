"""From a reading of a row to a decision: answer, or call a tool with arguments in JSON.

    reading    calls, focus find_movies, values [genre: comedy, director: absent, page: default]
    decision   Decision("call", "find_movies", {"genre": "comedy", "page": 1})

Evaluators score decisions and inference acts on them, so both see the same calls.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from dataset.tools.classes import Outcome
from dataset.tools.conversations import Call, Tool
from dataset.tools.format import ConversationEncoder, Reading, Value
from dataset.tools.rows import Row
from dataset.tools.schema import nest

State = Mapping[str, Mapping[str, Any]]
"""What is known of arguments: by service (`service_of_tool`) and name of the argument."""


@dataclass(frozen=True)
class Decision:
    """What the assistant does.

    Attributes:
        action: `call` or `answer`.
        tool: the tool that is called, or that the conversation is about; None if there is none.
        arguments: of that tool, as JSON values by name. An answer has them, too: they are what is known so far.
        asked: the names of the arguments that an answer asks the user for; empty for a call.
        state: what is known of the arguments of all tools. `dontcare` says that the user does not mind.
    """

    action: Literal["call", "answer"]
    tool: str | None = None
    arguments: Mapping[str, Any] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    state: State = field(default_factory=dict)

    @property
    def call(self) -> Call | None:
        """The call that is made; None for an answer."""
        return Call(self.tool, self.arguments) if self.action == "call" and self.tool is not None else None


def decision_of(encoder: ConversationEncoder, reading: Reading) -> Decision:
    """The decision that a reading stands for. Whatever it says, the arguments are those that the tool has.

    A call without a tool in focus becomes an answer, since there is nothing to call.
    """
    state: dict[str, dict[str, Any]] = {}
    for (service, slot), numbers in _speakers(encoder, reading).items():
        state.setdefault(service, {})[slot] = _nested(encoder, reading, numbers)[slot]
    if reading.focus is None:
        return Decision("answer", state=state)
    own = [number for number, leaf in enumerate(encoder.leaves) if leaf.tool == reading.focus]
    given = [number for number in own if is_given(encoder, reading, number)]
    calls_with = [number for number in given if reading.values[number].outcome != Outcome.ANY]
    arguments = _nested(encoder, reading, calls_with)
    asked = [encoder.leaves[number].path[0] for number in own if reading.values[number].outcome == Outcome.ASKED]
    return Decision(
        "call" if reading.calls else "answer",
        encoder.conversation.tools[reading.focus].name,
        arguments,
        () if reading.calls else tuple(dict.fromkeys(asked)),
        state,
    )


def forms_of(encoder: ConversationEncoder, row: Row, reading: Reading) -> dict[str, dict[str, tuple[Any, ...]]]:
    """The state with all forms of each value: the JSON value, and the words of the conversation that it was read from.

    Schema-Guided Dialogue accepts a value as it was said, as in "next Friday"; the call has the date.
    """
    forms: dict[str, dict[str, tuple[Any, ...]]] = {}
    for (service, slot), numbers in _speakers(encoder, reading).items():
        said = [_words(row, reading.values[number]) for number in numbers if len(encoder.leaves[number].path) == 1]
        forms.setdefault(service, {})[slot] = (_nested(encoder, reading, numbers)[slot], *filter(None, said))
    return forms


def is_given(encoder: ConversationEncoder, reading: Reading, number: int) -> bool:
    """Whether a reading gives leaf `number` a value; `dontcare` is one."""
    outcome = reading.values[number].outcome
    if outcome == Outcome.DEFAULT:
        return "default" in encoder.leaves[number].argument.schema
    return outcome in (Outcome.NONE, Outcome.SPELLED, Outcome.ANY)


def service_of_tool(tool: Tool) -> str:
    """The name under which a tool's arguments stand in a state: a tool without a service is one of its own."""
    return tool.service or tool.name


def arguments_json(arguments: Mapping[str, Any]) -> str:
    """The arguments of a call as JSON text.

    Raises:
        ValueError: a number has no form in JSON.
    """
    return json.dumps(arguments, ensure_ascii=False, allow_nan=False)


def _speakers(encoder: ConversationEncoder, reading: Reading) -> dict[tuple[str, str], list[int]]:
    """For each service and argument that has a value: the leaves that hold it, all of one tool.

    Tools of a service share their arguments. The tool in focus decides; an argument that it does not have is decided by
    the first tool that gives it a value.
    """
    leaves_of: dict[tuple[str, str], dict[int, list[int]]] = {}
    for number, leaf in enumerate(encoder.leaves):
        service = service_of_tool(encoder.conversation.tools[leaf.tool])
        leaves_of.setdefault((service, leaf.path[0]), {}).setdefault(leaf.tool, []).append(number)
    speakers = {}
    for slot, by_tool in leaves_of.items():
        tools = [reading.focus] if reading.focus in by_tool else list(by_tool)
        for tool in tools:
            given = [number for number in by_tool[tool] if is_given(encoder, reading, number)]
            if given:
                speakers[slot] = given
                break
    return speakers


def _nested(encoder: ConversationEncoder, reading: Reading, numbers: Sequence[int]) -> dict[str, Any]:
    """The values of leaves of one tool, by argument."""
    return nest({encoder.leaves[number].path: reading.values[number].value for number in numbers})


def _words(row: Row, value: Value) -> str:
    """The words of the conversation that a value was read from; empty if it stands in the tools' text or nowhere."""
    found = row.locate(value.span[0]) if value.span is not None else None
    if value.span is None or found is None or found[0] == 0:
        return ""
    part, first = found
    return row.parts[part].span(first, first + value.span[1] - value.span[0])
