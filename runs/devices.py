"""The device, precision, compiler and matrix library that a network uses: what `auto` means in the configuration."""

from __future__ import annotations

import os
import platform
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import torch

from utils.errors import UserError


def choose_device(name: str, local_rank: int = 0) -> torch.device:
    """Resolve `auto`, `cpu`, `cuda`, `mps` or a numbered `cuda:1`; `auto` takes a GPU where there is one.

    Args:
        local_rank: number of this process on its machine; each takes a GPU of its own.

    Raises:
        UserError: the device is unknown, or this machine has none, or fewer GPUs than processes.
    """
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
    kind = name.split(":")[0]
    if kind not in ("cpu", "cuda", "mps"):
        raise UserError(f"device '{name}' is unknown; choose auto, cpu, cuda or mps")
    if kind == "cuda" and not torch.cuda.is_available():
        raise UserError("device=cuda, but torch sees no CUDA device; use device=auto or device=cpu")
    if kind == "mps" and not torch.backends.mps.is_available():
        raise UserError("device=mps, but torch sees no Apple GPU; use device=auto or device=cpu")
    if name != "cuda":
        return torch.device(name)
    visible = torch.cuda.device_count()
    if visible > 1 and local_rank >= visible:
        raise UserError(f"process {local_rank} of this machine has no GPU: it sees {visible}; start one for each GPU")
    # Slurm's --gpus-per-task shows each process one GPU, its own.
    return torch.device("cuda", local_rank if visible > 1 else 0)


def device_name(device: torch.device) -> str:
    """The device with the model of the GPU, as in `cuda:0 (NVIDIA H200)`."""
    return f"{device} ({torch.cuda.get_device_name(device)})" if device.type == "cuda" else str(device)


def choose_dtype(name: str, device: torch.device) -> str:
    """Resolve `forward_dtype: auto`: bfloat16 where the hardware computes in it, float32 elsewhere.

    Raises:
        UserError: float64 on Apple's GPU, which has none.
    """
    if name == "float64" and device.type == "mps":
        raise UserError("forward_dtype=float64, but Apple's GPU has no float64; use device=cpu or float32")
    if name != "auto":
        return name
    if device.type == "cuda":
        fast = torch.cuda.get_device_capability(device) >= (8, 0)
    elif device.type == "cpu":
        fast = _cpu_has_bfloat16()
    else:
        fast = False
    return "bfloat16" if fast else "float32"


def choose_compile(setting: bool | Literal["auto"], device: torch.device) -> bool:
    """Resolve `compile: auto`: on CUDA with Triton, unless DISABLE_COMPILE is set, as in the official code.

    On a CPU compiling takes longer than a short run gains.
    """
    if setting != "auto":
        return setting
    return device.type == "cuda" and find_spec("triton") is not None and "DISABLE_COMPILE" not in os.environ


def choose_onednn(setting: Literal["auto", "mkl", "onednn"], device: torch.device) -> bool:
    """Resolve `cpu_matmul: auto`: oneDNN on AMD processors, for which MKL takes slow kernels.

    Decided by name and not by timing, so that two runs on one machine compute the same bits.
    """
    if device.type != "cpu" or not torch.backends.mkldnn.is_available():
        return False
    return setting == "onednn" or (setting == "auto" and _cpu_is_amd())


def _cpu_is_amd() -> bool:
    cpuinfo = Path("/proc/cpuinfo")
    known = cpuinfo.read_text() if cpuinfo.is_file() else platform.processor()
    return "AuthenticAMD" in known


def _cpu_has_bfloat16() -> bool:
    """Whether the processor multiplies bfloat16 natively; emulated bfloat16 is several times slower than float32."""
    checks = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
    return any(hasattr(torch.cpu, name) and getattr(torch.cpu, name)() for name in checks)
