"""Learning rate as a function of the step. `cosine` is the official code's; the others are it with a fixed end."""

from __future__ import annotations

import math

END_RATIO = {"constant": 1.0, "cosine_to_zero": 0.0}
"""Where a schedule ends, as a part of the peak; `cosine` is told by `lr_min_ratio`."""


def scheduled_rate(
    schedule: str, step: int, *, base_lr: float, warmup_steps: int, total_steps: int, min_ratio: float
) -> float:
    """Linear from 0 over `warmup_steps`, then half a cosine down to the end's part of `base_lr` at `total_steps`.

    Args:
        schedule: `cosine`, `constant` or `cosine_to_zero`.
        step: number of the step about to be made, from 1.
        min_ratio: end of `cosine`; at 1.0, the official default, it is constant too.
    """
    if step < warmup_steps:
        return base_lr * step / max(1, warmup_steps)
    end = END_RATIO.get(schedule, min_ratio)
    progress = (step - warmup_steps) / max(1, total_steps - warmup_steps)
    return base_lr * (end + (1 - end) * 0.5 * (1 + math.cos(math.pi * progress)))
