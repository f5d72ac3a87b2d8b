"""Initial weights that make attention search for equal content, for questions whose words recur in the text."""

from __future__ import annotations

import torch
from torch import nn

from models.layers import Attention, CastedLinear, SwiGLU

_SMALL_POSITIONS = 0.2
"""Initial scale of learned position embeddings. It is small, so that attention first matches content."""


@torch.no_grad()
def start_matching(network: nn.Module, token_embeddings: torch.Tensor) -> None:
    """Let a network (`Inner`) start as a search for equal content whose answers are copies of what it finds.

    - Keys equal queries, so that a position attends to similar positions.
    - The output projection is the transpose of the values, so that a position receives a copy of what it reads.
    - Feed-forward layers and initial latents are zero.
    - The output layer equals the token embeddings (V, D).

    From this start, a network finds what a question names from the first training steps on.

    Raises:
        ValueError: the network has no attention, or its output layer is not (V, D).
    """
    attention = [module for module in network.modules() if isinstance(module, Attention)]
    if not attention:
        raise ValueError("encoder.matching=True is about attention, and mlp_t and dense have none")
    output = next(module for name, module in network.named_modules() if name.rpartition(".")[2] == "lm_head")
    assert isinstance(output, CastedLinear)
    if output.weight.shape != token_embeddings.shape:
        raise ValueError("encoder.matching=True needs a head whose output layer is as wide as hidden_size")
    for layer in attention:
        query, key, value = layer.qkv_proj.weight.chunk(3)
        key.copy_(query)
        layer.o_proj.weight.copy_(value.T)
    for module in network.modules():
        if isinstance(module, SwiGLU):
            module.down_proj.weight.zero_()
    for name, buffer in network.named_buffers(recurse=False):
        if name.endswith("_init"):
            buffer.zero_()
    positions = getattr(network, "embed_pos", None)
    if positions is not None:
        positions.embedding_weight.mul_(_SMALL_POSITIONS)
    output.weight.copy_(token_embeddings)
