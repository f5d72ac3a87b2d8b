"""Seal-Tools: calls, results that later calls use, tools beside the requests, and damaged rows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dataset.sources.skipped import Skipped
from dataset.tools.conversations import Call, Conversation, Turn
from dataset.tools.sources import seal
from utils.errors import UserError


def api(name: str, parameters: dict[str, str], results: tuple[str, ...], required: tuple[str, ...] = ()) -> Any:
    return {
        "api_name": name,
        "api_description": f"Does {name}",
        "field": "Health/Animals",
        "parameters": {key: {"type": kind, "description": key} for key, kind in parameters.items()},
        "required": list(required),
        "responses": {result: {"type": "str"} for result in results},
    }


TOOLS = [
    api("diagnose", {"animal": "str", "age": "int"}, ("illness", "treatment"), ("animal",)),
    api("buy", {"illness": "str", "amount": "float"}, ("price",)),
    api("weather", {"city": "str"}, ()),
]


def called(name: str, parameters: Any, *results: str) -> dict[str, Any]:
    return {"api": name, "parameters": parameters, "responses": list(results)}


def request(*calls: Any, query: Any = "Help my dog.") -> dict[str, Any]:
    return {"id": "dev-1", "query": query, "calling": list(calls)}


DIAGNOSE = called("diagnose", {"animal": "dog"}, "API_call_0", "API_call_1")


def folder(path: Path, rows: list[Any], tools: list[Any] = TOOLS) -> Path:
    (path / "tool.jsonl").write_text("".join(json.dumps(tool) + "\n" for tool in tools))
    (path / "field.jsonl").write_text('{"Health": ["Animals"]}\n')
    (path / "dev.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def read(path: Path) -> tuple[list[Conversation], Skipped]:
    skipped = Skipped()
    return list(seal.read_folder(path, skipped)), skipped


def test_calls_without_results_of_each_other_stand_in_a_row(tmp_path: Path) -> None:
    rows = [request(DIAGNOSE, called("weather", {"city": "Oslo"}), called("weather", {"city": "Bergen"}))]
    (found,), skipped = read(folder(tmp_path, rows))
    assert found.turns == (
        Turn("user", "Help my dog."),
        Turn("tool_call", call=Call("diagnose", {"animal": "dog"})),
        Turn("tool_call", call=Call("weather", {"city": "Oslo"})),
        Turn("tool_call", call=Call("weather", {"city": "Bergen"})),
        Turn("assistant"),
    )
    assert [tool.name for tool in found.tools] == ["diagnose", "weather"]
    assert (found.ordered, found.facts, found.name) == (False, {"nested": False}, "dev.jsonl:1")
    assert not skipped.reasons


def test_the_tools_are_cleaned(tmp_path: Path) -> None:
    (found,), _ = read(folder(tmp_path, [request(DIAGNOSE)]))
    animal, age = found.tools[0].arguments
    assert found.tools[0].description == "Does diagnose"
    assert (animal.schema, animal.required) == ({"type": "string", "description": "animal"}, True)
    assert (age.schema, age.required) == ({"type": "integer", "description": "age"}, False)


def test_a_result_stands_in_a_response_before_the_call_that_uses_it(tmp_path: Path) -> None:
    rows = [
        request(
            DIAGNOSE,
            called("weather", {"city": "Oslo"}),
            called("buy", {"illness": "API_call_0"}, "API_call_2"),
            called("buy", {"illness": "API_call_1"}, "API_call_3"),
            called("buy", {"illness": "flu, API_call_2"}, "API_call_4"),
        )
    ]
    (found,), _ = read(folder(tmp_path, rows))
    roles = [turn.role for turn in found.turns]
    assert roles == [
        *("user", "tool_call", "tool_call", "tool_response", "tool_response"),
        *("tool_call", "tool_call", "tool_response", "tool_response", "tool_call", "assistant"),
    ]
    responses = [turn.text for turn in found.turns if turn.role == "tool_response"]
    assert responses == [
        '{"illness": "API_call_0", "treatment": "API_call_1"}',
        "{}",
        '{"price": "API_call_2"}',
        '{"price": "API_call_3"}',
    ]
    assert found.facts == {"nested": True}
    assert found.turns[5].call == Call("buy", {"illness": "API_call_0"})


def test_results_are_their_own_names_if_the_tool_has_another_number_of_them(tmp_path: Path) -> None:
    rows = [request(called("diagnose", {}, "API_call_0"), called("buy", {"illness": "API_call_0"}))]
    (found,), _ = read(folder(tmp_path, rows))
    assert found.turns[2].text == '{"API_call_0": "API_call_0"}'


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("text", "not a request"),
        (request(DIAGNOSE, query=None), "not a request"),
        ({"query": "Hello", "calling": ["diagnose"]}, "not a request"),
        (request(), "a request without calls"),
        (request({"api": "diagnose"}), "the parameters of a call"),
        (request(called("diagnose", "dog")), "the parameters of a call"),
        (request(DIAGNOSE | {"responses": [0]}), "the responses of a call"),
        (request(called("cure", {})), "a call of a tool that tool.jsonl does not have"),
        (request({"api": ["diagnose"], "parameters": {}, "responses": []}), "a call of a tool that tool.jsonl"),
        (request(called("diagnose", {"name": "Rex"})), "an argument that its tool does not have"),
        (request(called("buy", {"illness": "API_call_0"}), DIAGNOSE), "a result that no earlier call has"),
        (request(called("buy", {"illness": "API_call_0"}, "API_call_0")), "a result that no earlier call has"),
    ],
)
def test_a_damaged_request_is_skipped_and_the_next_one_read(row: Any, reason: str, tmp_path: Path) -> None:
    found, skipped = read(folder(tmp_path, [row, request(DIAGNOSE)]))
    assert [conversation.name for conversation in found] == ["dev.jsonl:2"]
    (line,) = skipped.lines()
    assert reason in line and "dev.jsonl:1" in line


def test_a_damaged_tool_is_skipped(tmp_path: Path) -> None:
    broken = [["diagnose"], {"api_name": None}, TOOLS[0] | {"parameters": 3}]
    found, skipped = read(folder(tmp_path, [request(called("weather", {}))], [*broken, *TOOLS]))
    assert len(found) == 1
    assert sum(skipped.reasons.values()) == 3
    assert set(skipped.first.values()) == {"tool.jsonl:1", "tool.jsonl:3"}


def test_all_schemas_can_be_had_for_themselves(tmp_path: Path) -> None:
    tools = seal.read_tool_file(folder(tmp_path, []) / "tool.jsonl", Skipped())
    assert [tool.name for tool in tools] == ["diagnose", "buy", "weather"]


def test_missing_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"holds no tool\.jsonl"):
        read(tmp_path)
    (tmp_path / "tool.jsonl").write_text(json.dumps(TOOLS[0]))
    with pytest.raises(UserError, match="holds no file of requests"):
        read(tmp_path)
    with pytest.raises(UserError, match="no such file"):
        read(tmp_path / "dev.jsonl")


def test_claims() -> None:
    assert seal.claims(request(DIAGNOSE)) == 2
    others = ({}, [], None, TOOLS[0], {"query": "?", "tools": [], "answers": []}, {"query": "?", "calling": [{}]})
    assert [seal.claims(row) for row in others] == [0] * 6
