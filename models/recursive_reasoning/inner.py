"""What every recursive network has around its recursion: embeddings, the block stack, initial latents, two heads.

A variant subclasses `Inner`, names its latents and writes `improve`, one cycle of its recursion; see `trm.py`.

Inside the recursion tensors are (B, L, D), or token-first (L, B, D) with `mlp_t`, where the mixing over tokens is then
a plain matrix product without transposes. The carry is (B, L, D) in both.
"""

from __future__ import annotations

import math
from typing import Literal

import torch
import torch.nn.functional as F
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from torch import nn
from torch.utils.checkpoint import checkpoint

from models.common import trunc_normal_init_
from models.layers import (
    Attention,
    CastedEmbedding,
    CastedLinear,
    CosSin,
    RotaryEmbedding,
    SwiGLU,
    residual_norm,
)
from models.recursive_reasoning.lines import LinePooling
from models.recursive_reasoning.notes import NotePooling, Spelling, visible
from models.recursive_reasoning.numbers import SLOT_WIDTH, NumberPooling, SlotReader
from models.sparse_embedding import CastedSparseEmbedding

Latents = dict[str, torch.Tensor]
"""The recurrent state by name (`z_H`, `z_L`, ...), each (B, L, D); see `Inner` for the layout inside a recursion."""


_SMALL_POSITIONS = 0.2
"""Of learned positions beside what stands there, with `match_init`: equal content is found wherever it stands."""


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

    H_cycles: int = Field(ge=1)
    L_cycles: int = Field(ge=1)
    H_layers: int = 0
    L_layers: int = Field(ge=1)

    hidden_size: int = Field(ge=1)
    num_heads: int = Field(ge=1)
    expansion: float = Field(gt=0)
    pos_encodings: Literal["rope", "learned", "none"]
    mlp_t: bool = False
    """Mix tokens by an MLP over positions instead of attention."""
    dense: bool = False
    """Mix positions and channels at once (ours): see `DenseBlock`."""
    pool_lines: bool = False
    """Take a line of text for one position (ours): see `models.recursive_reasoning.lines`."""
    pool_numbers: int = Field(0, ge=0)
    """Cut a question into this many parts behind its numbers, and take the whole row for one position (ours): see
    `models.recursive_reasoning.numbers`. 0: do not."""
    write_notes: bool = False
    """Read notes back, true ones in training and those of the last step afterwards (ours): see
    `models.recursive_reasoning.notes`."""
    match_init: bool = False
    """Start as a search for equal content (ours): see `Inner.start_matching`."""
    gated_attention: bool = False
    """Scale what attention reads, channel by channel, by what the reader knows (ours): see `Block`."""

    puzzle_emb_ndim: int = Field(0, ge=0)
    """Width of a puzzle's embedding; 0 for none."""
    puzzle_emb_len: int = Field(16, ge=0)
    """Positions it takes in front of the sequence; 0 for as many as its width needs. Without embedding it is 0."""

    rms_norm_eps: float = 1e-5
    rope_theta: float = 10000.0
    forward_dtype: Literal["float32", "bfloat16", "float16"] = "bfloat16"

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
        if self.write_notes and not self.pool_lines:
            raise ValueError("write_notes is about text whose lines are positions: it goes with pool_lines=True")
        if self.write_notes and (self.mlp_t or self.dense):
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
            return 1
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


class Block(nn.Module):
    """Mixing over tokens, then over channels, each with a residual and a norm. Layout as in the module's head.

    With `gated_attention` a position scales each channel of what it reads by 1 + G x, where x is what it holds. Without
    it, what is read cannot depend on what is asked before the feed-forward layer learns to tell questions apart: "whose
    parent" and "whose child" pull one matrix in two directions. Gated Attention (Qiu et al. 2025, arXiv 2505.06708) has
    a sigmoid in front of the output projection; here the gate starts at one for every input, and acts on x's channels.
    """

    def __init__(self, config: InnerConfig) -> None:
        super().__init__()
        self.eps = config.rms_norm_eps
        self.mixes_by_mlp = config.mlp_t
        if config.mlp_t:
            self.mlp_t = SwiGLU(config.total_len, config.expansion)
        else:
            self.self_attn = Attention(config.hidden_size, config.num_heads, config.head_dim, _visible(config))
        self.read_gate = (
            CastedLinear(config.hidden_size, config.hidden_size, bias=False) if config.gated_attention else None
        )
        if self.read_gate is not None:
            nn.init.zeros_(self.read_gate.weight)
        self.mlp = SwiGLU(config.hidden_size, config.expansion)

    def forward(self, x: torch.Tensor, cos_sin: CosSin | None) -> torch.Tensor:
        if self.mixes_by_mlp:
            mixed = self.mlp_t.over_first(x.flatten(1)).view_as(x)  # (L, B * D)
            x = residual_norm(x, mixed, self.eps, dim=0)  # over positions: the norm follows the axis that was mixed
        else:
            read = self.self_attn(x, cos_sin)
            if self.read_gate is not None:
                read = torch.addcmul(read, read, self.read_gate(x))
            x = residual_norm(x, read, self.eps)
        return residual_norm(x, self.mlp(x), self.eps)


def _visible(config: InnerConfig) -> torch.Tensor | None:
    """What a position may attend to; None: everything."""
    if not config.write_notes:
        return None
    return visible(config.prefix_len, config.front - config.notes, config.notes, config.lines)


class DenseBlock(nn.Module):
    """One SwiGLU over a whole row, all its positions and channels as one vector; (B, L, D) both ways.

    For short rows of a fixed layout, such as the stickers of a cube, in which every position means something else: all
    parameters are used once for a row, so that many of them cost little. The norm stands before the layer, and one more
    behind the stack.
    """

    def __init__(self, config: InnerConfig) -> None:
        super().__init__()
        self.eps = config.rms_norm_eps
        self.mlp = SwiGLU(config.total_len * config.hidden_size, config.expansion)

    def forward(self, x: torch.Tensor, cos_sin: CosSin | None) -> torch.Tensor:
        return x + self.mlp(norm_rows(x, self.eps)).view_as(x)


def norm_rows(x: torch.Tensor, eps: float) -> torch.Tensor:
    """Each row of (B, L, D) as one vector, divided by its root mean square: (B, L * D)."""
    row = x.flatten(1)
    return F.rms_norm(row, row.shape[1:], eps=eps)


class ReasoningModule(nn.Module):
    """A stack of blocks applied to a latent plus what is injected into it.

    Attributes:
        recomputes: keep only the inputs for the backward pass and compute the rest again there: a third more work, for
            activations of one application at a time instead of all.
    """

    recomputes: bool = False

    def __init__(self, config: InnerConfig, layers: int) -> None:
        super().__init__()
        self.config = config
        self.layers = nn.ModuleList(DenseBlock(config) if config.dense else Block(config) for _ in range(layers))

    def forward(self, z: torch.Tensor, injection: torch.Tensor | None, cos_sin: CosSin | None) -> torch.Tensor:
        # Added out here, so that the stack's input has a gradient whenever any of the two has: one graph to compile.
        x = z if injection is None else z + injection
        if self.recomputes and torch.is_grad_enabled():
            return checkpoint(self.stack, x, cos_sin, use_reentrant=False, preserve_rng_state=False)
        return self.stack(x, cos_sin)

    def stack(self, x: torch.Tensor, cos_sin: CosSin | None) -> torch.Tensor:
        """The blocks, one after the other; the part of a model that is compiled."""
        for layer in self.layers:
            x = layer(x, cos_sin)
        return norm_rows(x, self.config.rms_norm_eps).view_as(x) if self.config.dense else x

    def compile_stack(self) -> None:
        """Compile the blocks alone: a small graph, compiled in seconds, that every application reuses."""
        self.stack = torch.compile(self.stack)  # type: ignore[method-assign]


class Inner(nn.Module):
    """Embeddings, heads and initial latents; a subclass gives `latent_names` and `improve`."""

    latent_names: tuple[str, ...]
    """Latents without their `z_`; the checkpoint holds `<name>_init` for each. The first is the answer."""

    def __init__(self, config: InnerConfig) -> None:
        super().__init__()
        self.config = config
        D, dtype = config.hidden_size, config.dtype
        self.embed_scale = math.sqrt(D)
        if config.pool_numbers:
            assert config.digits is not None
            eps = config.rms_norm_eps
            self.number_pooling = NumberPooling(
                config.slots, config.pool_numbers, config.vocab_size, config.digits, D, eps, dtype
            )
            self.slot_reader = SlotReader(config.slots, D, eps)
        else:
            self.embed_tokens = CastedEmbedding(config.vocab_size, D, init_std=1 / self.embed_scale, cast_to=dtype)
        if config.pool_lines:
            assert config.line_len is not None
            self.pooling = LinePooling(
                config.front, config.slots, config.line_len, config.vocab_size, D, config.rms_norm_eps
            )
        if config.write_notes:
            self.note_pooling = NotePooling(config.notes, D)
            self.spelling = Spelling(config.notes, config.note_len, D)
        self.lm_head = CastedLinear(SLOT_WIDTH if config.pool_numbers else D, config.vocab_size, bias=False)
        self.q_head = CastedLinear(D, 2, bias=True)
        if config.puzzle_emb_ndim > 0:
            self.puzzle_emb = CastedSparseEmbedding(
                config.num_puzzle_identifiers, config.puzzle_emb_ndim, init_std=0, cast_to=dtype
            )
        if config.pos_encodings == "rope":
            self.rotary_emb = RotaryEmbedding(config.head_dim, config.total_len, base=config.rope_theta)
        elif config.pos_encodings == "learned":
            self.embed_pos = CastedEmbedding(config.total_len, D, init_std=1 / self.embed_scale, cast_to=dtype)
        self.build_levels()
        for name in self.latent_names:
            self.register_buffer(f"{name}_init", trunc_normal_init_(torch.empty(D)).to(dtype))
        with torch.no_grad():  # q starts at "do not halt", which speeds up learning it
            self.q_head.weight.zero_()
            self.q_head.bias.fill_(-5)  # type: ignore[union-attr]
        if config.match_init:
            self.start_matching()

    @torch.no_grad()
    def start_matching(self) -> None:
        """Let attention start as a search for equal content, and answers as copies of what it finds.

        Keys are made as queries are, so that a position attends to what resembles it; what it reads comes back through
        the transpose of the values, thus as itself; the feed-forward layers and the initial latents start at zero, the
        head as the embedding, and learned positions small. Trained from there, a network finds what a question names
        from the first steps on.
        """
        for module in self.modules():
            if isinstance(module, Attention):
                query, key, value = module.qkv_proj.weight.chunk(3)
                key.copy_(query)
                module.o_proj.weight.copy_(value.T)
            elif isinstance(module, SwiGLU):
                module.down_proj.weight.zero_()
        for name in self.latent_names:
            getattr(self, f"{name}_init").zero_()
        if self.config.pos_encodings == "learned":
            self.embed_pos.embedding_weight.mul_(_SMALL_POSITIONS)
        self.lm_head.weight.copy_(self.embed_tokens.embedding_weight)

    def build_levels(self) -> None:
        """Make the block stacks; one, shared by all latents, unless a variant says otherwise."""
        self.L_level = ReasoningModule(self.config, self.config.L_layers)

    def recurse(self, z: Latents, x: torch.Tensor) -> Latents:
        """One improvement step: `H_cycles` cycles on latents and embedded input `x`, the last one with gradient."""
        with torch.no_grad():
            for _ in range(self.config.H_cycles - 1):
                z = self.improve(z, x)
        return self.improve(z, x)

    def improve(self, z: Latents, x: torch.Tensor) -> Latents:
        """One cycle, on tensors of one shape."""
        raise NotImplementedError

    @property
    def cos_sin(self) -> CosSin | None:
        """Rotary positions, where the architecture has them."""
        return self.rotary_emb() if self.config.pos_encodings == "rope" else None

    def embed(self, inputs: torch.Tensor, puzzle_identifiers: torch.Tensor) -> torch.Tensor:
        """Tokens (B, seq_len) and identifiers (B,) to (B, L, D)."""
        if self.config.pool_lines:
            x = self.pooling(inputs, self.embed_tokens)
            if self.config.write_notes:
                front, lines = x.split((self.config.front, self.config.lines), dim=1)
                notes = inputs[:, self.config.answer_slots : self.config.slots]
                x = torch.cat((self.note_pooling(front, notes, self.pooling, self.embed_tokens), lines), dim=1)
            x = x / self.embed_scale
        elif self.config.pool_numbers:
            x = self.number_pooling(inputs) / self.embed_scale
        else:
            x = self.embed_tokens(inputs)
        if self.config.prefix_len:
            prefix = self.puzzle_emb(puzzle_identifiers)  # (B, puzzle_emb_ndim)
            prefix = F.pad(prefix, (0, self.config.prefix_len * self.config.hidden_size - prefix.shape[-1]))
            x = torch.cat((prefix.view(len(x), self.config.prefix_len, self.config.hidden_size), x), dim=1)
        if self.config.pos_encodings == "learned":
            x = 0.707106781 * (x + self.embed_pos.embedding_weight.to(x.dtype))  # 1 / sqrt(2) keeps the variance
        return self.embed_scale * x

    def empty_latents(self, rows: int, device: torch.device) -> Latents:
        """Latents of zeros; `reset` replaces them before their first use."""
        shape = (rows, self.config.total_len, self.config.hidden_size)
        return {f"z_{name}": torch.zeros(shape, dtype=self.config.dtype, device=device) for name in self.latent_names}

    def reset(self, fresh: torch.Tensor, latents: Latents) -> Latents:
        """Put the initial state into the rows where `fresh` (B,) is True."""
        flag = fresh.view(-1, 1, 1)
        return {f"z_{n}": torch.where(flag, getattr(self, f"{n}_init"), latents[f"z_{n}"]) for n in self.latent_names}

    def forward(
        self, latents: Latents, batch: dict[str, torch.Tensor]
    ) -> tuple[Latents, torch.Tensor, tuple[torch.Tensor, torch.Tensor]]:
        """Return new latents without gradient, logits, and q_halt and q_continue (B,) in float32.

        Logits are (B, seq_len, V) or, with `pool_lines` or `pool_numbers`, those of the slots in front alone,
        (B, slots, V).
        """
        x = self.embed(batch["inputs"], batch["puzzle_identifiers"])
        if self.config.mlp_t:
            x = x.transpose(0, 1).contiguous()
            latents = {name: z.transpose(0, 1).contiguous() for name, z in latents.items()}
        latents = self.recurse(latents, x)
        if self.config.mlp_t:
            latents = {name: z.transpose(0, 1) for name, z in latents.items()}
        answer = latents[f"z_{self.latent_names[0]}"]
        if self.config.pool_numbers:
            spoken = self.slot_reader(answer[:, 0])
        else:
            last = self.config.front if self.config.pool_lines else self.config.positions
            spoken = answer[:, self.config.prefix_len :][:, :last]
            if self.config.write_notes:
                spoken = self.spelling(spoken)
        logits = self.lm_head(spoken)
        q_halt, q_continue = self.q_head(answer[:, 0]).to(torch.float32).unbind(-1)
        return {name: z.detach().contiguous() for name, z in latents.items()}, logits, (q_halt, q_continue)
