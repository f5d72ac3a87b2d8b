"""Numbers of the official code on a CPU, call by call: loss, metrics, outputs, carry, halting, gradients.

`tests/golden64` was made by the official code with every cast to float32 made one to float64. We must agree with it to
`EXACT`: in float64 no processor's rounding comes near that, even though the untrained recursion multiplies a difference
by about ten in every call.

`tests/golden` was made in float32, by the official code as it is. Its own numbers differ between processors by up to
3e-4 in a single call. So these files show only that our casts are right: a norm in float16 or bfloat16 strays by more
than `CASTS`. Each call starts from the official carry of the call before, and whatever hangs on the sign of a number or
on which of two is larger (halting, predicted tokens) is left to the float64 files.

TRM_GOLDEN64 and TRM_GOLDEN name other folders of such files, whose calls are then all compared.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest
import torch

from models.losses import ACTLossHead
from models.recursive_reasoning.carry import Carry
from tests.models.golden_files import KEPT_CALLS, Case, case_names, count_calls, read_case, write_kept_part
from training.optim.sparse_sign_sgd import update_rows
from utils.classes import load_class

TESTS = Path(__file__).parent.parent
GOLDEN = Path(os.environ.get("TRM_GOLDEN", TESTS / "golden"))
GOLDEN64 = Path(os.environ.get("TRM_GOLDEN64", TESTS / "golden64"))
OUTPUTS = ("logits", "preds", "q_halt_logits", "q_continue_logits")

EXACT, EXACT_ACCURACY, CASTS = 1e-8, 1e-6, 1e-3
"""Largest difference allowed, relative to the largest value of the array. `accuracy` is a mean of integers, taken in
float32 whatever the network computes in."""
DISCRETE = ("accuracy", "exact_accuracy", "q_halt_accuracy", "count", "steps", "preds")
"""Metrics and outputs that a rounding may turn."""


def load_model(case: Case) -> ACTLossHead:
    """The network of a case with its weights."""
    config = json.loads(str(case["config"]))
    model = ACTLossHead(load_class(config["arch"], "models")(config["config"]), config["loss_type"])
    state = {k.removeprefix("state/"): torch.from_numpy(v) for k, v in case.items() if k.startswith("state/")}
    model.load_state_dict(state, strict=True)
    return model


def batch_of(case: Case, call: int) -> dict[str, torch.Tensor]:
    """The batch of a call."""
    return {k: torch.from_numpy(case[f"batch{call}/{k}"]) for k in ("inputs", "labels", "puzzle_identifiers")}


def assert_close(actual: torch.Tensor, case: Case, key: str, tolerance: float) -> None:
    """Compare with an array of the case."""
    expected = case[key].astype(np.float64)
    difference = np.abs(actual.detach().double().numpy() - expected).max() / max(np.abs(expected).max(), 1e-6)
    assert difference <= tolerance, f"{key}: {difference}"


def gradients(model: ACTLossHead, loss: torch.Tensor) -> dict[str, torch.Tensor]:
    """Gradients of the mean loss by the names that cases have for them."""
    model.zero_grad()
    (loss / 6).backward()
    taken = model.model.inner.puzzle_emb.take_gradients()
    assert taken is not None
    found = {name: parameter.grad for name, parameter in model.named_parameters()}
    return {**found, "puzzle_emb.local_weights": taken[1]}  # type: ignore[dict-item]


@pytest.mark.parametrize("mode", ["train", "eval"])
@pytest.mark.parametrize("name", case_names(GOLDEN64))
def test_float64_equals_the_official_code(name: str, mode: str) -> None:
    case = read_case(GOLDEN64, name)
    model = load_model(case).train(mode == "train")
    assert all(value.dtype is torch.float64 for value in model.state_dict().values())
    calls = count_calls(case)
    assert calls >= 2
    carry: Carry | None = None
    for call in range(calls):
        batch, here = batch_of(case, call), f"{mode}{call}"
        carry = model.initial_carry(batch) if carry is None else carry
        carry, loss, metrics, outputs, all_halted = model(carry=carry, batch=batch, return_keys=OUTPUTS)
        assert_close(loss, case, f"{here}/loss", EXACT)
        for key, value in metrics.items():
            assert_close(value, case, f"{here}/metric/{key}", EXACT_ACCURACY if key == "accuracy" else EXACT)
        for key, value in outputs.items():
            assert_close(value, case, f"{here}/out/{key}", EXACT)
        for key, value in carry.latents.items():
            assert_close(value, case, f"{here}/carry/{key}", EXACT)
        assert np.array_equal(carry.steps, case[f"{here}/steps"])
        assert np.array_equal(carry.halted, case[f"{here}/halted"])
        assert bool(all_halted) == bool(case[f"{here}/all_halted"])
        if here == "train0":
            for key, gradient in gradients(model, loss).items():
                assert_close(gradient, case, f"{here}/grad/{key}", EXACT)


@pytest.mark.parametrize("mode", ["train", "eval"])
@pytest.mark.parametrize("name", case_names(GOLDEN))
def test_float32_casts_as_the_official_code_does(name: str, mode: str) -> None:
    case = read_case(GOLDEN, name)
    model = load_model(case).train(mode == "train")
    calls = count_calls(case)
    assert calls >= 2
    carry: Carry | None = None
    compared: set[str] = set()
    for call in range(calls):
        batch, here = batch_of(case, call), f"{mode}{call}"
        carry = model.initial_carry(batch) if carry is None else carry
        carry, loss, metrics, outputs, _ = model(carry=carry, batch=batch, return_keys=OUTPUTS)
        found = {f"{here}/loss": loss}
        found |= {f"{here}/metric/{key}": value for key, value in metrics.items() if key not in DISCRETE}
        found |= {f"{here}/out/{key}": value for key, value in outputs.items() if key not in DISCRETE}
        found |= {f"{here}/carry/{key}": value for key, value in carry.latents.items()}
        if mode == "train":  # of some calls, gradients are not on file
            found |= {f"{here}/grad/{k}": v for k, v in gradients(model, loss).items() if f"{here}/grad/{k}" in case}
        for key, value in found.items():
            assert_close(value, case, key, CASTS)
        compared |= found.keys()
        carry.latents = {key: torch.from_numpy(case[f"{here}/carry/{key}"]) for key in carry.latents}
        carry.steps, carry.halted = (torch.from_numpy(case[f"{here}/{key}"]) for key in ("steps", "halted"))
    assert any("/grad/" in key for key in compared) == (mode == "train")


@pytest.mark.parametrize("name", case_names(GOLDEN))
def test_a_wrong_cast_of_the_norms_shows(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The two tests above can fail: in float32 by a norm in 16 bits, in float64 by one in float32."""
    for narrow, test in (
        (torch.bfloat16, test_float32_casts_as_the_official_code_does),
        (torch.float16, test_float32_casts_as_the_official_code_does),
        (torch.float32, test_float64_equals_the_official_code),
    ):
        monkeypatch.setattr("models.kernels.residual_norm.at_least_float32", lambda x, narrow=narrow: x.to(narrow))
        with pytest.raises(AssertionError, match=r"train\d/"):
            test(name, "train")


def test_both_precisions_have_every_case() -> None:
    names = {path.partition(".")[0] for path in os.listdir(TESTS / "golden64")}
    assert names == set(case_names(TESTS / "golden")) and len(names) == 8
    assert all(path.stat().st_size < 2**20 for path in (TESTS / "golden64").iterdir())


def test_the_kept_part_of_a_case_is_read_back_bit_for_bit(tmp_path: Path) -> None:
    case = read_case(GOLDEN64, "trm_singlez")
    write_kept_part(case, tmp_path, "trm_singlez")
    kept = read_case(tmp_path, "trm_singlez")
    assert count_calls(kept) == KEPT_CALLS and len(list(tmp_path.iterdir())) > 1
    for key, value in kept.items():
        assert value.dtype == case[key].dtype and value.tobytes() == case[key].tobytes(), key


def test_puzzle_embedding_step_matches_the_official_code() -> None:
    golden = np.load(GOLDEN / "sparse_sign_sgd.npz")
    weights = torch.from_numpy(golden["weights"]).clone()
    update_rows(
        weights,
        torch.from_numpy(golden["ids"]),
        torch.from_numpy(golden["grad"]),
        float(golden["lr"]),
        float(golden["weight_decay"]),
    )
    np.testing.assert_allclose(weights.numpy(), golden["after"], rtol=1e-6, atol=1e-7)
    assert not np.array_equal(golden["weights"], golden["after"])
