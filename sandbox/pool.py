"""Pools of workers that were started before they are needed.

    with Pool() as pool, ThreadPoolExecutor(4) as threads:
        verdicts = list(threads.map(lambda code: pool.check(code, "assert f(1) == 2", ["f"]), codes))

A worker does one job and is thrown away, so no job sees what another one left.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import queue
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from sandbox.forms import Worker, WorkerError, best_form
from sandbox.jobs import Job, Peer, Stopped
from sandbox.verdict import ERROR, FAILED, INFRASTRUCTURE, MEMORY, PASSED, Limits, Verdict
from sandbox.wire import decode, encode
from utils.printing import one_line

_LARGEST_SIZE = 8


class Pool:
    """Runs code as the functions of this package do, from any number of threads.

    Args:
        size: jobs that run at the same time; more wait for their turn. By default the number of processors that this
            process may use, at most 8. Twice as many workers are kept ready, since `check` takes two.
        limits: those of jobs that bring none.
        form: one of `sandbox.forms.FORMS`; by default the first that works here.
    """

    def __init__(self, size: int | None = None, limits: Limits | None = None, form: str | None = None) -> None:
        self.size = size or min(_processors(), _LARGEST_SIZE)
        self.limits = limits or Limits()
        self.form = form or best_form()
        self._turns = threading.BoundedSemaphore(self.size)
        self._orders: queue.SimpleQueue[bool] = queue.SimpleQueue()
        self._fresh: queue.SimpleQueue[Worker | WorkerError] = queue.SimpleQueue()
        self.process = os.getpid()
        # The system ends workers together with the thread that started them: this one lives as long as the pool.
        self._starter = threading.Thread(target=self._start_workers, name="sandbox", daemon=True)
        self._starter.start()
        for _ in range(2 * self.size):
            self._orders.put(True)

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all workers, also those that are at work for other threads."""
        if self.process == os.getpid() and self._starter.is_alive():
            self._orders.put(False)
            self._starter.join()

    def _start_workers(self) -> None:
        while self._orders.get():
            try:
                self._fresh.put(Worker(self.form))
            except WorkerError as error:
                self._fresh.put(error)
        while not self._fresh.empty():
            worker = self._fresh.get()
            if isinstance(worker, Worker):
                worker.end()

    def _take(self) -> Worker:
        """A worker that is ready. Raises Stopped if the machine gives none."""
        if self.process != os.getpid() or not self._starter.is_alive():
            raise RuntimeError("the pool is closed, or belongs to the process that this one was forked from")
        for _ in range(2 * self.size + 2):  # all that wait may have been killed, or have failed long ago
            self._orders.put(True)
            worker = self._fresh.get()
            error = worker
            if isinstance(worker, Worker):
                try:
                    worker.wait_until_ready()
                    return worker
                except WorkerError as reason:
                    worker.end()
                    error = reason
        raise Stopped(INFRASTRUCTURE, str(error))

    # ---- jobs

    def run(self, code: str, stdin: str = "", *, expected: str | None = None, limits: Limits | None = None) -> Verdict:
        """Run a program. See `sandbox.run`."""

        def talk(job: Job, workers: list[Worker]) -> None:
            program = job.add(workers[0], "run", code, stdin)
            job.start()
            status = job.status(program)
            if status != 0:
                raise job.judged(program, status)
            if expected is not None:
                _compare(program.text("stdout", job.limits.output), expected)

        return self._judged(1, limits, talk)

    def call(self, code: str, function: str, arguments: Sequence[Any], *, limits: Limits | None = None) -> Verdict:
        """Call one function that the code defines. See `sandbox.call`."""
        encode(list(arguments))

        def talk(job: Job, workers: list[Worker]) -> Any:
            peer = job.add(workers[0], "call", code, setup="", call=(function, list(arguments)))
            job.start()
            return _answer(job, peer, "value")

        return self._judged(1, limits, talk)

    def check(
        self, code: str, tests: str, names: Sequence[str], *, setup: str = "", limits: Limits | None = None
    ) -> Verdict:
        """Run tests against code. See `sandbox.check`."""

        def talk(job: Job, workers: list[Worker]) -> None:
            server = job.add(workers[0], "serve", code, setup=setup, names=list(names))
            tester = job.add(workers[1], "tests", tests, setup=setup, names=list(names))
            job.start()
            _answer(job, server, "defined")
            while (message := _ended_or_asked(job.receive(tester)))[0] == "ask":
                if server.read["channel"]:
                    raise Stopped(ERROR, "the code sent an answer before it was asked")
                job.send(server, message[1])
                job.send(tester, job.receive(server))
            if message[1] != PASSED:
                raise Stopped(message[1], message[2])

        return self._judged(2, limits, talk)

    def _judged(self, count: int, limits: Limits | None, talk: Callable[[Job, list[Worker]], Any]) -> Verdict:
        """The verdict on a conversation, which raises Stopped unless the code passes, and returns the value."""
        workers: list[Worker] = []
        job: Job | None = None
        kind, detail, value = PASSED, "", None
        with self._turns:
            try:
                while len(workers) < count:
                    workers.append(self._take())
                job = Job(limits or self.limits)
                value = talk(job, workers)
            except Stopped as stopped:
                kind, detail = stopped.kind, one_line(stopped.detail)
            except OSError as error:
                kind, detail = INFRASTRUCTURE, f"the machine failed: {error}"
            finally:
                seconds = time.monotonic() - job.began if job else 0.0
                for worker in workers:
                    worker.end()
                if job:
                    job.close()
        if not job or not job.peers:
            return Verdict(kind, seconds=seconds, detail=detail)
        stdout, stderr = (job.peers[0].text(name, job.limits.output) for name in ("stdout", "stderr"))
        return Verdict(kind, stdout, stderr, value, seconds, detail)


def _ended_or_asked(data: bytes) -> tuple[Any, ...]:
    """A message of the tests."""
    with contextlib.suppress(ValueError):
        message = decode(data)
        if isinstance(message, tuple) and (message[:1], len(message)) in ((("ask",), 2), (("ended",), 3)):
            return message
    raise Stopped(ERROR, "the tests wrote to the channel of their process")


def _answer(job: Job, peer: Peer, expected: str) -> Any:
    """What the code answered first. Raises Stopped if that is an exception, or no answer."""
    try:
        kind, *content = decode(job.receive(peer))
        if kind == "raised":
            [names, arguments] = content
            text = ", ".join(map(str, arguments))
            raise Stopped(MEMORY if "MemoryError" in names else ERROR, f"the code raised {names[0]}: {text[:500]}")
        if kind != expected or len(content) != (expected == "value"):
            raise ValueError("another answer than that")
    except (ValueError, TypeError, LookupError) as error:
        raise Stopped(ERROR, f"the code sent an answer that is none: {error}") from None
    return content[0] if content else None


def _compare(printed: str, expected: str) -> None:
    """Raises Stopped(FAILED) where the texts differ in more than blanks at the ends of lines and empty last lines."""
    ours, theirs = ([line.rstrip() for line in text.rstrip().splitlines()] for text in (printed, expected))
    if ours != theirs:
        at = next((at for at, pair in enumerate(zip(ours, theirs, strict=False)) if pair[0] != pair[1]), None)
        if at is None:
            raise Stopped(FAILED, f"it printed {len(ours)} lines instead of {len(theirs)}")
        raise Stopped(FAILED, f"line {at + 1} is {ours[at][:200]!r} instead of {theirs[at][:200]!r}")


def _processors() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


# ---- the pool of the module's functions

_default: list[Pool] = []
_lock = threading.Lock()


def default_pool() -> Pool:
    """The pool of this process, made when it is first needed and closed when the process ends."""
    with _lock:
        if not _default or _default[0].process != os.getpid():
            _default[:] = [Pool()]
        return _default[0]


def _forget() -> None:
    """In a forked process: the lock may be held by a thread that is not here."""
    global _lock
    _lock = threading.Lock()


os.register_at_fork(after_in_child=_forget)


@atexit.register
def close_default_pool() -> None:
    """End its workers. The next job of the module's functions starts a new one."""
    while _default:
        _default.pop().close()
