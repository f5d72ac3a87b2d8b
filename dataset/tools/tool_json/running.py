"""Run a few lines of Python in a process of their own, with limits.

    run("print(6 * 7)")            Ran(FINISHED, "42\\n")
    run("while True: pass")        Ran(TIMEOUT, "")

The code gets 5 seconds of processor time, 512 MB of memory, 64 KB of output and an empty folder that is removed
afterwards. It cannot start programs, send signals or open connections by Python's usual functions.

This is no sandbox. The code has the rights of the user who runs it: it can read and delete that user's files, write any
number of files up to 64 KB each, and get around the hook that refuses programs and connections by way of `ctypes`. It
is for code of one's own policies on one's own machine. The limits need Linux or another Unix.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

CPU_SECONDS = 5
MEMORY = 512 * 2**20
LARGEST_OUTPUT = 64 * 2**10
"""Bytes that the code may print, and that a file of it may hold."""
WALL_SECONDS = 10.0

FINISHED = "finished"
ERROR = "error"
"""The code is wrong: an exception, no Python, too much memory or output."""
TIMEOUT = "timeout"
UNAVAILABLE = "unavailable"
"""The process could not be started, or was killed from outside. This says nothing about the code."""

_STARTED = b"started"
_PROGRAM = f"""
import os, sys
started, program = int(sys.argv[1]), sys.argv[2]
import resource
for limit, most in (("CPU", {CPU_SECONDS}), ("AS", {MEMORY}), ("FSIZE", {LARGEST_OUTPUT}), ("CORE", 0), ("NPROC", 0)):
    hard = most + 1 if limit == "CPU" else most
    resource.setrlimit(getattr(resource, "RLIMIT_" + limit), (most, hard))
with open(program, "rb") as file:
    code = file.read()
def refuse(event, arguments):
    if event.startswith(("os.fork", "os.posix_spawn", "os.exec", "os.spawn", "os.system", "os.kill", "pty.",
                         "subprocess.", "socket.", "signal.")):
        raise PermissionError(event + " is not allowed here")
sys.addaudithook(refuse)
os.write(started, {_STARTED!r})
os.close(started)
sys.argv = ["program"]
exec(compile(code, "program", "exec"), {{"__name__": "__main__"}})
"""


class Ran(NamedTuple):
    """What became of the code.

    Attributes:
        outcome: FINISHED, ERROR, TIMEOUT or UNAVAILABLE.
        output: what it printed, also before an error; empty if it is UNAVAILABLE.
    """

    outcome: str
    output: str = ""


def run(code: str, wall_seconds: float = WALL_SECONDS) -> Ran:
    """Run code and return what it printed. Takes `wall_seconds` at most, and raises nothing."""
    try:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            return _run(code, Path(folder), wall_seconds)
    except (OSError, subprocess.SubprocessError):
        return Ran(UNAVAILABLE)


def _run(code: str, folder: Path, wall_seconds: float) -> Ran:
    program, output, work = folder / "program.py", folder / "output", folder / "work"
    program.write_text(code, encoding="utf-8", errors="replace")
    work.mkdir()
    reading, writing = os.pipe()
    with open(output, "wb") as printed, os.fdopen(reading, "rb") as started:
        try:
            process = subprocess.Popen(
                [sys.executable, "-I", "-S", "-X", "utf8", "-c", _PROGRAM, str(writing), str(program)],
                stdin=subprocess.DEVNULL,
                stdout=printed,
                stderr=subprocess.DEVNULL,
                cwd=work,
                env={},
                pass_fds=[writing],
                start_new_session=True,
            )
        finally:
            os.close(writing)
        began = time.monotonic()
        status = _wait(process, wall_seconds)
        has_started = started.read(len(_STARTED)) == _STARTED
    took = time.monotonic() - began
    text = output.read_bytes()[:LARGEST_OUTPUT].decode("utf-8", errors="replace")
    if status is None or status == -signal.SIGXCPU or (status == -signal.SIGKILL and took > CPU_SECONDS):
        return Ran(TIMEOUT, text)
    if not has_started or status == -signal.SIGKILL:
        return Ran(UNAVAILABLE)
    return Ran(FINISHED if status == 0 else ERROR, text)


def _wait(process: subprocess.Popen[bytes], wall_seconds: float) -> int | None:
    """The exit status; None if the time was over. No process of the group is left."""
    try:
        return process.wait(wall_seconds)
    except subprocess.TimeoutExpired:
        return None
    finally:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:  # all have ended
            pass
        process.wait()
