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
for size in [2**24] * 11:
    torch.ones(size)  # 64 MB, freed at once
    before = before if "before" in globals() else resource.getrusage(resource.RUSAGE_SELF).ru_minflt
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="an allocator that cannot be told")
def test_freed_memory_is_used_again() -> None:
    faults = {
        mode: int(
            subprocess.run([sys.executable, "-c", TOUCH, mode], capture_output=True, text=True, check=True).stdout
        )
        for mode in ("leave", "keep")
    }
    assert faults["keep"] < 0.1 * faults["leave"]
