"""Learning rate as a function of the step. `cosine` is the official schedule; the others fix its end value."""

from __future__ import annotations

import math

END_RATIO = {"constant": 1.0, "cosine_to_zero": 0.0}
"""Last rate of a schedule divided by its peak. For `cosine` it is `lr_min_ratio`."""


def scheduled_rate(
    schedule: str, step: int, *, base_lr: float, warmup_steps: int, total_steps: int, min_ratio: float
) -> float:
    """Rise linearly from 0 for `warmup_steps`, then fall along half a cosine to the last rate at `total_steps`.

    Args:
        schedule: `cosine`, `constant` or `cosine_to_zero`.
        step: number of the step about to be made, from 1.
        min_ratio: last rate of `cosine` divided by `base_lr`; the official default 1.0 keeps the rate constant.
    """
    if step < warmup_steps:
        return base_lr * step / max(1, warmup_steps)
    end = END_RATIO.get(schedule, min_ratio)
    progress = (step - warmup_steps) / max(1, total_steps - warmup_steps)
    return base_lr * (end + (1 - end) * 0.5 * (1 + math.cos(math.pi * progress)))
