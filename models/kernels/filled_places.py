"""The sum of each line's words, each word scaled by its role: over all places, or only over places with a word."""

from __future__ import annotations

import torch
from torch import nn

from models.kernels.summed_rows import plain_summed_rows, summed_rows
from models.kernels.switch import takes_plain


def sums_of_lines(
    lines: torch.Tensor,
    neighbour_rows: torch.Tensor,
    embed: nn.Module,
    places: torch.Tensor,
    neighbours: torch.Tensor,
    pad_id: int,
) -> torch.Tensor:
    """Add up each line. A word adds its embedding * (the vector of its place + the vectors of its neighbours).

    Most places are padding. A CPU leaves them out. A GPU adds their zeros, because leaving them out would force a
    synchronisation.

    Args:
        lines: tokens (B, lines, T).
        neighbour_rows: (B, lines, T, K), the row in `neighbours` of each of the K words around a word.
        embed: tokens to vectors (..., D).
        places: (T or more, D), a vector for each place.
        neighbours: (R, D), a vector for each word in each neighbouring place.
        pad_id: the token of padding.

    Returns:
        (B, lines, D).
    """
    if takes_plain() or lines.device.type != "cpu":
        return plain_sums_of_lines(lines, neighbour_rows, embed, places, neighbours, pad_id)
    filled = lines != pad_id
    line, place = filled.flatten(0, 1).nonzero(as_tuple=True)
    words = embed(lines[filled])
    # index_select, because the gradient of places[place] is slow.
    roles = places.index_select(0, place) + summed_rows(neighbour_rows[filled], neighbours)
    words = words * roles.to(words.dtype)
    sums = words.new_zeros(lines.shape[0] * lines.shape[1], words.shape[-1])
    return sums.index_add(0, line, words).view(*lines.shape[:2], -1)


def plain_sums_of_lines(
    lines: torch.Tensor,
    neighbour_rows: torch.Tensor,
    embed: nn.Module,
    places: torch.Tensor,
    neighbours: torch.Tensor,
    pad_id: int,
) -> torch.Tensor:
    """The formula of `sums_of_lines`."""
    words = embed(lines) * (lines != pad_id).unsqueeze(-1)  # (B, lines, T, D)
    from_neighbours = plain_summed_rows(neighbour_rows.flatten(0, 2), neighbours).view(words.shape)
    return (words * (places[: lines.shape[-1]] + from_neighbours).to(words.dtype)).sum(2)
