"""Notes are handed on and latents are not: see `models.notes`."""

from __future__ import annotations

from dataclasses import replace

import torch

from dataset.common import IGNORE_LABEL_ID
from dataset.text.special import BLANK
from models.carries.base import CarryConfig, CarryRule, Step, Tensors
from models.notes import require_notes
from models.recursive_reasoning.config import CoreConfig
from models.recursive_reasoning.inner import Inner

_KEEP_GOING = -20.0
"""q_halt of a row whose notes still change. Its own q is unreliable: q was trained on true notes only."""


class Notes(CarryRule):
    """Hands on notes instead of latents.

    In training, a row reads its true notes, and one step teaches all of them. In evaluation, a step reads the notes
    that the step before wrote into the inputs. The answer is done when a step leaves the notes unchanged.
    """

    hands_on_latents = False
    one_step_teaches = True

    def __init__(self, config: CarryConfig, core: CoreConfig) -> None:
        super().__init__(config, core)
        require_notes(core.layout, "carry=notes")
        self.layout = core.layout

    def check_fits(self, core: CoreConfig, inner: Inner) -> None:
        if not (inner.encoder.reads_notes and inner.head.writes_notes):
            raise ValueError(
                "carry=notes needs an encoder that reads notes and a head that writes them: lines_with_notes and notes,"
                " or numbers_with_notes and numbers_with_notes"
            )
        if not (core.attends or (core.dense and inner.encoder.stands_alone)):
            raise ValueError("carry=notes: with mlp_t or dense, a note would see the notes after it; use attention")

    def receive(self, data: Tensors, fresh: torch.Tensor) -> tuple[Tensors, torch.Tensor]:
        if self.training:
            data = data | {"inputs": self.with_notes(data["inputs"], data["labels"])}
        return data, torch.ones_like(fresh)

    def hand_on(self, step: Step) -> Step:
        if self.training:
            return step
        inputs = step.data["inputs"]
        written = self.with_notes(inputs, step.logits.argmax(-1))
        changed = (written != inputs).any(1)
        q_halt = torch.where(changed, _KEEP_GOING, step.q_halt)
        return replace(step, data=step.data | {"inputs": written}, q_halt=q_halt)

    def with_notes(self, inputs: torch.Tensor, answers: torch.Tensor) -> torch.Tensor:
        """Copy the notes of answers or labels (B, slots or more) into inputs (B, seq_len).

        A position whose label is ignored becomes BLANK.
        """
        start, end = self.layout.answer_slots, self.layout.slots
        notes = answers[:, start:end]
        notes = torch.where(notes == IGNORE_LABEL_ID, BLANK, notes).to(inputs.dtype)
        return torch.cat((inputs[:, :start], notes, inputs[:, end:]), dim=1)
