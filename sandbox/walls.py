"""The processes and namespaces around code, made from inside its process before it runs.

The first process of a worker stays outside as the keeper of those that it makes. In the form "namespaces" the keeper's
child is the first process of a process space and the code runs in a child of that one:

    keeper (process space of the machine)  ->  init (1 of its own)  ->  code

Once the code has ended, init ends and the system ends everything in its space. In the form "plain" the keeper is the
parent of the code, inherits whatever leaves the code's family, and ends it. A keeper ends if its own parent does.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found] # `signal` takes longer to import than the rest
import os
import sys
import time
from itertools import islice

TYPE_CHECKING = False  # typing.TYPE_CHECKING, without an import that takes longer than all others together
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_MANY = 1000
"""Processes that are looked for at once where all are to be ended."""
SIGCHLD, SIGKILL, SIGTERM = _signal.SIGCHLD, _signal.SIGKILL, _signal.SIGTERM
LARGEST_FOLDER = 64 * 2**20

_SET_PARENT_DEATH_SIGNAL, _SET_CHILD_SUBREAPER, _SET_NO_NEW_PRIVILEGES, _DROP_BOUNDING = 1, 36, 38, 24
_NEW = {"user": 0x10000000, "pid": 0x20000000, "net": 0x40000000, "ipc": 0x08000000, "uts": 0x04000000}
_NEW_MOUNTS = 0x00020000
_AT_FDCWD, _AT_RECURSIVE, _MOUNT_SETATTR = -100, 0x8000, 442
_MOUNT_READ_ONLY, _PRIVATE, _NOSUID_NODEV, _BIND = 0x1, 1 << 18, 0x2 | 0x4, 0x1000
_CAPABILITIES_3 = 0x20080522


# ---- keepers


def keep_namespaces(channel: int) -> None:
    """Return in a process of new namespaces in which files cannot be changed but in /tmp, which is empty.

    Args:
        channel: a descriptor that only the returning process keeps. The same in `keep_plain`.

    Raises:
        OSError: the system does not allow it.
    """
    system = _System()
    user, group = os.getuid(), os.getgid()
    system("unshare", sum(_NEW.values()))
    for file, line in (("setgroups", "deny"), ("uid_map", f"65534 {user} 1"), ("gid_map", f"65534 {group} 1")):
        with open(f"/proc/self/{file}", "w") as map_file:
            map_file.write(line)
    system("prctl", _SET_PARENT_DEATH_SIGNAL, SIGTERM, 0, 0, 0)
    _fork_kept(channel, family=False)
    # From here on, this is init.
    system("prctl", _SET_PARENT_DEATH_SIGNAL, SIGKILL, 0, 0, 0)
    _make_read_only(system)
    _drop_rights(system)
    child = os.fork()
    if child:
        os.close(channel)
        _leave_like(_wait_for(child))


def keep_plain(channel: int) -> None:
    """Return in a child of a process that ends it, and all that it leaves behind."""
    linux = sys.platform == "linux"
    if linux:
        system = _System()
        system("prctl", _SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        system("prctl", _SET_PARENT_DEATH_SIGNAL, SIGTERM, 0, 0, 0)
    _fork_kept(channel, family=True)
    if linux:
        system("prctl", _SET_PARENT_DEATH_SIGNAL, SIGKILL, 0, 0, 0)


def _fork_kept(channel: int, family: bool) -> None:
    """Fork; return in the child. The parent waits, ends what is left, and exits with the child's status.

    Args:
        family: whether there is more to end than the child.
    """
    _signal.pthread_sigmask(_signal.SIG_BLOCK, {SIGCHLD, SIGTERM})
    child = os.fork()
    if not child:
        _signal.pthread_sigmask(_signal.SIG_UNBLOCK, {SIGCHLD, SIGTERM})
        return
    os.close(channel)
    status, stopped = None, False
    while status is None and not stopped:
        stopped = _signal.sigwait({SIGCHLD, SIGTERM}) == SIGTERM
        try:
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                status = ended[1] if ended[0] == child else status
        except ChildProcessError:
            break
    if status is None:
        os.kill(child, SIGKILL)
    try:
        while True:
            if family:
                kill_descendants(os.getpid())
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
            time.sleep(0.001)
    except ChildProcessError:
        _leave_like(SIGKILL if status is None else status)


def kill_descendants(pid: int) -> int:
    """Kill what `descendants` finds, each as soon as it is found, and return how many there were."""
    found = 0
    for child in islice(descendants(pid), _MANY):
        found += 1
        try:
            os.kill(child, SIGKILL)
        except (ProcessLookupError, PermissionError):  # it has ended, or its number belongs to somebody else now
            pass
    return found


def descendants(pid: int) -> Iterator[int]:
    """Processes that a process has made and those that they have made. A fork bomb may make them faster than this."""
    parents = [pid]
    while parents:
        parent = parents.pop()
        try:
            for thread in os.listdir(f"/proc/{parent}/task"):
                with open(f"/proc/{parent}/task/{thread}/children") as file:
                    children = [int(child) for child in file.read().split()]
                yield from children
                parents += children
        except OSError:  # it has ended
            continue


def _wait_for(child: int) -> int:
    """The status of a child; others that end before are forgotten."""
    while True:
        pid, status = os.waitpid(-1, 0)
        if pid == child:
            return status


def _leave_like(status: int) -> None:
    code = os.waitstatus_to_exitcode(status)
    os._exit(code if code >= 0 else 128 - code)


# ---- namespaces


class _System:
    """Calls of the C library that Python does not have. Each raises OSError if it fails."""

    def __init__(self) -> None:
        import ctypes

        self.ctypes = ctypes
        self.library = ctypes.CDLL(None, use_errno=True)

    def __call__(self, name: str, *arguments: Any) -> None:
        arguments = tuple(self.ctypes.c_long(each) if isinstance(each, int) else each for each in arguments)
        if getattr(self.library, name)(*arguments) != 0:
            number = self.ctypes.get_errno()
            raise OSError(number, f"{name}: {os.strerror(number)}")


def _make_read_only(system: _System) -> None:
    system("unshare", _NEW_MOUNTS)

    def change(path: bytes, flags: int, *attributes: int) -> None:
        words = (system.ctypes.c_uint64 * 4)(*attributes)  # to set, to clear, propagation, a user space
        system("syscall", _MOUNT_SETATTR, _AT_FDCWD, path, flags, system.ctypes.byref(words), 32)

    system("mount", b"/dev/null", b"/dev/null", None, _BIND, None)
    change(
        b"/", _AT_RECURSIVE, _MOUNT_READ_ONLY | _NOSUID_NODEV, 0, _PRIVATE, 0
    )  # disks are devices, and files for root
    change(b"/dev/null", 0, 0, _NOSUID_NODEV, 0, 0)
    if os.path.isdir("/run"):  # sockets of services, which are files; read-only folders do not stop connections
        system("mount", b"tmpfs", b"/run", b"tmpfs", _NOSUID_NODEV | _MOUNT_READ_ONLY, b"size=0")
    system("mount", b"tmpfs", b"/tmp", b"tmpfs", _NOSUID_NODEV, f"size={LARGEST_FOLDER},mode=700".encode())
    try:
        system("mount", b"proc", b"/proc", b"proc", _NOSUID_NODEV, None)
    except OSError:  # inside a container; an empty folder hides the machine's processes, too
        system("mount", b"tmpfs", b"/proc", b"tmpfs", _NOSUID_NODEV | _MOUNT_READ_ONLY, b"size=0")
    os.chdir("/tmp")


def _drop_rights(system: _System) -> None:
    """Give up what a new user space gives: with it, the code could undo the above."""
    system("prctl", _SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    for capability in range(64):
        try:
            system("prctl", _DROP_BOUNDING, capability, 0, 0, 0)
        except OSError:  # this kernel has no more
            break
    header, none = (system.ctypes.c_uint32 * 2)(_CAPABILITIES_3, 0), (system.ctypes.c_uint32 * 6)()
    system("capset", system.ctypes.byref(header), system.ctypes.byref(none))
