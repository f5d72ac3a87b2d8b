"""A pool for each form of the sandbox, and the proof that a test left nothing behind."""

from __future__ import annotations

import ctypes
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sandbox import Limits, Pool
from sandbox.forms import BUBBLEWRAP, FORMS, works
from sandbox.pool import close_default_pool
from sandbox.walls import descendants

_SET_CHILD_SUBREAPER = 36


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest) -> str:
    """Each form in turn; skipped where this machine does not have it."""
    name: str = request.param
    if name == BUBBLEWRAP and not shutil.which("bwrap"):
        pytest.skip("bubblewrap is not installed")
    if reason := works(name):
        pytest.skip(f"{name} does not work here: {reason}")
    return name


@pytest.fixture
def nothing_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """A check that no process and no folder of a sandbox is left. It is also made after the test.

    Processes that lose their parents become children of this process, so none can hide.
    """
    close_default_pool()
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    others = set(descendants(os.getpid()))

    def check() -> None:
        deadline = time.monotonic() + 30
        while left := [pid for pid in descendants(os.getpid()) if pid not in others and _lives(pid)]:
            assert time.monotonic() < deadline, [Path(f"/proc/{pid}/cmdline").read_bytes() for pid in left]
            time.sleep(0.02)
        assert list(folder.iterdir()) == []

    yield check
    check()
    ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 0, 0, 0, 0)


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def changed_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str, str], None]:
    """Lets workers run a copy of the package in which a text of one of its files is another one."""

    def change(name: str, text: str, other: str) -> None:
        copy = shutil.copytree(Path(__file__).parents[2] / "sandbox", tmp_path / "copy")
        code = (copy / name).read_text()
        assert text in code
        (copy / name).write_text(code.replace(text, other))
        monkeypatch.setattr("sandbox.forms._HERE", copy)

    return change


@pytest.fixture
def pool(form: str, nothing_left: Callable[[], None]) -> Iterator[Pool]:
    """A pool of one form, with time for a slow machine."""
    with Pool(size=1, limits=Limits(seconds=60), form=form) as pool:
        yield pool
