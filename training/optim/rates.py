"""The check of learning rate, betas and weight decay that the optimizers of this folder share."""

from __future__ import annotations


def check_rates(lr: float, betas: tuple[float, float], weight_decay: float) -> None:
    """Refuse rates that no optimizer here can use.

    Raises:
        ValueError: a rate is out of range.
    """
    if lr < 0 or weight_decay < 0 or not all(0 <= beta < 1 for beta in betas):
        raise ValueError(f"need lr >= 0, weight_decay >= 0, 0 <= betas < 1; got {lr}, {weight_decay}, {betas}")
