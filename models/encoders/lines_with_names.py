"""Text in lines with notes that name lines: a note tells what its line says, and at which moment of the story.

    story      C  Mary went to the attic.   question   Where was the apple before the hall?
               B  Mary went to the hall.    notes      A Mary left the apple. | B Mary went to the hall.
               A  Mary left the apple.                 | C Mary went to the attic.
                                            answer     attic

A name is a token of its own (`Layout.line_names`). Every line of the story carries its name, so that a position which
finds a line can write the name. A note that begins with a name is read as that line; its other words are not read.
"""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from einops import rearrange
from torch import nn

from dataset.text.special import PAD
from models.encoders.lines import LinesConfig
from models.encoders.lines_with_notes import LinesWithNotes
from models.notes import notes_of
from models.recursive_reasoning.config import CoreConfig

_MATCH_STD = 0.1
"""Spread of the vectors of words that a line shares with the question."""
_LATER_SHARE = 0.5
"""What a note after the first takes of the question at first; most of what it needs is in the note before."""
_SLOPE, _OTHER_SIDE = 0.2, 2.0
"""At first, one head prefers lines before the reader and one lines behind it, both near ones: what is subtracted from
scores for each line of distance, and on the other side."""


class LinesWithNames(LinesWithNotes):
    """Tokens (B, seq_len) to (B, answer_slots + notes + lines, D).

    A line's vector is made of its words, its name, and of what it shares with the question: a learned vector for each
    pair of a place in the line and a place in the question with the same word, and another one if the next words are
    the same, too. So it says whether the thing that is asked about stands first or second in the line.

    A learned number for each head and each distance between two lines is added to the scores of attention. A position
    that reads a note stands where the note's line stands; the others stand at the question. So attention can prefer the
    last line before a note's line.
    """

    line_of_name: torch.Tensor
    """The line that a token names, counted from the first line; the question's line for all other tokens: (V,)."""
    distance_of: torch.Tensor
    """The number of the distance from one line to another: (lines, lines)."""

    def __init__(self, config: LinesConfig, core: CoreConfig) -> None:
        super().__init__(config, core)
        layout, lines, D = self.layout, self.positions - self.slots, core.hidden_size
        assert layout.line_len is not None
        if len(layout.line_names) < lines - 1:
            raise ValueError("encoder=lines_with_names needs a name for each line, and the data have too few")
        names = list(layout.line_names[: lines - 1])[::-1]  # from the first line
        line_of_name = torch.full((core.vocab_size,), lines - 1)
        line_of_name[names] = torch.arange(lines - 1)
        self.register_buffer("line_of_name", line_of_name, persistent=False)
        self.register_buffer("names", torch.tensor(names), persistent=False)
        self.name_role = nn.Parameter(torch.full((D,), 0.5))
        self.matches = nn.Parameter(_MATCH_STD * torch.randn(2 * layout.line_len**2, D))
        share = torch.ones(self.slots, 1)
        share[self.slots - layout.notes + 1 :] = _LATER_SHARE
        self.question_share = nn.Parameter(share)
        self.distances = nn.Parameter(_first_distances(core.num_heads, lines))
        places = torch.arange(lines)
        self.register_buffer("distance_of", places[:, None] - places + lines - 1, persistent=False)

    def forward(self, inputs: torch.Tensor, active: torch.Tensor | None = None, details: Any = None) -> torch.Tensor:
        lines = self.lines(inputs)
        vectors = self.pooling.pooled(lines, self.embed_tokens)  # (B, lines, D)
        question, story = vectors[:, -1:], vectors[:, :-1]
        told = (story + self.shared_words(lines)) * (lines[:, :-1, :1] != PAD)
        names = F.rms_norm(self.embed_tokens(self.names), told.shape[-1:]) * self.name_role.to(told.dtype)
        named = F.rms_norm(told + names, told.shape[-1:]) * (lines[:, :-1, :1] != PAD)
        before = self.vectors_before(inputs, torch.cat((told, torch.zeros_like(question)), dim=1))
        slots = self.pooling.slots.to(question.dtype) + self.question_share.to(question.dtype) * question
        slots = slots + torch.addcmul(before, before, self.note_gate(slots))
        return torch.cat((slots, named, question), dim=1) / self.scale

    def lines(self, inputs: torch.Tensor) -> torch.Tensor:
        """The tokens (B, lines, line_len) of all lines."""
        return rearrange(inputs[:, self.layout.slots :], "b (line place) -> b line place", place=self.layout.line_len)

    def shared_words(self, lines: torch.Tensor) -> torch.Tensor:
        """What lines (B, lines, T) of the story share with the last line, the question: (B, lines - 1, D)."""
        story, question = lines[:, :-1, :, None], lines[:, -1, None, None]
        same = (story == question) & (story != PAD)  # (B, lines - 1, T, T)
        next_too = F.pad(same[..., 1:, 1:], (0, 1, 0, 1)) & same
        found = torch.stack((same, next_too), dim=2).flatten(2)
        matches = self.matches.to(self.embed_tokens.cast_to)
        return found.to(matches.dtype) @ matches

    def named(self, inputs: torch.Tensor) -> torch.Tensor:
        """The line that each note names, by the number of the line; the question's for other notes: (B, notes)."""
        return self.line_of_name[notes_of(inputs, self.layout)[:, :, 0].long()]

    def vectors_before(self, inputs: torch.Tensor, lines: torch.Tensor) -> torch.Tensor:
        """As `notes_before`, with the vectors of the lines (B, lines, D) that notes name."""
        notes = notes_of(inputs, self.layout)
        named = self.named(inputs).unsqueeze(-1)
        told = lines.gather(1, named.expand(-1, -1, lines.shape[-1]))
        has_name = named < lines.shape[1] - 1
        words = self.pooling.pooled(torch.where(has_name, PAD, notes), self.embed_tokens)
        return self.from_note_before(notes, F.rms_norm(words + told, told.shape[-1:]))

    def visible(self, inputs: torch.Tensor, details: Any = None) -> torch.Tensor:
        """What attention adds to its scores, (B, heads, L, L): minus infinity where a position may not attend."""
        lines = self.lines(inputs)
        notes = notes_of(inputs, self.layout)
        told = self.named(inputs).unsqueeze(-1) - (lines.shape[1] - 1)
        stands = self.from_note_before(notes, told).squeeze(-1) + lines.shape[1] - 1  # (B, answer_slots + notes)
        between = self.distances[:, self.distance_of]  # (heads, lines, lines)
        of_slots = between[:, stands].transpose(0, 1)  # (B, heads, answer_slots + notes, lines)
        of_lines = between.expand(len(inputs), -1, -1, -1)
        added = torch.cat((of_slots, of_lines), dim=2)
        before = self.may_see.shape[0] - lines.shape[1]
        empty = F.pad(lines[:, :, 0] == PAD, (before, 0))
        hidden = ~self.may_see | empty[:, None, None]
        added = F.pad(added, (before, 0, before - self.slots, 0)).masked_fill(hidden, -torch.inf)
        return added.to(self.embed_tokens.cast_to)


def _first_distances(heads: int, lines: int) -> torch.Tensor:
    """What attention adds at first for each head and each distance, from lines far ahead to lines far back."""
    back = torch.arange(1 - lines, lines)
    added = torch.zeros(heads, len(back))
    for head, after in ((0, back < 0), (1, back > 0)):
        if head < heads:
            added[head] = -_SLOPE * back.abs() - _OTHER_SIDE * after
    return added
