"""One writer for a folder: a lock file that names its holder and is free as soon as the holder's process ends.

    lock = Lock(run / ".lock", str(run))
    lock.acquire()        # UserError: <run> is in use by process 4711 on host since 2026-11-28 18:05:12
    ...
    lock.is_intact()      # False once somebody has deleted the folder
    lock.release()

On one machine the system keeps the lock (`flock`) and frees it when the process ends, even if it was killed. On a file
system that several machines share, `flock` may work only within each machine. So the file also names the holder, and
the holder touches the file every `HEARTBEAT` seconds. A lock of another machine counts as held if it was touched in the
last `STALE` seconds. The lock does not protect if the file server's clock jumps, or if the holder was suspended for
more than `STALE` seconds.
"""

from __future__ import annotations

import json
import os
import socket
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any

from utils.errors import UserError
from utils.reading import parse_json

fcntl: ModuleType | None
try:
    import fcntl
except ImportError:  # on Windows there is only the heartbeat
    fcntl = None

HEARTBEAT = 10.0
"""Seconds between two signs of life."""
STALE = 60.0
"""Seconds without a sign of life after which a holder on another machine counts as dead."""


class Lock:
    """The lock of one folder.

    Args:
        file: the lock file; its folder must exist.
        what: name of the locked thing, for messages.
    """

    def __init__(self, file: Path, what: str) -> None:
        self._file = file
        self._what = what
        self._descriptor: int | None = None
        self._ended = threading.Event()

    def acquire(self) -> None:
        """Take the lock and hold it until `release` or the end of the process.

        Raises:
            UserError: another process holds it; nothing is changed.
            OSError: the file cannot be made.
        """
        while True:
            descriptor = os.open(self._file, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666)
            try:
                granted = _system_lock(descriptor)
                if granted is False:
                    raise self._in_use(_read_holder(descriptor, patience=0.5))
                if self._names(descriptor):  # the previous holder has not removed the file meanwhile
                    self._refuse_by_heartbeat(descriptor, granted is True)
                    break
            except BaseException:
                os.close(descriptor)
                raise
            os.close(descriptor)
        self._descriptor = descriptor
        content = {"process": os.getpid(), "host": socket.gethostname(), "since": time.strftime("%Y-%m-%d %H:%M:%S")}
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps(content).encode(), 0)
        self._ended.clear()
        threading.Thread(target=self._beat, args=(descriptor,), daemon=True).start()

    def is_intact(self) -> bool:
        """Whether the lock file is still in its place. If not, its folder was removed or replaced."""
        return self._descriptor is not None and self._names(self._descriptor)

    def release(self) -> None:
        """Free the lock and remove its file; do nothing if it is not held."""
        if self._descriptor is None:
            return
        self._ended.set()
        if self._names(self._descriptor):
            with suppress(OSError):
                self._file.unlink()
        os.close(self._descriptor)
        self._descriptor = None

    def _names(self, descriptor: int) -> bool:
        """Whether the lock file's name still refers to the open file."""
        try:
            return os.path.samestat(os.fstat(descriptor), os.stat(self._file))
        except FileNotFoundError:
            return False

    def _refuse_by_heartbeat(self, descriptor: int, granted: bool) -> None:
        """Refuse the lock if its holder gave a sign of life. Covers other machines, and systems without `flock`."""
        holder = _read_holder(descriptor)
        if not holder:
            return
        if holder.get("host") == socket.gethostname() and (granted or not _is_alive(holder.get("process"))):
            return
        if self._silence(descriptor) < STALE:
            raise self._in_use(holder)

    def _silence(self, descriptor: int) -> float:
        """Seconds since the last sign of life, by the clock of the file system."""
        with tempfile.TemporaryFile(dir=self._file.parent) as now:
            return os.fstat(now.fileno()).st_mtime - os.fstat(descriptor).st_mtime

    def _in_use(self, holder: dict[str, Any]) -> UserError:
        if not holder:
            return UserError(f"{self._what} is in use by another process")
        by = f"process {holder.get('process')} on {holder.get('host')} since {holder.get('since')}"
        elsewhere = (
            ""
            if holder.get("host") == socket.gethostname()
            else f"; if that process is gone, try again in {STALE:.0f} seconds"
        )
        return UserError(f"{self._what} is in use by {by}{elsewhere}")

    def _beat(self, descriptor: int) -> None:
        while not self._ended.wait(HEARTBEAT):
            with suppress(OSError):
                os.utime(descriptor)


def _system_lock(descriptor: int) -> bool | None:
    """Ask the system for the lock: False if another process has it, None if the file system keeps no locks."""
    if fcntl is None:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


def _read_holder(descriptor: int, patience: float = 0.0) -> dict[str, Any]:
    """Who holds the lock; empty if the file still does not say it after `patience` seconds."""
    end = time.monotonic() + patience
    while True:
        with suppress(UserError, UnicodeDecodeError):
            content = parse_json(os.pread(descriptor, 4096, 0).decode(), "the lock file")
            return content if isinstance(content, dict) else {}
        if time.monotonic() >= end:
            return {}
        time.sleep(0.02)


def _is_alive(process: object) -> bool:
    try:
        os.kill(int(str(process)), 0)
    except (ValueError, OverflowError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True
