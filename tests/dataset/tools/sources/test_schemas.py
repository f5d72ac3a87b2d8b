"""Conversations that are made up for tools: what is called was said, and every kind of argument is thought of."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from dataset.sources.skipped import Skipped
from dataset.tools.conversations import Conversation
from dataset.tools.folding import fold
from dataset.tools.sources import schemas
from dataset.tools.sources.finding import read_conversations
from dataset.tools.values import readings
from utils.errors import UserError


def function(name: str, description: str, required: tuple[str, ...] = (), **properties: Any) -> dict[str, Any]:
    return {
        "type": "function",
        "function": {
            "name": name,
            "description": description,
            "parameters": {"type": "object", "properties": properties, "required": list(required)},
        },
    }


TEXT, WHOLE, NUMBER = {"type": "string"}, {"type": "integer"}, {"type": "number"}
SCAN = {"type": "string", "description": "Kind of scan (e.g., MRI, CT scan)"}
TOOLS = [
    function("getBrainScan", "Retrieve a brain scan.", ("patient_id", "scan"), patient_id=TEXT, scan=SCAN),
    function(
        "heat_room",
        "Heats a room of the house",
        ("room", "temperature"),
        room=TEXT,
        temperature=WHOLE,
        eco={"type": "boolean"},
    ),
    function(
        "density",
        "Computes the density",
        ("mass", "volume"),
        mass={**NUMBER, "description": "Mass in kg"},
        volume=NUMBER,
    ),
    function("brew", "Brew coffee", ("size",), size={"type": "string", "enum": ["small", "extra_large"]}, sugar=WHOLE),
    function("mean", "Mean of numbers", ("numbers",), numbers={"type": "array", "items": NUMBER}),
    function("restart", "Restart the machine"),
    function("plot", "Plot a function", ("points",), points={"type": "object", "properties": {"x": NUMBER}}),
]


def read(tmp_path: Path, tools: Any = TOOLS, each: str = "40") -> tuple[list[Conversation], Skipped]:
    file = tmp_path / "tools.json"
    file.write_text(json.dumps(tools))
    skipped = Skipped()
    return list(read_conversations(f"schemas,each={each}:{file}", (), skipped)), skipped


def test_every_value_was_said(tmp_path: Path) -> None:
    """What the call holds stands in what the user said before, as text that means the value."""
    found, _ = read(tmp_path)
    checked = Counter[str]()
    for conversation in found:
        for number, turn in enumerate(conversation.turns):
            if turn.call is None:
                continue
            tool = conversation.tool(turn.call.name)
            said = " ".join(t.text for t in conversation.turns[:number] if t.role == "user")
            assert tool is not None
            assert {argument.name for argument in tool.arguments if argument.required} <= turn.call.arguments.keys()
            for name, value in turn.call.arguments.items():
                argument = tool.argument(name)
                assert argument is not None
                checked[name] += 1
                if argument.schema["type"] == "string":
                    words = fold(str(value).replace("_", " "))
                    assert words in fold(said), (said, name, value)
                elif argument.schema["type"] == "number":
                    parts = said.replace("?", " ").replace(",", " ").split()
                    assert any(value in readings(part.strip(".:'\"!"), argument.schema) for part in parts), (
                        said,
                        value,
                    )
    assert (
        min(checked[name] for name in ("patient_id", "scan", "room", "temperature", "eco", "mass", "size", "numbers"))
        > 10
    )


def test_kinds_of_conversations(tmp_path: Path) -> None:
    found, _ = read(tmp_path, each="150")
    kinds = Counter(conversation.facts["kind"] for conversation in found)
    assert kinds.keys() == {"one call", "several calls", "missing information", "invalid value", "no call"}
    assert kinds["one call"] > len(found) / 2 and min(kinds.values()) > 5
    words_for_numbers = 0
    for conversation in found:
        calls = [turn.call for turn in conversation.turns if turn.call is not None]
        kind = conversation.facts["kind"]
        assert (len(calls) > 1) == (kind == "several calls") and (not calls) == (kind == "no call")
        if kind == "invalid value":
            user, asking, reply = conversation.turns[:3]
            (name,), tool = asking.asks, conversation.tool(asking.intent or "")
            assert tool is not None and (argument := tool.argument(name)) is not None
            if "enum" not in argument.schema:
                words_for_numbers += 1
                assert argument.schema["type"] in ("integer", "number"), name
                continue
            allowed = {str(value).replace("_", " ").lower() for value in argument.schema["enum"]}
            assert any(value in fold(reply.text) for value in map(fold, allowed)), reply.text
        if kind == "missing information":
            user, asking, reply = conversation.turns[:3]
            tool = conversation.tool(asking.intent or "")
            assert user.role == reply.role == "user" and tool is not None and asking.asks
            assert all(argument.required for argument in tool.arguments if argument.name in asking.asks)
    assert words_for_numbers > 5


def test_examples_of_a_description_are_values(tmp_path: Path) -> None:
    found, _ = read(tmp_path, TOOLS[:1])
    values = Counter(t.call.arguments["scan"] for c in found for t in c.turns if t.call is not None)
    assert values["MRI"] > 3 and values["CT scan"] > 3 and len(values) > 4
    scans = [tool.argument("scan") for c in found for tool in c.tools]
    chosen = [argument for argument in scans if argument is not None and "enum" in argument.schema]
    assert 0.2 < len(chosen) / len(scans) < 0.6
    assert all(argument.description == "Kind of scan" for argument in chosen)


def test_a_tool_that_cannot_be_talked_about_is_counted(tmp_path: Path) -> None:
    found, skipped = read(tmp_path)
    assert not any(tool.name == "plot" for conversation in found for tool in conversation.tools)
    assert skipped.reasons == {"a tool that needs an argument which nobody says in words": 1}
    assert skipped.first["a tool that needs an argument which nobody says in words"] == "tools.json:7"


def test_the_same_file_gives_the_same_conversations(tmp_path: Path) -> None:
    first, _ = read(tmp_path, each="3")
    again, _ = read(tmp_path, each="3")
    assert first == again and len(first) == 3 * (len(TOOLS) - 1)


def test_more_conversations_begin_with_the_fewer(tmp_path: Path) -> None:
    assert read(tmp_path, each="4")[0][: 2 * (len(TOOLS) - 1)] == read(tmp_path, each="2")[0]


def test_tools_without_words(tmp_path: Path) -> None:
    """Names in another script, no description, an empty parameters object: talked about, and no crash."""
    bare = [{"name": "天気", "parameters": {}}, {"name": "f"}, function("x", "", ("y",), y={"description": "(e.g. )"})]
    found, skipped = read(tmp_path, bare)
    assert {tool.name for c in found for tool in c.tools} == {"天気", "f", "x"} and not skipped.reasons
    assert all(turn.text.strip() for c in found for turn in c.turns if turn.role == "user")


def test_odd_schemas(tmp_path: Path) -> None:
    """A cuisine without an enum, an enum of odd values, braces and bars in texts, a default beside examples."""
    odd = function(
        "cook", "Cooks {it} | or not", ("cuisine", "size", "mode"), cuisine=TEXT,
        size={"enum": [1, None, "", "_", "a|b", {"c": 1}]}, mode={**SCAN, "default": "x-ray"},
        braces={**TEXT, "description": "{v} {n}"},
    )  # fmt: skip
    found, skipped = read(tmp_path, [odd], each="200")
    assert len(found) == 200 and not skipped.reasons
    assert {t.call.arguments["size"] for c in found for t in c.turns if t.call is not None} == {1, "a|b"}
    assert not any("enum" in c.tools[0].arguments[2].schema for c in found)


def test_rows_that_are_no_tools_are_counted(tmp_path: Path) -> None:
    found, skipped = read(tmp_path, [7, TOOLS[0]], each="2")
    assert len(found) == 2 and sum(skipped.reasons.values()) == 1


@pytest.mark.parametrize("each", ["0", "-1", "many", "10001", "1.5", ""])
def test_a_wrong_number_is_named(tmp_path: Path, each: str) -> None:
    with pytest.raises(UserError, match=f"schemas,each={each}: must be a whole number from 1 to 10000"):
        read(tmp_path, each=each)


def test_auto_leaves_tools_alone() -> None:
    assert not any(schemas.claims(tool) for tool in TOOLS)
