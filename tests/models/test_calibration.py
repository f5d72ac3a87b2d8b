"""q passes unchanged until a calibration is fitted; the fit is that of a plain reference, and never worse than q."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch

from dataset.layout import Layout
from models.calibration import FEATURES, IN_CHECKPOINT, Calibration, fit
from models.losses import ACTLossHead
from runs.weights import fit_weights
from tests.models.noted import LAYOUT, NOTING, NUMBERED, batch, lively

WEIGHTS = torch.linspace(-0.2, 0.4, 1 + len(FEATURES))
END, A, B = 2, 5, 6


def calibrated(model: ACTLossHead, weights: torch.Tensor | None = WEIGHTS) -> ACTLossHead:
    model.model.calibration.weights = weights
    return model


def q_of(model: ACTLossHead, data: dict[str, torch.Tensor], steps: int = 4) -> list[torch.Tensor]:
    """q after each improvement step."""
    carry, found = model.initial_carry(data), []
    for _ in range(steps):
        carry, _, _, outputs, _ = model(carry=carry, batch=data, return_keys=["q_halt_logits"])
        found.append(outputs["q_halt_logits"])
    return found


def test_without_a_fit_nothing_changes_and_nothing_is_saved() -> None:
    model = lively(NOTING)
    assert not any("calibration" in name for name in model.state_dict())
    q = torch.randn(3, generator=torch.Generator().manual_seed(0))
    assert model.eval().model.calibration(q, torch.zeros(3, 8, 24), torch.zeros(3, 20)) is q


@pytest.mark.parametrize("layout", [NOTING, NUMBERED], ids=["lines", "numbers"])
def test_training_never_sees_a_calibration(layout: dict[str, object]) -> None:
    def train(model: ACTLossHead) -> list[torch.Tensor]:
        data = batch()
        carry, loss, metrics, outputs, _ = model.train()(
            carry=model.initial_carry(data), batch=data, return_keys=["q_halt_logits"]
        )
        loss.backward()
        grads = [p.grad for p in model.parameters() if p.grad is not None]
        return [loss.detach(), outputs["q_halt_logits"], carry.halted, *metrics.values(), *grads]

    plain, with_weights = train(lively(layout)), train(calibrated(lively(layout)))
    assert len(plain) == len(with_weights) > 10
    assert all(torch.equal(one, other) for one, other in zip(plain, with_weights, strict=True))


def test_the_carry_rule_has_the_last_word() -> None:
    """While notes still change, q stays low, whatever the calibration says."""
    data = batch(rows=16)
    plain, corrected = (q_of(one.eval(), data) for one in (lively(NOTING), calibrated(lively(NOTING))))
    changing = torch.stack(plain) == -20
    assert changing.any() and not changing.all()
    assert torch.equal(torch.stack(corrected) == -20, changing)
    assert not torch.equal(torch.stack(corrected)[~changing], torch.stack(plain)[~changing])


def test_features_of_a_made_up_step() -> None:
    """An answer of two tokens and END, and two notes of which the second one is empty."""
    layout = Layout(answer_slots=4, note_slots=4, note_len=2)
    logits = torch.full((1, 8, 8), -40.0, dtype=torch.float64)
    chosen = [(A, 0.9), (B, 0.6), (END, 0.8), (A, 0.5), (B, 0.7), (END, 0.9), (END, 0.6), (A, 0.6)]
    for position, (token, p) in enumerate(chosen):
        logits[0, position, token] = float(np.log(p))
        logits[0, position, 7] = float(np.log(1 - p) - 1e-9)
    inputs = torch.tensor([[1] * 8 + [A, B, A, 0]])
    found = Calibration(layout).features(torch.tensor([2.0]), logits, inputs)[0]
    odds = [np.log(p / (1 - p)) for p in (0.9 * 0.6 * 0.8, 0.6, 0.7, 0.7)]
    expected = [2.0, *odds, 1, 3, 3, *(one**2 for one in odds)]
    np.testing.assert_allclose(found.numpy(), expected, rtol=1e-6, atol=1e-6)


def test_features_are_finite_where_tokens_are_certain_or_impossible() -> None:
    calibration = Calibration(LAYOUT)
    logits = torch.zeros(2, LAYOUT.slots, 24)
    logits[0, :, 9] = 1e9
    logits[1, :, 3:] = -1e9
    features = calibration.features(torch.tensor([50.0, -50.0]), logits, torch.ones(2, 20))
    assert features.shape == (2, len(FEATURES)) and features.isfinite().all()


def made_up(rows: int = 400, seed: int = 0) -> tuple[torch.Tensor, torch.Tensor]:
    """Features of which the first, q, is far too sure, and answers whose true log odds are known."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(rows, 4)) * [6, 1, 3, 0.1] + [4, 0, -2, 7]
    x[:, 3] = 7  # one feature that says nothing
    odds = 0.1 * x[:, 0] + 1.5 * x[:, 1] + 0.4 * x[:, 2]
    right = rng.random(rows) < 1 / (1 + np.exp(-odds))
    return torch.from_numpy(x), torch.from_numpy(right)


def log_loss(odds: torch.Tensor, right: torch.Tensor) -> float:
    return float(torch.nn.functional.binary_cross_entropy_with_logits(odds, right.double()))


def test_the_fit_is_that_of_a_plain_reference() -> None:
    """Gradient descent on the same penalised likelihood, in float64, ends at the same weights."""
    x, right = made_up()
    scale = torch.where(x.std(0, correction=0) > 1e-9, x.std(0, correction=0), 1.0)
    z = torch.cat((torch.ones(len(x), 1, dtype=x.dtype), (x - x.mean(0)) / scale), 1)
    start = torch.tensor([x[:, 0].mean(), scale[0], 0, 0, 0], dtype=x.dtype)
    free = torch.tensor([0, 1, 1, 1, 1], dtype=x.dtype)
    at = start.clone()
    for _ in range(20_000):
        at = at - 0.004 * (z.mT @ (torch.sigmoid(z @ at) - right.double()) + free * (at - start))
    weights = fit(x, right)
    torch.testing.assert_close(x @ weights[1:] + weights[0], z @ at, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("seed", range(5))
def test_the_fit_is_never_worse_than_q_itself(seed: int) -> None:
    x, right = made_up(rows=20, seed=seed)
    weights = fit(x, right)
    assert log_loss(x @ weights[1:] + weights[0], right) <= log_loss(x[:, 0], right)
    honest = torch.rand(5000, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
    q = torch.logit(honest.clamp(0.01, 0.99)).unsqueeze(1)
    told = torch.rand(5000, generator=torch.Generator().manual_seed(seed + 99), dtype=torch.float64) < honest
    weights = fit(q, told)
    assert abs(weights[0]) < 0.2 and abs(weights[1] - 1) < 0.2, "a q that is right stays as it is"


def test_rows_count_by_their_shares() -> None:
    x, right = made_up(rows=60)
    twice = fit(torch.cat((x, x)), torch.cat((right, right)), torch.full((120,), 0.5))
    torch.testing.assert_close(twice, fit(x, right), rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize(("change", "told"), [(torch.ones_like, "all answers are"), (torch.zeros_like, "no answer is")])
def test_answers_of_one_kind_teach_nothing(change: Callable[[torch.Tensor], torch.Tensor], told: str) -> None:
    x, right = made_up(rows=10)
    with pytest.raises(ValueError, match=f"{told} right, and a fit needs right and wrong ones"):
        fit(x, change(right))


def test_a_state_dict_carries_the_calibration(tmp_path: object) -> None:
    model = calibrated(lively(NOTING))
    saved = model.state_dict()
    assert torch.equal(saved[IN_CHECKPOINT], WEIGHTS)
    fresh = lively(NOTING)
    fit_weights(fresh, saved, tmp_path)  # type: ignore[arg-type]
    assert torch.equal(fresh.state_dict()[IN_CHECKPOINT], WEIGHTS)
    fit_weights(fresh, lively(NOTING).state_dict(), tmp_path)  # type: ignore[arg-type]
    assert fresh.model.calibration.weights is None


def test_certainty_without_bounds_is_corrected() -> None:
    """Where every probability is 1.0 to the last bit, the curvature is zero, and the fit still finds the share."""
    weights = fit(torch.full((40, 1), 900.0), torch.arange(40) % 4 == 0)
    assert float(torch.sigmoid(900.0 * weights[1] + weights[0])) == pytest.approx(0.25, abs=1e-3)
