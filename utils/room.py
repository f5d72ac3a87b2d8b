"""Check free memory and free disk before long work begins, rather than fail in the middle of it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from utils.errors import UserError


def free_memory() -> int | None:
    """Bytes of memory that this process can still take, swap included; None if unknown.

    It is the smallest of three: free memory of the machine, of the container or cluster job, and below the process's
    own limit.
    """
    limits = [_free_on_machine(), _free_in_group(), _free_address_space()]
    return min((bytes_ for bytes_ in limits if bytes_ is not None), default=None)


def require_room(bytes_: int, what: str, folder: Path | None = None, copies: int = 1) -> None:
    """Refuse data that do not fit into memory or onto the disk.

    Args:
        bytes_: size of the data.
        what: name of the data in the message, a plural as in "4000 grids".
        folder: an existing folder on the disk to which the data are written; None: no disk is checked.
        copies: number of copies that are in memory at once.

    Raises:
        UserError: the message gives the needed and the free size.
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


def _free_on_machine() -> int | None:
    memory = _table(Path("/proc/meminfo"))
    if "MemAvailable" in memory:
        return 1024 * (memory["MemAvailable"] + memory.get("SwapFree", 0))
    try:
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError, AttributeError):  # names that this system does not know
        return None


def _free_in_group(root: Path = Path("/sys/fs/cgroup")) -> int | None:
    """Free memory below the limit of a container or of a cluster job (cgroups of version 2 and 1)."""
    left = []
    for limit, used, reclaimable in (
        ("memory.max", "memory.current", "inactive_file"),
        ("memory/memory.limit_in_bytes", "memory/memory.usage_in_bytes", "total_inactive_file"),
    ):
        for folder in _groups(root):
            most, now = _number(folder / limit), _number(folder / used)
            if most is not None and now is not None:
                left.append(most - now + _table((folder / limit).parent / "memory.stat").get(reclaimable, 0))
    return max(0, min(left)) if left else None


def _groups(root: Path) -> list[Path]:
    """This process's group and all groups that contain it; the limits of all of them count."""
    try:
        lines = Path("/proc/self/cgroup").read_text().splitlines()
    except OSError:
        return [root]
    own = next((line.split("::", 1)[1].strip("/") for line in lines if line.startswith("0::")), "")
    return [root, *(root.joinpath(*Path(own).parts[: depth + 1]) for depth in range(len(Path(own).parts)))]


def _number(file: Path) -> int | None:
    try:
        text = file.read_text().strip()
    except OSError:
        return None
    return int(text) if text.isdigit() else None  # "max": no limit


def _table(file: Path) -> Mapping[str, int]:
    """Read a file with `name value` or `name: value kB` on each line."""
    try:
        lines = file.read_text().splitlines()
    except OSError:
        return {}
    parts = [line.replace(":", " ").split() for line in lines]
    return {words[0]: int(words[1]) for words in parts if len(words) > 1 and words[1].isdigit()}


def _free_address_space() -> int | None:
    """Free address space below the limit of `ulimit -v`."""
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
