"""Notes are handed on and latents are not: see `models.notes`."""

from __future__ import annotations

import torch

from dataset.common import IGNORE_LABEL_ID
from dataset.text.special import BLANK
from models.carries.base import CarryConfig, CarryRule, Tensors
from models.encoders.base import Encoder
from models.heads.base import Head
from models.notes import require_notes
from models.recursive_reasoning.config import CoreConfig

_UNDONE = -20.0
"""q_halt of an answer whose notes have just changed: q was trained on true notes, and is unreliable until then."""


class Notes(CarryRule):
    """In training a row reads its true notes, and one step teaches all of them. Afterwards a step reads the notes that
    the step before has written into the inputs; the answer is done when they stay as they are."""

    hands_on_latents = False
    one_step_teaches = True

    def __init__(self, config: CarryConfig, core: CoreConfig) -> None:
        super().__init__(config, core)
        require_notes(core.layout, "carry=notes")
        self.layout = core.layout

    def check_fits(self, core: CoreConfig, encoder: Encoder, head: Head) -> None:
        if not (encoder.reads_notes and head.writes_notes):
            raise ValueError(
                "carry=notes needs an encoder that reads notes and a head that writes them: lines_with_notes and notes,"
                " or numbers_with_notes and numbers_with_notes"
            )
        if not (core.attends or (core.dense and encoder.stands_alone)):
            raise ValueError("carry=notes: mlp_t and dense would show a note the notes behind it; use attention")

    def receive(self, data: Tensors, fresh: torch.Tensor) -> tuple[Tensors, torch.Tensor]:
        if self.training:
            data = data | {"inputs": self.with_notes(data["inputs"], data["labels"])}
        return data, torch.ones_like(fresh)

    def hand_on(
        self, latents: Tensors, data: Tensors, logits: torch.Tensor, q_halt: torch.Tensor
    ) -> tuple[Tensors, Tensors, torch.Tensor]:
        if self.training:
            return latents, data, q_halt
        written = self.with_notes(data["inputs"], logits.argmax(-1))
        changed = (written != data["inputs"]).any(1)
        return latents, data | {"inputs": written}, torch.where(changed, _UNDONE, q_halt)

    def with_notes(self, inputs: torch.Tensor, answers: torch.Tensor) -> torch.Tensor:
        """Inputs (B, seq_len) with the notes of answers or labels (B, slots or more); BLANK where those are ignored."""
        start, end = self.layout.answer_slots, self.layout.slots
        notes = answers[:, start:end]
        notes = torch.where(notes == IGNORE_LABEL_ID, BLANK, notes).to(inputs.dtype)
        return torch.cat((inputs[:, :start], notes, inputs[:, end:]), dim=1)
