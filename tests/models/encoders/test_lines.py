"""Lines of text as positions: what a position knows of its words, and where attention starts."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from dataset.layout import Layout
from models.encoders.lines import LinePooling
from models.kernels.filled_places import plain_sums_of_lines, sums_of_lines
from models.layers import Attention
from models.losses import LOSSES, ACTLossHead
from models.recursive_reasoning.blocks import Block
from models.recursive_reasoning.trm import TinyRecursiveReasoningModel_ACTV1 as TRM
from tests.models.lined import LAYOUT, LINE_LEN, LINES, MATCHING, POOLED, SLOTS, VOCAB, data, rows
from tests.models.networks import ARCHS, make


def logits(model: ACTLossHead, inputs: torch.Tensor) -> torch.Tensor:
    batch = data(inputs)
    return model.eval()(carry=model.initial_carry(batch), batch=batch, return_keys=["logits"])[3]["logits"]


def test_notes_are_learned_and_not_scored() -> None:
    """An answer is right whatever is noted, but the loss is not the same."""
    slots = SLOTS + 2
    layout = LAYOUT.model_copy(update={"note_slots": 2, "note_len": 2})
    settings = POOLED | dict(seq_len=slots + LINES * LINE_LEN, layout=layout, halt_max_steps=1)
    model = make("trm", **settings)
    inputs = torch.cat((torch.ones(1, 2, dtype=torch.long), rows([3, 4, 5, 6], [6, 5], [7, 8, 9])), dim=1)
    batch = data(inputs)
    _, _, _, outputs, _ = model(carry=model.initial_carry(batch), batch=batch, return_keys=["preds", "logits"])
    assert outputs["logits"].shape == (1, slots, VOCAB)
    said = outputs["preds"][0, :slots].tolist()
    losses = []
    for note in (said[SLOTS], (said[SLOTS] + 1) % VOCAB):
        batch["labels"] = torch.full_like(inputs, -100)
        batch["labels"][0, : SLOTS + 1] = torch.tensor([*said[:SLOTS], note])
        _, loss, metrics, _, _ = model.eval()(carry=model.initial_carry(batch), batch=batch, return_keys=[])
        assert metrics["count"] == metrics["exact_accuracy"] == metrics["accuracy"] == 1
        assert metrics["q_halt_accuracy"] == 0, "it starts out unsure of a right answer"
        losses.append(float(loss.detach()))
    assert losses[0] < losses[1]
    batch["labels"][0, 0] = (said[0] + 1) % VOCAB
    _, _, metrics, _, _ = model(carry=model.initial_carry(batch), batch=batch, return_keys=[])
    assert metrics["exact_accuracy"] == 0 and metrics["accuracy"] == 1 / SLOTS


def test_a_line_is_the_sum_of_its_words_each_by_its_place_and_neighbours() -> None:
    torch.manual_seed(0)
    pooling = LinePooling(SLOTS, SLOTS, LINE_LEN, VOCAB, 8, 0.0).double()
    embed = torch.nn.Embedding(VOCAB, 8, dtype=torch.float64)
    slot, other, first, second, asked = pooling(rows([3, 4, 5, 6], [6, 5], [7, 8, 9]), embed)[0]
    before, after = pooling.neighbours[:3].flip(0), pooling.neighbours[3:]  # nearest first
    beside = (
        before[0][0] + before[1][0] + before[2][0] + after[0][8] + after[1][9] + after[2][0],
        before[0][7] + before[1][0] + before[2][0] + after[0][9] + after[1][0] + after[2][0],
        before[0][8] + before[1][7] + before[2][0] + after[0][0] + after[1][0] + after[2][0],
    )
    expected = sum(
        embed.weight[token] * (place + near)
        for token, place, near in zip((7, 8, 9), pooling.places, beside, strict=False)
    )
    torch.testing.assert_close(asked, expected / expected.square().mean().sqrt())  # type: ignore[union-attr]
    torch.testing.assert_close(slot, pooling.slots[0] + asked)
    torch.testing.assert_close(other, pooling.slots[1] + asked)
    turned = pooling(rows([3, 4, 5, 6], [5, 6], [7, 8, 9]), embed)[0]
    torch.testing.assert_close(turned[2], first)
    assert not torch.allclose(turned[3], second), "the order of words counts"


def test_padding_is_left_out_or_added_as_zeros() -> None:
    torch.manual_seed(0)
    pooling = LinePooling(SLOTS, SLOTS, LINE_LEN, VOCAB, 8, 0.0).double()
    embed = torch.nn.Embedding(VOCAB, 8, dtype=torch.float64)
    lines = torch.cat([rows([3, 4, 5, 6], [6, 5], [7]), rows([], [8, 9, 3], [4, 4])])[:, SLOTS:].view(
        2, LINES, LINE_LEN
    )
    arguments = (lines, pooling.neighbour_rows(lines), embed, pooling.places, pooling.neighbours.flatten(0, 1), 0)
    filled, every = sums_of_lines(*arguments), plain_sums_of_lines(*arguments)
    torch.testing.assert_close(filled, every)
    tables = [pooling.places, pooling.neighbours, embed.weight]
    learned = [torch.autograd.grad(sums.square().sum(), tables) for sums in (filled, every)]
    for ours, plain in zip(*learned, strict=True):
        torch.testing.assert_close(ours, plain)


def test_the_order_of_facts_does_not_count_without_positions() -> None:
    model = make("trm", **POOLED)
    told, otherwise = (rows(a, b, [7, 8]) for a, b in (([3, 4], [5, 6]), ([5, 6], [3, 4])))
    torch.testing.assert_close(logits(model, told), logits(model, otherwise))
    assert not torch.allclose(logits(model, told), logits(model, rows([5, 6], [7, 8], [3, 4]))), "the last is asked"


@pytest.mark.parametrize("ours", [False, True])
@pytest.mark.parametrize("arch", ARCHS)
def test_every_arch_answers_in_the_slots_and_learns(arch: str, ours: bool) -> None:
    model = make(arch, **POOLED | (MATCHING if ours else {}), gated_attention=ours)
    batch = data(torch.cat([rows([3, 4], [5, 6], [7]), rows([], [9, 10, 11, 3], [8, 4])]))
    batch["labels"][1, 0] = 9
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
    carry = model.initial_carry(batch)
    losses = []
    for _ in range(200):  # some need 20
        carry, loss, metrics, outputs, _ = model(carry=carry, batch=batch, return_keys=["logits", "preds"])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(float(metrics["lm_loss"]))
        if losses[-1] < 0.5 * losses[0]:
            break
    assert outputs["logits"].shape == (2, SLOTS, VOCAB) and outputs["preds"].shape == batch["labels"].shape
    assert not outputs["preds"][:, SLOTS:].any()
    assert losses[-1] < 0.5 * losses[0]


def test_what_is_read_can_depend_on_who_reads_from_the_first_step() -> None:
    """The gate starts at zero, and has a gradient at once though the feed-forward layers start at zero too."""
    model = make("trm", **POOLED | MATCHING, gated_attention=True)
    gates = [module.read_gate for module in model.modules() if isinstance(module, Block)]
    assert gates and all(gate is not None and not gate.weight.any() for gate in gates)
    batch = data(torch.cat([rows([3, 4], [5, 6], [7, 3]), rows([3, 4], [5, 6], [8, 3])]))
    batch["labels"][1, 0] = 9
    model(carry=model.initial_carry(batch), batch=batch, return_keys=[])[1].backward()
    assert all(gate is not None and gate.weight.grad.abs().max() > 1e-4 for gate in gates)  # type: ignore[union-attr]


def share_found(start: dict[str, Any]) -> float:
    """How often a slot of an untrained network attends more to the line with the word that is asked for."""
    model = make("trm", **POOLED | {"vocab_size": 200, "hidden_size": 128} | start)
    inner = model.model.inner
    attention = next(module for module in inner.modules() if isinstance(module, Attention))
    found = []
    for known, beside, *other in torch.arange(10, 170).view(-1, 4).tolist():
        x = inner.embed(rows([known, beside], other, [known, 180]), torch.zeros(1, dtype=torch.int32))[0]
        query, key, _ = attention.qkv_proj(x).chunk(3, dim=-1)
        with_it, without = (query[:SLOTS] @ key[SLOTS + line] for line in (0, 1))
        found += (with_it > without).tolist()
    return sum(found) / len(found)


def test_attention_starts_as_a_search_for_equal_content() -> None:
    assert share_found(MATCHING) > 0.95
    assert share_found({}) < 0.7


def test_learned_positions_start_small_beside_what_stands_there() -> None:
    small, full = (
        make("trm", **POOLED | {"pos_encodings": "learned"} | start).model.inner.embed_pos.embedding_weight
        for start in (MATCHING, {})
    )
    assert 0.1 * full.std() < small.std() < 0.4 * full.std()


def test_what_lines_need_is_said() -> None:
    sizes = make("trm", **POOLED).model.config.model_dump()
    for changes, word in (
        ({"layout": Layout(answer_slots=SLOTS)}, "dataset.json: no line_len"),
        ({"layout": Layout(), "encoder": "encoders.tokens@Tokens"}, "dataset.json names none"),
        ({"head": "heads.positions@Positions"}, "a position for each of 14 tokens"),
        (MATCHING | {"mlp_t": True}, "encoder.matching=True is about attention"),
        ({"gated_attention": True, "mlp_t": True}, "gated_attention is about attention"),
    ):
        with pytest.raises(ValueError, match=word):
            TRM({**sizes, **changes})


@pytest.mark.parametrize("recomputes", [False, True])
def test_lines_that_nobody_reads_are_left_out_of_the_last_block(
    monkeypatch: pytest.MonkeyPatch, recomputes: bool
) -> None:
    """The same answers and gradients; a network whose next step goes on from its latents computes them all."""
    model = make("transformers_baseline", **POOLED, H_layers=2, halt_max_steps=1, gated_attention=True)
    model.model.inner.H_level.recomputes = recomputes
    batch = data(torch.cat([rows([3, 4], [5, 6], [7]), rows([], [9, 10, 11, 3], [8, 4])]))
    results = []
    for forgets in (True, False):
        inner = model.model.inner
        monkeypatch.setattr(inner, "answer_len", SLOTS if forgets else inner.total_len)
        carry, loss, _, outputs, _ = model(
            carry=model.initial_carry(batch), batch=batch, return_keys=["logits", "q_halt_logits"]
        )
        assert carry.latents["z_H"].shape == (2, SLOTS + LINES, model.model.config.hidden_size)
        assert bool(carry.latents["z_H"][:, SLOTS:].any()) is not forgets
        results.append((outputs, torch.autograd.grad(loss, list(model.parameters()), allow_unused=True)))
    torch.testing.assert_close(results[0], results[1])


@pytest.mark.parametrize("loss_type", LOSSES)
def test_logits_of_labelled_positions_are_enough_to_learn(loss_type: str) -> None:
    """On a CPU others are not computed, unless somebody asks for logits; losses, metrics and gradients are the same."""
    model = make("trm", loss_type, **POOLED)
    batch = data(torch.cat([rows([3, 4], [5, 6], [7]), rows([], [9, 10, 11, 3], [8, 4])]))
    batch["labels"][1, 1] = -100
    results = []
    for keys in (["preds"], ["preds", "logits"]):
        carry = model.initial_carry(batch)
        _, loss, metrics, outputs, _ = model(carry=carry, batch=batch, return_keys=keys)
        gradients = torch.autograd.grad(loss, list(model.parameters()), allow_unused=True)
        labelled = batch["labels"] != -100
        results.append((loss, metrics, outputs["preds"][labelled], gradients))
    torch.testing.assert_close(results[0], results[1])


@pytest.mark.parametrize(("steps", "forgets"), [(1, True), (2, False)])
def test_lines_are_kept_where_a_step_follows(steps: int, forgets: bool) -> None:
    model = make("transformers_baseline", **POOLED, H_layers=2, halt_max_steps=steps)
    batch = data(rows([3, 4], [5, 6], [7]))
    carry = model(carry=model.initial_carry(batch), batch=batch, return_keys=[])[0]
    assert bool(carry.latents["z_H"][:, SLOTS:].any()) is not forgets
