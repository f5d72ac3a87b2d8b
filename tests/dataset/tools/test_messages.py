"""Messages of chat formats as turns: parallel calls, responses out of order, arguments in all their forms."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dataset.sources.skipped import Skip
from dataset.tools.conversations import Call, Turn
from dataset.tools.messages import (
    checked_call,
    conversation,
    read_arguments,
    read_call,
    read_turns,
    response_of,
    text_of,
    without_thoughts,
)
from dataset.tools.schema import read_tools
from utils.errors import UserError

TOOLS = read_tools(
    [
        {"name": "run", "parameters": {"command": {"type": "str"}, "zip": {"type": "str"}, "days": {"type": "int"}}},
        {"name": "book", "parameters": {"who": {"type": "object", "properties": {"name": {"type": "string"}}}}},
        {"name": "now"},
    ]
)


def calls(*written: tuple[str, str | None]) -> dict[str, Any]:
    """A message with a call of `run` for each command and id."""
    made = [
        {"id": identity, "function": {"name": "run", "arguments": json.dumps({"command": command})}}
        for command, identity in written
    ]
    return {"role": "assistant", "content": None, "tool_calls": made}


def result(text: str, identity: str | None = None) -> dict[str, Any]:
    return {"role": "tool", "tool_call_id": identity, "content": text}


def told(messages: list[dict[str, Any]]) -> list[str]:
    """The turns as one word each: what is called, returned or said."""
    turns, _ = read_turns(messages, TOOLS)
    return [str(turn.call.arguments.get("command")) if turn.call else turn.text for turn in turns]


@pytest.mark.parametrize(
    ("written", "arguments"),
    [
        ({"command": "ls", "zip": "03106"}, {"command": "ls", "zip": "03106"}),
        ('{"command": "ls", "zip": "03106"}', {"command": "ls", "zip": "03106"}),
        (json.dumps(json.dumps({"zip": "03106"})), {"zip": "03106"}),
        ('{"command": "mkdir -p test/{test1,test2"}', {"command": "mkdir -p test/{test1,test2"}),
        ('{"command": "Münster \\u00fc"}', {"command": "Münster ü"}),
        ('{"days": "2024-05-06"}', {"days": "2024-05-06"}),
        ({"command": None, "unheard_of": None, "days": 0}, {"days": 0}),
        ({"days": False, "command": ""}, {"days": False, "command": ""}),
        ("", {}),
        (" ", {}),
        ("null", {}),
        (None, {}),
        ("{}", {}),
    ],
)
def test_arguments_in_all_their_forms(written: Any, arguments: dict[str, Any]) -> None:
    assert read_arguments(written) == arguments
    assert read_call({"name": "run", "arguments": written}, TOOLS) == Call("run", arguments)


def test_nulls_inside_of_objects_are_dropped() -> None:
    assert read_arguments({"who": {"name": "Ann", "age": None}, "list": [1, None, {"a": None}]}) == {
        "who": {"name": "Ann"},
        "list": [1, None, {}],
    }


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ('{"command": "ls"}{"zip": "1"}', "Extra data"),
        ("{'command': 'ls'}", "is not JSON"),
        ('{"days": NaN}', "no JSON number"),
        ('{"days": ' + "1" * 10**5 + "}", "is not JSON"),
        ("[1]", "arguments that are no object"),
        (3, "arguments that are no object"),
        ('"ls"', "is not JSON"),
        ('{"a":' * 10**5, "nested too deeply"),
        ('{"a":' * 200 + "1" + "}" * 200, "nested deeper than"),
    ],
    ids=range(9),
)
def test_arguments_that_are_refused(written: Any, complaint: str) -> None:
    with pytest.raises((Skip, UserError), match=complaint):
        read_arguments(written)


@pytest.mark.parametrize(
    ("name", "arguments", "complaint"),
    [
        ("rn", {}, "a call of a tool that is not listed"),
        ("run", {"city": "Oslo"}, "a call with an argument that its tool does not have"),
        ("now", {"city": "Oslo"}, "a call with an argument that its tool does not have"),
    ],
)
def test_calls_that_no_tool_offers(name: str, arguments: dict[str, Any], complaint: str) -> None:
    with pytest.raises(Skip, match=complaint) as caught:
        checked_call(name, arguments, TOOLS)
    assert name in caught.value.detail
    with pytest.raises(Skip, match="no tools are listed; --tools"):
        checked_call(name, arguments, ())


@pytest.mark.parametrize("written", [None, 3, "now", {}, {"name": None}, {"name": ""}, {"function": None}, ["now"]])
def test_a_call_needs_a_name(written: Any) -> None:
    with pytest.raises(Skip, match="without a name"):
        read_call(written, TOOLS)


def test_content_may_be_null_or_absent_beside_calls() -> None:
    message = calls(("ls", "c1"))
    for content in ({"content": None}, {}, {"content": ""}, {"content": "I will look."}):
        message = {"role": "assistant", "tool_calls": message["tool_calls"]} | content
        assert told([message, result("a.txt", "c1")]) == ["ls", "a.txt"]


def test_results_are_put_in_the_order_of_their_calls() -> None:
    messages = [calls(("a", "c1"), ("b", "c2"), ("c", "c3")), result("3", "c3"), result("1", "c1"), result("2", "c2")]
    assert told(messages) == ["a", "b", "c", "1", "2", "3"]
    assert told([calls(("a", None), ("b", None)), result("1"), result("2")]) == ["a", "b", "1", "2"]
    assert told([calls(("a", ""), ("b", "")), result("1", ""), result("2", "")]) == ["a", "b", "1", "2"]


def test_ids_that_repeat_are_matched_by_order() -> None:
    assert told([calls(("a", "c"), ("b", "c")), result("1", "c"), result("2", "c")]) == ["a", "b", "1", "2"]
    again = [calls(("a", "c")), result("1", "c"), calls(("b", "c")), result("2", "c")]
    assert told(again) == ["a", "1", "b", "2"]


def test_names_match_results_where_there_are_no_ids() -> None:
    made = [{"function": {"name": name, "arguments": {}}} for name in ("run", "now", "run")]
    answers = [
        {"role": "tool", "name": name, "content": text} for name, text in (("now", "2"), ("run", "1"), ("run", "3"))
    ]
    assert told([{"role": "assistant", "tool_calls": made}, *answers])[3:] == ["1", "2", "3"]


def test_equal_parallel_calls_are_all_kept() -> None:
    turns, ordered = read_turns([calls(("a", "c1"), ("a", "c2"))], TOOLS)
    assert [turn.call for turn in turns] == [Call("run", {"command": "a"})] * 2 and not ordered
    assert read_turns([calls(("a", "c1")), result("1", "c1"), calls(("b", "c2"))], TOOLS)[1]


@pytest.mark.parametrize(
    "messages",
    [
        [result("1", "c1")],
        [calls(("a", "c1")), result("1", "c2")],
        [calls(("a", "c1")), result("1", "c1"), result("2", "c1")],
        [calls(("a", "c1")), {"role": "assistant", "content": "Done."}, result("1", "c1")],
    ],
)
def test_a_response_needs_a_call(messages: list[dict[str, Any]]) -> None:
    with pytest.raises(Skip, match="a tool's response without a call"):
        read_turns(messages, TOOLS)


@pytest.mark.parametrize(
    "content",
    [
        '{"name": "run", "arguments": {"command": "a"}}{"name": "run", "arguments": {"command": "b"}}',
        '[{"name": "run", "arguments": {"command": "a"}}, {"name": "run", "arguments": {"command": "b"}}]',
        '<think>Two {"x"} calls</think>\n{"name": "run", "arguments": {"command": "a"}}\n'
        '{"name": "run", "arguments": "{\\"command\\": \\"b\\"}"}',
    ],
)
def test_two_calls_in_one_message(content: str) -> None:
    assert told([{"role": "tool_call", "content": content}]) == ["a", "b"]


def test_marks_of_thoughts_inside_an_argument_stay() -> None:
    content = json.dumps({"name": "run", "arguments": {"command": "echo <think>x</think>"}})
    assert told([{"role": "tool_call", "content": content}]) == ["echo <think>x</think>"]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("<think>x</think>Yes.", "Yes."),
        ("<think>\nx\n</think>\n\nYes.", "Yes."),
        ("x</think>Yes.", "Yes."),
        ("<think>x", ""),
        ("<think>a</think>Yes. <think>b</think>No.", "Yes. No."),
        ("I think> so", "I think> so"),
        (" Yes. ", " Yes. "),
        ("The tag <think> begins a thought.", "The tag <think> begins a thought."),
    ],
)
def test_thoughts_are_dropped(text: str, rest: str) -> None:
    assert without_thoughts(text) == rest


def test_what_users_say_of_thoughts_stays() -> None:
    assert told([{"role": "user", "content": "What is <think>x</think>?"}]) == ["What is <think>x</think>?"]


def test_contents() -> None:
    parts = [{"type": "text", "text": "a"}, "b", {"type": "refusal", "refusal": "c"}]
    assert text_of(parts) == "a\nb\nc" and text_of(None) == ""
    assert response_of([{"type": "text", "text": "a"}]) == "a" and response_of(None) == ""
    assert (
        response_of({"a": "Münster"}) == '{"a": "Münster"}'
        and response_of([1, 2]) == "[1, 2]"
        and response_of(0) == "0"
    )
    for wrong in ({"a": 1}, 3, [{"type": "image_url", "image_url": {}}], [{"type": "text", "text": None}], [None]):
        with pytest.raises(Skip, match="a message that"):
            text_of(wrong)


def test_a_conversation_without_a_closing_answer_is_closed() -> None:
    turns, _ = read_turns([{"role": "user", "content": "x"}, calls(("a", "c1"))], TOOLS)
    assert conversation(TOOLS, turns, "x:1").turns[-1] == Turn("assistant")
    with pytest.raises(Skip, match="neither calls nor answers"):
        conversation(TOOLS, turns[:1], "x:1")


@pytest.mark.parametrize(
    ("messages", "complaint"),
    [
        (None, "messages that are no list"),
        ({"role": "user"}, "messages that are no list"),
        ([3], "a message that is no object"),
        ([{"content": "x"}], "unknown role"),
        ([{"role": "boss", "content": "x"}], "unknown role"),
        ([{"role": ["user"], "content": "x"}], "unknown role"),
        ([{"role": "user", "content": None}], "without content"),
        ([{"role": "assistant", "tool_calls": 3}], "tool_calls that are no list"),
        ([{"role": "tool_call", "content": " "}], "a call without a name"),
    ],
)
def test_messages_of_another_form(messages: Any, complaint: str) -> None:
    with pytest.raises(Skip, match=complaint):
        read_turns(messages, TOOLS)
