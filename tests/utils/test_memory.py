"""The C library's allocator, told to keep freed memory: seen by the pages that the system maps."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

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
