"""A deep transformer reads the row once; then two small vectors think about it: a reasoning state and an action state.

    row (B, L, D) -> trunk of `L_layers` blocks -> x (B, L, D)
    in each of `H_cycles` cycles:  `L_cycles` times  z_L attends to x, then takes in what it found and z_H
                                   once              z_H takes in z_L
    answer (B, L, D) = norm(x + W z_H)                 a position without content holds the action state alone

Each state is one vector of a row. It is handed to the next improvement step, halting is decided for each row by itself,
and padding (`Encoder.visible`) is read by nobody. With `encoder=words head=decision` this is the corrected form of an
older model that chose among tools: there, attention saw a single position, and padding counted as text.

In training, each improvement step reads the row anew, since the step before has changed the weights. In evaluation the
carry keeps what was read, so that only the first step of a row is expensive.
"""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from pydantic import Field
from torch import nn

from models.kernels.residual_norm import residual_norm
from models.kernels.unpadded import without_padding
from models.layers import CastedLinear, Context, SwiGLU, mark_heads
from models.recursive_reasoning.act import ACTConfig, RecursiveModel
from models.recursive_reasoning.carry import Latents
from models.recursive_reasoning.config import WIDEST
from models.recursive_reasoning.inner import Inner

_ROW = "z_row"
"""Name in the carry of what the trunk made of a row; 0 where a row is still to be read."""


class TRMLLMConfig(ACTConfig):
    """The widths of both states. `L_layers` are those of the trunk."""

    reasoning_dim: int = Field(ge=1, le=WIDEST)
    """Channels of z_L."""
    action_dim: int = Field(ge=1, le=WIDEST)
    """Channels of z_H."""


class Update(nn.Module):
    """Changes a state: first by what it takes in, then by a gated layer, each with a residual and a norm."""

    def __init__(self, width: int, source: int, config: TRMLLMConfig) -> None:
        super().__init__()
        self.eps = config.rms_norm_eps
        self.take_in = CastedLinear(source, width, bias=False)
        self.mlp = SwiGLU(width, config.expansion)

    def forward(self, z: torch.Tensor, source: torch.Tensor) -> torch.Tensor:
        """States (B, 1, width) and what they take in (B, 1, source) to states."""
        z = residual_norm(z, self.take_in(source), self.eps)
        return residual_norm(z, self.mlp(z), self.eps)


class TRMLLM_Inner(Inner):
    """Trunk and recursion."""

    config: TRMLLMConfig
    latent_names = ("H", "L")

    def build_levels(self) -> None:
        if not self.hands_on_latents:
            raise ValueError("arch=trm_llm hands its states to the next step, and carry=notes drops them")
        config = self.config
        states, read = config.reasoning_dim + config.action_dim, config.num_heads * config.head_dim
        self.trunk = self.build_level(config.L_layers)
        self.query = CastedLinear(states, read, bias=False)
        self.key_value = CastedLinear(config.hidden_size, 2 * read, bias=False)
        for weight in (self.query.weight, self.key_value.weight):
            mark_heads(weight, read, config.head_dim)
        self.reasoning = Update(config.reasoning_dim, config.action_dim + read, config)
        self.action = Update(config.action_dim, config.reasoning_dim, config)
        self.action_to_row = CastedLinear(config.action_dim, config.hidden_size, bias=False)

    def latent_shape(self, name: str) -> tuple[int, int]:
        return 1, self.config.action_dim if name == "H" else self.config.reasoning_dim

    def empty_latents(self, rows: int, device: torch.device) -> Latents:
        latents = super().empty_latents(rows, device)
        if self.training:
            return latents
        shape = (rows, self.total_len, self.config.hidden_size)
        return latents | {_ROW: torch.zeros(shape, dtype=self.config.dtype, device=device)}

    def reset(self, fresh: torch.Tensor, latents: Latents) -> Latents:
        ours = super().reset(fresh, latents)
        if self.training or _ROW not in latents:
            return ours
        return ours | {_ROW: torch.where(fresh.view(-1, 1, 1), 0, latents[_ROW])}

    def step(
        self, latents: Latents, inputs: torch.Tensor, identifiers: torch.Tensor, details: Any
    ) -> tuple[Latents, torch.Tensor]:
        context = self.context(inputs, details)
        x = self._row(latents.get(_ROW), inputs, identifiers, details, context)
        z = self.recurse({name: z for name, z in latents.items() if name != _ROW}, self.key_value(x), context)
        answer = residual_norm(x, self.action_to_row(z["z_H"]).expand_as(x), self.config.rms_norm_eps)
        return z | {_ROW: x} if _ROW in latents else z, answer

    def _row(
        self, kept: torch.Tensor | None, inputs: torch.Tensor, identifiers: torch.Tensor, details: Any, context: Context
    ) -> torch.Tensor:
        """What the trunk makes of each row, (B, L, D); rows that the carry has kept are not read again."""
        if kept is None or inputs.is_meta:
            return self.read(self.embed(inputs, identifiers, details=details), context)
        to_read = (~kept.any(dim=2).any(dim=1)).nonzero().squeeze(1)
        if len(to_read) == 0:
            return kept
        if context.visible is not None and context.visible.ndim == 4:
            context = context._replace(visible=context.visible[to_read])
        x = self.embed(inputs, identifiers, details=details)[to_read]
        return kept.index_copy(0, to_read, self.read(x, context))

    def read(self, x: torch.Tensor, context: Context) -> torch.Tensor:
        """Apply the trunk to embedded rows (B, L, D)."""
        if self.config.mlp_t:
            return self.trunk(x.transpose(0, 1).contiguous(), None, context).transpose(0, 1)
        return without_padding(lambda rows, around: self.trunk(rows, None, around), x, context)

    def improve(self, z: Latents, x: torch.Tensor, context: Context) -> Latents:
        """One cycle on both states; `x` holds the keys and values of the row, (B, L, 2 width)."""
        z_H, z_L = z["z_H"], z["z_L"]
        key, value = self._heads(x).chunk(2, dim=1)  # (B, heads, L, hd)
        seen = None if context.seen is None else context.seen.any(dim=-2, keepdim=True)
        for _ in range(self.config.L_cycles):
            query = self._heads(self.query(torch.cat((z_L, z_H), dim=-1)))
            found = F.scaled_dot_product_attention(query, key, value, seen)  # (B, heads, 1, hd)
            z_L = self.reasoning(z_L, torch.cat((z_H, found.transpose(1, 2).flatten(2)), dim=-1))
        return {"z_H": self.action(z_H, z_L), "z_L": z_L}

    def _heads(self, x: torch.Tensor) -> torch.Tensor:
        """(B, L, heads * hd) to (B, heads, L, hd)."""
        return x.unflatten(-1, (-1, self.config.head_dim)).transpose(1, 2)


class TRMLLM(RecursiveModel):
    """`arch=trm_llm`."""

    config_class = TRMLLMConfig
    inner_class = TRMLLM_Inner
