"""Settings of a recursive network, which of them may be combined, and the sizes derived from them."""

from __future__ import annotations

from typing import Literal

import torch
from pydantic import ConfigDict, Field, field_validator, model_validator

from dataset.layout import RowShape
from utils.classes import Named

MOST_CYCLES, MOST_LAYERS, WIDEST = 1000, 1000, 2**16
"""Upper bounds, far above any real setting: a mistyped or hostile number is refused before memory runs out."""


class CoreConfig(RowShape):
    """Settings under the official names, plus the shape of the data."""

    model_config = ConfigDict(extra="forbid")

    encoder: Named = Named(name="encoders.tokens@Tokens")
    """(ours) How a row becomes positions: a class of `models.encoders`."""
    head: Named = Named(name="heads.positions@Positions")
    """(ours) How latents become logits: a class of `models.heads`."""
    carry: Named = Named(name="carries.latents@Latents")
    """(ours) What the next improvement step starts from: a class of `models.carries`."""

    halt_max_steps: int = Field(ge=1, le=10_000)
    """Improvement steps of a row at most."""
    H_cycles: int = Field(ge=1, le=MOST_CYCLES)
    L_cycles: int = Field(ge=1, le=MOST_CYCLES)
    H_layers: int = Field(0, ge=0, le=MOST_LAYERS)
    L_layers: int = Field(ge=1, le=MOST_LAYERS)

    hidden_size: int = Field(ge=1, le=WIDEST)
    num_heads: int = Field(ge=1, le=WIDEST)
    expansion: float = Field(gt=0, le=1024)
    pos_encodings: Literal["rope", "learned", "none"]
    mlp_t: bool = False
    """Mix positions by an MLP instead of attention."""
    dense: bool = False
    """(ours) Mix positions and channels at once: see `blocks.DenseBlock`."""
    gated_attention: bool = False
    """(ours) Let each position scale the channels of its attention output: see `blocks.Block`."""

    puzzle_emb_ndim: int = Field(0, ge=0, le=2**24)
    """Width of a puzzle's embedding; 0: no embedding."""
    puzzle_emb_len: int = Field(16, ge=0, le=WIDEST)
    """Number of positions that the puzzle embedding takes before the row; 0: as many as its width needs."""

    rms_norm_eps: float = Field(1e-5, ge=0, le=1)
    rope_theta: float = Field(10000.0, gt=0, le=1e12)
    forward_dtype: Literal["float64", "float32", "bfloat16", "float16"] = "bfloat16"

    # Keys of the official configuration that have no effect here
    batch_size: int | None = None
    causal: Literal[False] = False

    @field_validator("pos_encodings", mode="before")
    @classmethod
    def _null_is_none(cls, value: object) -> object:
        return "none" if value is None else value

    @model_validator(mode="after")
    def _sizes_fit(self) -> CoreConfig:
        if self.head_dim < 1:
            raise ValueError(f"hidden_size {self.hidden_size} is less than num_heads {self.num_heads}")
        if self.pos_encodings == "rope" and self.head_dim % 2:
            raise ValueError(
                f"pos_encodings rope turns pairs of channels, but hidden_size {self.hidden_size} over num_heads"
                f" {self.num_heads} gives {self.head_dim} channels a head; make that even"
            )
        if self.dense and self.mlp_t:
            raise ValueError("dense and mlp_t are two ways to mix positions; choose one")
        if self.gated_attention and not self.attends:
            raise ValueError("gated_attention is about attention, and mlp_t and dense have none")
        if self.puzzle_emb_ndim > self.prefix_len * self.hidden_size:
            raise ValueError(
                f"puzzle_emb_ndim {self.puzzle_emb_ndim} does not fit into puzzle_emb_len {self.puzzle_emb_len}"
                f" positions of hidden_size {self.hidden_size}"
            )
        return self

    @property
    def attends(self) -> bool:
        """Whether positions are mixed by attention."""
        return not (self.mlp_t or self.dense)

    @property
    def head_dim(self) -> int:
        """Channels of an attention head, rounded down as in the official code."""
        return self.hidden_size // self.num_heads

    @property
    def prefix_len(self) -> int:
        """Number of positions of the puzzle embedding before the row."""
        if self.puzzle_emb_ndim == 0:
            return 0
        return self.puzzle_emb_len or -(self.puzzle_emb_ndim // -self.hidden_size)

    @property
    def dtype(self) -> torch.dtype:
        """`forward_dtype` as a torch dtype."""
        return getattr(torch, self.forward_dtype)
