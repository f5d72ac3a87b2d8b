"""Logits and losses of labelled positions only. Text has few of them."""

from __future__ import annotations

import torch

from models.kernels.switch import takes_plain


def labelled_suffices(device: torch.device, few_labels: bool) -> bool:
    """Whether a training step may leave out positions without a label.

    Args:
        few_labels: True for text; puzzles have labels nearly everywhere.
    """
    # On a GPU, counting labels would force a synchronisation.
    return few_labels and device.type == "cpu" and not takes_plain()


def spread(values: torch.Tensor, labelled: torch.Tensor) -> torch.Tensor:
    """Put the values (N,) of labelled positions back in their places: (B, L), 0 where `labelled` (B, L) is False."""
    return torch.zeros(labelled.shape, dtype=values.dtype, device=values.device).masked_scatter(labelled, values)
