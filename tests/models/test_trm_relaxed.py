"""What applications of `trm_relaxed` share: nothing more and nothing less than `own` says, forwards and backwards."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from models.losses import ACTLossHead
from tests.models.networks import batch, make, three_steps
from tests.models.noted import NOTING
from tests.models.noted import batch as noted_batch

ONE_BLOCK: dict[str, Any] = dict(L_layers=1, H_cycles=1, L_cycles=1, gated_attention=True, puzzle_emb_ndim=0)
MATRICES = ("attention", "gate", "mlp")
OWN = ("vector", "gain", *MATRICES)


def stirred(model: ACTLossHead) -> ACTLossHead:
    """The network with weights at random, also those that start at zero."""
    drawn = torch.Generator().manual_seed(1)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(torch.randn(parameter.shape, generator=drawn, dtype=parameter.dtype) * 0.3)
    return model


def gradients(model: ACTLossHead, data: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Gradients of the loss of one training step, by parameter."""
    model(carry=model.initial_carry(data), batch=data, return_keys=())[1].backward()
    return {name.removeprefix("model.inner."): p.grad for name, p in model.named_parameters() if p.grad is not None}


@pytest.mark.parametrize("changes", [{}, {"mlp_t": True, "pos_encodings": "none"}, ONE_BLOCK, NOTING], ids=str)
def test_without_own_parts_it_is_trm_bit_for_bit(changes: dict[str, Any]) -> None:
    data = noted_batch() if changes is NOTING else batch()
    for ours, theirs in zip(
        three_steps(make("trm_relaxed", **changes), data), three_steps(make("trm", **changes), data), strict=True
    ):
        torch.testing.assert_close(ours, theirs, rtol=0, atol=0)


def test_with_all_matrices_it_is_two_blocks_once() -> None:
    """Initial latents are zero, as `encoder.matching` makes them."""
    ours = stirred(make("trm_relaxed", own=MATRICES, **ONE_BLOCK))
    blocks = make("transformers_baseline", **(ONE_BLOCK | {"H_layers": 2, "no_ACT_continue": True}))
    for model in (ours, blocks):
        for name, buffer in model.model.inner.named_buffers(recurse=False):
            if name.endswith("_init"):
                buffer.zero_()
    names = {"L_level.layers.0.": "H_level.layers.0.", "own_levels.0.layers.0.": "H_level.layers.1."}
    state = {}
    for name, value in ours.state_dict().items():
        for old, new in names.items():
            name = name.replace(old, new)
        if not name.endswith("L_init"):
            state[name] = value
    blocks.load_state_dict(state, strict=True)
    data = batch()
    found, expected = gradients(ours, data), gradients(blocks, data)
    assert len(found) == len(expected)
    for name, gradient in found.items():
        for old, new in names.items():
            name = name.replace(old, new)
        torch.testing.assert_close(gradient, expected[name], msg=name)


@pytest.mark.parametrize("part", MATRICES)
def test_a_shared_matrix_gets_the_gradients_of_all_applications(part: str) -> None:
    """Own matrices that are equal have gradients which add up to that of the shared one."""
    changes = ONE_BLOCK | {"L_cycles": 2}
    shared = stirred(make("trm_relaxed", own=(), **changes))
    apart = make("trm_relaxed", own=(part,), **changes)
    values = {name: value for name, value in shared.state_dict().items()}
    for name in apart.state_dict():
        if "own_levels" in name:
            head, _, tail = name.partition("own_levels.")
            values[name] = values[f"{head}L_level.{tail.partition('.')[2]}"]
    apart.load_state_dict(values, strict=True)
    data = batch()
    found, expected = gradients(apart, data), gradients(shared, data)
    for name, gradient in expected.items():
        own = [found[f"own_levels.{i}.{name.removeprefix('L_level.')}"] for i in range(2)
               if f"own_levels.{i}.{name.removeprefix('L_level.')}" in found]  # fmt: skip
        assert len(own) == 2 * (name.startswith("L_level") and any(m in name for m in _modules(part)))
        torch.testing.assert_close(sum(own, found[name]), gradient, msg=name)


def _modules(part: str) -> tuple[str, ...]:
    return {"attention": ("self_attn",), "gate": ("read_gate",), "mlp": (".mlp.",)}[part]


@pytest.mark.parametrize("changes", [{"gated_attention": True}, {"mlp_t": True, "pos_encodings": "none"}], ids=str)
def test_gradient_reaches_all_own_parts(changes: dict[str, Any]) -> None:
    found = gradients(stirred(make("trm_relaxed", own=OWN, **changes)), batch())
    own = {name: gradient for name, gradient in found.items() if name.startswith("own_")}
    assert {"own_vectors", "own_gains"} < own.keys()
    for name in ("own_vectors", "own_gains"):
        assert (own[name].abs().amax(1) > 0).all(), "every application has its own"
    assert all((gradient != 0).any() for gradient in own.values())


def test_vectors_and_gains_start_as_nothing() -> None:
    data = batch()
    ours, plain = make("trm_relaxed", own=("vector", "gain")), make("trm")
    ours.load_state_dict(plain.state_dict(), strict=False)
    loss, expected = (model(carry=model.initial_carry(data), batch=data, return_keys=())[1] for model in (ours, plain))
    torch.testing.assert_close(loss, expected, rtol=0, atol=0)


def test_a_checkpoint_holds_what_is_shared_once() -> None:
    names = make("trm_relaxed", own=("mlp",)).state_dict().keys()
    assert "model.inner.own_levels.1.layers.0.mlp.down_proj.weight" in names
    assert not any(".own_levels" in name and "self_attn" in name for name in names)
    assert not any(".own_" in name for name in make("trm_relaxed").state_dict())
