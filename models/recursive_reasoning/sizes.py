"""The sizes and switches that all recursive networks share, what of them goes together, and what follows from them."""

from __future__ import annotations

from typing import Literal

import torch
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

MOST_CYCLES, MOST_LAYERS, WIDEST = 1000, 1000, 2**16
"""Far beyond any use: a slip of a zero, or a hostile file, is told before memory and patience end."""


class InnerConfig(BaseModel):
    """Sizes of the network, under the official names."""

    model_config = ConfigDict(extra="forbid")

    # From the data
    seq_len: int
    vocab_size: int
    num_puzzle_identifiers: int
    answer_slots: int | None = None
    note_slots: int = 0
    note_len: int = 0
    line_len: int | None = None
    digits: list[int] | None = None

    H_cycles: int = Field(ge=1, le=MOST_CYCLES)
    L_cycles: int = Field(ge=1, le=MOST_CYCLES)
    H_layers: int = Field(0, ge=0, le=MOST_LAYERS)
    L_layers: int = Field(ge=1, le=MOST_LAYERS)

    hidden_size: int = Field(ge=1, le=WIDEST)
    num_heads: int = Field(ge=1, le=WIDEST)
    expansion: float = Field(gt=0, le=1024)
    pos_encodings: Literal["rope", "learned", "none"]
    mlp_t: bool = False
    """Mix tokens by an MLP over positions instead of attention."""
    dense: bool = False
    """Mix positions and channels at once (ours): see `DenseBlock`."""
    pool_lines: bool = False
    """Take a line of text for one position (ours): see `models.recursive_reasoning.lines`."""
    pool_numbers: int = Field(0, ge=0, le=10_000)
    """Cut a question into this many parts behind its numbers, and take the whole row for one position (ours): see
    `models.recursive_reasoning.numbers`. 0: do not."""
    write_notes: bool = False
    """Read notes back, true ones in training and those of the last step afterwards (ours): see
    `models.recursive_reasoning.notes`."""
    match_init: bool = False
    """Start as a search for equal content (ours): see `Inner.start_matching`."""
    gated_attention: bool = False
    """Scale what attention reads, channel by channel, by what the reader knows (ours): see `Block`."""

    puzzle_emb_ndim: int = Field(0, ge=0, le=2**24)
    """Width of a puzzle's embedding; 0 for none."""
    puzzle_emb_len: int = Field(16, ge=0, le=WIDEST)
    """Positions it takes in front of the sequence; 0 for as many as its width needs. Without embedding it is 0."""

    rms_norm_eps: float = Field(1e-5, ge=0, le=1)
    rope_theta: float = Field(10000.0, gt=0, le=1e12)
    forward_dtype: Literal["float64", "float32", "bfloat16", "float16"] = "bfloat16"

    # Keys the official code passes that decide nothing here
    batch_size: int | None = None
    causal: Literal[False] = False

    @field_validator("pos_encodings", mode="before")
    @classmethod
    def _null_is_none(cls, value: object) -> object:
        return "none" if value is None else value

    @model_validator(mode="after")
    def _sizes_fit(self) -> InnerConfig:
        if self.head_dim < 1:
            raise ValueError(f"hidden_size {self.hidden_size} is less than num_heads {self.num_heads}")
        if self.pos_encodings == "rope" and self.head_dim % 2:
            raise ValueError(
                f"pos_encodings rope turns pairs of channels, but hidden_size {self.hidden_size} over num_heads"
                f" {self.num_heads} gives {self.head_dim} channels a head; make that even"
            )
        if self.dense and self.mlp_t:
            raise ValueError("dense and mlp_t are two ways to mix positions; choose one")
        for name in ("match_init", "gated_attention"):
            if getattr(self, name) and (self.mlp_t or self.dense):
                raise ValueError(f"{name} is about attention, and mlp_t and dense have none")
        if self.pool_lines and (self.line_len is None or self.answer_slots is None):
            raise ValueError("pool_lines needs text in lines, and the data have none (dataset.json names no line_len)")
        if self.write_notes and not self.notes:
            raise ValueError("write_notes=True reads notes, and the data have none (dataset.json names no note_len)")
        if self.write_notes and not (self.pool_lines or self.pool_numbers):
            raise ValueError("write_notes is about text in lines or with numbers: set pool_lines=True or pool_numbers")
        if self.write_notes and self.pool_lines and (self.mlp_t or self.dense):
            raise ValueError("write_notes is about attention, and mlp_t and dense have none")
        if self.pool_numbers and (self.digits is None or self.answer_slots is None):
            raise ValueError("pool_numbers needs text with digits, and dataset.json names none")
        if self.pool_numbers and (not self.dense or self.pool_lines or self.puzzle_emb_ndim):
            raise ValueError(
                "pool_numbers makes a row one position: it goes with dense=True, pool_lines=False, puzzle_emb_ndim=0"
            )
        if self.puzzle_emb_ndim > self.prefix_len * self.hidden_size:
            raise ValueError(
                f"puzzle_emb_ndim {self.puzzle_emb_ndim} does not fit into puzzle_emb_len {self.puzzle_emb_len}"
                f" positions of hidden_size {self.hidden_size}"
            )
        return self

    @property
    def head_dim(self) -> int:
        """Channels of an attention head; what `num_heads` does not divide is left out, as in the official code."""
        return self.hidden_size // self.num_heads

    @property
    def prefix_len(self) -> int:
        """Positions of the puzzle embedding in front of the sequence."""
        if self.puzzle_emb_ndim == 0:
            return 0
        return self.puzzle_emb_len or -(self.puzzle_emb_ndim // -self.hidden_size)

    @property
    def positions(self) -> int:
        """What stands for a row inside the network: its tokens; with `pool_lines` its slots and lines, with
        `write_notes` its answer, notes and lines, with `pool_numbers` one position."""
        if self.pool_numbers:
            return 1 + (self.notes if self.write_notes else 0)
        if not self.pool_lines:
            return self.seq_len
        return self.front + self.lines

    @property
    def lines(self) -> int:
        """Lines of text in lines."""
        assert self.line_len is not None  # see `_sizes_fit`
        return (self.seq_len - self.slots) // self.line_len

    @property
    def front(self) -> int:
        """Positions of the network in front of the lines of text."""
        return (self.answer_slots or 0) + self.notes if self.write_notes else self.slots

    @property
    def slots(self) -> int:
        """Tokens of text in front of the question: those of the answer and of notes. 0 for puzzles."""
        return (self.answer_slots or 0) + self.note_slots

    @property
    def notes(self) -> int:
        """Notes that there are slots for."""
        return self.note_slots // self.note_len if self.note_len else 0

    @property
    def dense_width(self) -> int:
        """Channels that a dense block mixes: those of all positions or, with `pool_numbers`, of each by itself."""
        return self.hidden_size * (1 if self.pool_numbers else self.total_len)

    @property
    def scored_len(self) -> int:
        """Positions, from the first on, that make an answer right or wrong: all but those of notes."""
        return self.answer_slots if self.answer_slots is not None and self.note_slots else self.seq_len

    @property
    def total_len(self) -> int:
        """L: positions of the puzzle embedding and of the row."""
        return self.prefix_len + self.positions

    @property
    def dtype(self) -> torch.dtype:
        """`forward_dtype` as torch knows it."""
        return getattr(torch, self.forward_dtype)
