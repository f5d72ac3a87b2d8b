"""Blocks on rows of different lengths, without the work for their padding. The plain formula computes the padding, too.

On a CPU the rows are laid one behind the other: nearly all work is in products that take one position at a time.
Elsewhere each row's positions move to its front, and the batch is cut behind its longest row.
"""

from __future__ import annotations

from collections.abc import Callable

import torch

from models.kernels.switch import takes_plain
from models.layers import Context, CosSin

Blocks = Callable[[torch.Tensor, Context], torch.Tensor]
"""Maps positions (B, L, D) to as many positions, of whatever width."""
Latents = dict[str, torch.Tensor]
_STRIDE = 64
"""A batch is cut at a multiple of this, so that a compiler meets few different lengths."""


def without_padding(blocks: Blocks, x: torch.Tensor, context: Context) -> torch.Tensor:
    """Apply blocks to rows (B, L, D). Where `context.visible` is (B, 1, 1, L), what it hides becomes 0."""
    if context.visible is None or not context.hides_padding:
        return blocks(x, context)
    present = context.visible[:, 0, 0]  # (B, L)
    on_cpu = x.device.type == "cpu"
    if takes_plain() or x.is_meta or (on_cpu and not present.any()):
        return plain_without_padding(blocks, x, context)
    if on_cpu:
        return _one_behind_the_other(blocks, x, present, context.cos_sin)
    return moved_to_the_front(blocks, x, present, context.cos_sin)


def plain_without_padding(blocks: Blocks, x: torch.Tensor, context: Context) -> torch.Tensor:
    """The formula of `without_padding`."""
    assert context.visible is not None
    return torch.where(context.visible[:, 0, 0].unsqueeze(-1), blocks(x, context), 0)


def recurse_without_padding(
    recurse: Callable[[Latents, torch.Tensor, Context], Latents], latents: Latents, x: torch.Tensor, context: Context
) -> Latents:
    """Apply a recursion to latents and input x in the way of `without_padding`.

    Latents that are not (B, L, D) as x is have no padding to leave out: then this is `recurse` alone.
    """
    if not context.hides_padding or any(z.shape != x.shape for z in latents.values()):
        return recurse(latents, x, context)

    def blocks(rows: torch.Tensor, around: Context) -> torch.Tensor:
        own, *parts = rows.chunk(1 + len(latents), dim=-1)
        new = recurse(dict(zip(latents, parts, strict=True)), own, around)
        return torch.cat([new[name] for name in latents], dim=-1)

    together = without_padding(blocks, torch.cat((x, *latents.values()), dim=-1), context)
    return dict(zip(latents, together.chunk(len(latents), dim=-1), strict=True))


def _one_behind_the_other(
    blocks: Blocks, x: torch.Tensor, present: torch.Tensor, cos_sin: CosSin | None
) -> torch.Tensor:
    B, L, _ = x.shape
    kept = present.flatten().nonzero().squeeze(1)  # (N,)
    lengths = tuple(length for length in present.sum(1).tolist() if length)
    turned = None if cos_sin is None else (cos_sin[0][kept % L], cos_sin[1][kept % L])
    rows = blocks(x.flatten(0, 1)[kept].unsqueeze(0), Context(turned, None, lengths))  # (1, N, D)
    return x.new_zeros(B * L, rows.shape[-1]).index_copy(0, kept, rows[0]).unflatten(0, (B, L))


def moved_to_the_front(blocks: Blocks, x: torch.Tensor, present: torch.Tensor, cos_sin: CosSin | None) -> torch.Tensor:
    """`without_padding` for accelerators; `present` (B, L) is True where a row has something."""
    longest = max(int(present.sum(1).max()), 1)  # the one thing for which the host waits
    longest = min(-(longest // -_STRIDE) * _STRIDE, x.shape[1])
    order = present.int().argsort(dim=1, descending=True, stable=True)[:, :longest]  # (B, longest)
    index = order.unsqueeze(-1).expand(-1, -1, x.shape[-1])
    kept = present.gather(1, order)
    turned = None if cos_sin is None else (cos_sin[0][order], cos_sin[1][order])  # (B, longest, hd)
    rows = plain_without_padding(blocks, x.gather(1, index), Context(turned, kept[:, None, None]))
    return x.new_zeros(*x.shape[:2], rows.shape[-1]).scatter(1, order.unsqueeze(-1).expand_as(rows), rows)
