"""Write files and folders that are either whole or absent (temporary name, sync, rename), and hash files."""

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
    """A new binary file. A second thread hashes the content during writing, so that the hash takes almost no time.

    Each `write` is a system call, so wrap the file in an `io.BufferedWriter`.

    Attributes:
        size: bytes written.

    Raises:
        OSError: the disk is full or not writable. Any method may raise it.
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
        """Write at least a part of `content`; return the number of bytes written."""
        written = self._file.write(content)
        with self._change:
            self.size += written
            self._change.notify()
        if self._thread is None and self.size >= _CHUNK:  # a small file is not worth a thread
            self._thread = threading.Thread(target=self._follow, daemon=True)
            self._thread.start()
        return written

    def close(self) -> None:
        """Close the file without a sync."""
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
    """Write and sync `content`. An error such as a full disk raises `OSError` here, not at a later flush."""
    with open(path, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def replace_bytes(path: Path, content: bytes) -> None:
    """Put `content` at `path` in one step: readers see either the old or the new content, never a part."""
    temporary = _sibling(path, "tmp")  # its name has the process id, as other processes may write the same file
    try:
        write_bytes(temporary, content)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    sync(path.parent)


def replace_text(path: Path, text: str) -> None:
    """`replace_bytes` for a text."""
    replace_bytes(path, text.encode())


def dump_json(value: Any) -> str:
    """JSON as this project writes it: indented, keys in their order in `value`, one final newline."""
    return json.dumps(value, indent=2) + "\n"


@contextmanager
def whole_folder(path: Path, durable: bool = True) -> Iterator[Path]:
    """Yield a temporary folder beside `path` that becomes `path` when the block ends without an exception.

    An existing `path` is replaced only at the end of the block, in one step if the file system can exchange two
    folders. If the block raises, the temporary folder is removed and `path` stays as it was. The parent folder must
    exist. `recover_folder` cleans up after a killed process.

    Args:
        durable: sync the parent folder, so that the new name survives a power cut. False leaves that to the caller.
    """
    path = path.resolve()
    temporary = _sibling(path, "tmp")
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir()
    try:
        yield temporary
        sync(temporary)
        if not path.exists():
            os.rename(temporary, path)
        elif not _exchange(temporary, path):
            replaced = _sibling(path, "old")
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
    """Remove a folder that others may be reading or writing. Its name is free at once."""
    path = path.resolve()
    removed = _sibling(path, "gone")
    os.rename(path, removed)
    shutil.rmtree(removed, ignore_errors=True)  # fails if somebody adds a file; `recover_folder` then removes the rest


def recover_folder(path: Path) -> None:
    """Clean up what killed processes left in the folder of `path`. No other process may be writing there.

    A folder that was moved aside comes back if nothing has replaced it. All other leftovers are removed.
    """
    path = path.resolve()
    for replaced in _leftovers(path, "old"):
        if not path.exists():
            os.rename(replaced, path)
    for kind in _KINDS:
        for left in _leftovers(path, kind):
            shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink(missing_ok=True)


def leftover_of(name: str) -> str | None:
    """If `name` is one of our temporary names, the name of the file or folder it was made for; else None."""
    found = _LEFTOVER.fullmatch(name)
    return found[1] if found else None


_KINDS = ("old", "tmp", "gone")
_LEFTOVER = re.compile(r"\.(.+)\.(?:old|tmp|gone)-\d+")


def _sibling(path: Path, kind: str) -> Path:
    return path.with_name(f".{path.name}.{kind}-{os.getpid()}")


def _leftovers(path: Path, kind: str) -> list[Path]:
    """Leftovers of one kind in the folder of `path`, newest first."""
    if not path.parent.is_dir():
        return []
    start = f".{path.name}.{kind}-"
    found = [p for p in path.parent.iterdir() if p.name.startswith(start) and leftover_of(p.name) == path.name]
    return sorted(found, key=lambda p: p.lstat().st_mtime, reverse=True)


def _exchange(first: Path, second: Path) -> bool:
    """Exchange two names in one step; False if the system or the file system cannot."""
    renameat2 = getattr(ctypes.CDLL(None), "renameat2", None) if sys.platform.startswith("linux") else None
    if renameat2 is None:
        return False
    return renameat2(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE) == 0


_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # fcntl.h, linux/fs.h
