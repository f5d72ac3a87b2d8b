"""infer.py --show: a trace that was saved, in a terminal or as pages; infer.py --trace in a terminal of its own."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from inference.renderers import terminal
from inference.traces import read_trace
from tests.harness import ROOT, infer, refused
from tests.inference.made_traces import PUZZLES, made_trace

PUZZLE = "3..4.1....3.2..1"


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A folder with the trace steps.json."""
    made_trace("sudoku", PUZZLES["sudoku"]).save(tmp_path / "steps.json")
    return tmp_path


def test_a_saved_trace_is_shown(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "70")
    trace = read_trace(saved / "steps.json")
    assert infer("--show", "steps.json", cwd=saved).out == terminal.render(trace, 70)
    coloured = infer("--show", "steps.json", "--color", "always", cwd=saved).out
    assert "\x1b[" in coloured and "\\x1b" not in coloured


def test_a_saved_trace_is_written_as_a_page(saved: Path) -> None:
    ended = infer("--show", "steps.json", "--html", "steps.html", "--trace-file", "again.json", cwd=saved)
    assert ended.status == 0 and ended.out == "" and ended.err == ""
    assert "<title>a network</title>" in (saved / "steps.html").read_text()
    assert json.loads((saved / "again.json").read_text()) == json.loads((saved / "steps.json").read_text())
    assert "step 3" in infer("--show", "steps.json", "--trace", "--html", "steps.html", cwd=saved).out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--show", "nothing.json"], "nothing.json"),
        (["--show", "other.json"], "other.json holds no trace of version 2"),
        (["--show", "steps.json", "--steps", "3"], "--steps does not go with --show"),
        (["--show", "steps.json", "--no-halt"], "--halt does not go with --show"),
        (["--show", "steps.json", "--checkpoint", "x"], "--checkpoint does not go with --show"),
        (["--show", "steps.json", "--puzzle", PUZZLE], "--puzzle does not go with --show"),
        (["--show", "steps.json", "--task", "sudoku"], "--task does not go with --show"),
        (["--show", "steps.json", "--html", "steps.txt"], "must end in .html"),
    ],
)
def test_mistakes(saved: Path, arguments: list[str], said: str) -> None:
    (saved / "other.json").write_text("{}")
    assert said in refused(infer, *arguments, cwd=saved)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("boards/0/size", [1e9, 1]),
        ("boards/0/size", [0.5, 900]),
        ("boards/0/size", ["4", 4]),
        ("boards/0/boxes/0", [0, 1e300, 0]),
        ("boards/0/boxes/0", [0, 0, "x"]),
        ("boards/0/lines/0", [0, 0, 1]),
        ("boards/0/solid", [[[[0, 0, 0]], 99]]),
        ("looks/0", ["1", "purple", 0]),
        ("looks/0", [1, "answer", 0]),
        ("looks/0", ["1", [], 0]),
        ("steps", []),
        ("steps/0/drawing/0", 1),
        ("steps/0/drawing/1", "0"),
        ("steps/0/drawing/1", "\uffff" * 16),
        ("steps/0/drawing/2", [["answer", [["x", "purple", None]]]]),
        ("steps/0/doubts", []),
        ("steps/0/doubts", {"0": [0.5, "1", "answer", "x"]}),
        ("steps/0/changed", [0, 10**9]),
        ("steps/0/wrong", [0, 2**19] * 3),
        ("steps/0/halt_probability", "1"),
        ("steps/0/seconds", "x"),
        ("title", 3),
    ],
)
def test_a_file_that_nobody_could_draw(saved: Path, field: str, value: object) -> None:
    content = json.loads((saved / "steps.json").read_text())
    part = content
    *outer, last = (int(key) if key.isdecimal() else key for key in field.split("/"))
    for key in outer:
        part = part[key]
    part[last] = value
    (saved / "steps.json").write_text(json.dumps(content))
    assert "steps.json is no whole trace" in refused(infer, "--show", "steps.json", cwd=saved)


def in_a_terminal(*arguments: str, cwd: Path, **environment: str) -> str:
    """What infer.py shows in a terminal of its own, 100 columns wide."""
    main, other = pty.openpty()
    variables = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLORTERM", "TERM")}
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "infer.py"), *arguments],
        cwd=cwd,
        stdin=other,
        stdout=other,
        stderr=other,
        env=variables | {"COLUMNS": "100"} | environment,
    )
    os.close(other)
    shown = b""
    try:
        while part := os.read(main, 65536):
            shown += part
    except OSError:  # the other end is closed
        pass
    os.close(main)
    assert process.wait(120) == 0, shown
    return shown.decode().replace("\r\n", "\n")


def test_steps_in_a_terminal(tmp_path: Path) -> None:
    asked = ("--checkpoint", str(ROOT / "pretrained/sudoku4x4"), "--puzzle", PUZZLE, "--trace", "--device", "cpu")
    coloured = in_a_terminal(*asked, cwd=tmp_path, TERM="xterm-256color")
    assert "\x1b[1;" in coloured
    plain = in_a_terminal(*asked, cwd=tmp_path, TERM="xterm-256color", NO_COLOR="1")
    assert "\x1b" not in plain and re.sub(r"\x1b\[[\d;]+m", "", coloured).split() == plain.split()
    assert "\x1b" not in in_a_terminal(*asked, cwd=tmp_path, TERM="dumb")
    lines = plain.splitlines()
    assert lines[2].startswith("question        step 1") and lines[6].startswith("| 3 . | . 4 |   | ")
    assert re.fullmatch(r"solved in \d+ steps?: the answer obeys the rules", lines[-1])
