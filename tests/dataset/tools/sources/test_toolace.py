"""ToolACE: tools inside the system's text, calls as Python writes them, and texts that only look like calls."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dataset.sources.skipped import Skip
from dataset.tools.conversations import Call, Conversation, Turn
from dataset.tools.sources import toolace

PROPERTIES = {name: {"type": "string"} for name in ("city", "from", "start-date", "zip")}
TOOLS = [
    {"name": "Get Weather", "parameters": {"type": "dict", "properties": PROPERTIES | {"days": {"type": "int"}}}},
    {"name": "Get Weather (v2)", "parameters": {"type": "dict", "properties": PROPERTIES}, "required": None},
    {
        "name": "media.get_data",
        "parameters": {"type": "dict", "properties": {"x": {"type": "list"}, "y": {"type": "dict"}}},
    },
    {"name": "now", "parameters": {}},
]
SYSTEM = f"""You are an expert in composing functions [since version 2]. You are given a question.
The current time is 2015-12-11 00:00:00.Here is a list of functions in JSON format that you can invoke:
{json.dumps(TOOLS)}
Should you decide to return the function call(s). Put it in the format of [func1(params_name=params_value), func2()]
NO other text MUST be included."""


def row(*messages: tuple[str, Any], system: Any = SYSTEM) -> dict[str, Any]:
    return {"system": system, "conversations": [{"from": tag, "value": text} for tag, text in messages]}


def read(written: Any) -> Conversation:
    return toolace.read(written, "logs.json:1", ())


def calls_of(text: str) -> list[Call]:
    return [turn.call for turn in read(row(("user", "Please."), ("assistant", text))).turns if turn.call]


def test_a_conversation() -> None:
    found = read(
        row(
            ("user", "Weather in Paris and Rome?"),
            ("assistant", '[Get Weather(city="Paris"), Get Weather(city="Rome", days=2)]'),
            (
                "tool",
                '[{"name": "Get Weather", "results": {"celsius": 21}}, {"name": "Get Weather", "results": "rain"}]',
            ),
            ("assistant", "21 degrees, and rain."),
        )
    )
    assert found.turns == (
        Turn(
            "system",
            "You are an expert in composing functions [since version 2]. The current time is 2015-12-11 00:00:00.",
        ),
        Turn("user", "Weather in Paris and Rome?"),
        Turn("tool_call", call=Call("Get Weather", {"city": "Paris"})),
        Turn("tool_call", call=Call("Get Weather", {"city": "Rome", "days": 2})),
        Turn("tool_response", '{"celsius": 21}'),
        Turn("tool_response", "rain"),
        Turn("assistant", "21 degrees, and rain."),
    )
    assert not found.ordered
    assert [tool.name for tool in found.tools] == [tool["name"] for tool in TOOLS]
    assert found.tools[0].arguments[-1].schema == {"type": "integer"}


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        ("[now()]", [Call("now")]),
        (" [now( ) , now()]\n", [Call("now"), Call("now")]),
        ("[Get Weather (v2)(city='x')]", [Call("Get Weather (v2)", {"city": "x"})]),
        ("[Get Weather(city='a, b) [c', from=\"d's\")]", [Call("Get Weather", {"city": "a, b) [c", "from": "d's"})]),
        (
            "[Get Weather(start-date='May 3', zip='03106')]",
            [Call("Get Weather", {"start-date": "May 3", "zip": "03106"})],
        ),
        ("[Get Weather(city='a=b', days=-3)]", [Call("Get Weather", {"city": "a=b", "days": -3})]),
        ("[Get Weather(city='it\\'s', days=None)]", [Call("Get Weather", {"city": "it's"})]),
        (
            "[Get Weather(city='mkdir -p test/{test1,test2')]",
            [Call("Get Weather", {"city": "mkdir -p test/{test1,test2"})],
        ),
        (
            "[media.get_data(x=[1, (2, 3)], y={'a': true, 'b': None}),]",
            [Call("media.get_data", {"x": [1, [2, 3]], "y": {"a": True}})],
        ),
        ("<think>now?</think>[now()]", [Call("now")]),
    ],
)
def test_forms_of_calls(text: str, calls: list[Call]) -> None:
    assert calls_of(text) == calls


@pytest.mark.parametrize(
    "text",
    [
        "now() tells the time.",
        "[1, 2]",
        "[]",
        "[Note (1)]",
        "[sorry]",
        "[see below] now()",
        "[lost(]",
        "Call [now()] then.",
    ],
)
def test_an_answer_that_only_looks_like_a_call(text: str) -> None:
    found = read(row(("user", "Hi"), ("assistant", text)))
    assert found.turns[-1] == Turn("assistant", text)


@pytest.mark.parametrize("text", ["{}", "[]", "nothing", '["a"]', '[{"a": 1}]'])
def test_other_responses_stay_as_they_are(text: str) -> None:
    found = read(row(("user", "Hi"), ("assistant", "[now()]"), ("tool", text)))
    assert found.turns[3] == Turn("tool_response", text)


def test_a_response_of_several_fields_keeps_them() -> None:
    found = read(row(("user", "Hi"), ("assistant", "[now()]"), ("tool", '[{"name": "now", "a": 1, "b": "ü"}]')))
    assert found.turns[3].text == '{"a": 1, "b": "ü"}'


def test_the_system_may_be_a_message() -> None:
    found = read(row(("system", SYSTEM), ("user", "Hi"), ("assistant", "[now()]"), system=None))
    assert found.turns[2].call == Call("now")


def test_a_system_without_numbers_is_dropped() -> None:
    system = f"You are an expert. Functions:\n{json.dumps(TOOLS)} Use [func1(params_name1=params_value1)]."
    assert read(row(("user", "Hi"), ("assistant", "Hello"), system=system)).turns[0] == Turn("user", "Hi")


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ([], "no object with a list"),
        (row(), "no object with a list"),
        (row(("user", "Hi"), ("assistant", "Hi"), system=3), "a message that is no text"),
        (row(("assistant", "[now(]")), "arguments cannot be understood"),
        (row(("assistant", "[Get Weather(city=Paris)]")), "arguments cannot be understood"),
        (row(("assistant", "[Get Weather('Paris')]")), "arguments cannot be understood"),
        (row(("assistant", "[Get Weather(city=open('x'))]")), "arguments cannot be understood"),
        (row(("assistant", "[Get Weather(city=" + "[" * 5000 + ")]")), "arguments cannot be understood"),
        (row(("assistant", "[now() and more]")), "something else in it"),
        (row(("assistant", "[now(), Get]")), "something else in it"),
        (row(("assistant", "[later(days=1)]")), "a call of a tool that is not listed"),
        (row(("assistant", "[now(days=1)]")), "an argument that its tool does not have"),
        (row(("assistant", "[now()]"), system="No functions."), "no tools are listed"),
        (row(("user", "Hi"), ("tool", "[]"), ("assistant", "Hi")), "without a call that waits for it"),
    ],
)
def test_a_damaged_row_is_skipped(written: Any, reason: str) -> None:
    with pytest.raises(Skip, match=reason):
        read(written)


def test_claims() -> None:
    assert toolace.claims(row(("user", "Hi"))) == 2
    assert toolace.claims(row(("system", SYSTEM), ("user", "Hi"), system=None)) == 2
    others = (
        {},
        [],
        None,
        row(("user", "Hi"), system="Be brief."),
        row(("function_call", "{}")),
        row(("user", "Hi"), system=3),
    )
    assert [toolace.claims(other) for other in others] == [0] * 6
