"""Sums of the words of lines of text, each word scaled by its role: of all places, or of those that hold a word."""

from __future__ import annotations

import torch
from torch import nn

from models.kernels.summed_rows import plain_summed_rows, summed_rows
from models.kernels.switch import takes_plain


def sums_of_lines(
    lines: torch.Tensor,
    beside: torch.Tensor,
    embed: nn.Module,
    places: torch.Tensor,
    neighbours: torch.Tensor,
    pad_id: int,
) -> torch.Tensor:
    """Add up each line: the embedding of each word times (the vector of its place + those of its neighbours).

    Most places are padding. On a CPU they are left out; a GPU adds their zeros, since leaving them out would force a
    synchronisation.

    Args:
        lines: tokens (B, lines, T).
        beside: rows of `neighbours` (B, lines, T, K) for the words around each word.
        embed: tokens to vectors (..., D).
        places: (T or more, D).
        neighbours: (R, D).
        pad_id: the token of padding.

    Returns:
        (B, lines, D).
    """
    if takes_plain() or lines.device.type != "cpu":
        return plain_sums_of_lines(lines, beside, embed, places, neighbours, pad_id)
    filled = lines != pad_id
    line, place = filled.flatten(0, 1).nonzero(as_tuple=True)
    words = embed(lines[filled])
    roles = places.index_select(0, place) + summed_rows(beside[filled], neighbours)  # an index's gradient is slow
    words = words * roles.to(words.dtype)
    sums = words.new_zeros(lines.shape[0] * lines.shape[1], words.shape[-1])
    return sums.index_add(0, line, words).view(*lines.shape[:2], -1)


def plain_sums_of_lines(
    lines: torch.Tensor,
    beside: torch.Tensor,
    embed: nn.Module,
    places: torch.Tensor,
    neighbours: torch.Tensor,
    pad_id: int,
) -> torch.Tensor:
    """The formula of `sums_of_lines`."""
    words = embed(lines) * (lines != pad_id).unsqueeze(-1)  # (B, lines, T, D)
    near = plain_summed_rows(beside.flatten(0, 2), neighbours).view(words.shape)
    return (words * (places[: lines.shape[-1]] + near).to(words.dtype)).sum(2)
