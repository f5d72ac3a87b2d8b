"""As `numbers_with_notes`, and each position also reads single digits out of the question and of its latest note.

    What is 365+178?      parts [What is 365] [+178] [?]      cell (part 0, place 1): 6

All parts of a question share the channels of a position, and digits are lost among them. Therefore a position first
looks at the row as a whole, and then chooses cells. A cell is one place of one part, counted from the part's end, so
that tens lie in place 1 whatever stands before them. Each reader of a position chooses cells by a softmax over all of
them and reads their tokens. `heads.digits_with_notes` copies tokens out of the same cells, which are the details.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
import torch.nn.functional as F

from models.encoders.numbers import NumbersConfig
from models.encoders.numbers_with_notes import NumbersWithNotes
from models.layers import CastedEmbedding, CastedLinear
from models.notes import notes_of
from models.recursive_reasoning.config import CoreConfig

PLACES = 5
"""Places of a part that have a cell, counted from its end; tokens further away are in no cell."""
READ_WIDTH = 32
"""Channels of the token in a cell."""
_NOTE_PARTS = 4
"""Numbers in a note: the three numbers of a column, and the digits of the columns before."""
_READERS = 8
"""How many times a position chooses cells."""


class Cells(NamedTuple):
    """Tokens by part and place, PAD where there is none.

    Attributes:
        question: (B, parts * PLACES).
        note: those of the latest note that each position has read, (B, 1 + notes, _NOTE_PARTS * PLACES).
    """

    question: torch.Tensor
    note: torch.Tensor


class DigitsWithNotes(NumbersWithNotes):
    """Tokens (B, seq_len) to (B, 1 + notes, D)."""

    note_parts = _NOTE_PARTS

    def __init__(self, config: NumbersConfig, core: CoreConfig) -> None:
        super().__init__(config, core)
        D, dtype = core.hidden_size, core.dtype
        self.parts, self.question_cells = config.parts, config.parts * PLACES
        self.cells = self.question_cells + _NOTE_PARTS * PLACES
        self.choose = CastedLinear(D, _READERS * self.cells, bias=False)
        self.embed_cells = CastedEmbedding(core.vocab_size, READ_WIDTH, init_std=1.0, cast_to=dtype)
        self.proj_cells = CastedLinear(_READERS * READ_WIDTH, D, bias=False)

    def forward(
        self, inputs: torch.Tensor, active: torch.Tensor | None = None, details: Cells | None = None
    ) -> torch.Tensor:
        cells = self.details(inputs) if details is None else details
        places = torch.arange(len(inputs) * self.positions, device=inputs.device) if active is None else active
        row_of, position = places // self.positions, places % self.positions
        row = self.pooling(inputs).squeeze(1).index_select(0, row_of)  # (N, D)
        notes = self.proj(self.notes_read(inputs).flatten(0, 1).index_select(0, places))
        x = row + self.embed_written.embedding_weight.to(row.dtype).index_select(0, position) + notes
        x = x + self.proj_cells(self.chosen(x, cells, row_of, places))
        x = F.rms_norm(x, x.shape[-1:], eps=self.eps) / self.scale
        return x.view(len(inputs), self.positions, -1) if active is None else x.unsqueeze(1)

    def chosen(self, x: torch.Tensor, cells: Cells, row_of: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
        """What the readers of positions (N, D) read: (N, _READERS * READ_WIDTH)."""
        scores = self.choose(F.rms_norm(x, x.shape[-1:], eps=self.eps)).unflatten(-1, (_READERS, self.cells))
        of_question, of_note = scores.softmax(-1).split((self.question_cells, _NOTE_PARTS * PLACES), dim=-1)
        question = self.embed_cells(cells.question).index_select(0, row_of)  # (N, cells, READ_WIDTH)
        note = self.embed_cells(cells.note.flatten(0, 1).index_select(0, places))
        return (of_question @ question + of_note @ note).flatten(1)

    def details(self, inputs: torch.Tensor) -> Cells:
        notes = self.cells_of(notes_of(inputs, self.layout).flatten(0, 1), _NOTE_PARTS)
        latest = F.pad(notes.view(len(inputs), self.layout.notes, -1), (0, 0, 1, 0))
        return Cells(self.cells_of(inputs[:, self.pooling.slots :], self.parts), latest)

    def cells_of(self, texts: torch.Tensor, parts: int) -> torch.Tensor:
        """Texts (B, L) to the tokens of their cells (B, parts * PLACES)."""
        part, place = self.pooling.cut(texts, parts)
        taken = (part >= 0) & (place < PLACES)
        cell = torch.where(taken, part * PLACES + place, parts * PLACES)  # all others go to a place that is dropped
        found = texts.new_zeros(len(texts), parts * PLACES + 1, dtype=torch.int64)
        return found.scatter(1, cell, torch.where(taken, texts, self.pooling.pad_id).long())[:, :-1]
