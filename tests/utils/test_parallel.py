"""Jobs over processes: order, errors, and that few wait."""

from __future__ import annotations

import math
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from utils.parallel import Workers, usable_cores


@pytest.mark.parametrize("processes", [1, 2])
def test_results_come_in_the_order_of_the_jobs(processes: int) -> None:
    with Workers(processes) as workers:
        assert list(workers.map(math.sqrt, (n * n for n in range(40)))) == list(range(40))
        assert list(workers.map(abs, [-1])) == [1], "the same processes serve again"
    assert usable_cores() >= 1


@pytest.mark.parametrize("processes", [1, 2])
def test_an_exception_comes_through(processes: int) -> None:
    with Workers(processes) as workers, pytest.raises(ValueError, match="math domain error|nonnegative"):
        list(workers.map(math.sqrt, [1, -1, 1]))


def test_other_processes_work_and_few_jobs_are_taken_ahead() -> None:
    taken = []

    def jobs():
        for number in range(100):
            taken.append(number)
            yield number

    with Workers(2) as workers:
        results = workers.map(str, jobs())
        assert next(results) == "0" and len(taken) == 5
        results.close()
        assert next(workers.map(eval, ["__import__('os').getpid()"])) != os.getpid()


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are looked up in /proc")
def test_workers_end_with_a_parent_that_is_killed() -> None:
    program = """
from utils.parallel import Workers
with Workers(2) as workers:
    print(next(workers.map(eval, ["__import__('os').getpid()"] * 3)), flush=True)
    input()
"""
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", program]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=root, stdin=pipe, stdout=pipe, text=True) as parent:
        assert parent.stdout is not None
        worker = Path("/proc") / parent.stdout.readline().strip()
        assert worker.is_dir()
        parent.kill()
    deadline = time.monotonic() + 300
    while worker.is_dir() and "zombie" not in (worker / "status").read_text():
        assert time.monotonic() < deadline, "a worker lives on"
        time.sleep(0.05)
