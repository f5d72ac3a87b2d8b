"""Published formulas of the optimizers in float64 numpy, one function for each file of `config/optim`.

A reference is `f(name, p, grads, lr, beta1, beta2, weight_decay) -> p`: from where a parameter starts, by its gradients
in order, to where it ends. Settings are those of the YAML file.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def adam_atan2(
    name: str, p: Array, grads: list[Array], lr: float, beta1: float, beta2: float, weight_decay: float
) -> Array:
    """Everett et al. 2024 (arXiv 2407.05872), without the two scales, as the official code."""
    m, v = np.zeros_like(p), np.zeros_like(p)
    for t, grad in enumerate(grads, 1):
        m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
        p = p * (1 - lr * weight_decay) - lr / (1 - beta1**t) * np.arctan2(m, np.sqrt(v) / np.sqrt(1 - beta2**t))
    return p


def adamw(name: str, p: Array, grads: list[Array], lr: float, beta1: float, beta2: float, weight_decay: float) -> Array:
    """Loshchilov and Hutter 2019, algorithm 2."""
    m, v = np.zeros_like(p), np.zeros_like(p)
    for t, grad in enumerate(grads, 1):
        m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
        step = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + 1e-8)
        p = p * (1 - lr * weight_decay) - lr * step
    return p


def adam_mini(
    name: str, p: Array, grads: list[Array], lr: float, beta1: float, beta2: float, weight_decay: float
) -> Array:
    """Zhang et al. 2024, algorithms 1 and 2: plain loops over the blocks, each with its one second moment."""
    p = p.copy()
    for block in mini_blocks(name, p):
        m, v = np.zeros_like(p[block]), 0.0
        for t, grad in enumerate(grads, 1):
            g = grad[block]
            m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * float((g * g).sum() / g.size)
            step = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + 1e-8)
            p[block] = p[block] * (1 - lr * weight_decay) - lr * step
    return p


HEAD_DIM = 2
"""Of the projections of queries, keys and values, `qkv_proj`."""


def mini_blocks(name: str, p: Array) -> list[slice]:
    """Rows of each block: the heads of queries and keys, and single rows (or numbers) else."""
    in_heads = len(p) // 3 * 2 if "qkv_proj" in name else 0
    heads = [slice(start, start + HEAD_DIM) for start in range(0, in_heads, HEAD_DIM)]
    return heads + [slice(row, row + 1) for row in range(in_heads, len(p))]


def muon(name: str, p: Array, grads: list[Array], lr: float, beta1: float, beta2: float, weight_decay: float) -> Array:
    """Jordan et al. 2024 with Nesterov momentum, one matrix at a time, scaled as in Liu et al. 2025; else AdamW."""
    if ".layers." not in name or p.ndim != 2:
        return adamw(name, p, grads, lr, beta1, beta2, weight_decay)
    momentum = np.zeros_like(p)
    for grad in grads:
        momentum = 0.95 * momentum + grad
        p = p * (1 - lr * weight_decay) - lr * 0.2 * np.sqrt(max(p.shape)) * quintic(grad + 0.95 * momentum)
    return p


def quintic(matrix: Array) -> Array:
    """Five Newton-Schulz iterations, made on the singular values: they turn none of the singular vectors."""
    left, s, right = np.linalg.svd(matrix, full_matrices=False)
    s = s / (np.linalg.norm(s) + 1e-7)
    for _ in range(5):
        s = 3.4445 * s - 4.7750 * s**3 + 2.0315 * s**5
    return (left * s) @ right


REFERENCES = {
    "adam_atan2": adam_atan2,
    "adam_atan2_fused": adam_atan2,
    "adam_mini": adam_mini,
    "adamw": adamw,
    "muon": muon,
}
