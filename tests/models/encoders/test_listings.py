"""Listings as positions: places in a line matter, lines have an order, and numbers start near their neighbours."""

from __future__ import annotations

import pytest
import torch

from dataset.layout import Layout, NumberTokens
from models.encoders.listings import token_vectors
from models.losses import ACTLossHead
from tests.models.lined import LINE_LEN, LINES, POOLED, SLOTS, VOCAB, data, rows
from tests.models.networks import make
from tests.models.noted import ANSWER, NOTE_LEN, NOTES, NOTING, batch, step
from tests.models.noted import SLOTS as NOTED_SLOTS

LISTED = POOLED | {"encoder": {"name": "encoders.listings@Listings", "token_width": 6}}
NOTED = NOTING | {"encoder": {"name": "encoders.listings_with_notes@ListingsWithNotes", "token_width": 6}}


def lively(**settings: object) -> ACTLossHead:
    """A network in float64 whose answers hang on all that it sees."""
    model = make("trm", **settings)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.normal_(std=0.3)
    return model.eval()


def positions(model: ACTLossHead, inputs: torch.Tensor) -> torch.Tensor:
    return model.model.inner.encoder(inputs)


def test_a_position_for_each_slot_and_line() -> None:
    x = positions(make("trm", **LISTED), rows([3, 4, 5, 6], [6, 5], [7, 8, 9]))
    assert x.shape[:2] == (1, SLOTS + LINES)
    size = x[:, SLOTS:].square().mean(-1).sqrt() * x.shape[-1] ** 0.5
    assert torch.allclose(size, torch.ones_like(size), atol=1e-3)


def test_places_and_the_order_of_lines_matter() -> None:
    model = lively(**LISTED)
    first, turned, moved = (
        positions(model, rows(*lines))[0, SLOTS:]
        for lines in (
            ([3, 4, 5, 6], [6, 5], [7, 8, 9]),
            ([4, 3, 5, 6], [6, 5], [7, 8, 9]),
            ([6, 5], [3, 4, 5, 6], [7, 8, 9]),
        )
    )
    assert not torch.allclose(first[0], turned[0]) and torch.equal(first[1:], turned[1:])
    assert not torch.allclose(first[0], moved[1])


def test_numbers_start_with_what_they_are_modulo_periods() -> None:
    torch.manual_seed(0)
    layout = Layout(answer_slots=SLOTS, line_len=LINE_LEN, numbers=NumberTokens(first=4, smallest=-3, count=7))
    core = make("trm", **LISTED | {"layout": layout, "vocab_size": VOCAB}).model.inner.config
    table = token_vectors(core, 24).embedding_weight
    assert table.shape == (VOCAB, 24)
    even = table[4:11:2, 0], table[5:11:2, 0]  # -3, -1, 1, 3 and -2, 0, 2: sines of half turns
    assert all(column.abs().max() < 0.5 for column in even)
    cosine = table[4:11, 12]
    assert cosine[0::2].max() < -0.5 and cosine[1::2].min() > 0.5, "odd and even numbers are apart"


def test_a_note_is_read_by_later_ones_alone() -> None:
    model = lively(**NOTED)
    inputs = batch(1)["inputs"]
    inputs[0, ANSWER:NOTED_SLOTS] = torch.tensor([5, 6, 7, 8, 9, 10])
    other = inputs.clone()
    other[0, ANSWER + NOTE_LEN] = 11  # the second note
    encoder = model.model.inner.encoder
    assert encoder.positions == ANSWER + NOTES + 4
    before, after = encoder(inputs)[0], encoder(other)[0]
    same = [torch.equal(one, two) for one, two in zip(before, after, strict=True)]
    assert same[ANSWER : ANSWER + NOTES] == [True, True, False], "only the third note starts from the second"
    assert all(same[ANSWER + NOTES :])
    mask = encoder.visible(inputs)
    assert not mask[ANSWER, ANSWER + 1] and mask[ANSWER + 1, ANSWER], "earlier notes see no later ones"


def test_notes_are_written() -> None:
    model = lively(**NOTED)
    data_of_rows = batch()
    carry, logits = step(model, data_of_rows)
    assert logits.shape[1] == NOTED_SLOTS
    carry, _ = step(model, data_of_rows, carry)
    assert carry.current_data["inputs"].shape == data_of_rows["inputs"].shape


def test_what_does_not_fit() -> None:
    with pytest.raises(ValueError, match="dataset.json: no line_len"):
        make("trm", **LISTED | {"layout": Layout(answer_slots=SLOTS)})
    matching = {"name": "encoders.listings@Listings", "matching": True}
    with pytest.raises(ValueError, match="matching"):
        make("trm", **LISTED | {"encoder": matching})
    assert data(rows([3], [4], [5]))["inputs"].shape == (1, SLOTS + LINES * LINE_LEN)
