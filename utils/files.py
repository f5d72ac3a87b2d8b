"""Files and folders that are whole or absent: temporary name, sync, rename; and their hashes."""

from __future__ import annotations

import ctypes
import hashlib
import io
import json
import os
import re
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing_extensions import Buffer

_CHUNK = 1 << 20


def sha256_of(path: Path) -> str:
    """Hex SHA-256 of a file's bytes."""
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


class HashedFile(io.RawIOBase):
    """A new binary file that a second thread hashes while it is written, so that the hash takes next to no time.

    Each `write` costs a system call; put an `io.BufferedWriter` before it.

    Attributes:
        size: bytes written.

    Raises:
        OSError: the disk is full or not writable; from any method.
    """

    def __init__(self, path: Path) -> None:
        self.size = 0
        self._file = open(path, "w+b", buffering=0)
        self._digest = hashlib.sha256()
        self._hashed = 0
        self._change = threading.Condition()
        self._complete = False
        self._thread: threading.Thread | None = None

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, content: Buffer) -> int:
        """Write some of it; return how many bytes."""
        written = self._file.write(content)
        with self._change:
            self.size += written
            self._change.notify()
        if self._thread is None and self.size >= _CHUNK:  # a small file is not worth a thread
            self._thread = threading.Thread(target=self._follow, daemon=True)
            self._thread.start()
        return written

    def close(self) -> None:
        """Close it, unsynced."""
        if self.closed:
            return
        with self._change:
            self._complete = True
            self._change.notify()
        if self._thread is not None:
            self._thread.join()
        self._hash(self.size)
        self._file.close()
        super().close()

    def hexdigest(self) -> str:
        """Hex SHA-256 of the closed file."""
        return self._digest.hexdigest()

    def _follow(self) -> None:
        while not self._complete:
            with self._change:
                while self.size - self._hashed < _CHUNK and not self._complete:
                    self._change.wait()
            self._hash(self.size)

    def _hash(self, end: int) -> None:
        while self._hashed < end:
            chunk = os.pread(self._file.fileno(), min(_CHUNK, end - self._hashed), self._hashed)
            self._digest.update(chunk)
            self._hashed += len(chunk)


def sync(path: Path) -> None:
    """Flush a file, or a folder's entries, to disk, so that they survive a power cut. Raises `OSError`."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_bytes(path: Path, content: bytes) -> None:
    """Write and sync `content`. Raises `OSError` (a full disk, say) rather than leave the error to a later flush."""
    with open(path, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def replace_bytes(path: Path, content: bytes) -> None:
    """Put `content` at `path` in one step: readers see the old content or the new, never a part."""
    temporary = _beside(path, "tmp")  # named by the process: others may write the same file
    try:
        write_bytes(temporary, content)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    sync(path.parent)


def replace_text(path: Path, text: str) -> None:
    """`replace_bytes` of a text."""
    replace_bytes(path, text.encode())


def dump_json(value: Any) -> str:
    """JSON as this project writes it: indented, keys in the order given, one final newline."""
    return json.dumps(value, indent=2) + "\n"


@contextmanager
def whole_folder(path: Path, durable: bool = True) -> Iterator[Path]:
    """Yield a temporary folder beside `path` that becomes `path` when the block ends without an exception.

    An existing `path` is replaced only at that moment, in one step where the file system can exchange two folders. When
    the block raises, the temporary folder is removed and `path` stays as it was. The folder of `path` must exist. What
    a killed process leaves is put right by `recover_folder`.

    Args:
        durable: flush the new name to disk; without it that is left to the caller's next change beside `path`.
    """
    path = path.resolve()
    temporary = _beside(path, "tmp")
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir()
    try:
        yield temporary
        sync(temporary)
        if not path.exists():
            os.rename(temporary, path)
        elif not _exchange(temporary, path):
            replaced = _beside(path, "old")
            os.rename(path, replaced)
            os.rename(temporary, path)
            shutil.rmtree(replaced, ignore_errors=True)
        if durable:
            sync(path.parent)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
        for replaced in _leftovers(path, "old"):
            if path.exists():
                shutil.rmtree(replaced, ignore_errors=True)
            else:
                os.rename(replaced, path)


def remove_folder(path: Path) -> None:
    """Remove a folder that others may be reading or writing: its name is free at once, and no part stays under it."""
    path = path.resolve()
    going = _beside(path, "gone")
    os.rename(path, going)
    shutil.rmtree(going, ignore_errors=True)  # a file that somebody adds meanwhile: `recover_folder` removes the rest


def recover_folder(path: Path) -> None:
    """Put right what killed processes left beside `path`; nobody else may be writing there.

    A folder that was moved aside comes back if its successor did not take the name; all else is removed.
    """
    path = path.resolve()
    for replaced in _leftovers(path, "old"):
        if not path.exists():
            os.rename(replaced, path)
    for kind in _KINDS:
        for left in _leftovers(path, kind):
            shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink(missing_ok=True)


def leftover_of(name: str) -> str | None:
    """The name of the file or folder that a leftover of ours is of; None for any other name."""
    found = _LEFTOVER.fullmatch(name)
    return found[1] if found else None


_KINDS = ("old", "tmp", "gone")
_LEFTOVER = re.compile(r"\.(.+)\.(?:old|tmp|gone)-\d+")


def _beside(path: Path, kind: str) -> Path:
    return path.with_name(f".{path.name}.{kind}-{os.getpid()}")


def _leftovers(path: Path, kind: str) -> list[Path]:
    """Leftovers of a kind beside `path`, newest first."""
    if not path.parent.is_dir():
        return []
    start = f".{path.name}.{kind}-"
    found = [p for p in path.parent.iterdir() if p.name.startswith(start) and leftover_of(p.name) == path.name]
    return sorted(found, key=lambda p: p.lstat().st_mtime, reverse=True)


def _exchange(first: Path, second: Path) -> bool:
    """Exchange two names in one step; False where the system or the file system cannot."""
    renameat2 = getattr(ctypes.CDLL(None), "renameat2", None) if sys.platform.startswith("linux") else None
    if renameat2 is None:
        return False
    return renameat2(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE) == 0


_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # fcntl.h, linux/fs.h
