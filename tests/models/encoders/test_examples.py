"""Examples as positions: each reads the results before its statement, and everything that counts has a gradient."""

from __future__ import annotations

import pytest
import torch

from dataset.code.list_language import MOST_INPUTS
from models.encoders.examples import Examples
from tests.models.lined import POOLED
from tests.models.listed import LISTED, ROWS, batch, network
from tests.models.networks import make


def encoder() -> Examples:
    found = network().model.inner.encoder
    assert isinstance(found, Examples)
    return found


def line(example: int, value: int) -> int:
    """Where a value's line begins in a row."""
    return ROWS.layout.slots + (example * ROWS.values + value) * ROWS.line_len


def test_a_position_reads_what_is_known_before_its_statement() -> None:
    encode, inputs = encoder(), batch(1)["inputs"]
    x = encode(inputs)
    assert x.shape == (1, ROWS.length, LISTED.get("hidden_size", x.shape[-1]))
    assert torch.allclose(x.square().mean(-1) * x.shape[-1], torch.ones(1, ROWS.length, dtype=x.dtype), atol=1e-3)
    for value, same in ((0, False), (MOST_INPUTS, True), (ROWS.values - 1, False)):
        other = inputs.clone()
        start = line(0, value)
        other[0, start : start + 4] = torch.from_numpy(ROWS.parse("[7, 7, 7] -> 1")[line(0, 0) :][:4])
        changed = encode(other)
        assert torch.equal(x[:, 0], changed[:, 0]) == same, "the first position knows no result"
        assert not torch.allclose(x[:, 1], changed[:, 1])


def test_slots_and_the_order_of_examples_make_no_difference() -> None:
    encode, inputs = encoder(), batch(2)["inputs"]
    x = encode(inputs)
    written = inputs.clone()
    written[:, : ROWS.layout.slots] = 5
    assert torch.equal(encode(written), x)
    lines = inputs[:, ROWS.layout.slots :].unflatten(1, (ROWS.examples, -1))
    turned = torch.cat((inputs[:, : ROWS.layout.slots], lines.flip(1).flatten(1)), 1)
    assert torch.allclose(encode(turned), x)


def test_numbers_begin_with_what_they_are() -> None:
    encode = encoder()
    zero = ROWS.layout.numbers.first - ROWS.layout.numbers.smallest  # type: ignore[union-attr]
    rows = network(encoder={"name": "encoders.examples@Examples", "token_width": 24}).model.inner.encoder
    table = rows.embed_tokens.embedding_weight
    assert (table[zero + 40 :, 2] > 0.4).all() and (table[zero - 200 : zero - 40, 2] < -0.4).all(), "the sign"
    assert encode.embed_differences.embedding_weight.shape[0] == 2 * ROWS.layout.numbers.count  # type: ignore[union-attr]


def test_every_part_has_a_gradient() -> None:
    model = network().train()
    rows = batch(12)
    _, loss, _, _, _ = model(carry=model.initial_carry(rows), batch=rows, return_keys=[])
    loss.backward()
    for name, parameter in model.named_parameters():
        assert parameter.grad is not None and parameter.grad.abs().sum() > 0, name


def test_what_does_not_fit() -> None:
    for changes, said in (
        ({"dense": False}, "set dense=True"),
        ({"puzzle_emb_ndim": 16}, "puzzle_emb_ndim=0"),
        ({"head": "heads.slots@Slots"}, "head=slots needs a position for each slot"),
        ({"encoder": "encoders.tokens@Tokens", "head": "heads.slots@Slots"}, "choose encoder=examples"),
    ):
        with pytest.raises(ValueError, match=said):
            network(**changes)
    for changes, said in (
        ({"encoder": "encoders.examples@Examples"}, "encoder=examples needs examples of functions"),
        ({"head": "heads.statements@Statements"}, "choose encoder=examples"),
        ({"carry": "carries.execution@Execution"}, "runs programs of the list language, and these data have none"),
    ):
        with pytest.raises(ValueError, match=said):
            make("trm", **POOLED | changes)
