"""Notes that are read back: who sees what, true ones in training, and a note more with every improvement step."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from dataset.layout import Layout
from models.recursive_reasoning.trm import TinyRecursiveReasoningModel_ACTV1 as TRM
from tests.models.networks import make
from tests.models.noted import (
    ANSWER,
    ATTENDED,
    BLANK,
    COPYING,
    END,
    LAYOUT,
    NOTE_LEN,
    NOTED_ARCHS,
    NOTES,
    NOTING,
    NUMBERED,
    PAD,
    SLOTS,
    SUBQUESTIONS,
    VOCAB,
    batch,
    lively,
    step,
)

LAYOUTS = pytest.mark.parametrize(
    "layout", [NOTING, NUMBERED, ATTENDED, COPYING], ids=["lines", "numbers", "numbers_by_attention", "digits"]
)

ALL_LAYOUTS = pytest.mark.parametrize(
    "layout",
    [NOTING, SUBQUESTIONS, NUMBERED, ATTENDED, COPYING],
    ids=["lines", "subquestions", "numbers", "numbers_by_attention", "digits"],
)


def test_a_slot_sees_what_comes_before_it() -> None:
    layout = Layout(answer_slots=1, note_slots=2, note_len=1, line_len=3)
    settings = NOTING | dict(seq_len=3 + 2 * 3, layout=layout, hidden_size=16, puzzle_emb_ndim=16, puzzle_emb_len=1)
    encoder = make("trm", **settings).model.inner.encoder
    assert encoder.visible(torch.zeros(1, 9, dtype=torch.long)).int().tolist() == [
        # in front, the answer, both notes, lines
        [1, 0, 0, 0, 1, 1],
        [1, 1, 1, 1, 1, 1],
        [1, 0, 1, 0, 1, 1],
        [1, 0, 1, 1, 1, 1],
        [1, 0, 0, 0, 1, 1],
        [1, 0, 0, 0, 1, 1],
    ]


def test_a_slot_starts_from_the_note_before_and_the_answer_from_the_last() -> None:
    encoder = lively(NOTING).model.inner.encoder
    zero = torch.zeros(encoder.embed_tokens.embedding_weight.shape[1], dtype=torch.float64)

    def row(notes: list[int]) -> torch.Tensor:
        inputs = batch(1)["inputs"]
        inputs[0, ANSWER:SLOTS] = torch.tensor(notes)
        return inputs

    with torch.no_grad():
        two, one = encoder.pooling.pooled(torch.tensor([[[6, 7], [8, PAD]]]), encoder.embed_tokens)[0]
        for notes, expected in (
            ([6, 7, 8, END, END, 9], [one, one, zero, two, one]),
            ([6, 7, 8, END, 8, END], [one, one, zero, two, one]),
            ([8, END, END, 5, 6, 7], [one, one, zero, one, zero]),
            ([END, 6, 6, 7, 6, 7], [zero] * 5),
            ([BLANK] * 6, [zero] * 5),
        ):
            torch.testing.assert_close(encoder.notes_before(row(notes))[0], torch.stack(expected))
        noted, alone = encoder(row([8, END] * NOTES))[0], encoder(row([BLANK] * 6))[0]
        gate = encoder.note_gate.weight
        expected = alone[0] + one * (1 + gate @ (alone[0] * encoder.scale)) / encoder.scale
        torch.testing.assert_close(noted[0], expected)


@LAYOUTS
def test_training_reads_earlier_notes_and_nothing_else_of_the_labels(layout: dict[str, Any]) -> None:
    """Logits of a slot change with the notes before its own, with no other label, and not with its own."""
    model, data = lively(layout).train(), batch()
    with torch.no_grad():
        logits = step(model, data)[1]
        for changed, first in ((0, None), (1, None), (2, 4), (3, 4), (4, 6), (5, 6), (6, 0)):
            other = {**data, "labels": data["labels"].clone()}
            other["labels"][:, changed] = 9
            same = torch.isclose(step(model, other)[1], logits, atol=1e-9).flatten(2).all(2).all(0)
            told = set() if first is None else {0, 1, *(range(first, SLOTS) if first else ())}
            assert {slot for slot in range(SLOTS) if not same[slot]} == told, changed


@ALL_LAYOUTS
def test_an_evaluation_never_reads_labels(layout: dict[str, Any]) -> None:
    model, data = lively(layout).eval(), batch()
    other = {**data, "labels": torch.full_like(data["labels"], 9)}
    carry, otherwise = None, None
    for _ in range(NOTES + 1):
        (carry, logits), (otherwise, same) = step(model, data, carry), step(model, other, otherwise)
        assert torch.equal(logits, same)


@ALL_LAYOUTS
def test_every_step_makes_one_more_note_as_if_written_one_after_another(layout: dict[str, Any]) -> None:
    model, data = lively(layout).eval(), batch(8)
    with torch.no_grad():
        written = data
        for note in range(NOTES):
            logits = step(model, written)[1]
            own = slice(ANSWER + note * NOTE_LEN, ANSWER + (note + 1) * NOTE_LEN)
            written = {**written, "inputs": written["inputs"].clone()}
            written["inputs"][:, own] = logits.argmax(-1)[:, own]
        expected = step(model, written)[1]
        carry, said = None, []
        for _ in range(NOTES + 3):
            if carry is not None:
                carry.halted[:] = False
            carry, logits = step(model, data, carry)
            said.append(logits)
    torch.testing.assert_close(said[NOTES][:, :ANSWER], expected[:, :ANSWER])
    torch.testing.assert_close(said[NOTES + 2], said[NOTES + 1])
    assert not torch.allclose(said[0], expected), "the first step has no notes yet"


@ALL_LAYOUTS
@pytest.mark.parametrize("arch", NOTED_ARCHS)
def test_every_arch_learns_from_true_notes_and_is_done_with_a_row_at_once(arch: str, layout: dict[str, Any]) -> None:
    model, data = make(arch, **layout).train(), batch()
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
    losses = []
    carry = model.initial_carry(data)
    for _ in range(60):
        carry, loss, metrics, outputs, all_halted = model(carry=carry, batch=data, return_keys=["logits"])
        assert all_halted and metrics["count"] == len(data["inputs"])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(float(metrics["lm_loss"]))
    assert outputs["logits"].shape == (3, SLOTS, VOCAB)
    assert losses[-1] < 0.5 * losses[0]
    model.eval()
    carry, steps = None, 0
    while carry is None or not carry.halted.all():
        carry, steps = step(model, data, carry)[0], steps + 1
    assert steps == NOTES + 1
    assert torch.equal(carry.current_data["inputs"][:, SLOTS:], data["inputs"][:, SLOTS:])
    assert (carry.current_data["inputs"][:, :ANSWER] == BLANK).all(), "an answer is not read back"


def test_what_notes_need_is_said() -> None:
    sizes = make("trm", **NOTING).model.config.model_dump()
    bare = LAYOUT.model_copy(update={"note_slots": 0, "note_len": 0})
    for changes, word in (
        ({"layout": bare}, "dataset.json names no note_len"),
        (
            {"layout": bare, "encoder": "encoders.lines@Lines", "head": "heads.slots@Slots"},
            "carry=notes is about notes",
        ),
        ({"encoder": "encoders.lines@Lines"}, "choose encoder=lines_with_notes"),
        ({"encoder": "encoders.lines@Lines", "head": "heads.slots@Slots"}, "an encoder that reads notes"),
        ({"head": "heads.slots@Slots"}, "choose encoder=tokens or lines"),
        ({"head": "heads.digits_with_notes@DigitsWithNotes"}, "choose encoder=digits_with_notes"),
        ({"mlp_t": True}, "use attention"),
        ({"dense": True}, "use attention"),
    ):
        with pytest.raises(ValueError, match=word):
            TRM({**sizes, **changes})
