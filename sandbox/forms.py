"""Workers: processes that wait for one job, in one of three forms.

    bubblewrap    bwrap builds the walls, before Python starts
    namespaces    the worker builds them itself (`sandbox.walls`), with the system's user namespaces
    plain         limits and a hook, where the system allows neither

A worker is started ahead, says that it is ready, and waits. The docstring of the package says what each form holds.
"""

from __future__ import annotations

import contextlib
import functools
import os
import select
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
import warnings
from itertools import islice
from pathlib import Path

from sandbox.walls import LARGEST_FOLDER, descendants, kill_descendants
from sandbox.wire import decode

BUBBLEWRAP, NAMESPACES, PLAIN = "bubblewrap", "namespaces", "plain"
FORMS = (BUBBLEWRAP, NAMESPACES, PLAIN)
START_SECONDS = 60.0
"""Within this time a worker must be ready, or the machine has failed."""
_END_SECONDS = 10.0
_HERE = Path(__file__).resolve().parent
_IN_THE_SANDBOX = "/sandbox"
_LIBRARIES = ("/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib32", "/usr/lib64", "/etc/ld.so.cache")
_PAGE = os.sysconf("SC_PAGE_SIZE")


class WorkerError(Exception):
    """A worker could not be started. The message is one line."""


def command(form: str, channel: int) -> list[str]:
    """What starts a worker of a form."""
    executable = os.path.realpath(getattr(sys, "_base_executable", sys.executable))
    folder = _IN_THE_SANDBOX if form == BUBBLEWRAP else str(_HERE)
    # -X: what a program prints does not depend on a language that is set. -I: no environment, no user's packages.
    python = [executable, "-I", "-S", "-X", "utf8", f"{folder}/worker.py", form, str(channel)]
    return [*_bubblewrap(executable), *python] if form == BUBBLEWRAP else python


def _bubblewrap(executable: str) -> list[str]:
    prefix = os.path.realpath(sys.base_prefix)
    shown = [executable] if prefix in ("/", "/usr") else [prefix]
    arguments = [shutil.which("bwrap") or "bwrap", "--unshare-all", "--uid", "65534", "--gid", "65534"]
    arguments += ["--die-with-parent", "--new-session", "--clearenv", "--hostname", "sandbox"]
    for library in _LIBRARIES:
        if os.path.islink(library):
            arguments += ["--symlink", os.readlink(library), library]
        elif os.path.exists(library):
            arguments += ["--ro-bind", library, library]
    for path in shown:
        arguments += ["--ro-bind", path, path]
    arguments += ["--ro-bind", str(_HERE), _IN_THE_SANDBOX, "--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev"]
    return [*arguments, "--size", str(LARGEST_FOLDER), "--tmpfs", "/tmp", "--remount-ro", "/", "--chdir", "/tmp", "--"]


class Worker:
    """A process that waits for a job.

    Attributes:
        process: its outermost process: bwrap, or the keeper of the others (`sandbox.walls`).
        channel: the socket to it.

    Raises:
        WorkerError: the system could not start it.
    """

    def __init__(self, form: str) -> None:
        self.form = form
        self._folder: str | None = None
        try:
            self.channel, theirs = socket.socketpair()
        except OSError as error:
            raise WorkerError(f"no channel to a process could be made: {error}") from None
        try:
            if form == PLAIN:
                self._folder = os.path.realpath(tempfile.mkdtemp(prefix="sandbox-"))
            self.process = subprocess.Popen(
                command(form, theirs.fileno()),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                bufsize=0,
                pass_fds=[theirs.fileno()],
                cwd=self._folder or "/",
                env={},
                start_new_session=True,
            )
        except (OSError, subprocess.SubprocessError) as error:
            self._clean_up()
            raise WorkerError(f"no process could be started: {error}") from None
        finally:
            theirs.close()

    def wait_until_ready(self) -> None:
        """Return once it waits for a job. Raises WorkerError if it never will."""
        end = time.monotonic() + START_SECONDS
        data = b""
        while len(data) < 4 or len(data) < 4 + int.from_bytes(data[:4], "big"):
            ready = select.select([self.channel], [], [], max(0.0, end - time.monotonic()))[0]
            part = self.channel.recv(100) if ready else b""
            if not part:
                raise WorkerError(self._why_not() if ready else "a process was not ready in time")
            data += part
        if decode(data[4:]) != ("ready",) or self.process.poll() is not None:
            raise WorkerError("a process ended before it had a job")

    def _why_not(self) -> str:
        self._stop()
        assert self.process.stderr is not None
        said = self.process.stderr.read().decode(errors="replace").strip().splitlines()
        return f"a process ended before it was ready: {said[-1][:300] if said else self.process.returncode}"

    def use(self, most: int) -> tuple[int, int]:
        """Processes of the job that are alive, counted until there are more than `most`, and their bytes of memory."""
        pids = list(islice(descendants(self.process.pid), most + 2))
        memory = 0
        for pid in pids:
            with contextlib.suppress(OSError, IndexError, ValueError), open(f"/proc/{pid}/statm") as file:
                memory += int(file.read().split()[1]) * _PAGE
        return len(pids) - (self.form != PLAIN), memory  # the first process of a space runs no code

    def end(self) -> None:
        """End all of its processes and remove its folder."""
        self._stop()
        self._clean_up()

    def _stop(self) -> None:
        process = self.process
        if process.poll() is not None:
            return
        # This process kills all, and not the keeper alone, which has to wait for its turn among those of a fork bomb.
        # With the first process of a space, the system ends the others.
        if not kill_descendants(process.pid) or self.form != BUBBLEWRAP:
            process.send_signal(signal.SIGTERM)
        end = time.monotonic() + _END_SECONDS
        while process.poll() is None:  # else its number may soon belong to another process
            kill_descendants(process.pid)
            if time.monotonic() > end:
                process.kill()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(0.02)

    def _clean_up(self) -> None:
        process = getattr(self, "process", None)  # there is none if it could not be started
        for stream in (self.channel, *((process.stdin, process.stdout, process.stderr) if process else ())):
            stream.close()
        if self._folder:
            _remove(self._folder)


def _remove(folder: str) -> None:
    """Remove a folder, whatever rights the code has set. Links are removed and not followed."""
    for parent, folders, _ in os.walk(folder):
        for name in folders:
            path = os.path.join(parent, name)
            if not os.path.islink(path):
                os.chmod(path, stat.S_IRWXU)
    shutil.rmtree(folder, ignore_errors=True)


# ---- which form


@functools.cache
def works(form: str) -> str:
    """Why a form does not work on this machine; empty if it does. Tried once."""
    try:
        worker = Worker(form)
        try:
            worker.wait_until_ready()
        finally:
            worker.end()
    except WorkerError as error:
        return str(error)
    return ""


def best_form() -> str:
    """The first of FORMS that works here. Says in a warning what does not work, and what that means."""
    if shutil.which("bwrap"):
        if not (reason := works(BUBBLEWRAP)):
            return BUBBLEWRAP
        warnings.warn(f"sandbox: bubblewrap is installed and does not work ({reason})", stacklevel=2)
    if not (reason := works(NAMESPACES)):
        return NAMESPACES
    warnings.warn(f"sandbox: code runs with limits alone, which stop no attacker ({reason})", stacklevel=2)
    return PLAIN
