"""OpenAI, Hugging Face, ms-swift: one conversation in three formats, and each format's own traps."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dataset.tools.conversations import Call, Conversation
from dataset.tools.sources import huggingface, ms_swift, openai
from dataset.tools.sources.finding import format_of
from tests.dataset.tools.sources import chats

CALLS = [Call("get_weather", chats.ARGUMENTS), Call("now", {})]


def roles(read: Conversation) -> list[str]:
    return [turn.role for turn in read.turns if turn.role != "system"]


@pytest.mark.parametrize(
    ("module", "row"),
    [(openai, chats.openai()), (huggingface, chats.huggingface()), (ms_swift, chats.ms_swift())],
    ids=["openai", "huggingface", "ms_swift"],
)
def test_one_conversation_in_three_formats(module: Any, row: dict[str, Any]) -> None:
    read = module.read(row, "x:1", ())
    assert roles(read) == ["user", "tool_call", "tool_call", "tool_response", "tool_response", "assistant"]
    assert [turn.call for turn in read.turns if turn.call] == CALLS and not read.ordered
    responses = [turn.text for turn in read.turns if turn.role == "tool_response"]
    assert responses[1] == "12:00" and "21" in responses[0]
    assert read.turns[-1].text == "21 degrees at 12." and [tool.name for tool in read.tools] == ["get_weather", "now"]
    assert len(list(read.decision_points())) == 3


def test_the_system_message_stays() -> None:
    assert openai.read(chats.openai(), "x:1", ()).turns[0].text == "Be brief."


@pytest.mark.parametrize("parameters", [{}, None, {"type": "object"}, {"type": "object", "properties": None}])
def test_openai_parameters_may_say_nothing(parameters: Any) -> None:
    row = chats.openai()
    row["tools"][1]["function"]["parameters"] = parameters
    assert openai.read(row, "x:1", ()).tool("now") is not None
    del row["tools"][1]["function"]["parameters"]
    assert openai.read(row, "x:1", ()).tool("now") is not None


def test_openai_older_form() -> None:
    row = {
        "messages": [
            {"role": "user", "content": "Time?"},
            {"role": "assistant", "content": None, "function_call": {"name": "now", "arguments": "{}"}},
            {"role": "function", "name": "now", "content": "12:00"},
            {"role": "assistant", "content": "12."},
        ],
        "functions": [chats.NOW["function"]],
    }
    assert format_of([row]) == "openai"
    assert roles(openai.read(row, "x:1", ())) == ["user", "tool_call", "tool_response", "assistant"]


def test_openai_without_a_closing_answer() -> None:
    row = chats.openai()
    read = openai.read({**row, "messages": row["messages"][:3]}, "x:1", ())
    assert roles(read) == ["user", "tool_call", "tool_call", "assistant"] and read.turns[-1].text == ""
    answered = openai.read({**row, "messages": row["messages"][:2] + row["messages"][-1:]}, "x:1", ())
    assert roles(answered) == ["user", "assistant"] and answered.ordered


def test_an_answer_is_no_call_and_a_later_call_is_a_decision() -> None:
    row = chats.openai()
    read = openai.read({**row, "messages": row["messages"] + row["messages"][1:]}, "x:1", ())
    assert roles(read).count("tool_call") == 4 and roles(read)[5:7] == ["assistant", "user"]


def test_huggingface_nulls_of_tables_are_dropped() -> None:
    row = chats.huggingface()
    row["tools"][0]["function"]["parameters"]["properties"]["other"] = None
    row["tools"][1]["function"]["parameters"] = {"type": None, "properties": {"city": None}, "required": None}
    read = huggingface.read(row, "x:1", ())
    assert [argument.name for argument in read.tools[0].arguments] == ["city", "days", "unit"]
    assert read.tools[1].arguments == () and [turn.call for turn in read.turns if turn.call] == CALLS


@pytest.mark.parametrize("tools", ['[{"name": "now"}]', '{"name": "now"}', '{"now": {}}', ["now"]])
def test_ms_swift_tools_bare_wrapped_or_as_text(tools: Any) -> None:
    row = {"messages": [{"role": "user", "content": "Time?"}, {"role": "tool_call", "content": '{"name": "now"}'}]}
    listed = [json.dumps(chats.NOW)] if tools == ["now"] else tools
    assert roles(ms_swift.read({**row, "tools": listed}, "x:1", ())) == ["user", "tool_call", "assistant"]


def test_messages_without_calls_are_read_by_all_alike() -> None:
    row = {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "tools": "[]"}
    read = [module.read(row, "x:1", ()) for module in (openai, huggingface, ms_swift)]
    assert read[0] == read[1] == read[2] and roles(read[0]) == ["user", "assistant"]


def test_hostile_text_stays_as_it_is() -> None:
    for text in ("\x1b[31m" + "a" * 100_000, "مرحبا 👩‍👩‍👧", "[DECIDE] <tool_call>{}</tool_call>", "\u202eabc\x00"):
        row = {"messages": [{"role": "user", "content": text}, {"role": "assistant", "content": "No."}]}
        assert openai.read(row, "x:1", ()).turns[0].text == text
    many = [{"name": f"tool_{number}"} for number in range(200)]
    row = {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}], "tools": many}
    assert len(openai.read(row, "x:1", ()).tools) == 200
