"""An improvement step refines the half of the canvas with the lower confidence; the other half stays as it is.

The canvas are the positions that are answered. The confidence of a position is the distance between its two highest
logits, as of the last step that refined it. A row's first step refines everything. Later ones find the doubtful half
anew each time, so that a wrong part of an answer is narrowed down from step to step.

    confidence after step 1    9.1  0.3  4.0  1.2        step 2 refines positions 2 and 4
                     step 2    9.1  5.5  4.0  0.9        step 3 refines positions 3 and 4

All positions are read. The positions of a puzzle embedding, the one from which q reads, and those of a question have no
confidence and are always refined. The step computes all positions, so it costs no less than with `carry=latents`.
Training teaches all positions of a step; an evaluation answers with the positions as they are kept.
"""

from __future__ import annotations

from dataclasses import replace

import torch
import torch.nn.functional as F

from dataset.common import IGNORE_LABEL_ID
from models.carries.base import CarryConfig, CarryRule, Step
from models.common import at_least_float32
from models.recursive_reasoning.config import CoreConfig
from models.recursive_reasoning.inner import Inner


class BinarySearch(CarryRule):
    """Keeps the confident half of the canvas."""

    def __init__(self, config: CarryConfig, core: CoreConfig) -> None:
        super().__init__(config, core)
        self.prefix_len = core.prefix_len
        self.canvas = core.layout.slots or core.seq_len

    def check_fits(self, core: CoreConfig, inner: Inner) -> None:
        inner.require_positions("carry=binary_search")

    def hand_on(self, step: Step) -> Step:
        confidence = self.confidence(step)  # (B, canvas)
        kept = step.memory or {"confidence": confidence, "logits": step.logits.detach()}
        doubtful = kept["confidence"].argsort(dim=1).argsort(dim=1) < (self.canvas + 1) // 2
        refined = doubtful | step.fresh.unsqueeze(1)
        if self.prefix_len == 0:
            refined[:, 0] = True  # q reads the first position
        memory = {"confidence": torch.where(refined, confidence, kept["confidence"])}
        positions = next(iter(step.latents.values())).shape[1]
        behind = positions - self.prefix_len - self.canvas
        everywhere = F.pad(refined, (self.prefix_len, behind), value=True).unsqueeze(-1)  # (B, L, 1)
        latents = {name: torch.where(everywhere, z, step.before[name]) for name, z in step.latents.items()}
        if self.training:
            return replace(step, latents=latents, memory=memory)
        answered = everywhere[:, self.prefix_len :][:, : step.logits.shape[1]]
        memory["logits"] = torch.where(answered, step.logits, kept["logits"])
        return replace(step, latents=latents, logits=memory["logits"], memory=memory)

    def confidence(self, step: Step) -> torch.Tensor:
        """The distance between the two highest logits of each position of the canvas: (B, canvas).

        A position without a label, of which training computes no logits, counts as certain.
        """
        best, second = at_least_float32(step.logits.detach()).topk(2, dim=-1).values.unbind(-1)
        if step.logits.ndim == 3:
            return (best - second)[:, : self.canvas]
        labelled = step.data["labels"] != IGNORE_LABEL_ID
        certain = best.new_full(labelled.shape, float("inf"))
        return certain.masked_scatter(labelled, best - second)[:, : self.canvas]
