"""Glaive v2: quotes and apostrophes in calls, tools in a row, end marks, and rows with another order of roles."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dataset.sources.skipped import Skip, Skipped
from dataset.tools.conversations import Call, Conversation, Turn
from dataset.tools.sources import glaive
from dataset.tools.sources.finding import read_conversations

FIND = {
    "name": "find",
    "parameters": {"type": "object", "properties": {"text": {"type": "string"}, "n": {"type": "integer"}}},
}
NOW = {"name": "now", "description": "The time", "parameters": {}}
DESCRIBED = f"{json.dumps(FIND, indent=2)}\n{json.dumps(NOW)}\n"
SYSTEM = f"SYSTEM: You have access to the following functions. Use them if required -\n{DESCRIBED}"
END = " <|endoftext|>\n\n\n"


def row(*parts: str, system: Any = SYSTEM) -> dict[str, Any]:
    return {"system": system, "chat": "".join(parts)}


def called(text: str) -> dict[str, Any]:
    """A row in which the assistant says this."""
    return row("USER: Please.\n\n\n", f"ASSISTANT: {text}{END}")


def read(written: Any) -> Conversation:
    return glaive.read(written, "logs.jsonl:1", ())


def calls_of(text: str) -> list[Call]:
    return [turn.call for turn in read(called(text)).turns if turn.call]


def test_a_conversation() -> None:
    found = read(
        row(
            "USER: Find the\nDoctor's notes\n\n\n",
            """ASSISTANT: <functioncall> {"name": "find", "arguments": '{"text": "Doctor's notes"}'}""" + END,
            'FUNCTION RESPONSE: {"found": "2 notes"}\n\n\n',
            f"ASSISTANT: There are 2 notes.{END}",
            "USER: Thanks",
            f"{END}ASSISTANT: You're welcome!<|endoftext|>",
        )
    )
    assert found.turns == (
        Turn("user", "Find the\nDoctor's notes"),
        Turn("tool_call", call=Call("find", {"text": "Doctor's notes"})),
        Turn("tool_response", '{"found": "2 notes"}'),
        Turn("assistant", "There are 2 notes."),
        Turn("user", "Thanks"),
        Turn("assistant", "You're welcome!"),
    )
    assert [tool.name for tool in found.tools] == ["find", "now"]


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        ("""{"name": "find", "arguments": '{"text": "Doctor's"}'}""", {"text": "Doctor's"}),
        (r"""{"name": "find", "arguments": '{"text": "Doctor\'s"}'}""", {"text": "Doctor's"}),
        ("""{"name": "find", "arguments": '{"text": "a '}' b"}'}""", {"text": "a '}' b"}),
        ("""{"name": "find", "arguments": '{"text": "a 'quoted' b"}'}""", {"text": "a 'quoted' b"}),
        ("""{"name": "find", "arguments": '{"text": "test/{test1,test2"}'}""", {"text": "test/{test1,test2"}),
        ("""{"name": "find", "arguments": '{\n "text": "Münster",\n "n": 3}'}""", {"text": "Münster", "n": 3}),
        ("""{"name": "find", "arguments": '{"text": "03106"}'""", {"text": "03106"}),
        ("""{"name": "find", "arguments": '{}'}""", {}),
        ("""{"name": "find", "arguments": {"n": 3}}""", {"n": 3}),
        (r"""{"name": "find", "arguments": "{\"n\": 3}"}""", {"n": 3}),
        ("""{"name": "find"}""", {}),
    ],
)
def test_arguments_of_a_call(text: str, arguments: dict[str, Any]) -> None:
    assert calls_of(f"Let me see. <functioncall> {text}") == [Call("find", arguments)]


def test_several_calls_of_one_message() -> None:
    quoted = """<functioncall> {"name": "find", "arguments": '{"text": "it's"}'}"""
    escaped = r"""<functioncall> {"name": "find", "arguments": '{"text": "it\'s"}'}"""
    assert calls_of(f"""{quoted}\n{escaped}\n<functioncall> {{"name": "now"}}\n{quoted}""") == [
        *[Call("find", {"text": "it's"})] * 2,
        Call("now"),
        Call("find", {"text": "it's"}),
    ]


def test_a_system_without_tools_is_kept() -> None:
    found = read(row("USER: Hi\n\n\n", f"ASSISTANT: Hello{END}", system="SYSTEM: You have no functions.\n"))
    assert (found.tools, found.turns[0]) == ((), Turn("system", "You have no functions."))


def test_text_behind_the_tools_is_kept() -> None:
    found = read(row("USER: Hi\n\n\n", f"ASSISTANT: Hello{END}", system=f"{SYSTEM}Today is Sunday."))
    assert (len(found.tools), found.turns[0]) == (2, Turn("system", "Today is Sunday."))


GOOD = called("Hello")


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ([], "no object with the text 'chat'"),
        ({"chat": None, "system": ""}, "no object with the text 'chat'"),
        (row("USER: Hi\n\n\nASSISTANT: Hi", system=3), "a 'system' that is no text"),
        (row("USER: Hi\n\n\nASSISTANT: Hi", system="SYSTEM: Use -\n{name: find}"), "tools in the system's text"),
        (row(""), "a chat that does not begin with USER"),
        (row("Hi"), "a chat that does not begin with USER"),
        (row("Hi\nUSER: Hi\nASSISTANT: Hi"), "a chat that does not begin with USER"),
        (row("ASSISTANT: Hi\n\n\nUSER: Hi"), "a chat that does not begin with USER"),
        (row("FUNCTION RESPONSE: {}\n\n\nUSER: Hi"), "a chat that does not begin with USER"),
        (row("USER: Hi\n\n\nFUNCTION RESPONSE: {}\n\n\nASSISTANT: Hi"), "without a call that waits for it"),
        (row("USER: Hi\n\n\nUSER: Hi"), "the assistant neither calls nor answers"),
        (called("<functioncall> find()"), "a <functioncall> that cannot be understood"),
        (called("<functioncall>"), "a <functioncall> that cannot be understood"),
        (called("""<functioncall> {"name": "find", "arguments": '"""), "a <functioncall> that cannot be understood"),
        (called("""<functioncall> {"name": "find", "arguments": 'Doctor's'}"""), "that cannot be understood"),
        (called("""<functioncall> {"name": "find", "arguments": '{"n": 1} {"n": 2}'}"""), "that cannot be understood"),
        (called('<functioncall> {"name": "lose"}'), "a call of a tool that is not listed"),
    ],
)
def test_a_damaged_row_is_skipped_and_the_next_one_read(written: Any, reason: str, tmp_path: Path) -> None:
    with pytest.raises(Skip, match=reason):
        read(written)
    (tmp_path / "logs.jsonl").write_text(f"{json.dumps(written)}\n{json.dumps(GOOD)}\n")
    skipped = Skipped()
    found = list(read_conversations(f"glaive:{tmp_path / 'logs.jsonl'}", (), skipped))
    assert [conversation.name for conversation in found] == ["logs.jsonl:2"]
    assert list(skipped.first.values()) == ["logs.jsonl:1"]


def test_claims() -> None:
    assert glaive.claims(GOOD) == 2
    assert [glaive.claims(other) for other in ({}, [], None, {"chat": "Hi"}, {"chat": [], "system": ""})] == [0] * 5
