"""Renamed conversations: other names and descriptions everywhere, and the same meaning."""

from __future__ import annotations

from collections import Counter
from itertools import islice

import numpy as np
import pytest

from dataset.tools.conversations import Argument, Call, Conversation, Tool, Turn
from dataset.tools.generator import generate
from dataset.tools.paraphrase import STYLES, rename, words_of
from dataset.tools.synonyms import ONLY_IN_NAMES, SYNONYMS

HOTELS = Conversation(
    tools=(
        Tool(
            "Hotels_1.FindHotel",
            "Find a hotel",
            (
                Argument("city_name", {"type": "string", "description": "The city"}),
                Argument("stars", {"type": "integer"}),
            ),
            service="Hotels_1",
        ),
        Tool(
            "Hotels_1.BookHotel",
            "Book a hotel",
            (
                Argument("city_name", {"type": "string", "description": "The city"}, True),
                Argument("x", {"enum": ["a"]}),
            ),
            service="Hotels_1",
        ),
        Tool("x", "", (Argument("f", {}),)),
    ),
    turns=(
        Turn("user", "A hotel in Oslo", slots={"Hotels_1": {"city_name": ("Oslo",), "unknown": ("1",)}}, intent="x"),
        Turn("assistant", "For how many?", intent="Hotels_1.BookHotel", asks=("x", "elsewhere")),
        Turn(
            "user", "Four", intent=None, slots={"Hotels_1": {}, "Other": {"city_name": ("Rome",)}, "x": {"f": ("2",)}}
        ),
        Turn(
            "tool_call",
            call=Call(
                "Hotels_1.BookHotel", {"city_name": "Oslo", "x": "a"}, {"x": ("a", "b")}, frozenset({"city_name"})
            ),
        ),
        Turn("tool_call", call=Call("not_listed", {"city_name": "Oslo"})),
        Turn("tool_response", '{"city_name": "Oslo"}'),
        Turn("assistant", "Done."),
    ),
    name="here:1",
    ordered=False,
    facts={"kind": "x"},
)


def renamed(conversation: Conversation, seed: int) -> Conversation:
    return rename(conversation, np.random.default_rng(seed))


@pytest.mark.parametrize("seed", range(40))
def test_names_change_together(seed: int) -> None:
    other = renamed(HOTELS, seed)
    find, book, empty = other.tools
    city, x = (argument.name for argument in book.arguments)
    assert find.arguments[0].name == city, "tools of one service share their slots"
    (f,) = (argument.name for argument in empty.arguments)
    assert other.turns[0].slots == {"Hotels_1": {city: ("Oslo",), "unknown": ("1",)}}
    assert other.turns[0].intent == empty.name and other.turns[1].intent == book.name
    assert other.turns[1].asks == (x, "elsewhere")
    assert other.turns[2].slots == {"Hotels_1": {}, "Other": {"city_name": ("Rome",)}, empty.name: {f: ("2",)}}
    assert other.turns[3].call == Call(book.name, {city: "Oslo", x: "a"}, {x: ("a", "b")}, frozenset({city}))
    assert other.turns[4:] == HOTELS.turns[4:]
    assert (other.name, other.ordered, other.facts) == (HOTELS.name, HOTELS.ordered, HOTELS.facts)


def test_names_without_meaning_keep_their_descriptions() -> None:
    """`x` says nothing: nor does `fn_17`, so what has such a name has a description, if it ever had one."""
    for seed in range(200):
        for old, new in zip(HOTELS.tools, renamed(HOTELS, seed).tools, strict=True):
            for one, other in [(old, new), *zip(old.arguments, new.arguments, strict=True)]:
                empty = all(len(word) < 3 or word in ("tool", "function", "action", "arg", "param", "field")
                            for word in words_of(other.name) if word.isalpha())  # fmt: skip
                assert not empty or bool(other.description) == bool(one.description)


@pytest.fixture(scope="module")
def conversations() -> list[Conversation]:
    return [conversation for conversation in generate(300, seed=4) if not conversation.facts["renamed"]]


def test_generated_conversations_keep_their_meaning(conversations: list[Conversation]) -> None:
    for seed, old in enumerate(conversations):
        new = renamed(old, seed)
        assert len({tool.name for tool in new.tools}) == len(new.tools) == len(old.tools)
        tools = {one.name: other for one, other in zip(old.tools, new.tools, strict=True)}
        for one, other in zip(old.tools, new.tools, strict=True):
            assert len({argument.name for argument in other.arguments}) == len(one.arguments) == len(other.arguments)
            assert [argument.required for argument in one.arguments] == [a.required for a in other.arguments]
            for first, second in zip(one.arguments, other.arguments, strict=True):
                assert {**first.schema, "description": ""} == {**second.schema, "description": ""}
        for one, other in zip(old.turns, new.turns, strict=True):
            assert (one.role, one.text) == (other.role, other.text)
            assert (other.intent and tools[one.intent or ""].name) == other.intent
            if one.call is not None and other.call is not None:
                names = new_names(old, new, one.call.name)
                assert other.call.name == tools[one.call.name].name
                assert other.call.arguments == {names[name]: value for name, value in one.call.arguments.items()}
                assert other.call.accept == {names[name]: values for name, values in one.call.accept.items()}
                assert other.call.may_omit == {names[name] for name in one.call.may_omit}
            if one.slots is not None and other.slots is not None:
                assert other.slots == {
                    tools[tool].name: {new_names(old, new, tool)[name]: values for name, values in slots.items()}
                    for tool, slots in one.slots.items()
                }


def new_names(old: Conversation, new: Conversation, tool: str) -> dict[str, str]:
    """The new names of a tool's arguments by their old ones."""
    place = [other.name for other in old.tools].index(tool)
    pairs = zip(old.tools[place].arguments, new.tools[place].arguments, strict=True)
    return {one.name: other.name for one, other in pairs}


def test_all_ways_of_renaming_occur(conversations: list[Conversation]) -> None:
    found: Counter[str] = Counter()
    for seed, old in enumerate(conversations):
        for one, other in zip(old.tools, renamed(old, seed).tools, strict=True):
            found["meaningless name"] += other.name.lower().rstrip("0123456789_-") in (
                "fn",
                "tool",
                "function",
                "op",
                "f",
            )
            found["no description"] += other.description == ""
            found["other description"] += other.description not in ("", one.description)
            found["same words"] += words_of(one.name) == words_of(other.name)
            found["other words"] += words_of(one.name) != words_of(other.name)
            for name, style in STYLES.items():
                found[name] += len(words_of(one.name)) > 1 and style(words_of(one.name)) == other.name
    total = found["same words"] + found["other words"]
    assert len(found) == 5 + len(STYLES) and min(found.values()) > 0.03 * total, found


def test_the_same_generator_gives_the_same_names(conversations: list[Conversation]) -> None:
    assert renamed(conversations[0], 7) == renamed(conversations[0], 7) != renamed(conversations[0], 8)


def test_names_stay_unequal_where_all_become_the_same() -> None:
    """Three casing styles of one name, and the name that a collision would be given."""
    names = ("get_weather", "getWeather", "GetWeather", "get_weather_2", "getWeather_2")
    arguments = tuple(Argument(name, {"type": "string"}) for name in names)
    conversation = Conversation(tuple(Tool(name, "", arguments) for name in names), (Turn("user", "x"),))
    for seed in range(200):
        tools = renamed(conversation, seed).tools
        assert len({tool.name for tool in tools}) == len(names)
        assert all(len({argument.name for argument in tool.arguments}) == len(names) for tool in tools)


def test_names_in_other_scripts_stay_as_they_are() -> None:
    conversation = Conversation((Tool("天气", "", (Argument("город", {}),)),), (Turn("user", "x"),))
    assert all(renamed(conversation, seed).tools == conversation.tools for seed in range(20))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("get_weather", ["get", "weather"]),
        ("getHTTPPage2", ["get", "http", "page", "2"]),
        ("Banks_1.CheckBalance", ["banks", "1", "check", "balance"]),
        ("MAX-price", ["max", "price"]),
        ("x", ["x"]),
        ("", []),
    ],
)
def test_words_of_names(name: str, words: list[str]) -> None:
    assert words_of(name) == words


def test_synonyms_are_other_words() -> None:
    for word, others in SYNONYMS.items():
        assert others and word not in others and all(other == other.lower() for other in others)
    assert ONLY_IN_NAMES & SYNONYMS.keys()


def test_descriptions_stay_sentences(conversations: list[Conversation]) -> None:
    descriptions = {tool.description for seed, c in enumerate(conversations) for tool in renamed(c, seed).tools}
    assert len(descriptions) > 300
    for text in islice(sorted(descriptions), 1, None):
        assert text[0].isupper() and text.endswith(".") and "  " not in text and "{" not in text
