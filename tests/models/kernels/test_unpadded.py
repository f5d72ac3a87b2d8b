"""Rows without their padding give what rows with it give: values and gradients, in both fast ways."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch

from models.heads.call import _TOGETHER
from models.kernels.switch import plain_formulas
from models.kernels.unpadded import Blocks, Latents, moved_to_the_front, recurse_without_padding, without_padding
from models.layers import Context
from models.losses import ACTLossHead
from models.objectives.added import Added
from tests.models.networks import make, three_steps
from tests.models.tooled import data, decisions
from tests.tool_data import STATES, TALK, tool_format

LENGTHS = (0, 3, 70, 66, 1)
"""Positions of each row. One row is empty, and the longest one is longer than the multiple at which a batch is cut."""


def rows_with_padding() -> tuple[torch.Tensor, torch.Tensor]:
    """Rows (5, 150, 16), and which positions have something; each row has a gap."""
    rows = torch.randn(len(LENGTHS), 150, 16, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    present = torch.arange(150) < torch.tensor(LENGTHS)[:, None] + 2
    present[:, 1:3] = False
    present[0] = False
    return rows, present


def on_accelerators(blocks: Blocks, rows: torch.Tensor, context: Context) -> torch.Tensor:
    assert context.visible is not None
    return moved_to_the_front(blocks, rows, context.visible[:, 0, 0], context.cos_sin)


def computed(way: Callable[..., torch.Tensor], rope: bool) -> tuple[torch.Tensor, list[torch.Tensor], int]:
    """What blocks make of the rows, the gradients, and how many positions they computed."""
    inner = make("trm", seq_len=150, puzzle_emb_ndim=0).model.inner
    rows, present = rows_with_padding()
    rows.requires_grad_()
    positions = 0

    def blocks(x: torch.Tensor, context: Context) -> torch.Tensor:
        nonlocal positions
        positions += x.shape[0] * x.shape[1]
        return inner.L_level(x, None, context)

    out = way(blocks, rows, Context(inner.rotary_emb() if rope else None, present[:, None, None]))
    weights = torch.arange(out.numel(), dtype=torch.float64).view(out.shape).sin()
    return (
        out.detach(),
        list(torch.autograd.grad((out * weights).sum(), [rows, *inner.L_level.parameters()])),
        positions,
    )


@pytest.mark.parametrize(("way", "positions"), [(without_padding, sum(LENGTHS)), (on_accelerators, 5 * 128)])
@pytest.mark.parametrize("rope", [True, False])
def test_blocks_give_the_same(way: Callable[..., torch.Tensor], positions: int, rope: bool) -> None:
    with plain_formulas():
        *expected, all_positions = computed(without_padding, rope)
    *found, few = computed(way, rope)
    torch.testing.assert_close(found, expected)
    _, present = rows_with_padding()
    assert not found[0][~present].any() and found[0][present].any(dim=-1).all()
    assert (few, all_positions) == (positions, present.numel())


@pytest.mark.parametrize("way", [without_padding, on_accelerators])
def test_a_batch_of_empty_rows_gives_zeros(way: Callable[..., torch.Tensor]) -> None:
    inner = make("trm", seq_len=150, puzzle_emb_ndim=0).model.inner
    rows, present = rows_with_padding()
    context = Context(inner.rotary_emb(), torch.zeros_like(present)[:, None, None])
    assert not way(lambda x, around: inner.L_level(x, None, around), rows, context).any()
    latents = {"z_H": rows, "z_L": rows}
    found = recurse_without_padding(inner.recurse, latents, rows, context)
    assert found.keys() == latents.keys() and all(z.shape == rows.shape and not z.any() for z in found.values())


def test_rows_that_hide_nothing_are_handed_to_the_recursion_as_they_are() -> None:
    rows, present = rows_with_padding()
    seen = []

    def recurse(latents: Latents, x: torch.Tensor, context: Context) -> Latents:
        seen.append((latents, x, context))
        return latents

    latents = {"z_H": rows}
    pairwise = present[:, None, None].expand(-1, 1, 150, -1)
    for context in (Context(None, None), Context(None, pairwise)):
        assert recurse_without_padding(recurse, latents, rows, context) is latents
        assert seen.pop() == (latents, rows, context)


def test_positions_that_happen_to_fill_a_row_are_not_taken_for_one() -> None:
    """Two rows without their padding are as long as one with it, and the first positions answer for one row only."""
    rows = tool_format(words=160)
    shape: dict[str, Any] = dict(
        seq_len=rows.seq_len, layout=rows.layout, vocab_size=len(rows.vocabulary), puzzle_emb_ndim=0
    )
    inner = make(
        "transformers_baseline",
        encoder={"name": "encoders.words@Words"},
        head={"name": "heads.decision@Decision"},
        pos_encodings="none",
        halt_max_steps=1,
        **shape,
    ).model.inner
    L, D = inner.total_len, inner.config.hidden_size
    inner.answer_len = 1  # as with a head that reads the first position only
    x = torch.randn(2, L, D, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    lengths = torch.tensor([[L // 2], [L - L // 2]])
    context = Context(None, (torch.arange(L) < lengths)[:, None, None])
    with torch.no_grad():
        found = inner.recurse_in_order({"z_H": x}, x, context)
        with plain_formulas():
            expected = inner.recurse_in_order({"z_H": x}, x, context)
    torch.testing.assert_close(found, expected)


@pytest.mark.parametrize(
    ("arch", "encoder", "head"),
    [
        ("trm_llm", "words@Words", "decision@Decision"),
        ("trm", "tools@Tools", "call@Call"),
        ("transformers_baseline", "words@Words", "decision@Decision"),
    ],
)
def test_a_network_trains_the_same_with_plain_formulas(arch: str, encoder: str, head: str) -> None:
    """Three steps in float64, on rows of many lengths."""
    rows = tool_format(words=160)
    batch = data(decisions(TALK, STATES, TALK, tool_format=rows))
    assert len(batch["inputs"]) > _TOGETHER and len({int(row.count_nonzero()) for row in batch["inputs"]}) > 2
    parts: dict[str, Any] = dict(encoder={"name": f"encoders.{encoder}"}, head={"name": f"heads.{head}"})
    shape: dict[str, Any] = dict(
        seq_len=rows.seq_len, layout=rows.layout, vocab_size=len(rows.vocabulary), puzzle_emb_ndim=0
    )
    if arch != "trm_llm":
        shape["pos_encodings"] = "none"

    def train() -> list[Any]:
        objective = Added if arch == "trm_llm" else ACTLossHead
        return three_steps(objective(make(arch, **parts | shape).model, "softmax_cross_entropy").train(), batch)

    fast = train()
    with plain_formulas():
        plain = train()
    torch.testing.assert_close(fast, plain)


def test_the_parts_of_tool_calling_compute_in_bfloat16() -> None:
    rows = tool_format(words=160)
    batch = data(decisions(TALK, tool_format=rows))
    model = make(
        "trm",
        encoder={"name": "encoders.tools@Tools"},
        head={"name": "heads.call@Call"},
        seq_len=rows.seq_len,
        layout=rows.layout,
        vocab_size=len(rows.vocabulary),
        puzzle_emb_ndim=0,
        pos_encodings="none",
        forward_dtype="bfloat16",
    ).train()
    carry, loss, _, _, _ = model(carry=model.initial_carry(batch), batch=batch, return_keys=())
    loss.backward()
    assert carry.latents["z_H"].dtype is torch.bfloat16 and loss.isfinite()
