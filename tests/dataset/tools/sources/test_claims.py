"""Rows of text formats and data sets: one reader claims each, a file is read as what it is, no broken row is lost."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from dataset.sources.skipped import Skipped
from dataset.tools.sources.finding import format_of, read_conversations, readers
from tests.dataset.tools.sources.chats import broken

NOW = {"name": "now", "description": "The time", "parameters": {"type": "object", "properties": {}}}
CALL = '{"name": "now", "arguments": {}}'
TAGGED = f"<tool_call>{CALL}</tool_call>"
ROWS: dict[str, Any] = {
    "bfcl": {"id": "simple_0", "question": [[{"role": "user", "content": "Hi"}]], "function": [NOW]},
    "glaive": {
        "system": f"SYSTEM: Functions -\n{json.dumps(NOW)}",
        "chat": f"USER: Hi\n\n\nASSISTANT: <functioncall> {CALL} <|endoftext|>",
    },
    "hermes": {
        "conversations": [
            {"from": "system", "value": f"<tools>{json.dumps([NOW])}</tools>"},
            {"from": "human", "value": "Hi"},
            {"from": "gpt", "value": TAGGED},
        ],
        "tools": json.dumps([NOW]),
    },
    "seal": {"id": "dev-1", "query": "Hi", "calling": [{"api": "now", "parameters": {}, "responses": []}]},
    "sgd": {
        "id": "dev/1",
        "services": ["Clock"],
        "tools": ["Clock.Now"],
        "turns": [
            {"role": "user", "content": "Hi", "intent": "Clock.Now", "slots": {"Clock": {"zone": ["Oslo"]}}},
            {"role": "tool_call", "content": {"name": "Clock.Now", "arguments": {}}, "accept": {}},
            {"role": "tool_response", "content": [{"time": "noon"}], "results": 1},
            {"role": "assistant", "content": "It is noon."},
        ],
    },
    "sharegpt": {
        "conversations": [{"from": "human", "value": "Hi"}, {"from": "function_call", "value": CALL}],
        "tools": json.dumps([NOW]),
    },
    "snips": {"intent": "Now", "text": "Hi", "slots": [{"name": "zone", "value": "Oslo"}]},
    "toolace": {
        "system": f"Functions: {json.dumps([NOW])}",
        "conversations": [{"from": "user", "value": "Hi"}, {"from": "assistant", "value": "[now()]"}],
    },
}
BESIDE = {
    "sgd": ("tools_logs.json", {"Clock.Now": NOW | {"name": "Clock.Now"}}),
    "seal": ("tool.jsonl", {"api_name": "now", "parameters": {}, "required": [], "responses": {}}),
    "bfcl": ("possible_answer/BFCL_v4_simple.json", {"id": "simple_0", "ground_truth": [{"now": {}}]}),
}
"""Files that data sets have beside their rows."""


def data_set(folder: Path, name: str, rows: Iterable[Any]) -> Path:
    """A file of rows in a folder, and the files that belong to it."""
    file = folder / ("BFCL_v4_simple.json" if name == "bfcl" else "logs.jsonl")
    file.parent.mkdir(exist_ok=True)
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    if name in BESIDE:
        (folder / BESIDE[name][0]).parent.mkdir(exist_ok=True)
        (folder / BESIDE[name][0]).write_text(json.dumps(BESIDE[name][1]))
    return file


@pytest.mark.parametrize("name", ROWS)
def test_one_format_claims_a_row(name: str) -> None:
    claims = {other: module.claims(ROWS[name]) for other, module in readers().items()}
    assert claims.pop(name) == 2
    assert all(claim < 2 for claim in claims.values()), claims
    assert format_of([ROWS[name]]) == name


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ({"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": TAGGED}]}, "hermes"),
        ({"messages": [{"role": "user", "content": "Hi"}, {"role": "tool_call", "content": CALL}]}, "ms_swift"),
        ({"conversations": [{"from": "human", "value": "Hi"}, {"from": "gpt", "value": "Hello"}]}, "sharegpt"),
    ],
)
def test_rows_that_are_alike(row: Any, name: str) -> None:
    assert format_of([row]) == name


@pytest.mark.parametrize("value", [None, 3, "text", [], [1], {}, {"tools": []}, {"system": "a", "text": "b"}])
def test_nothing_claims_what_is_no_conversation(value: Any) -> None:
    assert format_of([value]) is None


@pytest.mark.parametrize("name", ROWS)
def test_a_file_is_read_as_what_it_is(name: str, tmp_path: Path) -> None:
    file = data_set(tmp_path, name, [ROWS[name]])
    said: list[str] = []
    (found,) = read_conversations(f"auto:{file}", (), Skipped(), said.append)
    assert [turn.role for turn in found.turns if turn.role in ("user", "tool_call")] == ["user", "tool_call"]
    assert found.turns[-1].role == "assistant"
    assert said and said[0].endswith(f"read as {name}")


def test_data_sets_of_several_files_are_read_once(tmp_path: Path) -> None:
    """Their other files (tools, answers) are neither read as conversations nor reported."""
    for name in ("sgd", "seal", "bfcl"):
        data_set(tmp_path / name, name, [ROWS[name]])
    (tmp_path / "seal/train.jsonl").write_text(json.dumps(ROWS["seal"]))
    skipped = Skipped()
    said: list[str] = []
    found = list(read_conversations(f"auto:{tmp_path}", (), skipped, said.append))
    assert [conversation.name for conversation in found] == [
        *("BFCL_v4_simple.json:1", "logs.jsonl:1", "train.jsonl:1", "logs.jsonl:1"),
    ]
    assert [line.rpartition(" ")[2] for line in said] == ["bfcl", "seal", "sgd"]
    assert not skipped.reasons


@pytest.mark.parametrize("name", ROWS)
def test_a_broken_row_is_read_or_counted(name: str, tmp_path: Path) -> None:
    rows = list(broken(ROWS[name]))
    skipped = Skipped()
    found = list(read_conversations(f"{name}:{data_set(tmp_path, name, rows)}", (), skipped))
    assert skipped.reasons
    assert len(found) + sum(skipped.reasons.values()) == len(rows)
    for conversation in found:
        assert all(turn.call is None or conversation.tool(turn.call.name) for turn in conversation.turns)
        assert all(isinstance(turn.text, str) for turn in conversation.turns)


def test_broken_answers_of_bfcl_are_counted(tmp_path: Path) -> None:
    tool = NOW | {"parameters": {"type": "dict", "properties": {"a": {"type": "any"}}}}
    file = data_set(tmp_path, "bfcl", [ROWS["bfcl"] | {"function": [tool]}])
    outcomes = {"read": 0, "counted": 0}
    for truth in broken({"id": "simple_0", "ground_truth": [{"now": {"a": [{"b": [1]}, [{"c": [2]}]]}}]}):
        (tmp_path / BESIDE["bfcl"][0]).write_text(json.dumps(truth))
        skipped = Skipped()
        found = list(read_conversations(f"bfcl:{file}", (), skipped))
        assert len(found) + bool(skipped.reasons) == 1
        outcomes["read" if found else "counted"] += 1
    assert min(outcomes.values()) > 0
