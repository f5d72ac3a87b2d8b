"""Candidates: which tools stand in a row that has no room for all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dataset.tools.builtin import BUILTINS
from dataset.tools.candidates import Room, ToolIndex
from dataset.tools.conversations import Argument, Call, Conversation, Tool, Turn
from dataset.tools.rows import LINE_WORDS
from dataset.tools.schema import leaves, read_tools
from tests.tool_data import HOTEL, MUSIC, WEATHER, tool_format

SUITE = Path(__file__).parents[3] / "benchmarks/tool_behaviour.jsonl"
ALL = tuple(builtin.tool for builtin in BUILTINS.values())
LARGE = Tool(
    "book_flight",
    "Book a flight",
    tuple(Argument(f"field{n}", {"type": "string", "description": f"word{n}"}, n == 9) for n in range(10)),
)


def names(tools: tuple[Tool, ...]) -> list[str]:
    return [tool.name for tool in tools]


def asked(text: str) -> tuple[Turn, ...]:
    return (Turn("user", text),)


def test_all_tools_stay_where_they_fit() -> None:
    found = ToolIndex((WEATHER, MUSIC)).candidates(asked("x"), Room(2, 5))
    assert found.tools == (WEATHER, MUSIC) and not found.left_out and not found.shortened
    assert ToolIndex(()).candidates(asked("x"), Room(2, 5)).tools == ()


@pytest.mark.parametrize(
    "query, tool",
    [
        ("How many kilometers are 5 miles?", "convert_length"),
        ("What will the weather in Oslo be tomorrow?", "weather_forecast"),
        ("Calculate (3 + 4) * 2", "calculate"),
        ("WAKE ME: set an alarm for 7", "set_alarm"),
        ("split the bill between four people", "split_bill"),
    ],
)
def test_the_tool_that_is_meant_is_among_few(query: str, tool: str) -> None:
    assert tool in names(ALL), "the built-in tools have it"
    found = ToolIndex(ALL).candidates(asked(query), Room(5, 40))
    assert tool in names(found.tools) and len(found.tools) == 5
    assert len(found.left_out) == len(ALL) - 5
    assert names(found.tools) == [name for name in names(ALL) if name in names(found.tools)], "their order stays"


def test_the_right_tool_of_the_behaviour_suite_is_found() -> None:
    """Of the suite's tools together, the right one is among the first 8 for at least 19 of 20 calls."""
    rows = [json.loads(line) for line in SUITE.read_text().splitlines()]
    tools = {tool.name: tool for row in rows for tool in read_tools(row["tools"])}
    index = ToolIndex(tuple(tools.values()))
    places = []
    for row in rows:
        *before, last = row["messages"]
        if last.get("tool_calls"):
            turns = [Turn("user", message["content"]) for message in before if message["role"] == "user"]
            order = [index.tools[number].name for number in index.ranking(turns)]
            places.append(order.index(last["tool_calls"][0]["function"]["name"]))
    assert len(tools) > 60 and len(places) > 60
    assert sum(place < 8 for place in places) >= 0.95 * len(places)


def test_the_latest_query_counts_most_and_the_order_of_equals_stays() -> None:
    turns = (Turn("user", "Play a song"), Turn("assistant", "Which song?"), Turn("user", "No, find a hotel"))
    index = ToolIndex((MUSIC, WEATHER, HOTEL))
    assert index.ranking(turns)[:2] == [2, 0]
    assert index.ranking(asked("zzz")) == [0, 1, 2]
    assert index.ranking(()) == [0, 1, 2]


def test_a_call_is_a_reason_to_keep_its_tool() -> None:
    turns = (Turn("user", "And?"), Turn("tool_call", call=Call("Hotels_1.Find", {"where": "x"})))
    assert names(ToolIndex((MUSIC, WEATHER, HOTEL)).candidates(turns, Room(1, 7)).tools) == ["Hotels_1.Find"]


def test_tools_to_keep_come_first() -> None:
    index = ToolIndex(ALL)
    assert "set_alarm" not in names(index.candidates(asked("5 miles in kilometers"), Room(3, 40)).tools)
    assert "set_alarm" in names(index.candidates(asked("5 miles in kilometers"), Room(3, 40), keep=["set_alarm"]).tools)


def test_a_tool_that_is_too_large_loses_optional_arguments_first_and_is_named() -> None:
    found = ToolIndex((LARGE,)).candidates(asked("a flight with word4 and word7"), Room(1, 3))
    assert [argument.name for argument in found.tools[0].arguments] == ["field4", "field7", "field9"]
    assert len(found.shortened) == 7 and "book_flight.field0" in found.shortened
    together = ToolIndex((LARGE, WEATHER, MUSIC)).candidates(asked("book a flight"), Room(3, 12))
    assert names(together.tools) == ["book_flight", "get_weather"], "it takes three quarters, not all"
    assert [len(leaves(tool)) for tool in together.tools] == [9, 3] and together.left_out == ("playMusic",)


def test_rooms_are_kept_and_leave_words_to_the_conversation() -> None:
    rows = tool_format(words=160, tools=6, arguments=14)
    for query in ("weather in Oslo", "play a song", "split the bill", ""):
        found = ToolIndex((*ALL, LARGE)).candidates(asked(query), Room.of(rows))
        assert 0 < len(found.tools) <= 6 and sum(len(leaves(tool)) for tool in found.tools) <= 14
        row = rows.encoder(Conversation(found.tools, asked("word " * 500))).row(1)
        assert len(row.schema.part.words) <= 120 and len(row.parts[1].words) >= 160 // 4 - LINE_WORDS


def test_rooms_of_several_sizes() -> None:
    tools = (MUSIC, WEATHER, HOTEL)

    def chosen(*room: int) -> tuple[Tool, ...]:
        return ToolIndex(tools).candidates([Turn("user", "a hotel and some weather")], Room(*room)).tools

    assert chosen(2, 20) == (WEATHER, HOTEL)
    assert chosen(3, 20) == tools
    assert chosen(3, 5) == (WEATHER, HOTEL)
    assert chosen(3, 20, 28) == (HOTEL,)


def test_punctuation_says_nothing() -> None:
    plain, dotted = Tool("first", "Do this"), Tool("second", "Do that. ? ! ,")
    assert ToolIndex((plain, dotted)).ranking(asked("? ! . ,")) == [0, 1]
