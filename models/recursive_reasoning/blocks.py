"""Blocks that mix positions and channels, and the stack of them that a recursion applies.

Tensors are (B, L, D), or token-first (L, B, D) with `mlp_t`, as in `models.recursive_reasoning.inner`.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.checkpoint import checkpoint

from models.kernels.residual_norm import residual_norm
from models.layers import Attention, CastedLinear, CosSin, SwiGLU
from models.recursive_reasoning.config import CoreConfig


class Context(NamedTuple):
    """What attention must know of the positions.

    Attributes:
        cos_sin: rotary positions; None without.
        visible: (L, L) or (B, 1, L, L) bool, True where the position of the row may attend to that of the column;
            None: every position sees every other.
    """

    cos_sin: CosSin | None
    visible: torch.Tensor | None


class Block(nn.Module):
    """Mixing over positions, then over channels, each with a residual and a norm.

    With `gated_attention` a position scales each channel of what it reads by 1 + G x, where x is what it holds. Without
    it, what is read cannot depend on the question before the feed-forward layer learns to tell questions apart: "whose
    parent" and "whose child" pull one matrix in two directions. Gated Attention (Qiu et al. 2025, arXiv 2505.06708) has
    a sigmoid in front of the output projection; here the gate starts at one for every input, and acts on x's channels.

    Args:
        total_len: L, which `mlp_t` mixes.
    """

    def __init__(self, config: CoreConfig, total_len: int) -> None:
        super().__init__()
        self.eps = config.rms_norm_eps
        self.mixes_by_mlp = config.mlp_t
        if config.mlp_t:
            self.mlp_t = SwiGLU(total_len, config.expansion)
        else:
            self.self_attn = Attention(config.hidden_size, config.num_heads, config.head_dim)
        self.read_gate = (
            CastedLinear(config.hidden_size, config.hidden_size, bias=False) if config.gated_attention else None
        )
        if self.read_gate is not None:
            nn.init.zeros_(self.read_gate.weight)
        self.mlp = SwiGLU(config.hidden_size, config.expansion)

    def forward(self, x: torch.Tensor, context: Context, readers: int | None = None) -> torch.Tensor:
        """Compute all positions or, with attention, the first `readers` alone: (B, readers, D)."""
        if self.mixes_by_mlp:
            mixed = self.mlp_t.over_first(x.flatten(1)).view_as(x)  # (L, B * D)
            x = residual_norm(x, mixed, self.eps, dim=0)  # over positions: the norm follows the axis that was mixed
        else:
            read = self.self_attn(x, context.cos_sin, context.visible, readers)
            x = x[:, :readers]
            if self.read_gate is not None:
                read = torch.addcmul(read, read, self.read_gate(x))
            x = residual_norm(x, read, self.eps)
        return residual_norm(x, self.mlp(x), self.eps)


class DenseBlock(nn.Module):
    """One SwiGLU over all channels of all positions of a row, as one vector; (B, L, D) both ways.

    For short rows of a fixed layout, such as the stickers of a cube, in which every position means something else: all
    parameters are used once for a row, so that many of them cost little. The norm stands before the layer, and one more
    behind the stack.

    Args:
        width: channels of the vectors that are mixed: L * D, or D where each position stands for a row by itself.
    """

    def __init__(self, config: CoreConfig, width: int) -> None:
        super().__init__()
        self.eps = config.rms_norm_eps
        self.width = width
        self.mlp = SwiGLU(width, config.expansion)

    def forward(self, x: torch.Tensor, context: Context, readers: int | None = None) -> torch.Tensor:
        return x + self.mlp(norm_rows(x, self.width, self.eps)).view_as(x)


def norm_rows(x: torch.Tensor, width: int, eps: float) -> torch.Tensor:
    """Cut (B, L, D) into vectors of `width` channels and divide each by its root mean square: (N, width)."""
    return F.rms_norm(x.reshape(-1, width), (width,), eps=eps)


class ReasoningModule(nn.Module):
    """A stack of blocks applied to a latent plus what is injected into it.

    Args:
        total_len: L.
        dense_width: see `DenseBlock`.

    Attributes:
        recomputes: keep only the inputs for the backward pass and compute the rest again there: a third more work, for
            activations of one application at a time instead of all.
    """

    recomputes: bool = False

    def __init__(self, config: CoreConfig, layers: int, total_len: int, dense_width: int) -> None:
        super().__init__()
        self.config = config
        self.dense_width = dense_width
        self.layers = nn.ModuleList(
            DenseBlock(config, dense_width) if config.dense else Block(config, total_len) for _ in range(layers)
        )

    def forward(
        self, z: torch.Tensor, injection: torch.Tensor | None, context: Context, readers: int | None = None
    ) -> torch.Tensor:
        """Apply the stack to (B, L, D); with `readers` the last block computes so many positions from the first on."""
        # Added out here, so that the stack's input has a gradient whenever any of the two has: one graph to compile.
        x = z if injection is None else z + injection
        if self.recomputes and torch.is_grad_enabled():
            return checkpoint(self.stack, x, context, readers, use_reentrant=False, preserve_rng_state=False)
        return self.stack(x, context, readers)

    def stack(self, x: torch.Tensor, context: Context, readers: int | None = None) -> torch.Tensor:
        """The blocks, one after the other; the part of a model that is compiled."""
        *before, last = self.layers
        for layer in before:
            x = layer(x, context)
        x = last(x, context, readers)
        return norm_rows(x, self.dense_width, self.config.rms_norm_eps).view_as(x) if self.config.dense else x

    def compile_stack(self) -> None:
        """Compile the blocks alone: a small graph, compiled in seconds, that every application reuses."""
        self.stack = torch.compile(self.stack)  # type: ignore[method-assign]
