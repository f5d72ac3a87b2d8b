"""What holds for every reader: its names, that it claims its own rows, and that no broken row crashes it."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from dataset.sources.skipped import Skip, Skipped
from dataset.tools.conversations import Call, Conversation, Tool
from dataset.tools.schema import read_tools
from dataset.tools.sources.finding import format_of, readers
from tests.dataset.tools.sources.chats import EXAMPLES, WEATHER, broken
from utils.errors import UserError

READERS = readers()
KINDS = ("read", "read_rows", "read_folder")


def conversations(module: ModuleType, row: Any, tools: tuple[Tool, ...] = ()) -> list[Conversation]:
    """What a reader makes of a row; `Skip` or `UserError` if nothing."""
    if hasattr(module, "read"):
        read = module.read(row, "x:1", tools)
        return [read] if isinstance(read, Conversation) else list(read)
    skipped = Skipped()
    found = list(module.read_rows([("x:1", row)], tools, skipped))
    if skipped.reasons:
        raise Skip(next(iter(skipped.reasons)))
    return found


@pytest.mark.parametrize("name", READERS)
def test_the_names_of_a_reader(name: str) -> None:
    module = READERS[name]
    assert module.FORMAT and "\n" not in module.FORMAT and module.__doc__
    assert sum(hasattr(module, kind) for kind in KINDS) == 1
    for nothing in (None, 3, "x", [], {}, [{}], {"messages": None}, {"messages": [None]}, {"query": 3}):
        assert module.claims(nothing) == 0, nothing


@pytest.mark.parametrize("name", EXAMPLES)
def test_its_own_rows_are_claimed(name: str) -> None:
    assert format_of([EXAMPLES[name]()]) == name


@pytest.mark.parametrize("name", EXAMPLES)
def test_decisions_of_the_example(name: str) -> None:
    (read,) = conversations(READERS[name], EXAMPLES[name]())
    assert read.name == "x:1" and read.turns[-1].role == "assistant"
    made = [turn.call for turn in read.turns if turn.role == "tool_call"]
    assert made and all(call is not None and read.tool(call.name) is not None for call in made)


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_broken_row_crashes(name: str) -> None:
    outcomes = {"read": 0, "refused": 0}
    for row in broken(EXAMPLES[name]()):
        assert all(isinstance(module.claims(row), int) for module in READERS.values())
        try:
            read = conversations(READERS[name], row)
        except (Skip, UserError) as error:
            assert "\n" not in str(error)
            outcomes["refused"] += 1
        else:
            outcomes["read"] += 1
            for found in read:
                assert all(turn.call is None or found.tool(turn.call.name) is not None for turn in found.turns)
    assert min(outcomes.values()) > 0, outcomes


def _without_tools(name: str) -> Iterator[dict[str, Any]]:
    for nothing in (None, "", " ", [], "[]", {}):
        yield {**EXAMPLES[name](), "tools": nothing}
    yield {key: value for key, value in EXAMPLES[name]().items() if key != "tools"}


@pytest.mark.parametrize("name", ["openai", "huggingface", "ms_swift", "trm_agent", "needle"])
def test_rows_without_tools_take_those_that_are_given(name: str) -> None:
    given = read_tools([WEATHER, {"name": "now"}])
    for row in _without_tools(name):
        (read,) = conversations(READERS[name], row, given)
        assert read.tools == given
        assert Call("get_weather", {"city": "Münster", "days": 2}) in [turn.call for turn in read.turns]
        with pytest.raises(Skip, match="no tools are listed; --tools"):
            conversations(READERS[name], row)


@pytest.mark.parametrize("name", ["openai", "huggingface", "ms_swift", "trm_agent", "needle"])
def test_a_call_of_an_unlisted_tool_is_skipped(name: str) -> None:
    with pytest.raises(Skip, match="a call of a tool that is not listed"):
        conversations(READERS[name], {**EXAMPLES[name](), "tools": [{"name": "other"}]})
