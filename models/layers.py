"""Layers of the official code, under its parameter names, in the precision of their input.

Weights are stored in float32 (in float64 with `forward_dtype: float64`) and cast when used ("Casted"). The optimizer
thus sees full precision, and the forward pass runs in `forward_dtype`. Norms and rotary positions are computed in at
least float32 (`at_least_float32`).
"""

from __future__ import annotations

from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import nn

from models.common import trunc_normal_init_
from models.kernels import onednn
from models.kernels.gated import gated
from models.kernels.switch import takes_plain

CosSin = tuple[torch.Tensor, torch.Tensor]


class CastedLinear(nn.Module):
    """Linear layer, truncated LeCun normal weights, zero bias: (..., in_features) -> (..., out_features).

    Attributes:
        onednn: compute float32 products with `models.kernels.onednn`.
    """

    onednn: bool = False

    def __init__(self, in_features: int, out_features: int, bias: bool) -> None:
        super().__init__()
        self.weight = nn.Parameter(trunc_normal_init_(torch.empty(out_features, in_features), std=in_features**-0.5))
        self.bias = nn.Parameter(torch.zeros(out_features)) if bias else None

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if self.takes_onednn(x) and self.bias is None:
            return onednn.over_last(x.reshape(-1, x.shape[-1]), self.matrix()).view(*x.shape[:-1], len(self.weight))
        return F.linear(x, self.matrix().to(x.dtype), None if self.bias is None else self.bias.to(x.dtype))

    def matrix(self) -> torch.Tensor:
        """The matrix (out_features, in_features) by which inputs are multiplied: the weights as they are stored."""
        return self.weight

    def over_first(self, x: torch.Tensor) -> torch.Tensor:
        """Apply the layer along the first axis: (in_features, N) -> (out_features, N). No transpose is made."""
        if self.takes_onednn(x):
            return onednn.over_first(x, self.matrix())
        return self.matrix().to(x.dtype) @ x

    def takes_onednn(self, x: torch.Tensor) -> bool:
        """Whether oneDNN computes the product with `x`."""
        return self.onednn and x.dtype is torch.float32 and not takes_plain()


class CastedEmbedding(nn.Module):
    """Embedding table: integers (...) -> (..., embedding_dim) in `cast_to`."""

    def __init__(self, num_embeddings: int, embedding_dim: int, init_std: float, cast_to: torch.dtype) -> None:
        super().__init__()
        self.cast_to = cast_to
        self.embedding_weight = nn.Parameter(
            trunc_normal_init_(torch.empty(num_embeddings, embedding_dim), std=init_std)
        )

    def forward(self, indices: torch.Tensor) -> torch.Tensor:
        return F.embedding(indices, self.embedding_weight.to(self.cast_to))


class RotaryEmbedding(nn.Module):
    """Cosines and sines of rotary positions (Su et al. 2021), each (max_positions, dim).

    Channel i is rotated with channel i + dim / 2, not with its neighbour. The tables are in float32, or in float64 if
    `forward_dtype` is float64.
    """

    def __init__(self, dim: int, max_positions: int, base: float, forward_dtype: torch.dtype) -> None:
        super().__init__()
        dtype = torch.float64 if forward_dtype is torch.float64 else torch.float32
        frequencies = base ** (-torch.arange(0, dim, 2, dtype=dtype) / dim)
        angles = torch.outer(torch.arange(max_positions, dtype=dtype), frequencies).repeat(1, 2)
        self.cos_cached = nn.Buffer(angles.cos(), persistent=False)
        self.sin_cached = nn.Buffer(angles.sin(), persistent=False)

    def forward(self) -> CosSin:
        return self.cos_cached, self.sin_cached


def rotate(x: torch.Tensor, cos_sin: CosSin) -> torch.Tensor:
    """Apply rotary positions to `x` (B, L, heads, head_dim), computed in the precision of the cosines."""
    cos, sin = (table.unsqueeze(-2) for table in cos_sin)  # (L, 1, head_dim)
    y = x.to(cos.dtype)
    first, second = y.chunk(2, dim=-1)
    return (y * cos + torch.cat((-second, first), dim=-1) * sin).to(x.dtype)


class Context(NamedTuple):
    """What attention needs to know about the positions.

    Attributes:
        cos_sin: tables of rotary positions; None: no rotary positions.
        visible: (L, L) or (B, 1, L, L) bool, [i, j] True if position i may attend to position j; None: every position
            sees every other. (B, 1, 1, L): the same for all positions i, so that only padding is hidden. Numbers
            (B, heads, L, L) are added to the scores of attention; minus infinity hides a position.
        lengths: the positions (1, L, D) are those of several rows, one row behind the other, of so many positions each;
            a position sees those of its row. None: each row has a line of the batch.
    """

    cos_sin: CosSin | None
    visible: torch.Tensor | None
    lengths: tuple[int, ...] | None = None

    @property
    def hides_padding(self) -> bool:
        """Whether `visible` is (B, 1, 1, L)."""
        return self.visible is not None and self.visible.shape[-2] == 1

    @property
    def seen(self) -> torch.Tensor | None:
        """`visible` as bool."""
        if self.visible is None or not self.visible.is_floating_point():
            return self.visible
        return torch.gt(self.visible, -torch.inf)


def mark_heads(weight: nn.Parameter, rows: int, head_dim: int) -> None:
    """Note on a weight that its first `rows` rows make queries and keys, `head_dim` rows for each head.

    A shape cannot say it, and an optimizer that treats heads as units is given the parameters alone.
    """
    weight.heads = (rows, head_dim)  # type: ignore[attr-defined]


def rows_of_heads(weight: torch.Tensor) -> tuple[int, int]:
    """What `mark_heads` noted: rows and rows of a head; (0, 1) where the weight makes no queries or keys."""
    return getattr(weight, "heads", (0, 1))


class Attention(nn.Module):
    """Multi-head self-attention: (B, L, D) -> (B, L, D), or -> (B, readers, D) for the first positions only."""

    def __init__(self, hidden_size: int, num_heads: int, head_dim: int) -> None:
        super().__init__()
        self.num_heads = num_heads
        self.qkv_proj = CastedLinear(hidden_size, 3 * num_heads * head_dim, bias=False)
        mark_heads(self.qkv_proj.weight, 2 * num_heads * head_dim, head_dim)
        self.o_proj = CastedLinear(num_heads * head_dim, hidden_size, bias=False)

    def forward(self, x: torch.Tensor, context: Context, readers: int | None = None) -> torch.Tensor:
        """Mix positions (B, L, D); `readers`: compute only the first so many, None: all."""
        cos_sin, visible, lengths = context
        B, L, _ = x.shape
        readers = L if readers is None else readers
        query, key, value = self.qkv_proj(x).view(B, L, 3 * self.num_heads, -1).chunk(3, dim=2)  # (B, L, heads, hd)
        if cos_sin is not None:
            query, key = rotate(query, cos_sin), rotate(key, cos_sin)
        query, key, value = (t.transpose(1, 2) for t in (query, key, value))  # (B, heads, L, hd)
        if lengths is not None:
            mixed = _attend_within_rows(query, key, value, lengths)[:, :, :readers]
        else:
            mask = None if visible is None else visible[..., :readers, :]
            mixed = F.scaled_dot_product_attention(query[:, :, :readers], key, value, mask)
        return self.o_proj(mixed.transpose(1, 2).reshape(B, readers, -1))


def _attend_within_rows(
    query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, lengths: tuple[int, ...]
) -> torch.Tensor:
    """Attention (1, heads, L, hd) within each of the rows that follow each other along L."""
    rows = zip(*(tensor.split(lengths, dim=2) for tensor in (query, key, value)), strict=True)
    return torch.cat([F.scaled_dot_product_attention(q, k, v) for q, k, v in rows], dim=2)


class SwiGLU(nn.Module):
    """Gated feed-forward layer (Shazeer 2020): (..., width) -> (..., width), inner width a multiple of 256."""

    def __init__(self, width: int, expansion: float) -> None:
        super().__init__()
        inner = -(round(expansion * width * 2 / 3) // -256) * 256
        self.gate_up_proj = CastedLinear(width, 2 * inner, bias=False)
        self.down_proj = CastedLinear(inner, width, bias=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.down_proj(gated(self.gate_up_proj(x), -1))

    def over_first(self, x: torch.Tensor) -> torch.Tensor:
        """The same layer along the first axis: (width, N) -> (width, N)."""
        return self.down_proj.over_first(gated(self.gate_up_proj.over_first(x), 0))
