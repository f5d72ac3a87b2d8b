"""Every fast path gives what its plain formula gives: values and gradients, and whole training steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch

from models.kernels import gated, residual_norm, summed_rows
from models.kernels.switch import plain_formulas, takes_plain
from tests.models.lined import MATCHING, POOLED
from tests.models.lined import data as text_batch
from tests.models.lined import rows as text_rows
from tests.models.networks import ARCHS, batch, make, three_steps
from tests.models.noted import COPYING, NOTED_ARCHS, NOTING, NUMBERED
from tests.models.noted import batch as noted_batch

Case = tuple[Callable[..., torch.Tensor], Callable[..., torch.Tensor], tuple[Any, ...]]


def random(*shape: int) -> torch.Tensor:
    return torch.randn(shape, dtype=torch.float64, generator=torch.Generator().manual_seed(sum(shape)))


ROWS = torch.tensor([[0, 3, 3], [4, 1, 0]])
KERNELS: dict[str, Case] = {
    "gated, last axis": (gated.gated, gated.plain_gated, (random(3, 8), -1)),
    "gated, first axis": (gated.gated, gated.plain_gated, (random(8, 3), 0)),
    "norm, last axis": (residual_norm.residual_norm, residual_norm.plain_residual_norm, (random(2, 3, 4), random(2, 3, 4), 1e-5)),  # noqa: E501
    "norm, first axis": (residual_norm.residual_norm, residual_norm.plain_residual_norm, (random(4, 3), random(4, 3), 1e-5, 0)),  # noqa: E501
    "sums of rows": (summed_rows.summed_rows, summed_rows.plain_summed_rows, (ROWS, random(5, 4))),
}  # fmt: skip


@pytest.mark.parametrize("case", KERNELS.values(), ids=KERNELS)
def test_a_kernel_is_its_plain_formula(case: Case) -> None:
    fast, plain, arguments = case
    results = []
    for function in (fast, plain):
        own = [a.clone().requires_grad_() if is_float(a) else a for a in arguments]
        value = function(*own)
        learned = [a for a in own if is_float(a)]
        weights = torch.linspace(-1, 2, value.numel(), dtype=torch.float64).view_as(value)
        results.append((value, torch.autograd.grad((value * weights).sum(), learned)))
    torch.testing.assert_close(results[0], results[1])


def is_float(value: Any) -> bool:
    return isinstance(value, torch.Tensor) and value.is_floating_point()


def test_the_switch_is_put_back() -> None:
    with pytest.raises(ZeroDivisionError), plain_formulas():
        assert takes_plain()
        raise ZeroDivisionError
    assert not takes_plain()


def lines() -> dict[str, torch.Tensor]:
    return text_batch(torch.cat([text_rows([3, 4], [5, 6], [7]), text_rows([], [9, 10, 11, 3], [8, 4])]))


SETTINGS: dict[str, tuple[dict[str, Any], Callable[[], dict[str, torch.Tensor]]]] = {
    "puzzle": ({}, batch),
    "mlp_t": ({"mlp_t": True, "pos_encodings": "none"}, batch),
    "dense": ({"dense": True, "pos_encodings": "none"}, batch),
    "lines": (POOLED | MATCHING | {"halt_max_steps": 1}, lines),
    "lines with notes": (NOTING, noted_batch),
    "numbers with notes": (NUMBERED, noted_batch),
    "digits with notes": (COPYING, noted_batch),
}


@pytest.mark.parametrize(
    ("arch", "kind"), [(a, k) for a in ARCHS for k in SETTINGS if a in NOTED_ARCHS or "carry" not in SETTINGS[k][0]]
)
def test_a_network_trains_the_same_with_plain_formulas(arch: str, kind: str) -> None:
    """Three steps in float64: losses, metrics and gradients."""
    settings, data = SETTINGS[kind]

    def train() -> list[Any]:
        model, rows = make(arch, **settings).train(), data()
        return three_steps(model, rows)

    fast = train()
    with plain_formulas():
        plain = train()
    torch.testing.assert_close(fast, plain)
