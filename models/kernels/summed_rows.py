"""Sums of rows of a table (an embedding bag)."""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F

from models.kernels.switch import takes_plain


def summed_rows(rows: torch.Tensor, table: torch.Tensor) -> torch.Tensor:
    """Sums of the rows of `table` (R, D) that `rows` (N, K) names: (N, D)."""
    if takes_plain() or rows.device.type != "cpu":
        return plain_summed_rows(rows, table)
    return SummedRows.apply(rows, table)


def plain_summed_rows(rows: torch.Tensor, table: torch.Tensor) -> torch.Tensor:
    """The formula of `summed_rows`."""
    return F.embedding_bag(rows, table, mode="sum")


class SummedRows(torch.autograd.Function):
    """`plain_summed_rows` whose gradient is added up column by column.

    On a CPU, torch's own gradient first sorts the rows and takes more than twice as long.
    """

    @staticmethod
    def forward(ctx: Any, rows: torch.Tensor, table: torch.Tensor) -> torch.Tensor:
        ctx.save_for_backward(rows)
        ctx.height = len(table)
        return plain_summed_rows(rows, table)

    @staticmethod
    def backward(ctx: Any, grad: torch.Tensor) -> tuple[None, torch.Tensor]:
        (rows,) = ctx.saved_tensors
        total = grad.new_zeros(ctx.height, grad.shape[1])
        for column in rows.unbind(1):
            total.index_add_(0, column, grad)
        return None, total
