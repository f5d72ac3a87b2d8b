"""Confidence intervals of shares."""

from __future__ import annotations

import math


def wilson_interval(successes: float, total: float, z: float = 1.96) -> tuple[float, float]:
    """Confidence interval of a share (Wilson 1927), also sound near 0 and 1; `z` 1.96 gives 95%.

    An F1 may be given as a share of the mean of what is expected and what is given; its interval is then approximate.

    >>> [round(bound, 4) for bound in wilson_interval(99, 100)]
    [0.9455, 0.9982]
    """
    if total == 0:
        return 0.0, 1.0
    share = successes / total
    centre = share + z * z / (2 * total)
    spread = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    scale = 1 + z * z / total
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def show_interval(bounds: tuple[float, float]) -> str:
    """The interval of a share as tables show it.

    >>> show_interval((0.9455, 0.9982))
    '94.55% - 99.82%'
    """
    return f"{bounds[0]:.2%} - {bounds[1]:.2%}"
