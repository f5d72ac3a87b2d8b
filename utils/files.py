"""Files that are whole or absent: temporary name, sync, rename; their hashes; and text that may be compressed."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from utils.errors import UserError

_CHUNK = 1 << 20


def sha256_of(path: Path) -> str:
    """Hex SHA-256 of a file's bytes."""
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


@contextmanager
def open_text(path: Path, newline: str | None = None) -> Iterator[TextIO]:
    """Open a text file, plain or gzip (by its ending .gz).

    Raises:
        UserError: naming the file, for whatever makes it unreadable inside the block.
    """
    try:
        opened = gzip.open(path, "rt", encoding="utf-8", newline=newline) if path.suffix == ".gz" else None
        with opened or open(path, encoding="utf-8", newline=newline) as file:
            yield file
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise UserError(f"cannot read {path}: {getattr(error, 'strerror', None) or error}") from None


def sync_folder(path: Path) -> None:
    """Flush a folder's entries to disk, so that a rename inside it survives a power cut."""
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
    temporary = path.with_name(f".{path.name}.tmp-{os.getpid()}")  # others may write the same file
    try:
        write_bytes(temporary, content)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    sync_folder(path.parent)


def replace_text(path: Path, text: str) -> None:
    """`replace_bytes` of a text."""
    replace_bytes(path, text.encode())


def dump_json(value: Any) -> str:
    """JSON as this project writes it: indented, keys in the order given, one final newline."""
    return json.dumps(value, indent=2) + "\n"


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """Yield a temporary folder beside `path` that becomes `path` when the block ends without an exception.

    An existing `path` is replaced only at that moment. When the block raises, the temporary folder is removed and
    `path` stays as it was.
    """
    path = path.absolute()
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.tmp-{os.getpid()}")
    replaced = path.with_name(f".{path.name}.old-{os.getpid()}")
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir()
    try:
        yield temporary
        sync_folder(temporary)
        if path.exists():
            os.rename(path, replaced)
        os.rename(temporary, path)
        sync_folder(path.parent)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
        if replaced.exists() and not path.exists():
            os.rename(replaced, path)
        shutil.rmtree(replaced, ignore_errors=True)
