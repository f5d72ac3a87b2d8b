"""Learning rate as a function of the step, as in the official code."""

from __future__ import annotations

import math


def cosine_with_warmup(step: int, *, base_lr: float, warmup_steps: int, total_steps: int, min_ratio: float) -> float:
    """Linear from 0 over `warmup_steps`, then half a cosine down to `min_ratio * base_lr` at `total_steps`.

    Args:
        step: number of the step about to be made, from 1.
        min_ratio: 1.0 keeps the rate constant after the warm-up (the official default).
    """
    if step < warmup_steps:
        return base_lr * step / max(1, warmup_steps)
    progress = (step - warmup_steps) / max(1, total_steps - warmup_steps)
    return base_lr * (min_ratio + (1 - min_ratio) * 0.5 * (1 + math.cos(math.pi * progress)))
