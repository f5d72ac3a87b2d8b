"""Bits with a gradient, by hand in float64; bytes of bits; and networks whose latents or weights are bits."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from models.binary import BinaryLinear, binarised, pack, unpack
from models.layers import CastedLinear
from tests.models.networks import batch, make


def test_the_gradient_before_a_bit_is_the_one_worked_out_by_hand() -> None:
    """Embedding E, weights W, thresholds, bits b, readout V: 0.5 * |V b - target|^2 for one token."""
    rng = np.random.default_rng(0)
    E, W, V = rng.normal(size=(3, 4)), rng.normal(size=(5, 4)), rng.normal(size=(2, 5))
    threshold, target, token = rng.normal(size=5), rng.normal(size=2), 1
    learned = [torch.tensor(values, requires_grad=True) for values in (E, W, threshold)]
    b = binarised(learned[1] @ learned[0][token], learned[2])
    loss = 0.5 * (torch.tensor(V) @ b - torch.tensor(target)).square().sum()
    loss.backward()

    x = E[token]
    z = [sum(W[i][j] * x[j] for j in range(4)) for i in range(5)]
    bits = [1.0 if z[i] > threshold[i] else -1.0 for i in range(5)]
    assert b.tolist() == bits
    error = [sum(V[k][i] * bits[i] for i in range(5)) - target[k] for k in range(2)]
    of_bit = [sum(V[k][i] * error[k] for k in range(2)) for i in range(5)]
    of_z = [of_bit[i] * (1 - math.tanh(z[i] - threshold[i]) ** 2) for i in range(5)]
    of_E = np.zeros((3, 4))
    of_E[token] = [sum(W[i][j] * of_z[i] for i in range(5)) for j in range(4)]
    of_W = [[of_z[i] * x[j] for j in range(4)] for i in range(5)]
    for found, expected in zip(learned, (of_E, of_W, [-g for g in of_z]), strict=True):
        np.testing.assert_allclose(found.grad, expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("binary_weights", [False, True])
@pytest.mark.parametrize("mlp_t", [False, True])
def test_gradient_reaches_everything_before_the_bits(mlp_t: bool, binary_weights: bool) -> None:
    model, data = make("trm_binary", mlp_t=mlp_t, binary_weights=binary_weights), batch()
    model(carry=model.initial_carry(data), batch=data, return_keys=())[1].backward()
    sizes = {name.removeprefix("model.inner."): float(p.grad.abs().max()) for name, p in model.named_parameters()}
    for name in (
        "embed_tokens.embedding_weight",
        "H_threshold",
        "L_threshold",
        "L_level.layers.0.mlp.down_proj.weight",
    ):
        assert sizes[name] > 1e-6, name
    assert all(size > 0 for name, size in sizes.items())


def test_a_carry_keeps_the_bits_and_nothing_else() -> None:
    model, data = make("trm_binary").eval(), batch()
    inner = model.model.inner
    carry = model.initial_carry(data)
    for _ in range(2):
        before = inner.reset(carry.halted, inner.restored(carry.latents))
        assert all(set(z.unique().tolist()) <= {-1.0, 1.0} for z in before.values())
        made, *_ = inner(before, data)
        carry = model(carry=carry, batch=data, return_keys=())[0]
        for name, z in made.items():
            assert carry.latents[name].dtype is torch.uint8
            assert carry.latents[name].shape == (*z.shape[:-1], z.shape[-1] // 8)
            assert torch.equal(inner.restored(carry.latents)[name], z)


@pytest.mark.parametrize("channels", [1, 8, 13])
def test_packing_is_undone(channels: int) -> None:
    z = torch.randn(2, 3, channels, generator=torch.Generator().manual_seed(0)).sign()
    assert pack(z).shape == (2, 3, -(-channels // 8))
    assert torch.equal(unpack(pack(z), channels, torch.float32), z)
    assert pack(torch.tensor([1.0, -1, -1, -1, 1])).tolist() == [0b10001]


def test_a_binary_layer_by_hand() -> None:
    plain = CastedLinear(4, 6, bias=False).double()
    layer, x = BinaryLinear(plain, 1e-5), torch.randn(3, 4, dtype=torch.float64, requires_grad=True)
    W, mean = layer.weight.detach().numpy(), float(layer.weight.detach().mean())
    bits = np.array([[1.0 if w > mean else 0.0 for w in row] for row in W])
    assert np.array_equal(layer.matrix().detach().numpy(), bits) and 0 < bits.mean() < 1
    y = x.detach().numpy() @ bits.T
    expected = (y - y.mean(1, keepdims=True)) / np.sqrt(y.var(1, keepdims=True) + 1e-5)
    np.testing.assert_allclose(layer(x).detach().numpy(), expected, rtol=1e-9)
    torch.testing.assert_close(layer.over_first(x.T), layer(x).T)

    c = torch.randn(3, 6, dtype=torch.float64)
    (layer(x) * c).sum().backward()
    as_bits = torch.tensor(bits, requires_grad=True)
    again = x.detach() @ as_bits.T
    again = (again - again.mean(1, keepdim=True)) / (again.var(1, correction=0, keepdim=True) + 1e-5).sqrt()
    (again * c).sum().backward()
    torch.testing.assert_close(layer.weight.grad, as_bits.grad)


@pytest.mark.parametrize("mlp_t", [False, True])
def test_binary_weights_learn_one_batch(mlp_t: bool) -> None:
    model, data = make("trm_binary", mlp_t=mlp_t, binary_weights=True), batch()
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
    carry, losses = model.initial_carry(data), []
    for _ in range(80):
        carry, total, metrics, _, _ = model(carry=carry, batch=data, return_keys=())
        optimizer.zero_grad()
        total.backward()
        optimizer.step()
        losses.append(float(metrics["lm_loss"]))
    assert np.mean(losses[-10:]) < 0.8 * losses[0]
