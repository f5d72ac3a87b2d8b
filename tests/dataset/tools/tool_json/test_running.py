"""The limits of code that is run: what is wrong with the code is told apart from what is wrong with the machine."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from dataset.tools.tool_json import running
from dataset.tools.tool_json.running import ERROR, FINISHED, LARGEST_OUTPUT, TIMEOUT, UNAVAILABLE, Ran, run


@pytest.mark.parametrize(
    ("code", "ran"),
    [
        ("print(6 * 7)", Ran(FINISHED, "42\n")),
        ("", Ran(FINISHED, "")),
        ("print('ü', 1.5, sep='\\n')", Ran(FINISHED, "ü\n1.5\n")),
        ("import os; print(os.listdir('.'))", Ran(FINISHED, "[]\n")),
        ("import os; print(sorted(os.environ.keys() - {'LC_CTYPE'}))", Ran(FINISHED, "[]\n")),
        ("import math\nprint(math.gcd(12, 18), __name__)", Ran(FINISHED, "6 __main__\n")),
        ("def f(n): return n and f(n - 1)\nprint(f(5))", Ran(FINISHED, "0\n")),
        ("input()", Ran(ERROR, "")),
        ("print(1); 1 / 0", Ran(ERROR, "1\n")),
        ("print(", Ran(ERROR, "")),
        ("\0", Ran(ERROR, "")),
        ("\ud800", Ran(ERROR, "")),
        ("import sys; sys.exit(3)", Ran(ERROR, "")),
        ("import numpy", Ran(ERROR, "")),
        ("x = [0] * 10**9", Ran(ERROR, "")),
        ("open('f', 'w').write('x' * 10**6)", Ran(ERROR, "")),
    ],
)
def test_what_code_does(code: str, ran: Ran) -> None:
    assert run(code) == ran


@pytest.mark.parametrize(
    "code",
    [
        "import os; os.fork()",
        "import os; os.kill(os.getppid(), 9)",
        "import os; os.system('true')",
        "import os; os.execv('/bin/true', ['true'])",
        "import subprocess; subprocess.run(['true'])",
        "import socket; socket.create_connection(('127.0.0.1', 1))",
        "import multiprocessing; multiprocessing.Process(target=print).start()",
    ],
)
def test_no_programs_signals_or_connections(code: str) -> None:
    assert run(f"try:\n    {code}\nexcept PermissionError: print('refused')") == Ran(FINISHED, "refused\n")


def test_output_is_cut() -> None:
    ran = run("while True: print('x' * 1000)")
    assert ran.outcome == ERROR and len(ran.output) <= LARGEST_OUTPUT


@pytest.mark.parametrize("code", ["while True: pass", "import time; time.sleep(60)", "print(9**9**9)"])
def test_endless_code_is_stopped(code: str) -> None:
    began = time.monotonic()
    assert run(code, wall_seconds=1) == Ran(TIMEOUT, "")
    assert time.monotonic() - began < 5


def test_processor_time_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "_PROGRAM", running._PROGRAM.replace(f'("CPU", {running.CPU_SECONDS})', '("CPU", 1)'))
    assert '("CPU", 1)' in running._PROGRAM
    assert run("while True: pass", wall_seconds=60).outcome == TIMEOUT


def test_nothing_is_left_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    run("open('a', 'w').write('b')")
    assert not list(tmp_path.iterdir())


def test_a_machine_that_cannot_run_it_is_no_error_of_the_code(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(sys, "executable", str(tmp_path / "missing"))
        assert run("print(1)") == Ran(UNAVAILABLE)
    with monkeypatch.context() as patch:
        patch.setattr("tempfile.tempdir", str(tmp_path / "missing"))
        assert run("print(1)") == Ran(UNAVAILABLE)
    with monkeypatch.context() as patch:  # limits that the system does not grant
        patch.setattr(running, "_PROGRAM", "raise SystemExit(1)")
        assert run("print(1)") == Ran(UNAVAILABLE)
    with monkeypatch.context() as patch:
        patch.setattr(running, "_PROGRAM", "import os; os.kill(os.getpid(), 9)")
        assert run("print(1)") == Ran(UNAVAILABLE)


def test_processes_that_were_started_all_the_same_are_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the hook, root can start processes. They are in the group of the first one."""
    program = f"""
import os, time
child = os.fork()
if not child:
    time.sleep(60)
open({str(tmp_path / "child")!r}, "w").write(str(child))
"""
    monkeypatch.setattr(running, "_PROGRAM", program)
    run("")
    status = Path(f"/proc/{(tmp_path / 'child').read_text()}/stat")
    deadline = time.monotonic() + 30  # the system may need a moment to end what was killed
    while status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z":
        assert time.monotonic() < deadline, "the process goes on"
        time.sleep(0.05)
