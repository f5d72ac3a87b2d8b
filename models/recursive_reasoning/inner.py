"""The parts around every recursion: encoder, puzzle embedding, position embedding, initial latents, heads.

A variant subclasses `Inner`, names its latents and writes `improve`, one cycle of its recursion; see `trm.py`.

Inside the recursion, tensors are (B, L, D). With `mlp_t` they are (L, B, D), so that mixing over positions is a plain
matrix product without transposes. The carry is always (B, L, D).
"""

from __future__ import annotations

import math
from typing import Any

import torch
import torch.nn.functional as F
from torch import nn

from models.common import at_least_float32, trunc_normal_init_
from models.encoders.base import Encoder, build_encoder
from models.heads.base import Head, build_head
from models.kernels.active import may_leave_out, recurse_on
from models.kernels.switch import takes_plain
from models.kernels.unpadded import recurse_without_padding
from models.layers import CastedEmbedding, CastedLinear, Context, RotaryEmbedding
from models.recursive_reasoning.blocks import ReasoningModule
from models.recursive_reasoning.carry import Latents
from models.recursive_reasoning.config import CoreConfig
from models.sparse_embedding import CastedSparseEmbedding


class Inner(nn.Module):
    """Embeddings, heads and initial latents; a subclass gives `latent_names` and `improve`.

    Args:
        config: the settings.
        hands_on_latents: whether the carry hands latents from one improvement step to the next.

    Raises:
        ValueError: encoder, head and settings cannot be combined.
    """

    latent_names: tuple[str, ...]
    """Names of the latents without `z_`. The checkpoint holds `<name>_init` for each. The first one is the answer."""

    def __init__(self, config: CoreConfig, hands_on_latents: bool) -> None:
        super().__init__()
        self.config = config
        D, dtype = config.hidden_size, config.dtype
        self.embed_scale = math.sqrt(D)
        encoder = build_encoder(config)
        head = build_head(config, encoder)
        self._encoder_name, self._head_name = encoder.registered_as, head.registered_as
        # add_module would refuse names that are properties of this class.
        self._modules |= {self._encoder_name: encoder, self._head_name: head}
        self.total_len = config.prefix_len + encoder.positions  # L
        self.answer_len = config.prefix_len + head.reads
        self.hands_on_latents = hands_on_latents

        self.q_head = CastedLinear(D, 2, bias=True)
        if config.puzzle_emb_ndim > 0:
            self.puzzle_emb = CastedSparseEmbedding(
                config.num_puzzle_identifiers, config.puzzle_emb_ndim, init_std=0, cast_to=dtype
            )
        if config.pos_encodings == "rope":
            self.rotary_emb = RotaryEmbedding(config.head_dim, self.total_len, config.rope_theta, dtype)
        elif config.pos_encodings == "learned":
            self.embed_pos = CastedEmbedding(self.total_len, D, init_std=1 / self.embed_scale, cast_to=dtype)
        self.build_levels()
        for name in self.latent_names:
            _, width = self.latent_shape(name)
            self.register_buffer(f"{name}_init", trunc_normal_init_(torch.empty(width)).to(dtype))
        with torch.no_grad():  # q starts at "do not halt", so that it is learned faster
            self.q_head.weight.zero_()
            self.q_head.bias.fill_(-5)  # type: ignore[union-attr]
            encoder.start(self)

    @property
    def encoder(self) -> Encoder:
        """Turns a row into positions; registered under the name that its parameters have in a checkpoint."""
        return self._modules[self._encoder_name]  # type: ignore[return-value]

    @property
    def head(self) -> Head:
        """Turns latents into logits; registered in the same way."""
        return self._modules[self._head_name]  # type: ignore[return-value]

    def build_levels(self) -> None:
        """Make the stacks of blocks. By default all latents share one stack."""
        self.L_level = self.build_level(self.config.L_layers)

    def build_level(self, layers: int) -> ReasoningModule:
        """A stack of `layers` blocks."""
        mixed_positions = 1 if self.encoder.stands_alone else self.total_len
        return ReasoningModule(self.config, layers, self.total_len, mixed_positions * self.config.hidden_size)

    def latent_shape(self, name: str) -> tuple[int, int]:
        """Positions and channels of a latent of one row; by default those of the embedded row."""
        return self.total_len, self.config.hidden_size

    def require_positions(self, what: str) -> None:
        """Raise `ValueError` unless each position has latents of its own, and the answer of a token comes from one."""
        shaped = all(self.latent_shape(name)[0] == self.total_len for name in self.latent_names)
        if not (shaped and self.head.answers_each_position):
            raise ValueError(
                f"{what} tells positions apart, so each needs latents and an answer: choose head=positions or"
                " slots, and an arch other than trm_llm"
            )

    def recurse(self, z: Latents, x: torch.Tensor, context: Context) -> Latents:
        """One improvement step: `H_cycles` cycles on latents and embedded input `x`. Only the last has a gradient."""
        with torch.no_grad():
            for _ in range(self.config.H_cycles - 1):
                z = self.improve(z, x, context)
        return self.improve(z, x, context)

    def improve(self, z: Latents, x: torch.Tensor, context: Context) -> Latents:
        """One cycle; `x` and all latents have one shape, unless the subclass gives latents another one."""
        raise NotImplementedError

    def apply_last(
        self,
        level: ReasoningModule,
        z: torch.Tensor,
        injection: torch.Tensor | None,
        context: Context,
        next_cycle_reads: bool = False,
    ) -> torch.Tensor:
        """The last application of a cycle. Positions of which nothing is read any more are left out, and become zero.

        Args:
            z: a latent (B, L, D).
            injection: what is added to it first, (B, L, D).
            next_cycle_reads: whether a later cycle goes on from the result.

        Returns:
            (B, L, D).
        """
        later_step_reads = self.hands_on_latents and self.config.halt_max_steps > 1
        readers_come_first = context.lengths is None and not context.hides_padding  # else padding has been left out
        if (
            takes_plain()
            or later_step_reads
            or next_cycle_reads
            or not self.config.attends
            or not readers_come_first
            or self.answer_len == self.total_len
        ):
            return level(z, injection, context)
        answer = level(z, injection, context, readers=self.answer_len)
        return F.pad(answer, (0, 0, 0, self.total_len - self.answer_len))

    def embed(
        self,
        inputs: torch.Tensor,
        puzzle_identifiers: torch.Tensor,
        active: torch.Tensor | None = None,
        details: Any = None,
    ) -> torch.Tensor:
        """Tokens (B, seq_len) and identifiers (B,) to (B, L, D), or to (N, 1, D) for the `active` positions only."""
        x = self.encoder(inputs, active, details)
        if self.config.prefix_len:
            prefix = self.puzzle_emb(puzzle_identifiers)  # (B, puzzle_emb_ndim)
            prefix = F.pad(prefix, (0, self.config.prefix_len * self.config.hidden_size - prefix.shape[-1]))
            x = torch.cat((prefix.view(-1, self.config.prefix_len, self.config.hidden_size), x), dim=1)
        if self.config.pos_encodings == "learned":
            x = 0.707106781 * (x + self.embed_pos.embedding_weight.to(x.dtype))  # 1 / sqrt(2) keeps the variance
        return self.embed_scale * x

    def context(self, inputs: torch.Tensor, details: Any = None) -> Context:
        """What attention needs to know about the positions of tokens (B, seq_len). `details` are the encoder's."""
        visible = self.encoder.visible(inputs, details) if self.config.attends else None
        return Context(self.rotary_emb() if self.config.pos_encodings == "rope" else None, visible)

    def empty_latents(self, rows: int, device: torch.device) -> Latents:
        """Latents of zeros as a carry stores them; `reset` replaces them before their first use."""
        shapes = {f"z_{name}": (rows, *self.latent_shape(name)) for name in self.latent_names}
        dtype = self.config.dtype
        return self.stored({name: torch.zeros(shape, dtype=dtype, device=device) for name, shape in shapes.items()})

    def stored(self, latents: Latents) -> Latents:
        """The form in which a carry keeps latents between two improvement steps; by default the latents themselves."""
        return latents

    def restored(self, latents: Latents) -> Latents:
        """Undo `stored`."""
        return latents

    def reset(self, fresh: torch.Tensor, latents: Latents) -> Latents:
        """Put the initial latents into the rows for which `fresh` (B,) is True."""
        flag = fresh.view(-1, 1, 1)
        return {f"z_{n}": torch.where(flag, getattr(self, f"{n}_init"), latents[f"z_{n}"]) for n in self.latent_names}

    def forward(
        self, latents: Latents, batch: dict[str, torch.Tensor], labelled_only: bool = False
    ) -> tuple[Latents, torch.Tensor, tuple[torch.Tensor, torch.Tensor]]:
        """Return new latents without gradient, logits, and q_halt and q_continue (B,) in at least float32.

        Logits are (B, P, V); the head decides how many positions P get logits, from the first on. With `labelled_only`
        they are (N, V): only those of the N labelled positions, row by row.
        """
        inputs = batch["inputs"]
        details = self.encoder.details(inputs)
        latents, answer = self.step(latents, inputs, batch["puzzle_identifiers"], details)
        labels = batch["labels"] if labelled_only or self.training else None
        logits, q_input = self.head(answer, inputs, labels, labelled_only, details)
        q_halt, q_continue = at_least_float32(self.q_head(q_input)).unbind(-1)
        return {name: z.detach().contiguous() for name, z in latents.items()}, logits, (q_halt, q_continue)

    def step(
        self, latents: Latents, inputs: torch.Tensor, identifiers: torch.Tensor, details: Any
    ) -> tuple[Latents, torch.Tensor]:
        """Make one improvement step; return the new latents, and the answer (B, L, D) for the head.

        Args:
            latents: what the step starts from.
            inputs, identifiers: tokens (B, seq_len) and puzzle identifiers (B,).
            details: the encoder's.
        """
        active = self.active_positions(inputs)
        if active is None:
            x = self.embed(inputs, identifiers, details=details)
            latents = self.recurse_in_order(latents, x, self.context(inputs, details))
        else:
            x = self.embed(inputs, identifiers, active, details)
            latents = recurse_on(active, latents, lambda z: self.recurse(z, x, Context(None, None)))
        return latents, latents[f"z_{self.latent_names[0]}"]

    def recurse_in_order(self, latents: Latents, x: torch.Tensor, context: Context) -> Latents:
        """`recurse` on tensors (B, L, D), which are transposed before and after if `mlp_t` needs (L, B, D)."""
        if not self.config.mlp_t:
            return recurse_without_padding(self.recurse, latents, x, context)
        latents = {name: z.transpose(0, 1).contiguous() for name, z in latents.items()}
        latents = self.recurse(latents, x.transpose(0, 1).contiguous(), context)
        return {name: z.transpose(0, 1) for name, z in latents.items()}

    def active_positions(self, inputs: torch.Tensor) -> torch.Tensor | None:
        """The positions that a training step must compute: (N,) as in `Encoder.active_positions`. None: all."""
        independent = self.config.dense and self.encoder.stands_alone and self.config.pos_encodings == "none"
        if not (independent and self.training and may_leave_out(inputs.device)):
            return None
        return self.encoder.active_positions(inputs)
