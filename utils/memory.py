"""Keep freed memory in the process, so that the next step can use it again without asking the system.

By default glibc returns every freed block of some megabytes to the system, and maps a new block for the next tensor of
that size. A training step on a CPU allocates thousands of such tensors, and mapping their pages took a quarter of its
time (docs/log.md). The price: memory that was used once stays with the process until it ends.
"""

from __future__ import annotations

import ctypes
import sys

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
