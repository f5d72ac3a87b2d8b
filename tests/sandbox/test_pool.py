"""Pools from several threads and processes, and what is left of them when a program ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import sandbox
from sandbox import FAILED, PASSED, Limits, Pool

ROOT = Path(__file__).parents[2]


def test_many_threads(form: str, nothing_left: object) -> None:
    def job(number: int) -> bool:
        if number % 3 == 0:
            return pool.run(f"print({number})", expected=str(number)).kind == PASSED
        if number % 3 == 1:
            return bool(pool.call("def f(x): return x + 1", "f", [number]).value == number + 1)
        right = number % 2
        kind = pool.check("def f(x): return x + 1", f"assert f({number}) == {number + right}", ["f"]).kind
        return kind == (PASSED if right else FAILED)

    with Pool(size=3, limits=Limits(seconds=60), form=form) as pool, ThreadPoolExecutor(8) as threads:
        assert all(threads.map(job, range(24)))


def test_functions_use_one_pool() -> None:
    assert sandbox.run("print(1)", expected="1").passed
    assert sandbox.call("def f(x): return x + 1", "f", [1]).value == 2
    assert sandbox.check("def f(x): return x + 1", "assert f(1) == 2", ["f"]).passed
    assert sandbox.run("while True: pass", limits=Limits(seconds=1)).kind == sandbox.TIMEOUT


@pytest.mark.parametrize(
    "limits", [{"seconds": 0}, {"seconds": float("inf")}, {"seconds": float("nan")}, {"memory": 0}]
)
def test_limits_must_limit(limits: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="positive and finite"):
        Limits(**limits)  # type: ignore[arg-type]


def test_a_closed_pool(nothing_left: object, form: str) -> None:
    with Pool(size=1, form=form) as pool:
        pass
    pool.close()
    with pytest.raises(RuntimeError):
        pool.run("print(1)")


def script(text: str) -> subprocess.Popen[str]:
    """A program of its own that uses the sandbox."""
    return subprocess.Popen(
        [sys.executable, "-c", text], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
    )


def test_a_program_that_ends(nothing_left: Callable[[], None]) -> None:
    done = script("import sandbox; print(sandbox.run('print(1)').kind, flush=True); raise SystemExit(3)")
    assert done.communicate(timeout=120) == ("passed\n", "")
    assert done.returncode == 3
    nothing_left()


def test_a_program_that_is_killed(form: str, nothing_left: Callable[[], None], tmp_path: Path) -> None:
    """Its workers end, whether they wait or work, and what code has started. A plain worker's folder is left."""
    code = "import time; print(1, flush=True); time.sleep(1000)"
    program = script(
        f"""
import tempfile, threading, time
tempfile.tempdir = {str(tmp_path)!r}
from sandbox import Limits, Pool
pool = Pool(size=2, limits=Limits(seconds=100), form={form!r})
threading.Thread(target=lambda: pool.run({code!r}), daemon=True).start()
pool.run("")
time.sleep(0.5)
print("ready", flush=True)
time.sleep(1000)
"""
    )
    assert program.stdout is not None
    assert program.stdout.readline() == "ready\n"
    program.send_signal(signal.SIGKILL)
    program.communicate(timeout=60)
    nothing_left()


def test_a_forked_process_has_a_pool_of_its_own(nothing_left: Callable[[], None]) -> None:
    done = script(
        """
import os, sandbox, warnings
warnings.simplefilter("ignore", DeprecationWarning)  # that threads were running when it forked
sandbox.run("print(1)")
child = os.fork()
print(sandbox.run("print(2)").stdout.strip(), flush=True)
if child:
    os.waitpid(child, 0)
"""
    )
    assert done.communicate(timeout=120) == ("2\n2\n", "")
    nothing_left()


def test_other_threads_may_end(form: str, nothing_left: object) -> None:
    """The system ends processes with the thread that started them, so no worker is started by a thread that uses it."""
    with Pool(size=1, limits=Limits(seconds=60), form=form) as pool:
        for _ in range(3):
            with ThreadPoolExecutor(1) as threads:
                assert threads.submit(pool.run, "print(1)").result().passed
            time.sleep(0.05)


def test_descriptors_are_given_back(form: str, nothing_left: object) -> None:
    with Pool(size=1, limits=Limits(seconds=60), form=form) as pool:
        pool.run("")
        before = len(os.listdir("/proc/self/fd"))
        for _ in range(5):
            pool.check("def f(x): return x", "f(1)", ["f"])
            pool.run("1 / 0", "input" * 10**6)
        assert len(os.listdir("/proc/self/fd")) <= before + 8, "those of a worker that is being started"
