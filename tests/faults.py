"""Faults that tests make: a full disk (`largest_file`), and programs that are killed at a chosen moment.

The moment is before the k-th time that they touch the file system below some folder:

    events = Child(work, "run", options).events()        # an undisturbed run, which counts them
    for number in range(1, events + 1):
        Child(work, "run", options).killed_before(number)

Children come from a server process that has torch imported and no threads, so that one takes a fraction of a second.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest

from tests.harness import Ended, call, pretrain
from utils import files

_WATCHED = {"open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.truncate", "os.utime", "shutil.rmtree"}
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def server() -> ForkServerContext:
    """Where children come from."""
    context = multiprocessing.get_context("forkserver")
    # Imported once, what a run imports late too; `tests` itself is not on the server's path.
    context.set_forkserver_preload(["torch._dynamo", "hydra", "pytest", "sympy", "training.loop", "evaluate", "infer"])
    return context


@dataclass
class Child:
    """A training run, or with `program` another one, in a process of its own.

    Attributes:
        work: its folder.
        watched: part of the paths that count.
        arguments: overrides of the harness's tiny run, or arguments of the program.
        program: a module with a `main`; None: `pretrain` of the harness.
        exchanges: whether folders can be exchanged in one step, as on most file systems.
    """

    work: Path
    watched: str
    arguments: tuple[str, ...]
    program: str | None = None
    exchanges: bool = True

    def start(self, kill_before: int = 0) -> BaseProcess:
        """Start it; with `kill_before` it kills itself before its so manieth event."""
        process = server().Process(target=self._run, args=(kill_before,))
        process.start()
        return process

    def finish(self) -> None:
        """Run it to its end."""
        process = self.start()
        process.join()
        assert process.exitcode == 0, process.exitcode

    def events(self) -> int:
        """Run it to its end, and return how often it touched what is watched."""
        self.finish()
        return int((self.work / "events").read_text())

    def killed_before(self, number: int) -> bool:
        """Run it until it kills itself; False where it ended before."""
        process = self.start(number)
        process.join()
        assert process.exitcode in (0, -signal.SIGKILL), process.exitcode
        return process.exitcode != 0

    def _run(self, kill_before: int) -> None:
        found = 0

        def count(event: str, arguments: tuple[Any, ...]) -> None:
            nonlocal found
            if event not in _WATCHED or not any(self.watched in str(part) for part in arguments):
                return
            if event == "open" and not (isinstance(arguments[2], int) and arguments[2] & _WRITES):
                return
            found += 1
            if found == kill_before:
                os.kill(os.getpid(), signal.SIGKILL)

        with pytest.MonkeyPatch.context() as patch:
            if not self.exchanges:
                patch.setattr(files, "_exchange", lambda *_: False)
            sys.addaudithook(count)
            ended = self._call()
        (self.work / "events").write_text(str(found))
        sys.exit(ended.status)

    def _call(self) -> Ended:
        if self.program is None:
            return pretrain(*self.arguments, cwd=self.work)
        return call(self.program, *self.arguments, cwd=self.work)


def killed_everywhere(make: Callable[[Path], Child], folder: Path, step: int = 1) -> list[tuple[Path, int]]:
    """Kill a program before each `step`-th of its events, each time in a folder of its own; the folders and events."""
    total = make(folder / "undisturbed").events()
    killed = []
    for number in range(1, total + 1, step):
        work = folder / str(number)
        if make(work).killed_before(number):
            killed.append((work, number))
    assert len(killed) >= total // step // 2, "the kills happen"
    return killed


@contextlib.contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Writing beyond `size` bytes of any file fails as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
