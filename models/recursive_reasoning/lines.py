"""Text in lines as positions of a network: one for each answer slot and one for each line (`dataset.text`).

    tokens       [slot slot slot | Mira has the key . | who has it ? _]        positions   slot slot slot line line

A line's vector is the sum of its words' embeddings, each scaled channel by channel by a vector of its place in the
line, as in End-To-End Memory Networks (Sukhbaatar et al. 2015, arXiv 1503.08895). The last line is what is asked; every
slot starts from it. Attention is then over a few lines instead of all words, and finds a line by the words that it
shares with the question.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn

_PLACE_STD = 0.25
"""Of the factors of a place around 1: small enough to recognise a word in another place of another line."""
_SLOT_STD = 0.3
"""Of what tells the slots apart: small beside the question, else they begin by looking for something at random."""


class LinePooling(nn.Module):
    """Tokens (B, seq_len) to vectors of root mean square about 1, (B, answer_slots + lines, D).

    Args:
        answer_slots: tokens before the first line.
        line_len: tokens of a line.
        width: D.
        pad_id: the token that fills a line up.
        eps: of the norm.
    """

    def __init__(self, answer_slots: int, line_len: int, width: int, eps: float, pad_id: int = 0) -> None:
        super().__init__()
        self.answer_slots, self.line_len, self.pad_id, self.eps = answer_slots, line_len, pad_id, eps
        self.slots = nn.Parameter(_SLOT_STD * torch.randn(answer_slots, width))
        self.places = nn.Parameter(1 + _PLACE_STD * torch.randn(line_len, width))

    def forward(self, tokens: torch.Tensor, embed: nn.Module) -> torch.Tensor:
        """Look the tokens up in `embed` and add up each line."""
        lines = tokens[:, self.answer_slots :].view(len(tokens), -1, self.line_len)  # (B, lines, line_len)
        words = embed(lines) * (lines != self.pad_id).unsqueeze(-1)
        pooled = (words * self.places.to(words.dtype)).sum(2)
        pooled = F.rms_norm(pooled, pooled.shape[-1:], eps=self.eps)
        return torch.cat((self.slots.to(words.dtype) + pooled[:, -1:], pooled), dim=1)
