"""Move batches between numpy and a device."""

from __future__ import annotations

import numpy as np
import torch


def to_device(batch: dict[str, np.ndarray], device: torch.device) -> dict[str, torch.Tensor]:
    """Move numpy rows to tensors on `device`."""
    return {name: send(tensor_of(array), device) for name, array in batch.items()}


def send(tensor: torch.Tensor, device: torch.device) -> torch.Tensor:
    """Move a tensor to `device` without waiting for it."""
    return pinned(tensor, device).to(device, non_blocking=True)


def pinned(tensor: torch.Tensor, device: torch.device) -> torch.Tensor:
    """For CUDA, a copy in pinned memory, which is sent while the host goes on; for other devices the tensor itself."""
    return tensor.pin_memory() if device.type == "cuda" else tensor


def tensor_of(array: np.ndarray) -> torch.Tensor:
    """A tensor that shares the array's memory, unless that is read-only."""
    return torch.from_numpy(np.require(array, requirements=["C", "W"]))


def to_numpy(tensor: torch.Tensor) -> np.ndarray:
    """Copy a tensor to numpy. bfloat16 becomes float32, as numpy has no bfloat16."""
    return (tensor.float() if tensor.dtype is torch.bfloat16 else tensor).cpu().numpy()
