"""Logits of a canvas: each slot holds a class of its own or a copy of a word of the prompt, for `encoder=prompt`.

A word is chosen by comparing the slot's latent with the word's vector joined by the latent of the word's position.
Logits (B, slots, own_classes + words) are those of `dataset.tools.tool_json.canvas`; padding is far below all others.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F

from dataset.common import IGNORE_LABEL_ID
from models.common import at_least_float32
from models.encoders.base import Encoder
from models.encoders.prompt import Prompt, PromptWords
from models.heads.base import NEVER, Head, HeadConfig
from models.layers import CastedLinear
from models.recursive_reasoning.config import CoreConfig


class Copying(Head):
    """(B, L, D) to (B, slots, own_classes + words)."""

    def __init__(self, config: HeadConfig, core: CoreConfig, encoder: Encoder) -> None:
        super().__init__()
        if not isinstance(encoder, Prompt) or core.layout.own_classes is None:
            raise ValueError("head=copying reads the words of encoder=prompt")
        D = core.hidden_size
        self.slots, self.prefix_len, self.reads = encoder.slots, core.prefix_len, encoder.positions
        self.scale, self.eps = D**-0.5, core.rms_norm_eps
        self.lm_head = CastedLinear(D, core.layout.own_classes, bias=False)
        self.copy_query, self.copy_key = CastedLinear(D, D, bias=False), CastedLinear(D, D, bias=False)

    def forward(
        self,
        answer: torch.Tensor,
        inputs: torch.Tensor,
        labels: torch.Tensor | None = None,
        labelled_only: bool = False,
        details: PromptWords | None = None,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        assert details is not None, "encoder=prompt gives details"
        slots, words = answer[:, self.prefix_len :].split((self.slots, details.taken.shape[1]), dim=1)
        keys = F.rms_norm(self.copy_key(details.vectors + words), slots.shape[-1:], eps=self.eps)
        copies = self.scale * self.copy_query(slots) @ keys.mT
        copies = copies.masked_fill(~details.taken.unsqueeze(1), NEVER)
        logits = at_least_float32(torch.cat((self.lm_head(slots), copies), dim=-1))
        if labelled_only:
            assert labels is not None
            logits = logits[labels[:, : self.slots] != IGNORE_LABEL_ID]
        return logits, answer[:, 0]
