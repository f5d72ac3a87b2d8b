"""Listings with notes: one position for each slot of the answer, each note, and each line; see `lines_with_notes`."""

from __future__ import annotations

from models.encoders.lines_with_notes import LinesWithNotes
from models.encoders.listings import Listings


class ListingsWithNotes(Listings, LinesWithNotes):
    """Tokens (B, seq_len) to (B, answer_slots + notes + lines, D)."""
