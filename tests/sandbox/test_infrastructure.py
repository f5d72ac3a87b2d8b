"""A machine that fails is told apart from code that fails, in each form."""

from __future__ import annotations

import errno
import os
import signal
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sandbox import ERROR, INFRASTRUCTURE, PASSED, Limits, Pool, Verdict
from sandbox import pool as pools
from sandbox.forms import BUBBLEWRAP, NAMESPACES, PLAIN, Worker, best_form, works
from sandbox.jobs import Job

ENDLESS = "def f(x):\n    while True: pass"
LONG = Limits(seconds=60)


@pytest.fixture
def workers(monkeypatch: pytest.MonkeyPatch) -> list[Worker]:
    """The workers that pools start in this test."""
    started: list[Worker] = []

    class Recorded(Worker):
        def __init__(self, form: str) -> None:
            super().__init__(form)
            started.append(self)

    monkeypatch.setattr(pools, "Worker", Recorded)
    return started


def all_three(pool: Pool) -> Iterator[Verdict]:
    yield pool.run("print(1)", expected="1")
    yield pool.call("def f(x): return x", "f", [1])
    yield pool.check("def f(x): return x", "assert f(1) == 1", ["f"])


def killed_while(pool: Pool, workers: list[Worker], which: int, job: Callable[[], Verdict]) -> Verdict:
    """The verdict of a job during which the `which`-th of its workers is killed."""
    verdicts: list[Verdict] = []
    thread = threading.Thread(target=lambda: verdicts.append(job()))
    began = threading.Event()
    start = Job.start

    def started(self: Job) -> None:
        start(self)
        began.workers = [peer.worker for peer in self.peers]  # type: ignore[attr-defined]
        began.set()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Job, "start", started)
        thread.start()
        assert began.wait(60)
    os.kill(began.workers[which].process.pid, signal.SIGKILL)  # type: ignore[attr-defined]
    thread.join(60)
    return verdicts[0]


def test_a_worker_that_somebody_else_kills(form: str, nothing_left: object, workers: list[Worker]) -> None:
    with Pool(size=1, limits=LONG, form=form) as pool:
        jobs: list[tuple[int, Callable[[], Verdict]]] = [
            (0, lambda: pool.run("while True: pass")),
            (0, lambda: pool.call(ENDLESS, "f", [1])),
            (0, lambda: pool.check(ENDLESS, "f(1)", ["f"])),
            (1, lambda: pool.check(ENDLESS, "f(1)", ["f"])),
        ]
        for which, job in jobs:
            verdict = killed_while(pool, workers, which, job)
            assert verdict.kind == INFRASTRUCTURE and "signal 9" in verdict.detail, verdict
        assert [verdict.kind for verdict in all_three(pool)] == [PASSED] * 3


def test_workers_that_are_killed_while_they_wait(form: str, nothing_left: object, workers: list[Worker]) -> None:
    with Pool(size=1, limits=LONG, form=form) as pool:
        pool.run("")
        for worker in workers:
            if worker.process.poll() is None:
                worker.process.kill()
                worker.process.wait()
        assert [verdict.kind for verdict in all_three(pool)] == [PASSED] * 3


@pytest.mark.parametrize("refuses", ["subprocess.Popen", "socket.socketpair"])
def test_no_process_can_be_started(
    form: str, refuses: str, nothing_left: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: Any, **__: Any) -> None:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(refuses, refused)
    with Pool(size=1, limits=LONG, form=form) as pool:
        for verdict in all_three(pool):
            assert verdict.kind == INFRASTRUCTURE and "temporarily unavailable" in verdict.detail, verdict


def test_no_folder_can_be_made(nothing_left: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("tempfile.tempdir", str(tmp_path / "missing"))
        with Pool(size=1, limits=LONG, form=PLAIN) as pool:
            assert pool.run("print(1)").kind == INFRASTRUCTURE


def test_an_interpreter_that_is_missing(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys._base_executable", str(tmp_path / "missing"))
    with Pool(size=1, limits=LONG, form=form) as pool:
        assert pool.run("print(1)").kind == INFRASTRUCTURE


def test_limits_that_the_system_does_not_grant(
    form: str, nothing_left: object, changed_copy: Callable[[str, str, str], None]
) -> None:
    changed_copy("restrictions.py", "    if processes:", "    raise PermissionError('no limits')\n    if processes:")
    with Pool(size=1, limits=LONG, form=form) as pool:
        for verdict in all_three(pool):
            assert verdict.kind == INFRASTRUCTURE, verdict
            assert verdict.detail.startswith("the job did not begin: PermissionError: no limits"), verdict


def test_memory_that_the_machine_lacks(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system ends a process that it picks, and counts that. A program that ends itself is not counted."""
    suicide = "import signal; signal.raise_signal(9)"
    assert pool.run(suicide).kind == ERROR
    counts = iter(range(100))
    monkeypatch.setattr("sandbox.jobs._oom_kills", lambda: f"oom_kill {next(counts)}")
    assert pool.run(suicide).kind == INFRASTRUCTURE
    assert pool.check(suicide, "", []).kind == INFRASTRUCTURE


@pytest.fixture
def broken_bubblewrap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A `bwrap` that is there and does not work."""
    program = tmp_path / "bin" / "bwrap"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)
    works.cache_clear()
    yield
    works.cache_clear()


def test_bubblewrap_that_fails(broken_bubblewrap: None, nothing_left: object) -> None:
    with Pool(size=1, limits=LONG, form=BUBBLEWRAP) as pool:
        for verdict in all_three(pool):
            assert verdict.kind == INFRASTRUCTURE and "No permissions" in verdict.detail, verdict
    with pytest.warns(UserWarning, match="bubblewrap is installed and does not work .*No permissions"):
        form = best_form()
    assert form in (NAMESPACES, PLAIN)


def test_a_machine_without_namespaces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sandbox.forms.shutil.which", lambda _: None)
    monkeypatch.setattr("sandbox.forms.works", lambda _: "Operation not permitted")
    with pytest.warns(UserWarning, match="limits alone, which stop no attacker .Operation not permitted"):
        assert best_form() == PLAIN


def test_no_word_where_all_is_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sandbox.forms.works", lambda _: "")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        monkeypatch.setattr("sandbox.forms.shutil.which", lambda _: "/usr/bin/bwrap")
        assert best_form() == BUBBLEWRAP
        monkeypatch.setattr("sandbox.forms.shutil.which", lambda _: None)
        assert best_form() == NAMESPACES


def test_time_is_that_of_the_job(pool: Pool) -> None:
    """A worker that needs long to start takes none of it."""
    began = time.monotonic()
    verdict = pool.run("import time; time.sleep(0.2)")
    assert 0.2 <= verdict.seconds <= time.monotonic() - began
