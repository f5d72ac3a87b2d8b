"""The limits of code that is run: what is wrong with the code is told apart from what is wrong with the machine."""

from __future__ import annotations

import os
import socket
import time
from pathlib import Path

import pytest

import sandbox
from dataset.tools.tool_json.running import ERROR, FINISHED, LARGEST_OUTPUT, TIMEOUT, UNAVAILABLE, Ran, run
from sandbox import Pool, Verdict


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
        ("open('f', 'w').write('x' * 10**8)", Ran(ERROR, "")),
        ("import os; os.kill(os.getpid(), 9)", Ran(ERROR, "")),
    ],
)
def test_what_code_does(code: str, ran: Ran) -> None:
    assert run(code) == ran


def test_nothing_outside_is_reached(tmp_path: Path) -> None:
    """`tests/sandbox` tries more."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        code = f"""
import os, signal, socket
for attempt in (
    lambda: socket.create_connection(("127.0.0.1", {server.getsockname()[1]})),
    lambda: os.kill({os.getpid()}, signal.SIGKILL),
    lambda: open({str(tmp_path / "file")!r}, "w"),
):
    try:
        attempt()
        print("reached")
    except OSError:
        pass
"""
        assert run(code) == Ran(FINISHED, "")
    assert not list(tmp_path.iterdir())


def test_output_is_cut() -> None:
    ran = run("while True: print('x' * 1000)")
    assert ran.outcome == ERROR and len(ran.output) <= LARGEST_OUTPUT


@pytest.mark.parametrize("code", ["while True: pass", "import time; time.sleep(60)", "print(9**9**9)"])
def test_endless_code_is_stopped(code: str) -> None:
    began = time.monotonic()
    assert run(code, wall_seconds=1) == Ran(TIMEOUT, "")
    assert time.monotonic() - began < 5


def test_nothing_is_left_for_the_next_program() -> None:
    run("open('a', 'w').write('b')\nimport builtins\nbuiltins.print = None")
    assert run("import os; print(os.listdir())") == Ran(FINISHED, "[]\n")


@pytest.mark.parametrize(
    ("kind", "ran"),
    [
        (sandbox.PASSED, Ran(FINISHED, "1")),
        (sandbox.ERROR, Ran(ERROR, "1")),
        (sandbox.MEMORY, Ran(ERROR, "1")),
        (sandbox.OUTPUT, Ran(ERROR, "1")),
        (sandbox.TIMEOUT, Ran(TIMEOUT, "1")),
        (sandbox.INFRASTRUCTURE, Ran(UNAVAILABLE)),
    ],
)
def test_what_verdicts_mean_here(kind: str, ran: Ran, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "run", lambda *_, **__: Verdict(kind, stdout="1"))
    assert run("print(1)") == ran


def test_a_machine_that_cannot_run_it_is_no_error_of_the_code(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sys._base_executable", str(tmp_path / "missing"))
    with Pool(size=1, form="plain") as pool:
        monkeypatch.setattr(sandbox, "run", pool.run)
        assert run("print(1)") == Ran(UNAVAILABLE)
