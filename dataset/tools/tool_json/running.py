"""Run a few lines of Python in a process of their own, with limits.

    run("print(6 * 7)")            Ran(FINISHED, "42\\n")
    run("while True: pass")        Ran(TIMEOUT, "")

A process that does nothing else forks one for each code, which takes a millisecond or two; an interpreter takes tens to
start. The code gets 5 seconds of processor time, 512 MB of memory, 64 KB of output and an empty folder that is removed
afterwards. It cannot start programs, send signals or open connections by Python's usual functions.

This is no sandbox. The code has the rights of the user who runs it: it can read and delete that user's files, write any
number of files up to 64 KB each, and get around the hook that refuses programs and connections by way of `ctypes`. It
is for code of one's own policies on one's own machine. The limits need Linux or another Unix.
"""

from __future__ import annotations

import atexit
import os
import select
import signal
import subprocess
import sys
import tempfile
import threading
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
    """Run code and return what it printed. Takes little longer than `wall_seconds` at most, and raises nothing."""
    try:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            return _run(code, Path(folder), wall_seconds)
    except (OSError, subprocess.SubprocessError):
        return Ran(UNAVAILABLE)


def _run(code: str, folder: Path, wall_seconds: float) -> Ran:
    (folder / "program.py").write_text(code, encoding="utf-8", errors="replace")
    (folder / "work").mkdir()
    (folder / "output").touch()
    began = time.monotonic()
    with _lock:
        answer = _forker().run(folder, wall_seconds)
    took = time.monotonic() - began
    text = (folder / "output").read_bytes()[:LARGEST_OUTPUT].decode("utf-8", errors="replace")
    if answer.status is None or answer.status == -signal.SIGXCPU:
        return Ran(TIMEOUT, text)
    if answer.status == -signal.SIGKILL and took > CPU_SECONDS:
        return Ran(TIMEOUT, text)
    if not answer.started or answer.status == -signal.SIGKILL:
        return Ran(UNAVAILABLE)
    return Ran(FINISHED if answer.status == 0 else ERROR, text)


# ---- the process that forks

_FORKER = """
import os, resource, signal, sys, time
program_text = sys.argv[1]
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])

# macOS cannot wait for a signal and a time.
rest = getattr(signal, "sigtimedwait", lambda _, left: time.sleep(min(left, 0.002)))

def request():
    line = b""
    while not line.endswith(b"\\n"):
        part = os.read(0, 1)
        if not part:
            sys.exit()
        line += part
    seconds, _, folder = line.decode()[:-1].partition(" ")
    return float(seconds), folder

def wait(child, seconds):
    end = time.monotonic() + seconds
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        left = end - time.monotonic()
        if done or left <= 0:
            return os.waitstatus_to_exitcode(status) if done else None
        rest([signal.SIGCHLD], left)

def stop(child, ended):
    try:
        os.killpg(child, signal.SIGKILL)
    except ProcessLookupError:
        pass
    if not ended:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)

while True:
    seconds, folder = request()
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        break
    os.close(writing)
    status = wait(child, seconds)
    stop(child, status is not None)
    os.set_blocking(reading, False)
    try:
        started = os.read(reading, 100) == STARTED
    except BlockingIOError:
        started = False
    os.close(reading)
    os.write(1, f"{'timeout' if status is None else status} {int(started)}\\n".encode())

os.setsid()
os.close(reading)
os.chdir(folder + "/work")
output = os.open(folder + "/output", os.O_WRONLY)
os.dup2(output, 1)
os.close(output)
os.dup2(2, 0)
signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
sys.argv = ["-c", str(writing), folder + "/program.py"]
exec(program_text, {"__name__": "__main__"})
""".replace("STARTED", repr(_STARTED))
"""Reads `seconds folder` in lines and answers each with `status started` once the code of the folder has ended.

Behind the loop is the child's part. It has no way to the requests and answers, and no open file but its output.
"""
_GRACE = 5.0
"""Seconds behind the end of the code's time in which an answer must come."""
_lock = threading.Lock()
_running: list[_Forker] = []
"""The forker of this process, if it has one."""


class _Answer(NamedTuple):
    """The exit status of a child, None if its time was over, and whether it got as far as the code."""

    status: int | None
    started: bool


class _Forker:
    """The process, for the interpreter and program that it was started with."""

    def __init__(self) -> None:
        self._key = self.key()
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-X", "utf8", "-c", _FORKER, _PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            cwd="/",
            env={},
            start_new_session=True,
        )

    @staticmethod
    def key() -> tuple[object, ...]:
        """What a forker belongs to; a process that was forked from ours needs one of its own."""
        return os.getpid(), sys.executable, _PROGRAM

    @property
    def serves(self) -> bool:
        """Whether it can be asked."""
        return self._key == self.key() and self._process.poll() is None

    def run(self, folder: Path, seconds: float) -> _Answer:
        """Run the code of a folder. Raises OSError if the process fails."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(f"{seconds} {folder}\n".encode())
        line = b""
        end = time.monotonic() + seconds + _GRACE
        while not line.endswith(b"\n"):
            ready = select.select([self._process.stdout], [], [], max(0.0, end - time.monotonic()))[0]
            part = self._process.stdout.read(100) if ready else b""
            if not part:
                self.close()
                raise OSError("the process that runs programs has ended or does not answer")
            line += part
        status, started = line.split()
        return _Answer(None if status == b"timeout" else int(status), started == b"1")

    def close(self) -> None:
        """End the process."""
        if self._key[0] == os.getpid():
            self._process.kill()
            self._process.communicate()


def _forker() -> _Forker:
    """The forker of this process; a new one if there is none that serves."""
    if not _running or not _running[0].serves:
        while _running:
            _running.pop().close()
        _running.append(_Forker())
    return _running[0]


@atexit.register
def _end() -> None:
    while _running:
        _running.pop().close()
