"""Questions with notes, and networks that read and write these notes."""

from __future__ import annotations

from typing import Any

import torch

from dataset.layout import Layout
from models.losses import ACTLossHead
from tests.models.networks import ARCHS, make

ANSWER, NOTES, NOTE_LEN, LINES, LINE_LEN, VOCAB = 2, 3, 2, 4, 3, 24
SLOTS = ANSWER + NOTES * NOTE_LEN
PAD, BLANK, END, IGNORED = 0, 1, 2, -100
LAYOUT = Layout(
    answer_slots=ANSWER, note_slots=NOTES * NOTE_LEN, note_len=NOTE_LEN, line_len=LINE_LEN, digits=(3, 4, 5, 6, 7, 8)
)
NOTING: dict[str, Any] = dict(
    seq_len=SLOTS + LINES * LINE_LEN, layout=LAYOUT, vocab_size=VOCAB, pos_encodings="none", puzzle_emb_ndim=0,
    halt_max_steps=NOTES + 1, encoder="encoders.lines_with_notes@LinesWithNotes", head="heads.notes@Notes",
    carry="carries.notes@Notes",
)  # fmt: skip
NUMBERED = NOTING | dict(
    dense=True, encoder={"name": "encoders.numbers_with_notes@NumbersWithNotes", "parts": 3},
    head="heads.numbers_with_notes@NumbersWithNotes",
)  # fmt: skip
COPYING = NUMBERED | dict(
    encoder={"name": "encoders.digits_with_notes@DigitsWithNotes", "parts": 3},
    head="heads.digits_with_notes@DigitsWithNotes",
)  # fmt: skip
SUBQUESTIONS = NOTING | dict(encoder="encoders.lines_with_subquestions@LinesWithSubquestions")
ATTENDED = NUMBERED | dict(dense=False)


def batch(rows: int = 3, seed: int = 0) -> dict[str, torch.Tensor]:
    """Random questions, each with an answer and two notes, one of them short."""
    drawn = torch.Generator().manual_seed(seed)
    inputs = torch.randint(3, VOCAB, (rows, NOTING["seq_len"]), generator=drawn)
    inputs[:, :SLOTS] = BLANK
    labels = torch.full_like(inputs, IGNORED)
    labels[:, :SLOTS] = torch.tensor([5, END, 6, 7, 8, END, END, IGNORED])
    return {"inputs": inputs, "labels": labels, "puzzle_identifiers": torch.zeros(rows, dtype=torch.int32)}


def step(model: ACTLossHead, data: dict[str, torch.Tensor], carry: Any = None) -> tuple[Any, torch.Tensor]:
    """An improvement step: the carry and the logits of the slots."""
    carry, _, _, outputs, _ = model(carry=carry or model.initial_carry(data), batch=data, return_keys=["logits"])
    return carry, outputs["logits"]


def lively(layout: dict[str, Any]) -> ACTLossHead:
    """A network whose answers hang on all that it sees."""
    model = make("trm", **layout)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.normal_(std=0.3)
    return model


def takes_notes(arch: str) -> bool:
    """Whether the architecture can drop its latents after each step, as carry=notes does; if not, it says so."""
    try:
        make(arch, **NOTING)
    except ValueError as error:
        assert "carry=notes" in str(error)
        return False
    return True


NOTED_ARCHS = [arch for arch in ARCHS if takes_notes(arch)]
