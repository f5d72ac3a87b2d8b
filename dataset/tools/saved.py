"""Conversations as JSON: the sidecar `<set>__conversations.jsonl`, from which every row can be made again."""

from __future__ import annotations

from collections.abc import Container, Iterator
from pathlib import Path
from typing import Any

from dataset.puzzle_dataset import ExampleSet
from dataset.tools.conversations import Argument, Call, Conversation, Tool, Turn
from utils.errors import UserError
from utils.reading import bounded_lines, open_text, parse_json

_LONGEST_LINE = 16 * 2**20


def as_json(conversation: Conversation) -> dict[str, Any]:
    """A conversation as JSON values; what is empty is left out."""
    return {
        "name": conversation.name,
        "ordered": conversation.ordered,
        "facts": dict(conversation.facts),
        "tools": [_tool(tool) for tool in conversation.tools],
        "turns": [_turn(turn) for turn in conversation.turns],
    }


def _tool(tool: Tool) -> dict[str, Any]:
    arguments = [[a.name, dict(a.schema), a.required] for a in tool.arguments]
    return {"name": tool.name, "description": tool.description, "service": tool.service, "arguments": arguments}


def _turn(turn: Turn) -> dict[str, Any]:
    value: dict[str, Any] = {"role": turn.role}
    if turn.text:
        value["text"] = turn.text
    if turn.call is not None:
        call = turn.call
        value["call"] = {
            "name": call.name,
            "arguments": dict(call.arguments),
            "accept": {name: list(values) for name, values in call.accept.items()},
            "may_omit": sorted(call.may_omit),
        }
    if turn.slots is not None:
        value["slots"] = {
            service: {name: list(values) for name, values in slots.items()} for service, slots in turn.slots.items()
        }
    if turn.intent is not None:
        value["intent"] = turn.intent
    if turn.asks:
        value["asks"] = list(turn.asks)
    return value


def from_json(value: dict[str, Any]) -> Conversation:
    """Undo `as_json`. `KeyError`, `TypeError` or `ValueError` if the value is no conversation."""
    return Conversation(
        tuple(
            Tool(
                tool["name"],
                tool["description"],
                tuple(Argument(name, schema, required) for name, schema, required in tool["arguments"]),
                tool["service"],
            )
            for tool in value["tools"]
        ),
        tuple(_read_turn(turn) for turn in value["turns"]),
        value["name"],
        value["ordered"],
        value["facts"],
    )


def _read_turn(value: dict[str, Any]) -> Turn:
    call, slots = value.get("call"), value.get("slots")
    return Turn(
        value["role"],
        value.get("text", ""),
        None
        if call is None
        else Call(
            call["name"],
            call["arguments"],
            {name: tuple(values) for name, values in call["accept"].items()},
            frozenset(call["may_omit"]),
        ),
        None
        if slots is None
        else {service: {name: tuple(values) for name, values in found.items()} for service, found in slots.items()},
        value.get("intent"),
        tuple(value.get("asks", ())),
    )


def read_conversations_of(folder: Path, split: str, set_name: str) -> list[Conversation]:
    """The conversations of a set of a data set.

    Raises:
        UserError: the file is missing or damaged.
    """
    return [conversation for _, conversation in conversations_of(folder, split, set_name)]


def conversations_of(
    folder: Path, split: str, set_name: str, wanted: Container[object] | None = None
) -> Iterator[tuple[int, Conversation]]:
    """The conversations of a set of a data set, one after the other, with their numbers from 0.

    Args:
        wanted: the numbers of those that are read; None: all.

    Raises:
        UserError: the file is missing or damaged.
    """
    file = folder / split / f"{set_name}__conversations.jsonl"
    with open_text(file) as text:
        for number, line in enumerate(bounded_lines(text, file, _LONGEST_LINE)):
            if wanted is not None and number not in wanted:
                continue
            try:
                conversation = from_json(parse_json(line, f"line {number + 1}"))
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                raise UserError(f"{file} is damaged (line {number + 1}: {error!r}); build the data set again") from None
            yield number, conversation


def origin_of(source: ExampleSet) -> tuple[str, str]:
    """The split and the name of the set whose rows these are; those of a validation set come from a training set."""
    return source.meta_file.parent.name, source.meta_file.name.removesuffix("__meta.jsonl")


def contradiction(source: ExampleSet, example: int) -> UserError:
    """The error of a row that the conversations beside it do not give, as after a change of how rows are made."""
    return UserError(
        f"{source.meta_file}: row {example + 1} is no row of the conversations beside it; build the data set again"
    )
