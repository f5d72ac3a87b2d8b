"""The prompt: commands, calls and replies; decisions are scripted and lines are typed by the test."""

from __future__ import annotations

import builtins
from pathlib import Path
from typing import Any

import pytest

from dataset.tools.conversations import Call, Turn
from inference.tool_caller import ToolCaller
from inference.tool_prompt import Prompt
from inference.toolbox import Toolbox
from tests.tool_data import WEATHER
from tests.tool_runs import scripted


def get_weather(city: str, unit: str = "celsius") -> dict[str, Any]:
    """Weather of a city"""
    if city == "Atlantis":
        raise LookupError("no such city")
    return {"city": city, "celsius": 21}


BOX = Toolbox.of([get_weather])


def call(city: str) -> Turn:
    return Turn("tool_call", call=Call("get_weather", {"city": city}))


@pytest.fixture(scope="module")
def caller(tool_run: Path) -> ToolCaller:
    return ToolCaller(tool_run, device="cpu")


def talk(
    prompt: Prompt, monkeypatch: pytest.MonkeyPatch, *lines: str | BaseException, query: str | None = None
) -> None:
    waiting = [*lines, EOFError()]

    def typed(shown: str) -> str:
        line = waiting.pop(0)
        if isinstance(line, BaseException):
            raise line
        print(f"{shown}{line}")
        return line

    monkeypatch.setattr(builtins, "input", typed)
    prompt.talk(query)


def test_a_conversation(
    caller: ToolCaller, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    prompt = Prompt(caller, BOX, BOX.tools)
    with scripted(call("Oslo"), Turn("assistant"), call("Atlantis")) as rows:
        talk(prompt, monkeypatch, "Is it warm in Oslo?", "", "And in Atlantis?", "/quit", "never read")
    shown = capsys.readouterr().out.splitlines()
    assert shown[0] == "1 tools. /tools, /history, /reset and /quit are commands."
    assert shown[1] == "> Is it warm in Oslo?"
    assert shown[2].startswith('  call      get_weather {"city": "Oslo"}   confidence 0.')
    assert shown[3:5] == ['  response  {"city": "Oslo", "celsius": 21}', "get_weather: city Oslo, celsius 21"]
    assert shown[5:7] == ["> ", "> And in Atlantis?"]
    assert shown[8:10] == [
        '  response  {"error": "LookupError: no such city"}',
        "get_weather: failed: LookupError: no such city",
    ]
    assert shown[-1] == "> /quit"
    assert [len(row.turns) for row in rows] == [1, 3, 5, 7], "all that was said before is read"


def test_commands(caller: ToolCaller, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    prompt = Prompt(caller, BOX, (WEATHER,), [Turn("user", "Hello\x1b[31m"), Turn("assistant", "Hello.")])
    with scripted(call("Oslo")):
        talk(
            prompt, monkeypatch, "/tools", "Oslo?", " /history ", "/reset", "/history", "/histroy", "/nothing/like/it",
            query="Is it warm?",
        )  # fmt: skip
    shown = capsys.readouterr().out.splitlines()
    tools = shown.index("> /tools")
    assert shown[tools + 1] == "  get_weather(city, unit?, days?)  Weather of a city on a day"
    history = shown.index(">  /history ")
    assert shown[history + 1] == "  user           Hello\\x1b[31m"
    assert shown[history + 4] == '  tool_call      get_weather {"city": "Oslo"}'
    assert shown[history + 9] == "> /reset" and shown[history + 10] == "  forgotten"
    assert shown[history + 11 :][:3] == ["> /history", "  user           Hello\\x1b[31m", "  assistant      Hello."]
    assert shown[-4] == "no command /histroy (did you mean '/history'?); there are: /tools, /history, /reset, /quit"
    assert shown[-2].startswith("no command /nothing/like/it; there are: ") and len(prompt.turns) == 2


def test_nothing_was_said(caller: ToolCaller, capsys: pytest.CaptureFixture[str]) -> None:
    Prompt(caller, BOX, BOX.tools).take("/history")
    assert capsys.readouterr().out == "  nothing was said yet\n"


def test_ctrl_c_ends_it_with_a_line_break(
    caller: ToolCaller, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(KeyboardInterrupt):
        talk(Prompt(caller, BOX, BOX.tools), monkeypatch, KeyboardInterrupt())
    assert capsys.readouterr().out.endswith("are commands.\n\n")


def test_a_line_that_cannot_be_read_is_no_end(
    caller: ToolCaller, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    talk(Prompt(caller, BOX, BOX.tools), monkeypatch, UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"), "/history")
    shown = capsys.readouterr().out
    assert "error: this line is no text in UTF-8\n> /history\n  nothing was said yet\n" in shown


def test_a_query_that_fails_is_forgotten(
    caller: ToolCaller, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    deep: Any = "x"
    for _ in range(200):
        deep = [deep]
    prompt = Prompt(caller, BOX, BOX.tools)
    prompt.turns.append(Turn("tool_call", call=Call("get_weather", {"city": deep})))
    prompt.answer("Is it warm?")
    assert "error: the call of 'get_weather' is nested deeper" in capsys.readouterr().out
    assert len(prompt.turns) == 1
