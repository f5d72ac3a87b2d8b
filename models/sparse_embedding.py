"""The table of puzzle embeddings: one row for each puzzle identifier. A batch uses few of the rows.

The table is a buffer, so that no dense gradient of its size is ever made. In training, `forward` copies the rows of the
batch into a leaf tensor that collects their gradient, and remembers that tensor. `training.optim.sparse_sign_sgd` takes
the gradients and writes the updated rows back. Any batch size works. Gradients of several forward passes before a step
add up.
"""

from __future__ import annotations

import torch
from torch import nn

from models.common import trunc_normal_init_


class CastedSparseEmbedding(nn.Module):
    """Table of (num_embeddings, embedding_dim): identifiers (B,) -> (B, embedding_dim) in `cast_to`."""

    def __init__(self, num_embeddings: int, embedding_dim: int, init_std: float, cast_to: torch.dtype) -> None:
        super().__init__()
        self.cast_to = cast_to
        self.weights = nn.Buffer(trunc_normal_init_(torch.empty(num_embeddings, embedding_dim), std=init_std))
        self._touched: list[tuple[torch.Tensor, torch.Tensor]] = []

    def forward(self, identifiers: torch.Tensor) -> torch.Tensor:
        rows = self.weights[identifiers]
        if self.training and torch.is_grad_enabled():
            rows.requires_grad_()
            self._touched.append((identifiers, rows))
        return rows.to(self.cast_to)

    def take_gradients(self) -> tuple[torch.Tensor, torch.Tensor] | None:
        """Return identifiers (N,) and gradients (N, embedding_dim) since the last call, and forget them.

        None: there are no gradients.
        """
        touched = [(ids, rows.grad) for ids, rows in self._touched if rows.grad is not None]
        self._touched.clear()
        if not touched:
            return None
        return torch.cat([ids for ids, _ in touched]), torch.cat([grad for _, grad in touched])
