"""Carry rules that choose among candidates: what is kept, what is answered, and that both belong together."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from models.carries.accept_reject import AcceptReject
from models.carries.base import Step, Tensors, build_carry_rule
from models.carries.binary_search import BinarySearch
from models.losses import ACTLossHead
from tests.models.lined import POOLED, rows
from tests.models.lined import data as text_batch
from tests.models.networks import batch, make
from utils.errors import UserError

ACCEPT: dict[str, Any] = {"name": "carries.accept_reject@AcceptReject"}
SEARCH: dict[str, Any] = {"name": "carries.binary_search@BinarySearch"}
POSITIONS = ACCEPT | {"by": "residual", "each": "position"}
RULES = [ACCEPT, ACCEPT | {"by": "residual"}, POSITIONS, SEARCH]
ROWS, L, D, V = 2, 4, 3, 5


def drawn(seed: int, *shape: int) -> torch.Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def step(number: int, memory: Tensors, before: torch.Tensor, fresh: tuple[bool, bool], **given: Any) -> Step:
    """A step from these latents to random ones."""
    parts: dict[str, Any] = dict(
        before={"z_H": before},
        latents={"z_H": drawn(number, ROWS, L, D)},
        data={"labels": torch.ones(ROWS, L, dtype=torch.int32)},
        logits=drawn(number + 100, ROWS, L, V),
        q_halt=torch.zeros(ROWS),
        fresh=torch.tensor(fresh),
        memory=memory,
    )
    return Step(**parts | given)


def rule(settings: dict[str, Any]) -> Any:
    core = make("trm", seq_len=L, puzzle_emb_ndim=0).model.config
    return build_carry_rule(core.model_copy(update={"carry": type(core.carry)(**settings)})).eval()


def lively(carry: dict[str, Any], **changes: Any) -> ACTLossHead:
    """A network whose q and answers differ from row to row and step to step."""
    model = make("trm", carry=carry, halt_max_steps=6, **changes)
    with torch.no_grad():
        for number, parameter in enumerate(model.parameters()):
            parameter.copy_(0.4 * torch.randn(parameter.shape, generator=torch.Generator().manual_seed(number)))
    return model


def test_a_worse_q_is_rejected_with_its_answer_and_a_new_row_is_always_taken() -> None:
    accepts: AcceptReject = rule(ACCEPT)
    start = torch.zeros(ROWS, L, D)
    first = step(1, {}, start, (True, True), q_halt=torch.tensor([-4.0, 1.0]))
    one = accepts.hand_on(first)
    assert torch.equal(one.latents["z_H"], first.latents["z_H"]) and torch.equal(one.logits, first.logits)

    second = step(2, one.memory, one.latents["z_H"], (False, False), q_halt=torch.tensor([-2.0, 0.5]))
    two = accepts.hand_on(second)
    for found, new, old in (
        (two.latents["z_H"], second.latents["z_H"], one.latents["z_H"]),
        (two.logits, second.logits, one.logits),
    ):
        assert torch.equal(found[0], new[0]) and torch.equal(found[1], old[1])
    assert two.q_halt.tolist() == [-2.0, 1.0]

    third = step(3, two.memory, two.latents["z_H"], (False, True), q_halt=torch.tensor([-3.0, -9.0]))
    three = accepts.hand_on(third)
    assert three.q_halt.tolist() == [-2.0, -9.0]
    assert torch.equal(three.latents["z_H"][0], second.latents["z_H"][0])
    assert torch.equal(three.latents["z_H"][1], third.latents["z_H"][1])


def test_a_position_whose_residual_grows_stays() -> None:
    accepts: AcceptReject = rule(POSITIONS)
    z = torch.ones(ROWS, L, D)
    one = accepts.hand_on(step(1, {}, 0.5 * z, (True, True), latents={"z_H": z}))  # a residual of 0.5 everywhere
    moved = z.clone()
    moved[0, 1] *= 1.25  # 0.2 of the new size
    moved[0, 2] *= 5  # 0.8
    two = accepts.hand_on(step(2, one.memory, z, (False, False), latents={"z_H": moved}))
    assert two.latents["z_H"][0, :, 0].tolist() == [1.0, 1.25, 1.0, 1.0]
    assert torch.equal(two.logits[0, 2], one.logits[0, 2]) and not torch.equal(two.logits[0, 1], one.logits[0, 1])


def test_the_doubtful_half_is_refined_and_the_other_stays() -> None:
    searches: BinarySearch = rule(SEARCH)
    sure = torch.zeros(ROWS, L, V)
    sure[:, :, 0] = torch.tensor([[9.0, 1.0, 4.0, 2.0], [1.0, 2.0, 3.0, 4.0]])
    one = searches.hand_on(step(1, {}, torch.zeros(ROWS, L, D), (True, True), logits=sure))
    second = step(2, one.memory, one.latents["z_H"], (False, False))
    two = searches.hand_on(second)
    changed = (two.latents["z_H"] != one.latents["z_H"]).any(2)
    assert changed.tolist() == [[True, True, False, True], [True, True, False, False]]  # q reads the first position
    assert torch.equal(two.logits, torch.where(changed.unsqueeze(2), second.logits, one.logits))
    third = searches.hand_on(step(3, two.memory, two.latents["z_H"], (False, True)))
    assert (third.latents["z_H"][1] != two.latents["z_H"][1]).any(1).all()  # a new row: everything


@pytest.mark.parametrize("changes", [{}, {"puzzle_emb_ndim": 0}, {"mlp_t": True, "pos_encodings": "none"}], ids=str)
@pytest.mark.parametrize("carry", RULES, ids=str)
def test_an_evaluation_answers_with_the_latents_that_are_kept(carry: dict[str, Any], changes: dict[str, Any]) -> None:
    model, data = lively(carry, **changes).eval(), batch()
    state, kept = model.initial_carry(data), []
    inner = model.model.inner
    for _ in range(6):
        before = inner.reset(state.halted, state.latents)
        state, _, _, outputs, _ = model(carry=state, batch=data, return_keys=["logits", "q_halt_logits"])
        logits, q_input = inner.head(state.latents["z_H"], data["inputs"])
        torch.testing.assert_close(outputs["logits"], logits)
        if carry.get("each") != "position":
            torch.testing.assert_close(outputs["q_halt_logits"], inner.q_head(q_input)[:, 0])
        kept.append((state.latents["z_H"] == before["z_H"]).all(2).float().mean())
    assert kept[0] == 0 and max(kept) > 0


@pytest.mark.parametrize("carry", RULES, ids=str)
def test_training_teaches_every_candidate(carry: dict[str, Any]) -> None:
    """From the same latents, loss and gradients are those of carry=latents."""
    data, losses = batch(), []
    for settings in (carry, {"name": "carries.latents@Latents"}):
        model = lively(settings)
        state, loss, *_ = model(carry=model.initial_carry(data), batch=data, return_keys=())
        loss.backward()
        losses.append([loss.detach(), *(p.grad for p in model.parameters())])
        assert all(not value.requires_grad for value in state.memory.values())
    torch.testing.assert_close(losses[0], losses[1])


def test_labelled_positions_alone_have_a_confidence_in_training() -> None:
    searches: BinarySearch = rule(SEARCH)
    labels = torch.tensor([[1, -100, 1, -100], [-100, -100, -100, 2]])
    logits = torch.tensor([[3.0, 0, 0, 0, 0], [0, 1, 0, 0, 0], [0, 0, 5, 0, 4]])
    found = searches.confidence(step(1, {}, torch.zeros(1), (True, True), data={"labels": labels}, logits=logits))
    assert found.tolist() == [[3.0, float("inf"), 1.0, float("inf")], [float("inf")] * 3 + [1.0]]


def test_parts_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="q is a number of a row"):
        make("trm", carry=ACCEPT | {"each": "position"})
    for carry in (SEARCH, POSITIONS):
        with pytest.raises(ValueError, match="tells positions apart.*trm_llm"):
            make("trm_llm", carry=carry)
    make("trm_llm", carry=ACCEPT)
    with pytest.raises((ValueError, UserError)):
        make("trm", carry=ACCEPT | {"by": "chance"})


@pytest.mark.parametrize("carry", RULES, ids=str)
def test_text_in_slots_is_trained_and_answered(carry: dict[str, Any]) -> None:
    """Training computes labelled positions alone; the question's lines have no confidence."""
    model, data = lively(carry, **POOLED), text_batch(rows([5, 6, 7], [8, 9, 10], [5, 9]).repeat(3, 1))
    data["labels"][:, 1] = -100
    for training in (True, False):
        state = model.train(training).initial_carry(data)
        for _ in range(3):
            state, loss, *_ = model(carry=state, batch=data, return_keys=())
            assert loss.isfinite()
