"""Share work between the processor's cores. Results come in the order of the jobs, and few of them wait in memory."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from typing import TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")


def usable_cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Workers:
    """Processes that do one job after the other. With `processes=1`, this process does the jobs itself.

        with Workers(4) as workers:
            for result in workers.map(function, jobs):

    Each job carries everything that `function` needs, so the results cannot depend on the number of processes.
    """

    def __init__(self, processes: int) -> None:
        self.processes = processes
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Workers:
        if self.processes > 1:  # spawned, because a fork loses this process's threads
            self._pool = ProcessPoolExecutor(self.processes, get_context("spawn"), _follow_the_parent)
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def map(self, function: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[Result]:
        """Results in the order of the jobs. At most two jobs for each process are in work or wait to be taken."""
        if self._pool is None:
            yield from map(function, jobs)
            return
        pending: deque[Future[Result]] = deque()
        for job in jobs:
            pending.append(self._pool.submit(function, job))
            if len(pending) > 2 * self.processes:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()


def _follow_the_parent() -> None:
    """Leave Ctrl-C to the parent, and end with it, even if it is killed. The pool alone would wait for ever."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
