"""xLAM, Needle and prompts with one call: a query, the calls that it needs, and an answer without text."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dataset.sources.skipped import Skip
from dataset.tools.conversations import Call
from dataset.tools.schema import read_tools
from dataset.tools.sources import json_calls, needle, xlam
from tests.dataset.tools.sources import chats


def made(read: Any) -> list[Call]:
    return [turn.call for turn in read.turns if turn.call is not None]


def test_xlam_types_and_arguments() -> None:
    read = xlam.read(chats.xlam(), "x:1", ())
    kind, ids = read.tools[0].arguments
    assert (kind.name, kind.required, kind.schema["type"], kind.schema["default"]) == ("type", False, "string", "")
    assert (ids.name, ids.required, ids.schema["type"], ids.schema["items"]) == (
        "ids",
        True,
        "array",
        {"type": "integer"},
    )
    assert made(read) == [Call("giveaways", {"type": "game", "ids": [3, 5]})]
    assert [turn.role for turn in read.turns] == ["user", "tool_call", "assistant"] and read.turns[-1].text == ""


def test_xlam_parallel_calls_have_no_order() -> None:
    call = {"name": "giveaways", "arguments": {"ids": [3]}}
    read = xlam.read({**chats.xlam(), "answers": json.dumps([call, call])}, "x:1", ())
    assert len(made(read)) == 2 and not read.ordered


@pytest.mark.parametrize("answers", ["[]", [], '"[]"'])
def test_no_call_is_an_answer(answers: Any) -> None:
    for module, row in ((xlam, chats.xlam()), (needle, chats.needle())):
        read = module.read({**row, "answers": answers}, "x:1", ())
        assert [turn.role for turn in read.turns] == ["user", "assistant"] and read.ordered


def test_thoughts_before_the_answers_are_dropped() -> None:
    row = chats.xlam()
    assert made(xlam.read({**row, "answers": "<think>x</think>" + row["answers"]}, "x:1", ())) == made(
        xlam.read(row, "x:1", ())
    )


@pytest.mark.parametrize("answers", [None, "", "now", 3, "3", [3], "[3]"])
def test_answers_of_another_form_are_skipped(answers: Any) -> None:
    with pytest.raises((Skip, ValueError), match="answers|a call without a name"):
        xlam.read({**chats.xlam(), "answers": answers}, "x:1", ())


def test_json_calls() -> None:
    read = json_calls.read(chats.json_calls(), "x:1", ())
    assert made(read) == [Call("calculator", {"expression": "3 * 4"})]
    assert [tool.name for tool in read.tools] == ["calculator", "python"] and read.turns[-1].text == "12"
    assert read.facts == {"id": 7, "source": "own", "category": "arithmetic"}


@pytest.mark.parametrize(
    ("row", "call"),
    [
        ({"tool_args": "3 * 4"}, Call("calculator", {"expression": "3 * 4"})),
        ({"tool_args": "42"}, Call("calculator", {"expression": "42"})),
        ({"tool_args": '{"expression": "3 * 4"}'}, Call("calculator", {"expression": "3 * 4"})),
        ({"tool": "python", "tool_args": "print({1: 2})"}, Call("python", {"code": "print({1: 2})"})),
        ({"tool_needed": "true"}, Call("calculator", {"expression": "3 * 4"})),
        ({"tool_needed": False, "tool": None, "tool_args": None}, None),
        ({"tool_needed": False, "tool": "none", "tool_args": {}}, None),
        ({"tool_needed": 0}, None),
    ],
)
def test_forms_of_json_calls(row: dict[str, Any], call: Call | None) -> None:
    assert made(json_calls.read({**chats.json_calls(), **row}, "x:1", ())) == ([call] if call else [])


@pytest.mark.parametrize(
    "row",
    [
        {"tool_needed": None},
        {"tool_needed": "maybe"},
        {"tool": None},
        {"tool": "oven"},
        {"prompt": None},
        {"tool_args": 3},
    ],
)
def test_json_calls_that_are_skipped(row: dict[str, Any]) -> None:
    with pytest.raises(Skip):
        json_calls.read({**chats.json_calls(), **row}, "x:1", ())


def test_json_calls_of_own_tools() -> None:
    given = read_tools([{"name": "oven", "parameters": {"degrees": {"type": "int"}}}])
    row = {**chats.json_calls(), "tool": "oven", "tool_args": {"degrees": 180}, "expected_answer": {"on": True}}
    read = json_calls.read(row, "x:1", given)
    assert made(read) == [Call("oven", {"degrees": 180})] and len(read.tools) == 3
    assert read.turns[-1].text == '{"on": true}'
