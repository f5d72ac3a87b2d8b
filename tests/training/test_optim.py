"""Optimizers against float64 references, and the schedule against the official formula."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from models.sparse_embedding import CastedSparseEmbedding
from training.distributed import Dist
from training.optim.adam_atan2 import AdamATan2
from training.optim.sparse_sign_sgd import SparseSignSGD, update_rows
from training.schedule import cosine_with_warmup


def test_adam_atan2_equals_the_published_formula() -> None:
    rng = np.random.default_rng(0)
    p64 = rng.normal(size=(7, 3))
    m, v = np.zeros_like(p64), np.zeros_like(p64)
    lr, wd, beta1, beta2 = 1e-2, 0.3, 0.9, 0.95
    p = torch.nn.Parameter(torch.tensor(p64, dtype=torch.float32))
    optimizer = AdamATan2([p], lr=lr, betas=(beta1, beta2), weight_decay=wd)
    for t in range(1, 101):
        grad = rng.normal(size=p64.shape) * 10.0 ** rng.integers(-6, 3)
        p.grad = torch.tensor(grad, dtype=torch.float32)
        optimizer.step()
        m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
        p64 = p64 * (1 - lr * wd) - lr / (1 - beta1**t) * np.arctan2(m, np.sqrt(v) / np.sqrt(1 - beta2**t))
    np.testing.assert_allclose(p.detach().numpy(), p64, rtol=1e-6, atol=1e-6)
    assert set(optimizer.state[p]) == {"step", "exp_avg", "exp_avg_sq"}


def test_adam_atan2_leaves_zero_gradients_alone_and_refuses_bad_settings() -> None:
    p = torch.nn.Parameter(torch.ones(3))
    optimizer = AdamATan2([p], lr=0.1, weight_decay=0.0)
    p.grad = torch.zeros(3)
    optimizer.step()
    assert torch.equal(p.detach(), torch.ones(3))
    with pytest.raises(ValueError, match="betas"):
        AdamATan2([p], betas=(1.0, 0.9))


def test_sparse_sign_sgd_touches_only_the_rows_of_the_batch() -> None:
    table = CastedSparseEmbedding(4, 2, init_std=1.0, cast_to=torch.float32)
    before = table.weights.clone()
    optimizer = SparseSignSGD(table, lr=0.1, weight_decay=0.5, dist=Dist())
    (table(torch.tensor([1, 1, 3])) * torch.tensor([[3.0, -1], [-1, -1], [0, 2]])).sum().backward()
    optimizer.step()
    expected = before.clone()
    expected[1] = before[1] * 0.95 - 0.1 * torch.tensor([1.0, -1])
    expected[3] = before[3] * 0.95 - 0.1 * torch.tensor([0.0, 1])
    torch.testing.assert_close(table.weights, expected)
    optimizer.step()  # nothing new: nothing moves
    torch.testing.assert_close(table.weights, expected)


@pytest.mark.parametrize("rows", [1, 3, 40])
def test_rows_named_many_times_move_once_by_their_summed_gradient(rows: int) -> None:
    rng = np.random.default_rng(rows)
    weights, grad = rng.normal(size=(50, 4)), rng.normal(size=(64, 4))
    identifiers = rng.integers(0, rows, 64) + 7
    table = torch.tensor(weights, dtype=torch.float32)
    update_rows(
        table, torch.from_numpy(identifiers.astype(np.int32)), torch.tensor(grad, dtype=torch.float32), 0.1, 0.5
    )
    for row in set(identifiers):
        weights[row] = weights[row] * 0.95 - 0.1 * np.sign(grad[identifiers == row].sum(0))
    np.testing.assert_allclose(table.numpy(), weights, rtol=1e-6, atol=1e-6)


def test_schedule_warms_up_and_falls_as_a_cosine() -> None:
    def rate(step: int, min_ratio: float = 0.1) -> float:
        return cosine_with_warmup(step, base_lr=2.0, warmup_steps=10, total_steps=110, min_ratio=min_ratio)

    assert rate(1) == pytest.approx(0.2)
    assert rate(10) == pytest.approx(2.0)
    assert rate(60) == pytest.approx(2.0 * (0.1 + 0.9 * 0.5))
    assert rate(110) == pytest.approx(0.2)
    assert rate(85) == pytest.approx(2.0 * (0.1 + 0.9 * 0.5 * (1 + math.cos(0.75 * math.pi))))
    assert rate(77, min_ratio=1.0) == 2.0
