"""Blocks that mix positions and channels, and the stack of them that a recursion applies.

Tensors are (B, L, D), or token-first (L, B, D) with `mlp_t`, as in `models.recursive_reasoning.inner`.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.checkpoint import checkpoint

from models.kernels.residual_norm import residual_norm
from models.layers import Attention, CastedLinear, Context, SwiGLU
from models.recursive_reasoning.config import CoreConfig


class Block(nn.Module):
    """Mixing over positions, then over channels, each with a residual and a norm.

    With `gated_attention`, a position x scales each channel of its attention output by 1 + G x; G starts at zero. The
    gate lets the question choose what is read. Without it, the questions "whose parent" and "whose child" pull the same
    output matrix in two directions until the feed-forward layer has learned to separate them. Gated Attention (Qiu et
    al. 2025, arXiv 2505.06708) puts a sigmoid before the output projection. This gate starts at one for every input and
    comes after the output projection.

    Args:
        total_len: L, the number of positions that `mlp_t` mixes.
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
        """Compute all positions or, with attention, only the first `readers`: (B, readers, D)."""
        if self.mixes_by_mlp:
            mixed = self.mlp_t.over_first(x.flatten(1)).view_as(x)  # (L, B * D)
            x = residual_norm(x, mixed, self.eps, dim=0)  # over positions, the axis that was mixed
        else:
            attended = self.self_attn(x, context, readers)
            x = x[:, :readers]
            if self.read_gate is not None:
                attended = torch.addcmul(attended, attended, self.read_gate(x))
            x = residual_norm(x, attended, self.eps)
        return residual_norm(x, self.mlp(x), self.eps)


class DenseBlock(nn.Module):
    """One SwiGLU over all channels of all positions of a row, as one vector: (B, L, D) to (B, L, D).

    It is made for short rows of a fixed layout, such as the stickers of a cube, in which each position has a meaning of
    its own. Each parameter is used once for a row, so a large layer costs little time. The norm comes before the layer,
    and once more after the whole stack.

    Args:
        width: channels of the vectors that are mixed: L * D, or D if each position describes the whole row.
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
    """A stack of blocks, applied to a latent plus the input that is injected into it.

    Args:
        layers: number of blocks.
        total_len: L.
        dense_width: `width` of `DenseBlock`.

    Attributes:
        recomputes: keep only the stack's input, and compute its activations again in the backward pass. Memory then
            holds the activations of one application at a time; the work grows by a third.
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
        """Apply the stack to (B, L, D). With `readers`, the last block computes only the first `readers` positions."""
        # Added outside of `stack`, so that its input needs a gradient if either term does: one graph to compile.
        x = z if injection is None else z + injection
        if self.recomputes and torch.is_grad_enabled():
            return checkpoint(self.stack, x, context, readers, use_reentrant=False, preserve_rng_state=False)
        return self.stack(x, context, readers)

    def stack(self, x: torch.Tensor, context: Context, readers: int | None = None) -> torch.Tensor:
        """Apply the blocks one after the other. Only this part of a model is compiled."""
        *before, last = self.layers
        for layer in before:
            x = layer(x, context)
        x = last(x, context, readers)
        return norm_rows(x, self.dense_width, self.config.rms_norm_eps).view_as(x) if self.config.dense else x

    def compile_stack(self) -> None:
        """Compile the blocks only: a small graph that compiles in seconds and that every application reuses."""
        self.stack = torch.compile(self.stack)  # type: ignore[method-assign]
