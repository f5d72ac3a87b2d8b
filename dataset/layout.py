"""The sizes of a row, and the positions of its parts. Every data set has them, and every network is built from them.

puzzles     [given given blank given ...]                      every position may be supervised
text        [answer answer | note note note note | question]   answer_slots, note_slots, then the question
"""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

LARGEST = 2**31 - 1
"""The largest identifier or label, since batches are int32."""
Size = Annotated[int, Field(ge=1, le=2**24)]


class ToolSizes(BaseModel):
    """How much a row of tool calling has room for; `dataset.tools.format` shows an example."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    tools: Size
    arguments: Size
    """Most arguments of all tools together."""
    letters: Size
    """Most characters of a value that is spelled."""
    lines: Size
    """Most lines of the conversation."""


class NumberTokens(BaseModel):
    """The tokens that are whole numbers: `first` is `smallest`, and `count` tokens follow each other in order."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    first: Size
    smallest: int
    count: Size


class CanvasTokens(BaseModel):
    """Tokens by which a network tells lines of any length, and the parts of a text that begin with a comment."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    line_break: Size
    comment: Size


Tokens = Annotated[tuple[Annotated[int, Field(ge=0, strict=True)], ...], Field(strict=False, fail_fast=True)]
"""Tokens that have something in common; JSON has them as a list."""


class Layout(BaseModel):
    """The positions of a row's parts: the object `layout` in `dataset.json`. Puzzles have none of these parts.

    `dataset.text.format` shows an example.
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    answer_slots: Size | None = None
    """Number of positions of the answer, at the front of the row. None: the answer may be anywhere in the row."""
    note_slots: Annotated[int, Field(ge=0, le=2**24)] = 0
    """Number of positions of all notes, behind the answer."""
    note_len: Annotated[int, Field(ge=0, le=2**24)] = 0
    """Number of positions of one note."""
    line_len: Size | None = None
    """Number of positions of a line, if the question is written in lines."""
    digits: Tokens = ()
    """The tokens that are a single digit."""
    line_names: Tokens = ()
    """The tokens by which notes name lines of the story, the last line first; none if notes name no lines."""

    numbers: NumberTokens | None = None
    """Of rows whose tokens are whole numbers, among others."""

    tools: ToolSizes | None = None
    """Of rows of tool calling."""

    canvas: CanvasTokens | None = None
    """Of rows of code with comments."""

    own_classes: Size | None = None
    """Of rows whose answer may copy words of the question: the classes of an answer that stand for themselves. Class
    `own_classes + n` is the word at position n behind the slots."""

    @model_validator(mode="after")
    def _check_together(self) -> Self:
        if self.note_slots and (not self.note_len or self.note_slots % self.note_len):
            raise ValueError(f"note_slots {self.note_slots} must be a multiple of note_len {self.note_len}")
        if self.answer_slots is None and (self.note_slots or self.line_len):
            raise ValueError("note_slots and line_len need answer_slots")
        return self

    @property
    def slots(self) -> int:
        """Number of positions in front of the question: those of the answer and of notes."""
        return (self.answer_slots or 0) + self.note_slots

    @property
    def notes(self) -> int:
        """How many notes a row has room for."""
        return self.note_slots // self.note_len if self.note_len else 0

    def lines(self, seq_len: int) -> int:
        """Number of lines behind the slots, in a row of this length."""
        return (seq_len - self.slots) // self.line_len if self.line_len else 0

    def scored_len(self, seq_len: int) -> int:
        """How many positions, counted from the first, decide whether an answer is right: those of notes do not."""
        return self.answer_slots if self.answer_slots is not None and self.note_slots else seq_len


PUZZLE = Layout()
"""The layout of a puzzle: a row without parts."""


class RowShape(BaseModel):
    """What a network must know about its data; `layout` is ours, the other names are official."""

    seq_len: Size
    vocab_size: Size
    num_puzzle_identifiers: Annotated[int, Field(ge=1, le=LARGEST)]
    layout: Layout = PUZZLE
    """The official code ignores it."""

    @model_validator(mode="after")
    def _layout_fits(self) -> Self:
        if self.layout.slots > self.seq_len:
            raise ValueError(f"answer_slots and note_slots, {self.layout.slots}, are more than seq_len {self.seq_len}")
        for name in ("digits", "line_names"):
            tokens = getattr(self.layout, name)
            if tokens and max(tokens) >= self.vocab_size:
                raise ValueError(f"{name}: {max(tokens)} is no token, vocab_size is {self.vocab_size}")
        numbers = self.layout.numbers
        if numbers is not None and numbers.first + numbers.count > self.vocab_size:
            raise ValueError(f"numbers: {numbers.first + numbers.count} is above vocab_size {self.vocab_size}")
        canvas = self.layout.canvas
        if canvas is not None and max(canvas.line_break, canvas.comment) >= self.vocab_size:
            raise ValueError(f"canvas: {canvas} names a token that is not below vocab_size {self.vocab_size}")
        return self
