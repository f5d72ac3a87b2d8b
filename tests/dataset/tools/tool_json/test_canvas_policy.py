"""What is said to be exact equals a count over all outputs of a small canvas."""

from __future__ import annotations

from itertools import product

import pytest
import torch

from dataset.text.prompt_rows import END
from dataset.tools.tool_json import canvas_policy as policy

SLOTS, CLASSES = 3, 4


def random_policy(seed: int, rows: int = 2) -> torch.Tensor:
    logits = 2 * torch.randn(rows, SLOTS, CLASSES, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))
    logits[..., 0] = -1e4  # the class that no label has
    return logits.log_softmax(-1)


def outputs() -> list[tuple[int, ...]]:
    """All outputs: up to and with the first END, or the whole canvas."""
    found = []
    for canvas in product(range(1, CLASSES), repeat=SLOTS):
        end = canvas.index(END) + 1 if END in canvas else SLOTS
        found.append(canvas[:end])
    return sorted(set(found))


def by_hand(log_p: torch.Tensor, output: tuple[int, ...]) -> torch.Tensor:
    return log_p[range(len(output)), output].sum()


@pytest.mark.parametrize("row", [0, 1])
def test_all_outputs_have_probability_one(row: int) -> None:
    log_p = random_policy(0)[row]
    torch.testing.assert_close(
        sum(by_hand(log_p, output).exp() for output in outputs()), torch.tensor(1.0, dtype=torch.float64)
    )


def test_log_probability_of_a_sample_is_that_of_its_output() -> None:
    log_p = random_policy(1)
    canvases = torch.tensor(list(product(range(1, CLASSES), repeat=SLOTS))).expand(2, -1, -1)
    found = policy.log_probability(log_p, canvases)
    for row, canvas_row in enumerate(canvases.tolist()):
        for number, canvas in enumerate(canvas_row):
            end = canvas.index(END) + 1 if END in canvas else SLOTS
            torch.testing.assert_close(found[row, number], by_hand(log_p[row], tuple(canvas[:end])))


def test_entropy_and_kl_are_sums_over_all_outputs() -> None:
    log_p, reference = random_policy(2), random_policy(3)
    entropies, divergences = policy.entropy(log_p), policy.kl(log_p, reference)
    for row in range(len(log_p)):
        own = torch.stack([by_hand(log_p[row], output) for output in outputs()])
        other = torch.stack([by_hand(reference[row], output) for output in outputs()])
        torch.testing.assert_close(entropies[row], -(own.exp() * own).sum())
        torch.testing.assert_close(divergences[row], (own.exp() * (own - other)).sum())


def test_the_gradients_are_those_of_the_sums() -> None:
    logits = torch.randn(1, SLOTS, CLASSES, dtype=torch.float64, generator=torch.Generator().manual_seed(4))
    reference = random_policy(5, rows=1)

    def by_count(values: torch.Tensor) -> torch.Tensor:
        log_p = values.log_softmax(-1)[0]
        everything = sorted({canvas[: canvas.index(END) + 1 if END in canvas else SLOTS]
                             for canvas in product(range(CLASSES), repeat=SLOTS)})  # fmt: skip
        own = torch.stack([by_hand(log_p, output) for output in everything])
        other = torch.stack([by_hand(reference[0], output) for output in everything])
        return (own.exp() * (own - other)).sum()

    one, two = (logits.clone().requires_grad_() for _ in range(2))
    policy.kl(one.log_softmax(-1), reference).sum().backward()
    by_count(two).backward()
    torch.testing.assert_close(one.grad, two.grad, atol=1e-9, rtol=1e-6)


def test_kl_from_itself_is_zero_and_so_is_its_gradient() -> None:
    logits = torch.randn(2, SLOTS, CLASSES, dtype=torch.float64, generator=torch.Generator().manual_seed(6))
    logits.requires_grad_()
    divergence = policy.kl(logits.log_softmax(-1), logits.log_softmax(-1).detach())
    divergence.sum().backward()
    assert logits.grad is not None
    assert divergence.abs().max() < 1e-12 and logits.grad.abs().max() < 1e-12


def test_kl_is_measured_from_the_policy_and_not_from_the_reference() -> None:
    """The sign and the direction: a policy that never says what its reference says now and then."""
    log_p = torch.tensor([[[-30.0, -30.0, 0.0, -30.0]]]).log_softmax(-1)
    reference = torch.tensor([[[-30.0, -30.0, 0.0, 0.0]]]).log_softmax(-1)
    assert policy.kl(log_p, reference).item() == pytest.approx(0.6931, abs=1e-3)  # log 2; the other way round about 14


def test_slots_behind_a_certain_end_count_nowhere() -> None:
    """Neither in KL and entropy nor in their gradients, however far policy and reference are apart there."""
    logits = torch.full((1, SLOTS, CLASSES), -60.0, dtype=torch.float64)
    logits[0, 0, 2], logits[0, 1, END], logits[0, 2, 3] = 0, 0, 0
    far, near = logits.clone(), logits.clone().requires_grad_()
    far[0, 2, 3], far[0, 2, 2] = -60, 0
    divergence, entropy = policy.kl(near.log_softmax(-1), far.log_softmax(-1)), policy.entropy(near.log_softmax(-1))
    (divergence + entropy).sum().backward()
    assert near.grad is not None
    assert divergence.abs().item() < 1e-4 and entropy.abs().item() < 1e-4 and near.grad[0, 2].abs().max() < 1e-4
    there = far.log_softmax(-1)[0, 2]
    assert (near.log_softmax(-1)[0, 2].exp() * (near.log_softmax(-1)[0, 2] - there)).sum() > 50, "it would be large"


def test_samples_are_drawn_as_often_as_they_are_probable() -> None:
    log_p = random_policy(7, rows=1)
    noise = torch.rand(1, 20_000, SLOTS, generator=torch.Generator().manual_seed(8))
    samples = policy.sample(log_p, noise)
    for slot in range(SLOTS):
        shares = torch.bincount(samples[0, :, slot], minlength=CLASSES) / samples.shape[1]
        torch.testing.assert_close(shares.double(), log_p[0, slot].exp(), atol=0.015, rtol=0)
    assert not (samples == 0).any()


def test_slots_behind_the_end_are_no_part_of_an_output() -> None:
    samples = torch.tensor([[[2, END, 3], [2, 3, 2], [END, END, 2]]])
    assert policy.within(samples).tolist() == [[[True, True, False], [True, True, True], [True, False, False]]]
