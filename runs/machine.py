"""The machine on which figures were measured, for the files that hold them."""

from __future__ import annotations

import platform
from typing import Any

import torch


def machine() -> dict[str, Any]:
    """The hardware and versions on which the figures depend."""
    return {
        "processor": platform.machine(),
        "threads": torch.get_num_threads(),
        "cpu_capability": torch.backends.cpu.get_cpu_capability(),
        "gpu": torch.cuda.get_device_name() if torch.cuda.is_available() else None,
        "torch": torch.__version__,
        "python": platform.python_version(),
    }
