"""A canvas as positions: a token knows its place in its line and its comment, and padding touches nothing."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from dataset.layout import CanvasTokens, Layout
from models.losses import ACTLossHead
from tests.models.networks import make

BREAK, COMMENT = 3, 4
CANVAS: dict[str, Any] = {
    "encoder": {"name": "encoders.canvas@Canvas", "convolutions": 1},
    "layout": Layout(canvas=CanvasTokens(line_break=BREAK, comment=COMMENT)),
    "seq_len": 12,
    "vocab_size": 11,
    "puzzle_emb_ndim": 0,
}
ROW = [5, 6, BREAK, COMMENT, 7, BREAK, 5, 6, 8, BREAK, 0, 0]


def lively(**changes: Any) -> ACTLossHead:
    """A network in float64 whose answers hang on all that it sees."""
    model = make("trm", **CANVAS | changes)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.normal_(std=0.3)
    return model.eval()


def test_places() -> None:
    comment, column = make("trm", **CANVAS).model.inner.encoder.places(torch.tensor([ROW]))
    assert comment[0, :10].tolist() == [0, 0, 0, 1, 1, 1, 1, 1, 1, 1]
    assert column[0, :10].tolist() == [0, 1, 2, 0, 1, 2, 0, 1, 2, 3]


def test_a_position_for_each_token() -> None:
    encoder = make("trm", **CANVAS).model.inner.encoder
    x = encoder(torch.tensor([ROW]))
    assert x.shape == (1, 12, 16)
    read = [True, False, False, *[True] * 7, False, False]  # of the head, the first token alone
    assert encoder.visible(torch.tensor([ROW])).tolist() == [[[read]]]
    size = x[0].square().mean(-1).sqrt() * 4
    assert torch.allclose(size, torch.tensor(read).to(size.dtype), atol=1e-3)


def test_neighbours_of_a_line_alone_are_taken_in() -> None:
    encoder = lively().model.inner.encoder
    before = encoder(torch.tensor([ROW]))[0]
    changed = list(ROW)
    changed[6] = 9  # the first token of the last line
    after = encoder(torch.tensor([changed]))[0]
    same = [torch.equal(one, two) for one, two in zip(before, after, strict=True)]
    assert same == [True] * 6 + [False, False] + [True] * 4


def test_padding_and_other_rows_touch_nothing() -> None:
    model = lively()

    def logits(*rows: list[int]) -> torch.Tensor:
        inputs = torch.tensor(rows)
        batch = {"inputs": inputs, "labels": inputs, "puzzle_identifiers": torch.zeros(len(rows), dtype=torch.int32)}
        return model(carry=model.initial_carry(batch), batch=batch, return_keys=["logits"])[3]["logits"]

    alone, beside = logits(ROW), logits(ROW[::-1], ROW, [7] * 12)
    assert torch.allclose(alone[0, 3:10], beside[1, 3:10], atol=1e-9)


def test_what_does_not_fit() -> None:
    with pytest.raises(ValueError, match="dataset.json: no layout.canvas"):
        make("trm", **CANVAS | {"layout": Layout()})
    with pytest.raises(ValueError, match="encoder=canvas hides padding"):
        make("trm", **CANVAS | {"mlp_t": True})
    with pytest.raises(ValueError, match="convolutions"):
        make("trm", **CANVAS | {"encoder": {"name": "encoders.canvas@Canvas", "convolutions": -1}})
