"""Sign-SGD on those rows of a puzzle-embedding table that a batch used on any rank (official `sparse_embedding`).

A row gets a gradient so rarely that Adam's moments would be almost its last gradient, and Adam's step almost its sign.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch.optim.optimizer import Optimizer

from models.sparse_embedding import CastedSparseEmbedding
from training.distributed import Dist


class SparseSignSGD(Optimizer):
    """Updates `embedding.weights` from the gradients of all forward passes since the last step.

    Args:
        embedding: the table.
        lr: may be 0; the training step sets it from the schedule.
        weight_decay: decoupled, times `lr`, only on rows that a batch used.
        dist: ranks whose gradients are added up.
    """

    def __init__(self, embedding: CastedSparseEmbedding, lr: float, weight_decay: float, dist: Dist) -> None:
        super().__init__([embedding.weights], dict(lr=lr, weight_decay=weight_decay))
        self._embedding = embedding
        self._dist = dist

    @torch.no_grad()
    def step(self, closure: Callable[[], Any] | None = None) -> None:  # type: ignore[override]
        """Make one step; do nothing if there are no gradients."""
        gradients = self._embedding.take_gradients()
        if gradients is not None:
            identifiers, grad = (self._dist.gather_rows(tensor) for tensor in gradients)
            group = self.param_groups[0]
            update_rows(self._embedding.weights, identifiers, grad, group["lr"], group["weight_decay"])

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Forget gradients that no step has used."""
        self._embedding.take_gradients()


def update_rows(
    weights: torch.Tensor, identifiers: torch.Tensor, grad: torch.Tensor, lr: float, weight_decay: float
) -> None:
    """Update a table (P, D) in place from gradients (N, D) of rows `identifiers` (N,), which may repeat.

    All tensor sizes are known in advance. The number of different rows is not: `unique` would make the host wait for a
    GPU.
    """
    identifiers = identifiers.long()
    # Gradients of one row are added up at one of the indices that name it: whichever was written last.
    place = torch.empty(len(weights), dtype=torch.long, device=weights.device)
    place[identifiers] = torch.arange(len(identifiers), device=weights.device)
    place = place[identifiers]  # (N,)
    total = torch.zeros_like(grad).index_add_(0, place, grad)[place]  # (N, D), equal for equal identifiers
    weights[identifiers] = weights[identifiers] * (1 - lr * weight_decay) - lr * total.sign()
