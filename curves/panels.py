"""Which metrics are drawn, and in which order."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from fnmatch import fnmatchcase

from runs.metrics import TRAINING
from utils.errors import UserError, nearest

MOST_PANELS = 60
_ORDER = (
    *("loss", "lm_loss", "policy_loss", "value_loss", "q_halt_loss", "*loss"),
    *("exact_accuracy", "accuracy", "q_halt_accuracy", "*accuracy"),
    *("reward", "best_reward", "reward_std", "reward_format", "reward_tool", "reward_arguments", "reward_text"),
    *("reward_right", "reward_*", "pass_at_k", "pass@*", "no_variance"),
    *("kl", "entropy", "clip_low_share", "clip_high_share", "length", "steps", "*", "lr", "gradient_norm"),
)
"""Patterns of the last part of a metric's name, in the order of panels; the first that fits counts, and `*` last."""


def choose_metrics(known: Collection[str], patterns: Sequence[str]) -> list[str]:
    """The metrics to draw.

    Args:
        known: all metrics of the runs.
        patterns: names, or patterns with * as in `train/reward*`, in the order wanted; none: all metrics, but for
            those of parts of a test set, such as `all/kind/x/exact`.

    Raises:
        UserError: there is no such metric, or there are too many.
    """
    ordered = sorted(known, key=place)
    if not patterns:
        return [name for name in ordered if name.count("/") <= 1] or ordered
    chosen: dict[str, None] = {}
    for pattern in patterns:
        matching = [name for name in ordered if name == pattern] or [n for n in ordered if fnmatchcase(n, pattern)]
        if not matching:
            hint = nearest(pattern, ordered) or f"; there is {', '.join(ordered)}"
            raise UserError(f"--metrics {pattern}: the runs have no such metric{hint}")
        chosen |= dict.fromkeys(matching)
    if len(chosen) > MOST_PANELS:
        raise UserError(f"--metrics {' '.join(patterns)}: {len(chosen)} metrics, and at most {MOST_PANELS} are drawn")
    return list(chosen)


def place(metric: str) -> tuple[bool, str, int, str]:
    """Where a metric stands among others: training first, then test sets by name, in each the order of `_ORDER`."""
    group, _, name = metric.rpartition("/")
    numbered = re.sub(r"\d+", lambda digits: digits[0].zfill(20), name)  # pass@2 before pass@10
    matching = [number for number, pattern in enumerate(_ORDER) if pattern != "*" and fnmatchcase(name, pattern)]
    return group != TRAINING, group, matching[0] if matching else _ORDER.index("*"), numbered


def windows_of(metrics: Sequence[str], smooth: int) -> dict[str, int]:
    """For each metric, the number of points in its running mean; 1 for evaluations and the learning rate."""
    noisy = {metric for metric in metrics if metric.startswith(f"{TRAINING}/") and metric != f"{TRAINING}/lr"}
    return {metric: smooth if metric in noisy else 1 for metric in metrics}
