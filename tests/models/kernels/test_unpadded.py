"""Rows without their padding give what rows with it give: values and gradients, in both fast ways."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch

from models.kernels.switch import plain_formulas
from models.kernels.unpadded import moved_to_the_front, without_padding
from models.layers import Context
from models.objectives.added import Added
from tests.models.networks import make
from tests.models.tooled import data, decisions
from tests.tool_data import STATES, TALK, tool_format

LENGTHS = (0, 3, 70, 66, 1)
"""One row is empty, and the longest one is longer than the multiple at which a batch is cut."""


def case() -> tuple[Any, torch.Tensor, torch.Tensor]:
    """Blocks; rows (5, 150, 16); which positions have something, with a gap in each row."""
    inner = make("trm", seq_len=150, puzzle_emb_ndim=0).model.inner
    torch.manual_seed(0)
    rows = torch.randn(len(LENGTHS), 150, 16, dtype=torch.float64)
    present = torch.arange(150) < torch.tensor(LENGTHS)[:, None] + 2
    present[:, 1:3] = False
    present[0] = False
    return inner, rows, present


def on_the_front(blocks: Any, rows: torch.Tensor, context: Context) -> torch.Tensor:
    assert context.visible is not None
    return moved_to_the_front(blocks, rows, context.visible[:, 0, 0], context.cos_sin)


@pytest.mark.parametrize("way", [without_padding, on_the_front])
@pytest.mark.parametrize("rope", [True, False])
def test_blocks_give_the_same(way: Callable[..., torch.Tensor], rope: bool) -> None:
    inner, given, present = case()
    context = Context(inner.rotary_emb() if rope else None, present[:, None, None])
    sizes: list[int] = []

    def blocks(x: torch.Tensor, around: Context) -> torch.Tensor:
        sizes.append(x.shape[0] * x.shape[1])
        return inner.L_level(x, None, around)

    found = []
    for apply in (way, without_padding):
        rows = given.clone().requires_grad_()
        inner.zero_grad()
        if apply is way and not found:
            out = apply(blocks, rows, context)
        else:
            with plain_formulas():
                out = without_padding(blocks, rows, context)
        (out * torch.arange(out.numel()).view(out.shape).sin()).sum().backward()
        found.append([out.detach(), rows.grad, *(p.grad for p in inner.L_level.parameters())])
    torch.testing.assert_close(*found)
    assert not found[0][0][~present].any()
    assert sizes[1] == present.numel() and sizes[0] == (
        present.sum() if way is without_padding else len(LENGTHS) * 128
    )


def test_a_batch_of_empty_rows_gives_zeros() -> None:
    inner, rows, present = case()
    context = Context(inner.rotary_emb(), torch.zeros_like(present)[:, None, None])
    assert not without_padding(lambda x, around: inner.L_level(x, None, around), rows, context).any()


def test_a_network_trains_the_same_with_plain_formulas() -> None:
    """arch=trm_llm on words: three steps in float64."""
    rows = tool_format(words=160)
    batch = data(decisions(TALK, STATES, tool_format=rows))
    parts = dict(encoder={"name": "encoders.words@Words"}, head={"name": "heads.decision@Decision"}, puzzle_emb_ndim=0)
    shape = dict(seq_len=rows.seq_len, layout=rows.layout, vocab_size=len(rows.vocabulary))

    def train() -> list[Any]:
        model = Added(make("trm_llm", **parts | shape).model, "softmax_cross_entropy").train()
        carry = model.initial_carry(batch)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
        found: list[Any] = []
        for _ in range(3):
            carry, loss, metrics, _, _ = model(carry=carry, batch=batch, return_keys=[])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            found += [loss.detach(), metrics, [p.grad for p in model.parameters()]]
        return found

    fast = train()
    with plain_formulas():
        plain = train()
    torch.testing.assert_close(fast, plain)
