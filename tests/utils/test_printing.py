"""What came from elsewhere is shown, and steers no terminal; programs end quietly where a person ends them."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.harness import ROOT
from utils.errors import UserError, report_user_errors
from utils.printing import LONGEST_MESSAGE, harmless_output, one_line, printable, write_codes


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain é 测试 ½", "plain é 测试 ½"),
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("\x07\x9b2J", "\\x07\\x9b2J"),
        ("\u202egnp.exe", "\\u202egnp.exe"),
        ("\ud800", "\\ud800"),
        ("a\tb\nc\r", "a\\tb\\nc\\r"),
    ],
)
def test_printable(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_messages_are_one_line_of_bounded_length() -> None:
    assert one_line("a\n  b\x1b[0m") == "a b\\x1b[0m"
    long = one_line("head " + "x" * 10**6 + " tail")
    assert len(long) == LONGEST_MESSAGE and long.startswith("head ") and long.endswith(" tail")
    assert " [...] " in long


def test_output(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii", newline="\n")
    monkeypatch.setattr(sys, "stdout", stream)
    with harmless_output():
        print("é\x1b]0;title\x07\tend")
    assert stream.buffer.getvalue() == b"\\xe9\\x1b]0;title\\x07\tend\n"  # type: ignore[attr-defined]
    assert sys.stdout is stream


def test_codes_of_ours_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii", newline="\n")
    monkeypatch.setattr(sys, "stdout", stream)
    with harmless_output():
        write_codes("\x1b[1m\u00e9\x1b[0m\n")
    write_codes("\x1b[1m")
    stream.flush()
    assert stream.buffer.getvalue() == b"\x1b[1m\\xe9\x1b[0m\n\x1b[1m"  # type: ignore[attr-defined]


def test_a_reader_that_goes_away() -> None:
    program = (
        "from utils.printing import harmless_output\n"
        "with harmless_output():\n    for _ in range(100000): print('x' * 100)\n"
        "open('done', 'w').close()"
    )
    shell = f"'{sys.executable}' -c \"$PROGRAM\" | head -n 1"
    ended = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {shell}; rm done"],
        env=os.environ | {"PROGRAM": program},
        capture_output=True,
        text=True,
        cwd=Path(__file__).parent,
    )
    assert ended.returncode == 0 and not ended.stderr, ended.stderr


def test_how_programs_end(capsys: pytest.CaptureFixture[str]) -> None:
    @report_user_errors
    def program(error: BaseException) -> None:
        print("\x1b[2J")
        raise error

    for error, status, said in (
        (UserError("bad\nname \x1b[0m"), 1, "error: bad name \\x1b[0m\n"),
        (KeyboardInterrupt(), 130, ""),
    ):
        with pytest.raises(SystemExit) as caught:
            program(error)
        captured = capsys.readouterr()
        assert caught.value.code == status and captured.err == said and captured.out == "\\x1b[2J\n"


@pytest.mark.parametrize("name", ["pretrain", "evaluate", "infer", "evaluate_math"])
def test_interrupts_while_a_program_starts(name: str, tmp_path: Path) -> None:
    """Ctrl-C at the moment when torch is imported, which takes a second or more."""
    (tmp_path / "sitecustomize.py").write_text(
        "import builtins, os, signal\noriginal = builtins.__import__\n"
        "def importing(name, *rest, **options):\n"
        "    if name == 'torch': os.kill(os.getpid(), signal.SIGINT)\n"
        "    return original(name, *rest, **options)\nbuiltins.__import__ = importing\n"
    )
    ended = subprocess.run(
        [sys.executable, str(ROOT / f"{name}.py")],
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # in the background it is ignored
    )
    assert ended.returncode == 128 + signal.SIGINT and not ended.stderr + ended.stdout


@pytest.mark.parametrize(
    ("given", "expected"),
    [({}, "1000 None"), ({"GOMP_SPINCOUNT": "7"}, "7 None"), ({"OMP_WAIT_POLICY": "active"}, "None active")],
)
def test_how_threads_wait(given: dict[str, str], expected: str) -> None:
    program = (
        "import os; from utils.startup import begin; begin();"
        "print(os.environ.get('GOMP_SPINCOUNT'), os.environ.get('OMP_WAIT_POLICY'))"
    )
    kept = {k: v for k, v in os.environ.items() if k not in ("GOMP_SPINCOUNT", "OMP_WAIT_POLICY")}
    ended = subprocess.run([sys.executable, "-c", program], env=kept | given, capture_output=True, text=True)
    assert ended.stdout.strip() == expected
