"""Keep freed memory in the process, so that the next step can use it again without asking the system.

By default glibc returns every freed block of some megabytes to the system, and maps a new block for the next tensor of
that size. A training step on a CPU allocates thousands of such tensors, and mapping their pages took a quarter of its
time (docs/log.md). The price: memory that was used once stays with the process, and where tensors have other sizes in
every step, the process grows. `FreedMemory` gives back what is free when that has gone too far.
"""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path

M_TRIM_THRESHOLD, M_TOP_PAD, M_MMAP_MAX = -1, -2, -4  # malloc.h


def keep_freed_memory() -> bool:
    """Set up the C library's allocator; return False if it is not glibc's. Call this before large tensors are made."""
    if not sys.platform.startswith("linux"):
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:  # musl
        return False
    settings = {M_MMAP_MAX: 0, M_TRIM_THRESHOLD: 2**31 - 1, M_TOP_PAD: 64 * 2**20}
    return all(mallopt(name, value) == 1 for name, value in settings.items())


class FreedMemory:
    """Gives freed memory back to the system when the process has grown by half since it last had settled."""

    CALLS = 20
    """Calls of `check` from one look at the process to the next."""
    GROWTH = 1.5

    def __init__(self) -> None:
        self._calls = 0
        self._settled: int | None = None
        self._trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform.startswith("linux") else None

    def check(self) -> bool:
        """Call this after each step; it is cheap. Return whether memory was given back."""
        self._calls += 1
        if self._trim is None or self._calls % self.CALLS:
            return False
        size = _resident_pages()
        if self._settled is None:  # what a step uses is in use again
            self._settled = size
        if size <= self.GROWTH * self._settled:
            return False
        self._trim(0)
        self._settled = None
        return True


def _resident_pages() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1])
