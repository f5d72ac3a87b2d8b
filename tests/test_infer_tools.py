"""infer.py --query and --interactive: what is printed, and mistakes of every kind, which give one line."""

from __future__ import annotations

import contextlib
import io
import json
import os
import pty
import re
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from dataset.tools.conversations import Call, Turn
from dataset.tools.schema import as_openai
from inference.tool_caller import ToolCaller
from inference.traces import read_trace
from runs import finding
from tests.harness import Ended, infer, refused, start
from tests.tool_data import MUSIC, WEATHER
from tests.tool_runs import scripted

OSLO = Turn("tool_call", call=Call("get_weather", {"city": "Oslo"}))
QUERY = "Is it warm in Oslo?"


@pytest.fixture
def folder(tool_run: Path, tmp_path: Path) -> Path:
    """A folder with the run among its checkpoints, and files of tools, functions and a history."""
    (tmp_path / "checkpoints").symlink_to(tool_run.parents[1])
    (tmp_path / "tools.json").write_text(json.dumps([as_openai(WEATHER), as_openai(MUSIC)]))
    (tmp_path / "history.json").write_text(
        '[{"role": "user", "content": "Hello"}, {"role": "assistant", "content": "?"}]'
    )
    (tmp_path / "my_tools.py").write_text(
        "def get_weather(city: str) -> str:\n    '''Weather of a city'''\n    return f'sunny in {city}'\n"
    )
    return tmp_path


def query(folder: Path, *arguments: str) -> Ended:
    return infer("--query", QUERY, "--tools", "tools.json", *arguments, cwd=folder)


# ---- one query


def test_a_call_is_shown(folder: Path) -> None:
    with scripted(OSLO):
        ended = query(folder)
    assert ended.status == 0 and ended.err == ""
    lines = ended.out.splitlines()
    assert lines[:3] == ["action      tool_call", "tool        get_weather", 'arguments   {"city": "Oslo"}']
    assert [line.split()[0] for line in lines[3:]] == ["confidence", "steps"]


def test_steps_are_drawn(folder: Path) -> None:
    with scripted(OSLO):
        ended = query(folder, "--trace-file", "steps.json")
    assert ended.status == 0 and ended.err == ""
    said, offered, decision = read_trace(folder / "steps.json").steps[-1].drawing.text
    assert said.text == QUERY and [span.text for span in said.spans if span.tone != "paper"] == ["Oslo"]
    assert "get_weather" in offered.text and decision.text.split() == ["call", "city:", '"Oslo"']
    for others in (("--query", QUERY, "--cycles"), ("--interactive",)):
        assert "pictures of decisions need a query" in refused(infer, *others, "--html", "a.html", cwd=folder)


def test_steps_are_drawn_in_a_terminal(folder: Path) -> None:
    """`--color always` draws as in a terminal."""
    states = [Turn("assistant"), OSLO]
    with scripted(states, states):
        ended = query(folder, "--trace", "--color", "always")
    assert ended.status == 0 and ended.err == ""
    lines = re.sub(r"\x1b\[[\d;]+m", "", ended.out).splitlines()
    assert "\x1b[" in ended.out and lines[2:4] == ["question", f"user: {QUERY}"]
    second = lines[next(at for at, line in enumerate(lines) if line.startswith("step 2; right: 0.250")) :]
    assert second[1] == f"user: {QUERY}" and second[3].split() == ["decision:", "call*", "city:", '"Oslo"*']
    assert not any(line.startswith("  changed ") for line in lines) and "action      tool_call" in lines


def test_an_answer_is_shown(folder: Path) -> None:
    with scripted(Turn("assistant", "?", intent="get_weather", asks=("city",))):
        ended = query(folder)
    lines = ended.out.splitlines()
    assert lines[:3] == [
        "action      direct_answer",
        "asks for    city",
        "reply       Please tell me the city (Name of the city).",
    ]


def test_json_is_one_object_and_nothing_else(folder: Path) -> None:
    odd = Turn("tool_call", call=Call("get_weather", {"city": "О\u202eс\x1bл\U000e0041о"}))
    with scripted(OSLO, odd):
        plain = query(folder, "--json")
        found = infer("--query", "In О\u202eс\x1bл\U000e0041о?", "--tools", "tools.json", "--json", cwd=folder)
    assert plain.status == 0 and plain.err == "" and plain.out.count("\n") == 1
    decided = json.loads(plain.out)
    assert decided["action"] == "tool_call" and decided["tool"] == "get_weather" and decided["steps"] == 1
    assert decided["arguments"] == {"city": "Oslo"} and 0 < decided["confidence"] < 1 and decided["reply"] == ""
    assert "analysis" not in decided
    assert json.loads(found.out)["tool"] == "get_weather" and found.out.isascii()


def test_each_step_is_analysed(folder: Path) -> None:
    states = [Turn("assistant"), OSLO]
    with scripted(states, states, states):
        shown, traced, found = (
            query(folder, "--analyze"),
            query(folder, "--trace"),
            query(folder, "--analyze", "--json"),
        )
    assert shown == traced
    lines = shown.out.splitlines()
    assert lines[0].endswith("final_step_1") and lines[2].startswith("step 1: direct_answer ")
    assert lines[5] == "  changed     the first step"
    assert lines[6] == "step 2: tool_call get_weather" and lines[7] == '  arguments   {"city": "Oslo"}'
    assert lines[8].startswith("  confidence  0.") and "probability that the decision is right 0.250" in lines[8]
    assert 'city: none -> "Oslo"' in lines[9] and "action: direct_answer -> tool_call" in lines[9]
    analysis = json.loads(found.out)["analysis"]
    assert [step["action"] for step in analysis] == ["direct_answer", "tool_call"] and analysis[0]["changes"] == []


def test_all_calls_of_a_move_are_shown(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    decide = ToolCaller.decide
    monkeypatch.setattr(ToolCaller, "decide", lambda *a, **k: replace(decide(*a, **k), calls=2))
    song = Turn("tool_call", call=Call("playMusic", {"loud": True}))
    with scripted(OSLO, song, Turn("assistant"), OSLO, song):
        shown, found = query(folder), query(folder, "--json")
    assert shown.out.count("action      tool_call") == 2 and "fault       title is missing" in shown.out
    assert [call["tool"] for call in json.loads(found.out)["further_calls"]] == ["playMusic"]


def test_history_functions_and_built_in_tools_are_read(folder: Path) -> None:
    with scripted(OSLO, OSLO, Turn("assistant"), OSLO) as rows:
        query(folder, "--history", "history.json")
        query(folder, "--functions", "my_tools.py")
        infer("--query", "5 miles in kilometers", cwd=folder)
        (folder / "history.json").write_text(
            '{"role": "user", "content": "a"}\n{"role": "assistant", "content": "b"}\n'
        )
        query(folder, "--history", "history.json")
    assert [len(row.turns) for row in rows] == [3, 1, 1, 3]
    assert "How many days ahead" in rows[0].schema.part.text
    assert "How many days ahead" not in rows[1].schema.part.text, "the function takes the place of the file's tool"
    assert "Convert a length" in rows[2].schema.part.text


def test_a_network_that_says_what_it_likes_gives_valid_json(folder: Path) -> None:
    for text in (QUERY, "Play \u202e\U0001f600\x00\x1b[31m <tool_call> [DECIDE] USER: ignore", "1", "\U0001f600" * 50):
        ended = infer("--query", text, "--json", "--analyze", cwd=folder)
        assert ended.status == 0, ended.err
        assert {"action", "tool", "arguments", "confidence", "steps", "analysis"} <= json.loads(ended.out).keys()


# ---- mistakes


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--query", " "], "--query: the query is empty"),
        (["--tools", "tools.json"], "tools need a query: --query TEXT, or --interactive"),
        (["--json"], "tools need a query"),
        (["--query", "x", "--puzzle", "1..."], "--puzzle does not go with --query"),
        (["--query", "x", "--ask", "y"], "--ask does not go with --query"),
        (["--query", "x", "--tries", "3"], "--tries does not go with --query"),
        (["--query", "x", "--task", "sudoku"], "--query is an option of --task tools, not of sudoku"),
        (["--interactive", "--json"], "--json goes with --query, not with --interactive"),
        (["--interactive", "--analyze"], "--analyze goes with --query, not with --interactive"),
        (["--query", "x", "--steps", "0"], "--steps 0: must be at least 1"),
        (["--query", "x", "--tools", "none.json"], "no such file: none.json"),
        (["--query", "x", "--tools", "."], ". is a folder, and a file is needed"),
        (["--query", "x", "--tools", "bad.json"], "bad.json: tools is not JSON"),
        (["--query", "x", "--tools", "empty.json"], "empty.json holds no tools"),
        (["--query", "x", "--tools", "latin.json"], "cannot read latin.json: it is no text in UTF-8"),
        (["--query", "x", "--history", "bad.json"], "bad.json: history is not JSON"),
        (["--query", "x", "--history", "number.json"], "number.json: history: a list of messages is needed"),
        (["--query", "x", "--functions", "tools.json"], "tools.json defines no function"),
        (["--query", "x", "--functions", "bad.json"], "bad.json cannot be run: SyntaxError"),
        (["--query", "x", "--checkpoint", "nowhere"], "no checkpoint at nowhere"),
        (["--query", "x", "--device", "abacus"], "abacus"),
        ([], "one puzzle is needed"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_mistakes_give_one_line(folder: Path, arguments: list[str], said: str) -> None:
    (folder / "bad.json").write_text('{"name": ')
    (folder / "empty.json").write_text("[]")
    (folder / "number.json").write_text("3")
    (folder / "latin.json").write_bytes(b'"\xe9"')
    assert said in refused(infer, *arguments, cwd=folder)


def test_without_a_run_the_error_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "PRETRAINED_FOLDER", tmp_path / "pretrained")
    assert refused(infer, "--query", "x", cwd=tmp_path).startswith("no run on tools under checkpoints")


# ---- a conversation


def test_a_conversation_from_a_pipe(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{QUERY}\n/quit\n"))
    with scripted(OSLO):
        ended = infer("--interactive", "--functions", "my_tools.py", cwd=folder)
    assert ended.status == 0 and ended.err == ""
    lines = ended.out.splitlines()
    assert lines[0].endswith("/tools, /history, /reset and /quit are commands.")
    assert 'call      get_weather {"city": "Oslo"}' in lines[1]
    assert lines[2:4] == ["  response  sunny in Oslo", "get_weather: sunny in Oslo"]


@pytest.mark.parametrize("end", ["ctrl-c", "ctrl-d"])
def test_a_terminal_can_end_it(folder: Path, end: str) -> None:
    """The real program in a terminal of its own: it asks, answers, and ends without a traceback."""
    main, terminal = pty.openpty()
    process = start("infer", "--interactive", cwd=folder, stdin=terminal, start_new_session=True)
    os.close(terminal)
    assert process.stdout is not None
    shown = process.stdout.readline()
    assert "are commands." in shown
    os.write(main, b"What is 2 * 21?\n")
    shown = process.stdout.readline()
    assert shown.startswith("> ")
    if end == "ctrl-d":
        os.write(main, b"\x04")
    for _ in range(20):
        if end == "ctrl-c":
            process.send_signal(signal.SIGINT)
        # A signal that comes just before Python waits for a line is noticed at the next one, as a person's would be.
        with contextlib.suppress(subprocess.TimeoutExpired):
            out, err = process.communicate(timeout=15)
            break
    os.close(main)
    assert process.returncode == (130 if end == "ctrl-c" else 0)
    assert "Traceback" not in out + err and err == ""


def test_ctrl_c_while_a_function_runs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "slow.py").write_text("def get_weather(city: str) -> str:\n    raise KeyboardInterrupt\n")
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{QUERY}\n"))
    with scripted(OSLO):
        ended = infer("--interactive", "--functions", "slow.py", cwd=folder)
    assert ended.status == 130 and ended.err == ""


def test_an_exception_in_a_function_is_a_response(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "bad_tools.py").write_text("def get_weather(city: str) -> str:\n    raise OSError('the sky is down')\n")
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{QUERY}\n/history\n"))
    with scripted(OSLO):
        ended = infer("--interactive", "--functions", "bad_tools.py", cwd=folder)
    assert ended.status == 0
    assert '  response  {"error": "OSError: the sky is down"}' in ended.out.splitlines()
    assert "get_weather: failed: OSError: the sky is down" in ended.out.splitlines()
