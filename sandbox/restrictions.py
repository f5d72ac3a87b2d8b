"""Limits of the system for the process of code, and a hook for the form "plain", which refuses what others contain."""

from __future__ import annotations

import os
import resource
import sys

TYPE_CHECKING = False  # as in `sandbox.wire`
if TYPE_CHECKING:
    from typing import Any

LARGEST_FILE = 16 * 2**20
OPEN_FILES = 64
THREADS = 48
"""Threads count as processes for the system, and may be made beside the allowed processes."""

_REFUSED = (
    *("os.fork", "os.posix_spawn", "os.exec", "os.spawn", "os.system", "os.kill", "pty.", "subprocess.", "socket."),
    *("signal.pthread_kill", "ctypes.", "gc.get_objects", "gc.get_referrers", "resource.prlimit", "syslog."),
)
_CHANGES = (
    *("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.chmod", "os.chown", "os.chflags"),
    *("os.truncate", "os.utime", "os.setxattr", "os.removexattr", "shutil."),
)
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def limit(memory: int, cpu_seconds: int, processes: int) -> None:
    """Limit this process and those that it will make.

    Args:
        processes: 0 sets no limit: outside a user space of its own, the system counts all processes of the user. Root's
            are never limited. In both cases the parent's look at the processes is the only limit.

    Raises:
        OSError, ValueError: the system does not grant it.
    """
    most = {"AS": memory, "CPU": cpu_seconds, "FSIZE": LARGEST_FILE, "NOFILE": OPEN_FILES, "CORE": 0}
    if processes:
        most["NPROC"] = processes + THREADS
    for name, value in most.items():
        number = getattr(resource, f"RLIMIT_{name}")
        hard = resource.getrlimit(number)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(number, (value, value))


def add_hook(folder: str) -> None:
    """Refuse what a program has no business with, and changes outside a folder. For the form "plain"."""
    folder = os.path.realpath(folder)
    real, string, joined = os.path.realpath, (str, bytes), folder + os.sep
    stack = resource.RLIMIT_STACK  # programs ask for more of it before they recurse

    def outside(path: object) -> bool:
        name = real(os.fsdecode(path)) if isinstance(path, string) else folder
        return name != folder and not name.startswith(joined) and name != os.devnull

    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(_REFUSED) or (event == "resource.setrlimit" and arguments[0] != stack):
            raise PermissionError(f"{event} is not allowed here")
        opens = event == "open" and isinstance(arguments[0], string)
        if opens and real(os.fsdecode(arguments[0])).startswith("/proc/"):
            raise PermissionError("what the system says about processes cannot be read here")
        writes = opens and isinstance(arguments[2], int) and arguments[2] & _WRITES
        if (writes and outside(arguments[0])) or (event.startswith(_CHANGES) and any(map(outside, arguments))):
            raise PermissionError("files outside the program's folder cannot be changed")

    sys.addaudithook(refuse)
