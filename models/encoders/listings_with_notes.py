"""Listings with notes: one position for each slot of the answer, each note, and each line; see `lines_with_notes`."""

from __future__ import annotations

from models.encoders.lines_with_notes import LinesWithNotes
from models.encoders.listings import ListingsConfig, PlacePooling, token_vectors
from models.recursive_reasoning.config import CoreConfig


class ListingsWithNotes(LinesWithNotes):
    """Tokens (B, seq_len) to (B, answer_slots + notes + lines, D)."""

    config_class = ListingsConfig

    def __init__(self, config: ListingsConfig, core: CoreConfig) -> None:
        super().__init__(config, core)
        self.embed_tokens = token_vectors(core, config.token_width)
        self.pooling = PlacePooling(self.slots, core, config.token_width)
