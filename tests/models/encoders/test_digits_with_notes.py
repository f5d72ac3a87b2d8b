"""Cells: which digit of a question or of a note lies where, and that readers and pointers reach each of them."""

from __future__ import annotations

from typing import Any

import torch

from dataset.layout import Layout
from dataset.text.format import TextFormat
from dataset.text.vocabulary import Vocabulary
from models.encoders.digits_with_notes import PLACES, DigitsWithNotes
from models.heads.digits_with_notes import DigitsWithNotes as Head
from tests.models.networks import make
from tests.models.noted import COPYING, batch, lively, step

QUESTION = "What is 365+17?"
PARTS, NOTES, NOTE_LEN, ANSWER = 3, 2, 8, 4
LAYOUT = Layout(answer_slots=ANSWER, note_slots=NOTES * NOTE_LEN, note_len=NOTE_LEN)
FORMAT = TextFormat(Vocabulary.of_words([QUESTION, "0 1 2 3 4 5 6 7 8 9 a0123456789 +;"]), 32, LAYOUT)
SHAPE: dict[str, Any] = COPYING | dict(
    seq_len=FORMAT.seq_len, vocab_size=len(FORMAT.vocabulary), halt_max_steps=NOTES + 1,
    layout=LAYOUT.model_copy(update={"digits": tuple(FORMAT.vocabulary.digits)}),
    encoder={"name": "encoders.digits_with_notes@DigitsWithNotes", "parts": PARTS},
)  # fmt: skip


def shown(cells: torch.Tensor) -> list[str]:
    """The tokens of each part as text, the furthest place first; a cell without a token is a dot."""
    texts = ["." if token == 0 else FORMAT.vocabulary.tokens[token].strip() for token in cells.tolist()]
    return ["|".join(reversed(texts[start : start + PLACES])) for start in range(0, len(texts), PLACES)]


def test_cells_are_counted_from_the_end_of_each_number() -> None:
    encoder = make("trm", **SHAPE).model.inner.encoder
    assert isinstance(encoder, DigitsWithNotes)
    row = torch.from_numpy(FORMAT.question(QUESTION)).long()
    row[ANSWER : LAYOUT.slots] = torch.from_numpy(
        FORMAT.answer("5", ("5+7+0", "6+1+1;2"))[ANSWER : LAYOUT.slots]
    ).long()
    cells = encoder.details(row.unsqueeze(0))
    assert shown(cells.question[0]) == ["What|is|3|6|5", ".|.|+|1|7", ".|.|.|.|?"]
    nothing = ["|".join("." * PLACES)] * 4
    assert [shown(note) for note in cells.note[0]] == [
        nothing,
        [".|.|.|.|5", ".|.|.|+|7", ".|.|.|+|0", nothing[0]],
        [".|.|.|.|6", ".|.|.|+|1", ".|.|.|+|1", ".|.|.|;|2"],
    ]


def test_a_pointer_copies_the_token_of_its_cell() -> None:
    head = lively(COPYING).model.inner.head
    assert isinstance(head, Head)
    question, note = torch.randn(2, head.question_cells, 32), torch.randn(2, 3, 20, 32)
    for cell in (0, head.question_cells - 1, head.question_cells, head.question_cells + 19):
        pointers = torch.zeros(2, 3, 5, head.question_cells + 20)
        pointers[..., cell] = 1
        own = question[:, None, cell] if cell < head.question_cells else note[:, :, cell - head.question_cells]
        torch.testing.assert_close(head.copied(pointers, question, note), own.unsqueeze(2).expand(2, 3, 5, 32))


def test_details_may_be_given_or_computed() -> None:
    model, data = lively(COPYING).eval(), batch()
    encoder, inputs = model.model.inner.encoder, data["inputs"]
    active = torch.tensor([0, 5, 2])
    with torch.no_grad():
        torch.testing.assert_close(encoder(inputs, active), encoder(inputs, active, encoder.details(inputs)))
        torch.testing.assert_close(encoder(inputs).flatten(0, 1)[active].unsqueeze(1), encoder(inputs, active))
    assert step(model, data)[1].isfinite().all()
