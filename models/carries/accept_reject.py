"""A candidate is kept only where it improves: accept or reject, decided for each row or for each position.

An improvement step makes candidate latents. Its score is q, or minus the residual, by how much the step changed the
latents. Where the score is higher than that of the latents kept so far, the candidate takes their place; elsewhere they
stay, and in an evaluation their answer and q stay with them. Training teaches every candidate, kept or not.

    score of a row after each step    -4.1   -2.0   -2.6   -2.6      the third step was worse, so the fourth
    kept                               yes    yes     no     no      starts from the second and makes the third again

An evaluation is deterministic, so a row that is rejected as a whole stays as it is. In training the weights have
changed before the next try. With `each: position`, other positions have changed, and so the next candidate differs.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import torch

from models.carries.base import CarryConfig, CarryRule, Step
from models.common import at_least_float32
from models.recursive_reasoning.config import CoreConfig
from models.recursive_reasoning.inner import Inner


class AcceptRejectConfig(CarryConfig):
    """What decides, and over what."""

    by: Literal["q", "residual"] = "q"
    each: Literal["row", "position"] = "row"


class AcceptReject(CarryRule):
    """Keeps the candidate with the higher score."""

    config_class = AcceptRejectConfig
    config: AcceptRejectConfig

    def __init__(self, config: CarryConfig, core: CoreConfig) -> None:
        super().__init__(config, core)
        assert isinstance(config, AcceptRejectConfig)
        self.config, self.prefix_len = config, core.prefix_len
        if config.each == "position" and config.by == "q":
            raise ValueError("carry=accept_reject: q is a number of a row; for each position, choose by=residual")

    def check_fits(self, core: CoreConfig, inner: Inner) -> None:
        if self.config.each == "position":
            inner.require_positions("carry.each=position")

    def hand_on(self, step: Step) -> Step:
        score = self.score(step)  # (B, 1), or (B, L) of each position
        kept = step.memory or {"score": score, "q_halt": step.q_halt.detach(), "logits": step.logits.detach()}
        better = step.fresh.unsqueeze(1) | (score > kept["score"])
        memory = {"score": torch.where(better, score, kept["score"])}
        latents = {name: torch.where(better.unsqueeze(-1), z, step.before[name]) for name, z in step.latents.items()}
        if self.training:
            return replace(step, latents=latents, memory=memory)
        answered = better[:, self.prefix_len :][:, : step.logits.shape[1]] if self.config.each == "position" else better
        q_better = better.any(1)
        memory |= {
            "logits": torch.where(answered.unsqueeze(-1), step.logits, kept["logits"]),
            "q_halt": torch.where(q_better, step.q_halt, kept["q_halt"]),
        }
        return replace(step, latents=latents, logits=memory["logits"], q_halt=memory["q_halt"], memory=memory)

    def score(self, step: Step) -> torch.Tensor:
        """How good the candidate is: (B, 1), or (B, L) with `each: position`. Higher is better."""
        if self.config.by == "q":
            return step.q_halt.detach().unsqueeze(1)
        axis = 2 if self.config.each == "position" else (1, 2)
        changes = [at_least_float32(z - step.before[name]).square().sum(axis) for name, z in step.latents.items()]
        sizes = [at_least_float32(z).square().sum(axis) for z in step.latents.values()]
        residual = (torch.stack(changes).sum(0) / torch.stack(sizes).sum(0).clamp_min(1e-12)).sqrt()
        return -residual.view(len(step.fresh), -1)
