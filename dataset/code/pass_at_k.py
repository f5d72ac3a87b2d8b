"""pass@k: the chance that one of k candidates, drawn from n of which c are right, is right (arXiv 2107.03374).

pass_at_k(n=10, c=3, k=1)      0.3
pass_at_k(n=10, c=3, k=5)      0.9167: 1 - C(7, 5) / C(10, 5)
"""

from __future__ import annotations

import math


def pass_at_k(n: int, c: int, k: int) -> float:
    """1 - C(n - c, k) / C(n, k), without the large numbers of that formula, and precise where it is near 0 or 1.

    Raises:
        ValueError: not 0 <= c <= n and 1 <= k <= n.
    """
    if not 0 <= c <= n or not 1 <= k <= n:
        raise ValueError(f"pass@k of {c} right ones among {n} candidates with k={k}")
    if c + k > n:  # any k candidates include a right one
        return 1.0
    fewer, more = sorted((c, k))  # the formula is the same with c and k exchanged
    return -math.expm1(math.fsum(math.log1p(-more / (n - i)) for i in range(fewer)))
