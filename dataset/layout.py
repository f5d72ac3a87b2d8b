"""What a row holds: its sizes, and where its parts stand. Every data set has one, and every network is built from it.

puzzles     [given given blank given ...]                      every position may be supervised
text        [answer answer | note note note note | question]   answer_slots, note_slots, then the question
"""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

LARGEST = 2**31 - 1
"""Of identifiers and labels: batches are int32."""
Size = Annotated[int, Field(ge=1, le=2**24)]


class Layout(BaseModel):
    """Where the parts of a row stand; `dataset.json` holds it as the object `layout`. Puzzles have none of these parts.

    See `dataset.text.format` for what the parts mean.
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    answer_slots: Size | None = None
    """Positions of the answer, at the front. None: an answer may stand anywhere in the row."""
    note_slots: Annotated[int, Field(ge=0, le=2**24)] = 0
    """Positions of all notes, behind the answer."""
    note_len: Annotated[int, Field(ge=0, le=2**24)] = 0
    """Positions of one note."""
    line_len: Size | None = None
    """Tokens of a line, where the rest of the row stands in lines."""
    digits: Annotated[tuple[Annotated[int, Field(ge=0, strict=True)], ...], Field(strict=False, fail_fast=True)] = ()
    """The tokens that are digits."""

    @model_validator(mode="after")
    def _check_together(self) -> Self:
        if self.note_slots and (not self.note_len or self.note_slots % self.note_len):
            raise ValueError(f"note_slots {self.note_slots} must be a multiple of note_len {self.note_len}")
        if self.answer_slots is None and (self.note_slots or self.line_len):
            raise ValueError("note_slots and line_len need answer_slots")
        return self

    @property
    def slots(self) -> int:
        """Positions in front of the question: those of the answer and of notes."""
        return (self.answer_slots or 0) + self.note_slots

    @property
    def notes(self) -> int:
        """Number of notes that there is room for."""
        return self.note_slots // self.note_len if self.note_len else 0

    def lines(self, seq_len: int) -> int:
        """Number of lines behind the slots."""
        return (seq_len - self.slots) // self.line_len if self.line_len else 0

    def scored_len(self, seq_len: int) -> int:
        """Number of positions, from the first on, that make an answer right or wrong: notes do not."""
        return self.answer_slots if self.answer_slots is not None and self.note_slots else seq_len


PUZZLE = Layout()
"""A row without parts."""


class RowShape(BaseModel):
    """What a network must know of its data; under the official names, but for `layout`."""

    seq_len: Size
    vocab_size: Size
    num_puzzle_identifiers: Annotated[int, Field(ge=1, le=LARGEST)]
    layout: Layout = PUZZLE
    """(ours) The official code ignores it."""

    @model_validator(mode="after")
    def _layout_fits(self) -> Self:
        if self.layout.slots > self.seq_len:
            raise ValueError(f"answer_slots and note_slots, {self.layout.slots}, are more than seq_len {self.seq_len}")
        if self.layout.digits and max(self.layout.digits) >= self.vocab_size:
            raise ValueError(f"digits: {max(self.layout.digits)} is no token, vocab_size is {self.vocab_size}")
        return self
