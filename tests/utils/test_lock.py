"""The lock of a folder: one holder, freed with the process, and a heartbeat where the system's locks end."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from utils import lock as module
from utils.errors import UserError
from utils.lock import Lock


def described(file: Path) -> dict[str, object]:
    return json.loads(file.read_text())


def test_the_second_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    first, second = (Lock(tmp_path / ".lock", "the folder") for _ in range(2))
    first.acquire()
    before = (tmp_path / ".lock").read_bytes()
    assert described(tmp_path / ".lock")["process"] == os.getpid()
    with pytest.raises(UserError, match=rf"the folder is in use by process {os.getpid()} on \S+ since "):
        second.acquire()
    assert (tmp_path / ".lock").read_bytes() == before and first.is_intact() and not second.is_intact()
    first.release()
    assert not list(tmp_path.iterdir())
    second.acquire()
    second.release()
    second.release()


def test_it_dies_with_its_process(tmp_path: Path) -> None:
    program = (
        "import os, signal, sys; from pathlib import Path; from utils.lock import Lock;"
        "Lock(Path(sys.argv[1]), 'x').acquire(); os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", program, str(tmp_path / ".lock")], check=False)
    assert described(tmp_path / ".lock")["process"] != os.getpid()
    lock = Lock(tmp_path / ".lock", "x")
    lock.acquire()
    assert described(tmp_path / ".lock")["process"] == os.getpid()
    lock.release()


@pytest.mark.parametrize("again", [False, True])
def test_a_folder_that_was_removed(tmp_path: Path, again: bool) -> None:
    (tmp_path / "run").mkdir()
    lock = Lock(tmp_path / "run/.lock", "x")
    lock.acquire()
    shutil.rmtree(tmp_path / "run")
    if again:
        (tmp_path / "run").mkdir()
        (tmp_path / "run/.lock").touch()
    assert not lock.is_intact()
    lock.release()
    assert (tmp_path / "run/.lock").exists() == again, "another's lock stays"


HOLDER = {"process": 1, "host": "elsewhere", "since": "2026-01-01 00:00:00"}


@pytest.mark.parametrize(("age", "refused"), [(0, True), (module.STALE / 2, True), (2 * module.STALE, False)])
def test_a_holder_on_another_machine(tmp_path: Path, age: float, refused: bool) -> None:
    file = tmp_path / ".lock"
    file.write_text(json.dumps(HOLDER))
    now = file.stat().st_mtime
    os.utime(file, (now - age, now - age))
    lock = Lock(file, "x")
    if refused:
        with pytest.raises(UserError, match="in use by process 1 on elsewhere .* try again in 60 seconds"):
            lock.acquire()
        assert described(file) == HOLDER and [p.name for p in tmp_path.iterdir()] == [".lock"]
    else:
        lock.acquire()
        lock.release()


@pytest.mark.parametrize(("process", "refused"), [(None, True), (2**22 + 1, False), ("x", False)])
def test_without_locks_of_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, process: object, refused: bool
) -> None:
    monkeypatch.setattr(module, "fcntl", None)
    file = tmp_path / ".lock"
    file.write_text(json.dumps(HOLDER | {"host": socket.gethostname(), "process": process or os.getpid()}))
    lock = Lock(file, "x")
    if refused:
        with pytest.raises(UserError, match="in use"):
            lock.acquire()
    else:
        lock.acquire()
        lock.release()


def test_signs_of_life(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "HEARTBEAT", 0.01)
    lock = Lock(tmp_path / ".lock", "x")
    lock.acquire()
    os.utime(tmp_path / ".lock", (0, 0))
    while not (tmp_path / ".lock").stat().st_mtime:
        pass
    lock.release()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b"[" * 100_000])
def test_a_lock_file_that_says_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / ".lock").write_bytes(content)
    lock = Lock(tmp_path / ".lock", "x")
    lock.acquire()
    lock.release()
