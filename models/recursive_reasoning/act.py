"""Adaptive computation time, shared by all recursive architectures: the carry, and when a row halts and is replaced.

Every call makes one improvement step of every row. A row that has halted is replaced by the batch's row with the same
index, which starts from the initial latents. All other rows go on with their own data and ignore the batch's row.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from pydantic import Field
from torch import nn

from models.calibration import Calibration
from models.carries.base import Step, build_carry_rule
from models.recursive_reasoning.carry import Carry
from models.recursive_reasoning.config import CoreConfig
from models.recursive_reasoning.inner import Inner


class ACTConfig(CoreConfig):
    """Halting on top of `CoreConfig`, under the official names."""

    halt_exploration_prob: float = Field(ge=0, le=1)
    no_ACT_continue: bool = True
    """True: halt if q_halt > 0. False: halt if q_halt > q_continue; q_continue is trained on a bootstrapped target."""


class RecursiveModel(nn.Module):
    """Halting around an inner network. An architecture is a subclass that names its inner network.

    Args:
        config: keys of `config_class`; unknown keys raise `pydantic.ValidationError`.

    Raises:
        ValueError: encoder, head, carry rule and settings cannot be combined.
    """

    config_class: type[ACTConfig] = ACTConfig
    inner_class: type[Inner]
    inner: Inner

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__()
        self.config = self.config_class(**config)
        self.carry_rule = build_carry_rule(self.config)
        self.inner = self.inner_class(self.config, self.carry_rule.hands_on_latents)
        self.carry_rule.check_fits(self.config, self.inner)
        self.calibration = Calibration(self.config.layout)
        if self.config.dtype is torch.float64:  # converted after drawing, so that the weights equal those of float32
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
        """Exploration: with probability `halt_exploration_prob`, a row may not halt before a random step.

        Returns:
            (rows,) int32, the first step at which each row may halt; 0 for a row that does not explore.
        """
        explore = rng.random(rows) < self.config.halt_exploration_prob
        steps = rng.integers(min(2, self.config.halt_max_steps), self.config.halt_max_steps, rows, endpoint=True)
        return torch.from_numpy((explore * steps).astype(np.int32))

    def halt_margin(self, q_halt_logits: torch.Tensor, q_continue_logits: torch.Tensor) -> torch.Tensor:
        """(B,), above 0 if q says that the row's answer is done. The sigmoid is the confidence."""
        return q_halt_logits - q_continue_logits if self.compares_q else q_halt_logits

    @property
    def compares_q(self) -> bool:
        """Whether a row halts by q_halt > q_continue, and not by q_halt > 0.

        In evaluation q_continue counts only if training teaches it. Otherwise it is a constant, which would shift the
        probability at which a row halts.
        """
        return not self.config.no_ACT_continue and (self.training or self.trains_q_continue)

    @property
    def halts_early(self) -> bool:
        """Whether rows may halt before `halt_max_steps`.

        In evaluation every row makes all steps, as in the official code. A caller may set `halted` in the carry.
        """
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
            min_halt_steps: (B,) from `draw_min_halt_steps`; None: no row explores.
            labelled_only: compute the logits of labelled positions only.

        Returns:
            the new carry, whose latents have no gradient, and the outputs by name:
            `logits` (B, P, V) of the first P positions (`Inner.forward`), or (N, V) with `labelled_only`;
            `q_halt_logits` and `q_continue_logits` (B,);
            `target_q_continue` (B,), only in training and only if q_continue is trained.
        """
        fresh = carry.halted
        data = {
            name: torch.where(_per_row(fresh, value), batch[name], value) for name, value in carry.current_data.items()
        }
        data, restarts = self.carry_rule.receive(data, fresh)
        before = self.inner.reset(restarts, self.inner.restored(carry.latents))
        latents, logits, (q_halt, q_continue) = self.inner(before, data, labelled_only)
        q_halt = self.calibration(q_halt, logits, data["inputs"])
        handed = self.carry_rule.hand_on(Step(before, latents, data, logits, q_halt, fresh, carry.memory))
        outputs = {"logits": handed.logits, "q_halt_logits": handed.q_halt, "q_continue_logits": q_continue}
        with torch.no_grad():
            steps = torch.where(fresh, 0, carry.steps) + 1
            is_last_step = (steps >= self.config.halt_max_steps) | (self.training and self.carry_rule.one_step_teaches)
            halted = is_last_step
            if self.halts_early:
                halted = halted | (self.halt_margin(q_halt, q_continue) > 0)
                if min_halt_steps is not None:
                    halted = halted & (steps >= min_halt_steps)
                if self.trains_q_continue:
                    # A bootstrapped target without replay or target network, as in PQN (Gallici et al. 2024).
                    _, _, (next_halt, next_continue) = self.inner(handed.latents, data)
                    target = torch.where(is_last_step, next_halt, torch.maximum(next_halt, next_continue))
                    outputs["target_q_continue"] = torch.sigmoid(target)
        return Carry(self.inner.stored(handed.latents), steps, halted, handed.data, handed.memory), outputs


def _per_row(flag: torch.Tensor, value: torch.Tensor) -> torch.Tensor:
    """`flag` (B,) in a shape that broadcasts over `value` (B, ...)."""
    return flag.view(-1, *(1,) * (value.ndim - 1))
