"""ShareGPT of LLaMA-Factory: tags, tools as text, calls in all their forms, and bug reports of comparable projects."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dataset.sources.skipped import Skip, Skipped
from dataset.tools.conversations import Call, Conversation, Tool, Turn
from dataset.tools.schema import read_tools
from dataset.tools.sources import sharegpt
from dataset.tools.sources.finding import parse_source, read_conversations
from utils.errors import UserError

MUL = {"name": "mul", "parameters": {"type": "object", "properties": {"a": {"type": "integer"}, "b": None}}}
WEATHER = {
    "name": "weather",
    "parameters": {
        "type": "object",
        "properties": {"city": {"type": "string"}, "zip": {"type": "string"}, "days": {"type": "integer"}},
    },
}
NOW = {"name": "now", "description": "The time", "parameters": {}}


def row(*messages: tuple[Any, Any], tools: Any = (MUL, WEATHER, NOW), **columns: Any) -> dict[str, Any]:
    tools = json.dumps(tools) if isinstance(tools, tuple) else tools
    return {"conversations": [{"from": tag, "value": text} for tag, text in messages], "tools": tools} | columns


def called(text: str) -> dict[str, Any]:
    """A row in which the assistant calls something."""
    return row(("human", "Please."), ("function_call", text))


def read(written: Any, tools: tuple[Tool, ...] = (), **options: str) -> Conversation:
    return sharegpt.read(written, "logs.json:1", tools, **options)


def calls_of(written: Any) -> list[Call]:
    return [turn.call for turn in read(written).turns if turn.call]


def test_a_conversation() -> None:
    found = read(
        row(
            ("human", "3 times Münster?"),
            ("function_call", '{"name": "mul", "arguments": {"a": 3}}'),
            ("observation", '{"product": "Münster"}'),
            ("gpt", "Münster."),
            system="Be brief.",
        )
    )
    assert found.turns == (
        Turn("system", "Be brief."),
        Turn("user", "3 times Münster?"),
        Turn("tool_call", call=Call("mul", {"a": 3})),
        Turn("tool_response", '{"product": "Münster"}'),
        Turn("assistant", "Münster."),
    )
    assert [tool.name for tool in found.tools] == ["mul", "weather", "now"]
    assert (found.name, found.ordered) == ("logs.json:1", True)


def test_a_null_property_leaks_into_no_tool() -> None:
    assert [argument.name for argument in read(row(("human", "Hi"), ("gpt", "Hi"))).tools[0].arguments] == ["a"]


@pytest.mark.parametrize("tools", [" ", "", None, "[]", "null"])
def test_a_row_without_tools_has_those_that_are_given(tools: Any) -> None:
    chat = row(("human", "Hi"), ("gpt", "Hello"), tools=tools)
    assert read(chat).tools == ()
    assert read(chat, read_tools([NOW])).tools == (Tool("now", "The time"),)


@pytest.mark.parametrize("parameters", [{}, {"type": "object"}, {"type": "object", "properties": {}}, None])
def test_tools_without_properties(parameters: Any) -> None:
    tools = (NOW | {"parameters": parameters},)
    found = read(row(("human", "Hi"), ("function_call", '{"name": "now", "arguments": {}}'), tools=tools))
    assert (found.tools, found.turns[1].call) == ((Tool("now", "The time"),), Call("now"))


@pytest.mark.parametrize(
    "text",
    [
        '{"name": "mul", "arguments": {"a": 3}}',
        '{"name": "mul", "arguments": "{\\"a\\": 3}"}',
        '{"name": "mul", "arguments": "\\"{\\\\\\"a\\\\\\": 3}\\""}',
        '"{\\"name\\": \\"mul\\", \\"arguments\\": {\\"a\\": 3}}"',
        '<think>3 apples {"a": 4}</think>\n{"name": "mul", "arguments": {"a": 3}}',
        '[{"name": "mul", "arguments": {"a": 3}}]',
        '{"name": "mul", "parameters": {"a": 3, "b": null}}',
    ],
)
def test_forms_of_a_call(text: str) -> None:
    assert calls_of(called(text)) == [Call("mul", {"a": 3})]


@pytest.mark.parametrize(
    "text",
    [
        '{"name": "mul", "arguments": {"a": 3}}{"name": "now", "arguments": ""}',
        '{"name": "mul", "arguments": {"a": 3}},\n{"name": "now"}',
        '[{"name": "mul", "arguments": {"a": 3}}, {"name": "now", "arguments": null}]',
    ],
)
def test_several_calls_of_one_message(text: str) -> None:
    found = read(called(text))
    assert [turn.call for turn in found.turns[1:3]] == [Call("mul", {"a": 3}), Call("now")]
    assert not found.ordered


def test_duplicates_of_a_call_stay() -> None:
    text = '{"name": "mul", "arguments": {"a": 3}}'
    assert calls_of(called(text * 2)) == [Call("mul", {"a": 3})] * 2


def test_values_stay_what_they_are() -> None:
    text = '{"name": "weather", "arguments": {"city": "mkdir -p test/{test1,test2", "zip": "03106", "days": "May 3rd"}}'
    arguments = {"city": "mkdir -p test/{test1,test2", "zip": "03106", "days": "May 3rd"}
    assert calls_of(called(text)) == [Call("weather", arguments)]


@pytest.mark.parametrize(
    "tags", [("user", "tool_call", "tool", "assistant"), ("human", "function_call", "tool", "gpt")]
)
def test_usual_tags_need_no_option(tags: tuple[str, ...]) -> None:
    texts = ("Hi", '{"name": "now"}', "noon", "It is noon.")
    assert [turn.role for turn in read(row(*zip(tags, texts, strict=True))).turns] == [
        *("user", "tool_call", "tool_response", "assistant"),
    ]


def test_options_name_columns_and_tags(tmp_path: Path) -> None:
    written = {
        "turns": [{"who": "customer", "said": "Hi"}, {"who": "action", "said": '{"name": "now"}'}],
        "persona": "Be brief.",
        "offered": [NOW],
    }
    (tmp_path / "logs.json").write_text(json.dumps([written]))
    options = (
        "messages_column=turns,system_column=persona,tools_column=offered,role_tag=who,content_tag=said,"
        "user_tag=customer,function_tag=action"
    )
    (found,) = read_conversations(f"sharegpt,{options}:{tmp_path / 'logs.json'}", (), Skipped())
    assert found.turns == (
        Turn("system", "Be brief."),
        Turn("user", "Hi"),
        Turn("tool_call", call=Call("now")),
        Turn("assistant"),
    )


def test_an_option_takes_the_place_of_the_usual_tags() -> None:
    with pytest.raises(Skip, match="unknown tag"):
        read(row(("human", "Hi"), ("gpt", "Hello")), user_tag="customer")
    with pytest.raises(UserError, match=r"did you mean 'user_tag'"):
        parse_source("sharegpt,user_tags=customer:logs.json")


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (None, "no object with a list 'conversations'"),
        ({"conversations": []}, "no object with a list"),
        ({"conversations": {}}, "no object with a list"),
        ({"conversations": ["Hi"]}, "a message that is no object"),
        (row(("alien", "Hi")), "unknown tag"),
        (row((None, "Hi")), "unknown tag"),
        (row((["human"], "Hi")), "unknown tag"),
        (row(("human", 3), ("gpt", "Hi")), "a message that is no text"),
        (row(("human", "Hi")), "the assistant neither calls nor answers"),
        (row(("human", "Hi"), ("observation", "12"), ("gpt", "12")), "without a call that waits for it"),
        (called(""), "a call without a name"),
        (called("{}"), "a call without a name"),
        (called('{"name": "mul", "arguments": [3]}'), "arguments that are no object"),
        (called('{"name": "div", "arguments": {}}'), "a call of a tool that is not listed"),
        (called('{"name": "mul", "arguments": {"c": 3}}'), "an argument that its tool does not have"),
        (row(("human", "Hi"), ("function_call", '{"name": "mul"}'), tools=" "), "no tools are listed"),
    ],
)
def test_a_damaged_row_is_skipped(written: Any, reason: str) -> None:
    with pytest.raises(Skip, match=reason):
        read(written)


@pytest.mark.parametrize("written", [called('{"name": "mul", "arg'), row(("human", "Hi"), ("gpt", "Hi"), tools="[{")])
def test_text_that_is_no_json_is_an_error_of_one_line(written: Any) -> None:
    with pytest.raises(UserError, match="not JSON"):
        read(written)


def test_claims() -> None:
    assert sharegpt.claims(called("{}")) == 2
    assert sharegpt.claims(row(("human", "Hi"), ("gpt", "Hello"))) == 1
    others = ({}, [], None, {"conversations": []}, {"conversations": [{"role": "user", "content": "Hi"}]})
    assert [sharegpt.claims(other) for other in others] == [0] * 5
