"""The C library's allocator, told to keep freed memory: seen by the pages that the system maps."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

from utils import memory as memory_module
from utils.memory import FreedMemory

TOUCH = """
import resource, sys, torch
from utils.memory import keep_freed_memory
if sys.argv[1] == "keep":
    assert keep_freed_memory()
def pages():
    for _ in range(15):
        torch.ones(2**24)  # 64 MB, freed at once
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt
print(-pages() + pages())
"""


def faults(mode: str) -> int:
    done = subprocess.run([sys.executable, "-c", TOUCH, mode], capture_output=True, text=True, check=True)
    return int(done.stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="an allocator that cannot be told")
def test_freed_memory_is_used_again() -> None:
    assert faults("keep") < 0.1 * faults("leave")


GROW = """
import sys, torch
from utils.memory import FreedMemory, _resident_pages, keep_freed_memory
assert keep_freed_memory()
memory = FreedMemory()
if sys.argv[1] == "leave":
    memory._trim = lambda _: None
kept, given_back = [], 0
for number in range(400):
    # Each tensor is a little larger than the hole that the last one has left, and something small stays behind it.
    torch.ones(2**20 + number * 2**12)
    kept.append(torch.ones(2**14))
    given_back += memory.check()
print(_resident_pages(), given_back)
"""


def grown(mode: str) -> tuple[int, int]:
    """Pages of a process that has grown, and how often it was too large.

    Where the system happens to place its memory, one process in some fits all tensors into one hole and does not grow.
    """
    for _ in range(12):
        done = subprocess.run([sys.executable, "-c", GROW, mode], capture_output=True, text=True, check=True)
        size, too_large = map(int, done.stdout.split())
        if too_large:
            return size, too_large
    raise AssertionError("no process has grown")


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="an allocator that cannot be told")
def test_a_process_that_grows_gives_memory_back() -> None:
    left, _ = grown("leave")
    size, given_back = grown("check")
    assert size < left and given_back <= 10, (size, left, given_back)


def test_a_process_that_does_not_grow_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = iter([100, 140, 151, 60, 90, 91])
    monkeypatch.setattr(memory_module, "_resident_pages", lambda: next(sizes))
    memory = FreedMemory()
    calls: list[int] = []
    memory._trim = calls.append
    seen = [memory.check() for _ in range(6 * FreedMemory.CALLS)]
    assert [number for number, given_back in enumerate(seen, 1) if given_back] == [
        3 * FreedMemory.CALLS,
        6 * FreedMemory.CALLS,
    ]
    assert calls == [0, 0]
