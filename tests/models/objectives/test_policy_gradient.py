"""PPO and GRPO against their formulas, written out sample by sample and slot by slot."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch

from dataset.text.prompt_rows import END
from models.objectives.grpo import GRPO
from models.objectives.policy_gradient import PolicyGradient
from models.objectives.ppo import PPO
from tests.models.canvases import Earned, canvas_format, network, rows

FORMAT = canvas_format()
SETTINGS: dict[str, Any] = dict(samples=4, updates=2, clip_low=0.1, clip_high=0.2, kl=0.3, entropy=0.1)


def first_classes(identifiers: np.ndarray, outputs: np.ndarray) -> np.ndarray:
    return outputs[:, 0] % 5 + identifiers


def begun(kind: type[PolicyGradient], earns: Any = first_classes, **changes: Any) -> PolicyGradient:
    objective = kind(network(FORMAT, halt_max_steps=1), **SETTINGS | changes)
    objective.begin(lambda: Earned(earns))
    return objective.train()


def noise(objective: PolicyGradient, step: int = 0) -> torch.Tensor:
    return objective.draw(np.random.default_rng(step), 3)["noise"]


def log_p_of(objective: PolicyGradient, batch: dict[str, torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    model = objective.model
    _, outputs = model(carry=model.initial_carry(batch), batch=batch)
    return outputs["logits"].log_softmax(-1), outputs["q_continue_logits"]


def expected_loss(objective: PolicyGradient, data: dict[str, torch.Tensor], start: torch.Tensor) -> torch.Tensor:
    """The loss of one update. `start`: the log-probabilities of the policy that drew the samples."""
    batch = {name: data[name] for name in ("inputs", "labels", "puzzle_identifiers")}
    log_p, values = log_p_of(objective, batch)
    total = log_p.new_zeros(())
    for row in range(len(log_p)):
        rewards = [float(earned[0]) for earned in data["rewards"][row]]
        for number, sample in enumerate(data["samples"][row].tolist()):
            if isinstance(objective, GRPO):
                advantage = rewards[number] - sum(rewards) / len(rewards)
            else:
                advantage = rewards[number] - float(data["values"][row])
            for slot in range(sample.index(END) + 1 if END in sample else len(sample)):
                ratio = (log_p[row, slot, sample[slot]] - start[row, slot, sample[slot]]).exp()
                gain = torch.minimum(ratio * advantage, ratio.clamp(0.9, 1.2) * advantage)
                total = total - gain / (len(rewards) * FORMAT.slots)
        reach = log_p.new_ones(())
        for slot in range(FORMAT.slots):
            p = log_p[row, slot].exp()
            divergence = (p * (log_p[row, slot] - start[row, slot])).sum()  # the reference is the first policy
            entropy = -(p * log_p[row, slot]).sum()
            total = total + reach * (0.3 * divergence - 0.1 * entropy) / FORMAT.slots
            reach = reach * (1 - p[END])
        if isinstance(objective, PPO):
            total = total + 0.1 * (values[row] - sum(rewards) / len(rewards)) ** 2
    return total


@pytest.mark.parametrize("kind", [GRPO, PPO])
def test_loss_and_gradients_are_those_of_the_formulas(kind: type[PolicyGradient]) -> None:
    """The first update, where all ratios are 1, and the second, where some are clipped."""
    objective, batch = begun(kind), rows(FORMAT)
    carry = objective.initial_carry(batch)
    with torch.no_grad():
        start, values = (found.clone() for found in log_p_of(objective, batch))
    optimizer = torch.optim.SGD(objective.parameters(), lr=0.3)
    for update in range(2):
        carry, loss, metrics, _, _ = objective((), carry=carry, batch=batch, noise=noise(objective))
        found = torch.autograd.grad(loss, list(objective.model.inner.head.parameters()))
        expected = expected_loss(objective, carry.current_data | {"values": values}, start)
        torch.testing.assert_close(loss, expected, atol=1e-6, rtol=1e-5)
        wanted = torch.autograd.grad(expected, list(objective.model.inner.head.parameters()))
        for one, other in zip(found, wanted, strict=True):
            torch.testing.assert_close(one, other, atol=1e-6, rtol=1e-4)
        clipped = metrics["clip_low_share"] + metrics["clip_high_share"]
        assert (clipped > 0) == (update == 1)
        if update == 0:
            assert metrics["kl"] == pytest.approx(0, abs=1e-6)
            optimizer.zero_grad()
            objective((), carry=objective.initial_carry(batch), batch=batch, noise=noise(objective))[1].backward()
            optimizer.step()


def test_samples_stay_for_their_updates_and_are_drawn_anew_then() -> None:
    objective, batch = begun(GRPO), rows(FORMAT)
    carry = objective.initial_carry(batch)
    drawn = []
    for step in range(4):
        carry, *_ = objective((), carry=carry, batch=batch, noise=noise(objective, step))
        drawn.append(carry.current_data["samples"].clone())
        assert carry.halted.all() == (step % 2 == 1)
    assert torch.equal(drawn[0], drawn[1]) and torch.equal(drawn[2], drawn[3]) and not torch.equal(drawn[0], drawn[2])


def test_a_group_without_variance_teaches_nothing() -> None:
    objective, batch = begun(GRPO, lambda identifiers, outputs: identifiers * 1.5, kl=0.0, entropy=0.0), rows(FORMAT)
    _, loss, metrics, _, _ = objective((), carry=objective.initial_carry(batch), batch=batch, noise=noise(objective))
    loss.backward()
    assert metrics["no_variance"] == 3
    assert all(p.grad is None or not p.grad.any() for p in objective.parameters())


def test_an_advantage_is_that_within_a_group_and_not_within_the_batch() -> None:
    """Rewards that depend on the prompt alone are nobody's merit."""
    rewards = torch.tensor([[0.0, 1.0], [10.0, 11.0]])
    objective = begun(GRPO)
    assert objective.advantages(rewards, torch.zeros(2)).tolist() == [[-0.5, 0.5], [-0.5, 0.5]]
    assert begun(PPO).advantages(rewards, torch.tensor([0.5, 10.0])).tolist() == [[-0.5, 0.5], [0.0, 1.0]]


def test_an_unknown_reward_is_no_reward_of_zero() -> None:
    """A failure of the machine changes nothing: neither for its sample nor for the mean of the others."""

    def fails_once(identifiers: np.ndarray, outputs: np.ndarray) -> np.ndarray:
        found = np.where(np.arange(len(outputs)) % 4 == 1, 3.0, 1.0)
        found[::4] = np.nan
        return found

    objective, batch = begun(GRPO, fails_once), rows(FORMAT)
    carry, loss, metrics, _, _ = objective(
        (), carry=objective.initial_carry(batch), batch=batch, noise=noise(objective)
    )
    assert metrics["reward"] == pytest.approx(3 * 5 / 3), "the mean of the known ones, for three prompts"
    torch.testing.assert_close(
        carry.current_data["advantages"], torch.tensor([[0.0, 4 / 3, -2 / 3, -2 / 3]]).expand(3, -1)
    )
    assert loss.isfinite()


def test_the_kl_is_a_cost() -> None:
    """Its sign: without rewards, a step of the optimizer brings the policy back to its reference."""
    objective, batch = begun(GRPO, lambda identifiers, outputs: identifiers * 0.0, kl=1.0, entropy=0.0), rows(FORMAT)
    with torch.no_grad():
        for number, parameter in enumerate(objective.model.parameters()):
            parameter += 0.05 * torch.randn(parameter.shape, generator=torch.Generator().manual_seed(number))
    found = []
    for _ in range(2):
        _, loss, metrics, _, _ = objective(
            (), carry=objective.initial_carry(batch), batch=batch, noise=noise(objective)
        )
        found.append(float(metrics["kl"]))
        assert loss.item() == pytest.approx(found[-1] / FORMAT.slots) and found[-1] > 0
        objective.zero_grad()
        loss.backward()
        with torch.no_grad():
            for parameter in objective.model.parameters():
                if parameter.grad is not None:
                    parameter -= 0.01 * parameter.grad
    assert found[1] < found[0]


def test_what_stands_behind_the_end_changes_no_loss_and_no_metric() -> None:
    """Neither a sum nor what it is divided by: loss, shares of clipped ratios and length."""
    objective, batch = begun(GRPO), rows(FORMAT)
    carry, *_ = objective((), carry=objective.initial_carry(batch), batch=batch, noise=noise(objective))
    results = []
    for behind, log_p in ((2, -100.0), (5, 100.0)):
        data = {name: value.clone() for name, value in carry.current_data.items()}
        data["samples"][:, :, 1] = END
        data["samples"][:, :, 2:] = behind
        data["old"][:, :, :2] = -30.0  # both slots of every output are clipped
        data["old"][:, :, 2:] = log_p  # ratios that are huge, or nothing
        changed = replace(carry, current_data=data)
        _, loss, metrics, _, _ = objective((), carry=changed, batch=batch, noise=noise(objective))
        results.append({"loss": loss.item()} | {name: float(value) for name, value in metrics.items()})
    assert results[0] == pytest.approx(results[1], rel=1e-12)
    assert results[0]["length"] == 2 * 3 and results[0]["clip_high_share"] == 3, "sums over three rows"


def test_slots_behind_the_end_do_not_count() -> None:
    """Neither in the loss nor in what it is divided by."""
    objective, batch = begun(GRPO, kl=0.0, entropy=0.0), rows(FORMAT)
    carry, *_ = objective((), carry=objective.initial_carry(batch), batch=batch, noise=noise(objective))
    data = {name: value.clone() for name, value in carry.current_data.items()}
    carry.current_data = data
    data["samples"][:, :, 1] = END
    data["old"][:, :, 2:] = -100.0  # ratios behind the end would be huge
    data["advantages"].fill_(1.0)
    _, loss, metrics, _, _ = objective((), carry=carry, batch=batch, noise=noise(objective))
    assert metrics["length"] == 6 and loss.abs() < 100  # three rows with two slots each
