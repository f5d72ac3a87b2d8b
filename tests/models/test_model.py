"""The model beyond the golden numbers: options the original crashes on, layouts, halting, precision."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from pydantic import ValidationError

from models.common import at_least_float32
from models.ema import EMA
from models.kernels.gated import gated
from models.kernels.residual_norm import residual_norm
from models.layers import CastedLinear, SwiGLU
from models.losses import LOSSES, ACTLossHead, stablemax_cross_entropy
from models.recursive_reasoning.trm import TinyRecursiveReasoningModel_ACTV1 as TRM
from models.sparse_embedding import CastedSparseEmbedding
from utils.errors import UserError

SIZES: dict[str, Any] = dict(
    seq_len=9, vocab_size=5, num_puzzle_identifiers=4, H_cycles=2, L_cycles=2, L_layers=1, hidden_size=16, num_heads=2,
    expansion=2, pos_encodings="rope", halt_max_steps=3, halt_exploration_prob=0.5, forward_dtype="float64",
    puzzle_emb_ndim=16, puzzle_emb_len=2,
)  # fmt: skip


def make(loss: str = "stablemax_cross_entropy", **changes: Any) -> ACTLossHead:
    torch.manual_seed(0)
    return ACTLossHead(TRM({**SIZES, **changes}), loss)


def batch(rows: int = 6) -> dict[str, torch.Tensor]:
    rng = np.random.default_rng(0)
    inputs = torch.from_numpy(rng.integers(1, 5, (rows, 9)).astype(np.int32))
    return {"inputs": inputs, "labels": inputs.flip(1), "puzzle_identifiers": torch.arange(rows, dtype=torch.int32) % 4}


def test_rows_go_on_until_they_halt_and_then_take_new_data() -> None:
    model, first, second = make(halt_exploration_prob=0.0).eval(), batch(), batch()
    second["inputs"] = second["inputs"].flip(0)
    carry = model.initial_carry(first)
    for step in (1, 2, 3):
        carry = model(carry=carry, batch=first if step == 1 else second, return_keys=())[0]
        assert carry.steps.tolist() == [step] * 6
        assert torch.equal(carry.current_data["inputs"], first["inputs"])
    assert carry.halted.all()
    carry = model(carry=carry, batch=second, return_keys=())[0]
    assert carry.steps.tolist() == [1] * 6
    assert torch.equal(carry.current_data["inputs"], second["inputs"])


def test_exploration_keeps_rows_that_want_to_halt() -> None:
    model, data = make().train(), batch()
    with torch.no_grad():
        model.model.inner.q_head.bias.fill_(5)  # every row wants to halt at once
    min_steps = torch.tensor([0, 0, 2, 2, 3, 3], dtype=torch.int32)
    carry = model(carry=model.initial_carry(data), batch=data, return_keys=(), min_halt_steps=min_steps)[0]
    assert carry.halted.tolist() == [True, True, False, False, False, False]
    drawn = model.model.draw_min_halt_steps(np.random.default_rng(0), 4000)
    assert set(drawn.tolist()) == {0, 2, 3}
    assert 0.45 < (drawn > 0).float().mean() < 0.55


def test_token_first_layer_equals_the_plain_one() -> None:
    layer, x = SwiGLU(6, 4.0).double(), torch.randn(6, 10, dtype=torch.float64)
    torch.testing.assert_close(layer.over_first(x), layer(x.T).T)


@pytest.mark.parametrize("dim", [0, -1])
def test_gate_has_the_gradient_of_autograd(dim: int) -> None:
    x = torch.randn(6, 8, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(lambda t: gated(t, dim), (x,))
    gate, up = x.chunk(2, dim)
    torch.testing.assert_close(gated(x, dim), torch.nn.functional.silu(gate) * up)


@pytest.mark.parametrize("dim", [0, -1])
def test_norm_has_the_gradient_of_autograd(dim: int) -> None:
    x, y = (torch.randn(4, 6, dtype=torch.float64, requires_grad=True) for _ in range(2))
    assert torch.autograd.gradcheck(lambda a, b: residual_norm(a, b, 1e-5, dim), (x, y))
    total = x + y
    expected = total * torch.rsqrt(total.square().mean(dim, keepdim=True) + 1e-5)
    torch.testing.assert_close(residual_norm(x, y, 1e-5, dim), expected)


def test_what_is_computed_in_float32_at_least() -> None:
    for dtype in (torch.float16, torch.bfloat16, torch.float32):
        assert at_least_float32(torch.zeros(1, dtype=dtype)).dtype is torch.float32
    wide = torch.zeros(1, dtype=torch.float64)
    assert at_least_float32(wide) is wide


@pytest.mark.parametrize("dim", [0, -1])
def test_the_norm_of_a_narrow_type_is_that_of_float32_rounded_once(dim: int) -> None:
    x, y = (torch.randn(64, 64, generator=torch.Generator().manual_seed(n)).bfloat16() for n in (0, 1))
    total = (x + y).double()
    exact = total * torch.rsqrt(total.square().mean(dim, keepdim=True) + 1e-5)
    half_a_place = 2.0**-8 * 1.01  # bfloat16 has 8 bits; a norm taken in it would round several times
    assert ((residual_norm(x, y, 1e-5, dim).double() - exact).abs() <= half_a_place * exact.abs()).all()


@pytest.mark.skipif(not torch.backends.mkldnn.is_available(), reason="torch without oneDNN")
def test_onednn_gives_the_same_products() -> None:
    layer = CastedLinear(8, 12, bias=False)
    for shape, name in (((3, 5, 8), "forward"), ((8, 10), "over_first")):
        x = torch.randn(shape, requires_grad=True)
        results = []
        for layer.onednn, dtype in ((True, torch.float32), (False, torch.float64)):
            y = getattr(layer, name)(x.to(dtype))
            results.append([y.detach(), *torch.autograd.grad(y.square().sum(), (x, layer.weight))])
        for ours, exact in zip(*results, strict=True):
            assert ours.shape == exact.shape and (ours - exact).abs().max() <= 1e-4 * exact.abs().max()


def test_stablemax_has_a_finite_gradient_at_one() -> None:
    logits = torch.tensor([[[1.0, 0.0, -1.0]]], dtype=torch.float32, requires_grad=True)
    labels = torch.tensor([[0]])
    loss = stablemax_cross_entropy(logits, labels, torch.tensor([[True]]))
    loss.sum().backward()
    assert loss.item() == pytest.approx(-np.log(2 / 3.5))
    assert torch.isfinite(logits.grad).all()


def test_losses_ignore_what_is_not_supervised() -> None:
    logits = torch.randn(2, 3, 5)
    labels = torch.tensor([[1, -100, 2], [-100, -100, -100]])
    for loss in LOSSES.values():
        values = loss(logits, labels, labels != -100)
        assert (values > 0).tolist() == [[True, False, True], [False, False, False]]


def test_sparse_embedding_collects_gradients_over_passes() -> None:
    table = CastedSparseEmbedding(5, 3, init_std=1.0, cast_to=torch.float32)
    for ids in ([0, 4], [4]):
        (table(torch.tensor(ids)) ** 2).sum().backward()
    ids, grad = table.take_gradients() or (None, None)
    assert ids.tolist() == [0, 4, 4]
    torch.testing.assert_close(grad, 2 * table.weights[ids])
    assert table.take_gradients() is None
    table.eval()(torch.tensor([1]))
    assert table.take_gradients() is None


def test_ema_follows_its_formula_and_swaps_back() -> None:
    model = torch.nn.Linear(2, 2)
    average = EMA(model, 0.9)
    start = model.weight.detach().clone()
    with torch.no_grad():
        model.weight += 1
    average.update()
    torch.testing.assert_close(average.shadow["weight"], start + 0.1)
    with average.swapped_in():
        torch.testing.assert_close(model.weight.detach(), start + 0.1)
    torch.testing.assert_close(model.weight.detach(), start + 1)


def test_settings_that_cannot_be_are_refused() -> None:
    for changes, word in (
        ({"hidden_sise": 3}, "hidden_sise"),
        ({"num_heads": 3}, "5 channels a head"),
        ({"num_heads": 17}, "less than num_heads"),
        ({"puzzle_emb_ndim": 100}, "does not fit"),
        ({"pos_encodings": "sinus"}, "pos_encodings"),
        ({"H_cycles": 0}, "H_cycles"),
    ):
        with pytest.raises(ValidationError, match=word):
            TRM({**SIZES, **changes})
    with pytest.raises(UserError, match="stablemax_cross_entropy"):
        make("stablemax_cross_entrop")
