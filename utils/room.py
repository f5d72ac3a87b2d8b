"""Is there room for it? What memory and disk still hold, asked before long work and not when they are full."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from utils.errors import UserError

_CGROUPS = (
    ("memory.max", "memory.current"),
    ("memory/memory.limit_in_bytes", "memory/memory.usage_in_bytes"),
)
"""Files below /sys/fs/cgroup with the limit of a container and what it uses, of version 2 and of version 1."""


def free_memory() -> int | None:
    """Bytes that this process can still take, by the machine, its container and its own limit; None where unknown."""
    found = [_available(), *(_left_in_container(*names) for names in _CGROUPS), _left_of_address_space()]
    return min((bytes_ for bytes_ in found if bytes_ is not None), default=None)


def require_room(bytes_: int, what: str, folder: Path | None = None, copies: int = 1) -> None:
    """Refuse what fits neither into memory nor onto the disk.

    Args:
        bytes_: size of the thing.
        what: names it in the message, as in "4000 grids"; it is a plural.
        folder: an existing folder on the disk to which it is written.
        copies: how often it lies in memory at once.

    Raises:
        UserError: saying how much it takes, and how much there is.
    """
    memory = free_memory()
    if memory is not None and bytes_ * copies > memory:
        raise UserError(f"{what} take {_size(bytes_ * copies)} of memory, and {_size(memory)} are free: ask for fewer")
    if folder is not None:
        free = shutil.disk_usage(folder).free
        if bytes_ > free:
            raise UserError(f"{what} take {_size(bytes_)} of disk, and {folder} has {_size(free)} free: ask for fewer")


def _size(bytes_: int) -> str:
    for unit in ("bytes", "kB", "MB", "GB"):
        if bytes_ < 1000:
            return f"{bytes_} {unit}"
        bytes_ = bytes_ // 1000
    return f"{bytes_} TB" if bytes_ < 10**6 else "over a million TB"


def _available() -> int | None:
    """What the machine has left: MemAvailable on Linux, else all of its memory."""
    try:
        for line in Path("/proc/meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError, IndexError):
        pass  # no Linux, or a container that hides it
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return None


def _left_in_container(limit: str, used: str) -> int | None:
    try:
        most, now = (int(Path("/sys/fs/cgroup", name).read_text()) for name in (limit, used))
    except (OSError, ValueError):  # there is no such file, or it says "max"
        return None
    return max(most - now, 0)


def _left_of_address_space() -> int | None:
    """What `ulimit -v` leaves."""
    if sys.platform == "win32":
        return None
    import resource  # Unix only

    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    if limit == resource.RLIM_INFINITY:
        return None
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return limit
    return max(limit - pages * os.sysconf("SC_PAGE_SIZE"), 0)
