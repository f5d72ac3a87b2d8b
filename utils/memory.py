"""Freed memory stays with the process, so that the next step finds it mapped.

glibc gives every freed block of some megabytes back to the system and maps a new one for the next tensor of that size.
A training step on a CPU allocates thousands of such tensors, and mapping their pages took a quarter of its time
(docs/log.md). The price is that memory once used stays taken until the process ends.
"""

from __future__ import annotations

import ctypes
import sys

M_TRIM_THRESHOLD, M_TOP_PAD, M_MMAP_MAX = -1, -2, -4  # malloc.h


def keep_freed_memory() -> bool:
    """Tell the C library's allocator; return whether it is one that can be told (glibc). Call before large tensors."""
    if not sys.platform.startswith("linux"):
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:  # musl
        return False
    settings = {M_MMAP_MAX: 0, M_TRIM_THRESHOLD: 2**31 - 1, M_TOP_PAD: 64 * 2**20}
    return all(mallopt(name, value) == 1 for name, value in settings.items())
