"""Adaptive computation time, shared by all recursive architectures: the carry, when rows halt, what replaces them.

Every call makes one improvement step of every row. A row that has halted takes the batch's row in its place and starts
from the initial latents; the others go on with the data they have, and the batch's row for them is not used.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from pydantic import Field
from torch import nn

from models.carries.base import build_carry_rule
from models.recursive_reasoning.carry import Carry
from models.recursive_reasoning.config import CoreConfig
from models.recursive_reasoning.inner import Inner


class ACTConfig(CoreConfig):
    """Halting on top of `CoreConfig`, under the official names."""

    halt_max_steps: int = Field(ge=1, le=10_000)
    halt_exploration_prob: float = Field(ge=0, le=1)
    no_ACT_continue: bool = True
    """True: halt where q_halt > 0. False: halt where q_halt > q_continue, which is trained by a bootstrapped target."""


class RecursiveModel(nn.Module):
    """Halting around an inner network. An architecture is a subclass that names its inner network.

    Args:
        config: keys of `config_class`; unknown keys raise `pydantic.ValidationError`.

    Raises:
        ValueError: encoder, head, carry and the settings do not go together.
    """

    config_class: type[ACTConfig] = ACTConfig
    inner_class: type[Inner]
    inner: Inner

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__()
        self.config = self.config_class(**config)
        self.carry_rule = build_carry_rule(self.config)
        self.inner = self.inner_class(self.config, self.carry_rule.hands_on_latents)
        self.carry_rule.check_fits(self.config, self.inner.encoder, self.inner.head)
        if self.config.dtype is torch.float64:  # the weights that float32 would draw, in float64 from here on
            self.inner.double()

    def initial_carry(self, batch: dict[str, torch.Tensor]) -> Carry:
        """A carry in which every row has halted, so that the first step fills it from the batch."""
        device = batch["inputs"].device
        rows = len(batch["inputs"])
        return Carry(
            latents=self.inner.empty_latents(rows, device),
            steps=torch.zeros(rows, dtype=torch.int32, device=device),
            halted=torch.ones(rows, dtype=torch.bool, device=device),
            current_data={name: torch.zeros_like(value) for name, value in batch.items()},
        )

    def draw_min_halt_steps(self, rng: np.random.Generator, rows: int) -> torch.Tensor:
        """Exploration: with `halt_exploration_prob` a row may not halt before a random step. Returns (rows,) int32."""
        explore = rng.random(rows) < self.config.halt_exploration_prob
        steps = rng.integers(min(2, self.config.halt_max_steps), self.config.halt_max_steps, rows, endpoint=True)
        return torch.from_numpy((explore * steps).astype(np.int32))

    def halt_margin(self, q_halt_logits: torch.Tensor, q_continue_logits: torch.Tensor) -> torch.Tensor:
        """(B,): above 0 where a row's own q values say that the answer is done; its sigmoid is how sure they are."""
        return q_halt_logits if self.config.no_ACT_continue else q_halt_logits - q_continue_logits

    @property
    def halts_early(self) -> bool:
        """Whether rows may halt before `halt_max_steps`. In evaluation every row makes all steps, as in the official
        code; a caller may halt rows in the carry."""
        return self.training and self.config.halt_max_steps > 1

    @property
    def trains_q_continue(self) -> bool:
        """Whether a training step computes a target for q_continue."""
        return not self.config.no_ACT_continue

    def forward(
        self,
        carry: Carry,
        batch: dict[str, torch.Tensor],
        min_halt_steps: torch.Tensor | None = None,
        labelled_only: bool = False,
    ) -> tuple[Carry, dict[str, torch.Tensor]]:
        """Make one improvement step.

        Args:
            carry: from `initial_carry` or the last step.
            batch: `inputs` and `labels` (B, seq_len), `puzzle_identifiers` (B,), integers.
            min_halt_steps: (B,) from `draw_min_halt_steps`; without it no row explores.
            labelled_only: give the logits of positions with a label alone, in training.

        Returns:
            the new carry, its latents without gradient, and `logits` (B, P, V) of the first P positions, all of them or
            those of an answer (`Inner.forward`), or (N, V) of those with a label, `q_halt_logits` and
            `q_continue_logits` (B,); in training, where q_continue is trained, also `target_q_continue` (B,).
        """
        fresh = carry.halted
        data = {
            name: torch.where(_like(fresh, value), batch[name], value) for name, value in carry.current_data.items()
        }
        data, restarts = self.carry_rule.receive(data, fresh)
        latents, logits, (q_halt, q_continue) = self.inner(
            self.inner.reset(restarts, carry.latents), data, labelled_only
        )
        outputs = {"logits": logits, "q_continue_logits": q_continue}

        with torch.no_grad():
            steps = torch.where(fresh, 0, carry.steps) + 1
            is_last_step = (steps >= self.config.halt_max_steps) | (self.training and self.carry_rule.one_step_teaches)
            halted = is_last_step
            if self.halts_early:
                halted = halted | (self.halt_margin(q_halt, q_continue) > 0)
                if min_halt_steps is not None:
                    halted = halted & (steps >= min_halt_steps)
                if self.trains_q_continue:
                    # Bootstrapped target without replay or target network, as in PQN (Gallici et al. 2024).
                    _, _, (next_halt, next_continue) = self.inner(latents, data)
                    target = torch.where(is_last_step, next_halt, torch.maximum(next_halt, next_continue))
                    outputs["target_q_continue"] = torch.sigmoid(target)
        latents, data, outputs["q_halt_logits"] = self.carry_rule.hand_on(latents, data, logits, q_halt)
        return Carry(latents, steps, halted, data), outputs


def _like(flag: torch.Tensor, value: torch.Tensor) -> torch.Tensor:
    return flag.view(-1, *(1,) * (value.ndim - 1))
