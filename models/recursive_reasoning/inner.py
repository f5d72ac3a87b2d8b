"""What every recursive network has around its recursion: embeddings, initial latents, two heads.

A variant subclasses `Inner`, names its latents and writes `improve`, one cycle of its recursion; see `trm.py`.

Inside the recursion tensors are (B, L, D), or token-first (L, B, D) with `mlp_t`, where the mixing over tokens is then
a plain matrix product without transposes. The carry is (B, L, D) in both.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import nn

from dataset.common import IGNORE_LABEL_ID
from models.common import trunc_normal_init_
from models.layers import (
    Attention,
    CastedEmbedding,
    CastedLinear,
    CosSin,
    RotaryEmbedding,
    SwiGLU,
    at_least_float32,
)
from models.recursive_reasoning.blocks import ReasoningModule
from models.recursive_reasoning.lines import LinePooling
from models.recursive_reasoning.notes import NotePooling, Spelling, count, said
from models.recursive_reasoning.numbers import SLOT_WIDTH, NumberNotes, NumberPooling, SlotReader
from models.recursive_reasoning.sizes import InnerConfig
from models.sparse_embedding import CastedSparseEmbedding

Latents = dict[str, torch.Tensor]
"""The recurrent state by name (`z_H`, `z_L`, ...), each (B, L, D); see `Inner` for the layout inside a recursion."""

_SMALL_POSITIONS = 0.2
"""Of learned positions beside what stands there, with `match_init`: equal content is found wherever it stands."""


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
            if config.write_notes:
                self.number_notes = NumberNotes(config.notes, D, eps, dtype)
                self.note_reader = SlotReader(config.note_len, D, eps)
            self.slot_reader = SlotReader(config.slots - (config.note_slots if config.write_notes else 0), D, eps)
        else:
            self.embed_tokens = CastedEmbedding(config.vocab_size, D, init_std=1 / self.embed_scale, cast_to=dtype)
        if config.pool_lines:
            assert config.line_len is not None
            self.pooling = LinePooling(
                config.front, config.slots, config.line_len, config.vocab_size, D, config.rms_norm_eps
            )
        if config.pool_lines and config.write_notes:
            self.note_pooling = NotePooling(config.notes, D)
            self.spelling = Spelling(config.notes, config.note_len, D)
        self.lm_head = CastedLinear(SLOT_WIDTH if config.pool_numbers else D, config.vocab_size, bias=False)
        self.q_head = CastedLinear(D, 2, bias=True)
        if config.puzzle_emb_ndim > 0:
            self.puzzle_emb = CastedSparseEmbedding(
                config.num_puzzle_identifiers, config.puzzle_emb_ndim, init_std=0, cast_to=dtype
            )
        if config.pos_encodings == "rope":
            self.rotary_emb = RotaryEmbedding(config.head_dim, config.total_len, config.rope_theta, dtype)
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
        self, latents: Latents, batch: dict[str, torch.Tensor], labelled_only: bool = False
    ) -> tuple[Latents, torch.Tensor, tuple[torch.Tensor, torch.Tensor]]:
        """Return new latents without gradient, logits, and q_halt and q_continue (B,) in float32 at least.

        Logits are (B, seq_len, V) or, with `pool_lines` or `pool_numbers`, those of the slots in front alone,
        (B, slots, V); with `labelled_only` those of the N positions with a label, row by row, (N, V).
        """
        x = self.embed(batch["inputs"], batch["puzzle_identifiers"])
        if self.config.pool_numbers and self.config.write_notes:
            latents, first, spoken = self.read_after_notes(latents, x, batch["inputs"])
        else:
            latents, first, spoken = self.read_positions(latents, x)
        if labelled_only:
            spoken = spoken[batch["labels"][:, : spoken.shape[1]] != IGNORE_LABEL_ID]
        q_halt, q_continue = at_least_float32(self.q_head(first)).unbind(-1)
        detached = {name: z.detach().contiguous() for name, z in latents.items()}
        return detached, self.lm_head(spoken), (q_halt, q_continue)

    def read_positions(self, latents: Latents, x: torch.Tensor) -> tuple[Latents, torch.Tensor, torch.Tensor]:
        """Recurse on embedded inputs (B, L, D).

        Returns:
            the new latents; what decides on halting, (B, D); what the head turns into logits, (B, P, ...).
        """
        if self.config.mlp_t:
            x = x.transpose(0, 1).contiguous()
            latents = {name: z.transpose(0, 1).contiguous() for name, z in latents.items()}
        latents = self.recurse(latents, x)
        if self.config.mlp_t:
            latents = {name: z.transpose(0, 1) for name, z in latents.items()}
        answer = latents[f"z_{self.latent_names[0]}"]
        if self.config.pool_numbers:
            return latents, answer[:, 0], self.slot_reader(answer[:, 0])
        last = self.config.front if self.config.pool_lines else self.config.positions
        spoken = answer[:, self.config.prefix_len :][:, :last]
        return latents, answer[:, 0], self.spelling(spoken) if self.config.write_notes else spoken

    def read_after_notes(
        self, latents: Latents, row: torch.Tensor, inputs: torch.Tensor
    ) -> tuple[Latents, torch.Tensor, torch.Tensor]:
        """What `read_positions` does, of rows (B, 1, D) with numbers whose notes stand in `inputs` (B, seq_len).

        Each note is said by a position, the answer by that behind the last note. On a CPU positions behind that one,
        of which nobody asks in training, are left out.
        """
        notes = said(inputs[:, self.config.answer_slots : self.config.slots].unflatten(1, (self.config.notes, -1)))
        last = count(notes)  # (B,)
        asked = None
        if self.training and row.device.type == "cpu":
            places = torch.arange(self.config.positions)
            asked = (places <= last.unsqueeze(1)).flatten().nonzero().squeeze(1)
            latents = {name: z.flatten(0, 1)[asked].unsqueeze(1) for name, z in latents.items()}
        latents = self.recurse(latents, self.number_notes(row, notes, self.number_pooling, asked))
        if asked is not None:
            flat = row.new_zeros(len(row) * self.config.positions, row.shape[-1])
            found = {name: flat.index_copy(0, asked, z.squeeze(1)) for name, z in latents.items()}
            latents = {name: z.unflatten(0, (len(row), -1)) for name, z in found.items()}
        answer = latents[f"z_{self.latent_names[0]}"]
        done = answer.gather(1, last.view(-1, 1, 1).expand(-1, 1, answer.shape[-1])).squeeze(1)
        spoken = torch.cat((self.slot_reader(done), self.note_reader(answer[:, :-1]).flatten(1, 2)), dim=1)
        return latents, done, spoken
