"""A row of text as one position: where questions are cut, what a part knows of its tokens, and that it learns."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from dataset.layout import Layout
from dataset.text.format import TextFormat
from dataset.text.vocabulary import Vocabulary
from models.encoders.numbers import PART_WIDTH, NumberPooling
from models.encoders.numbers_with_notes import NOTE_PARTS
from models.recursive_reasoning.trm import TinyRecursiveReasoningModel_ACTV1 as TRM
from tests.models.networks import ARCHS, make
from tests.models.noted import IGNORED, NUMBERED, batch, lively, step

QUESTIONS = ("Take 12 from 5 pens?", "Take 7 from 40 pens?", "Is 3-12 less?", "Why?")
SLOTS, PARTS = 3, 3
FORMAT = TextFormat(
    Vocabulary.of_words([*QUESTIONS, "0 1 2 3 4 5 6 7 8 9 a0123456789"]), 12, Layout(answer_slots=SLOTS)
)
DIGITS = FORMAT.vocabulary.digits
SHAPE: dict[str, Any] = dict(
    seq_len=FORMAT.seq_len, layout=Layout(answer_slots=SLOTS, digits=tuple(DIGITS)), vocab_size=len(FORMAT.vocabulary),
    dense=True, pos_encodings="none", puzzle_emb_ndim=0, encoder={"name": "encoders.numbers@Numbers", "parts": PARTS},
    head="heads.numbers@Numbers",
)  # fmt: skip


def rows(*questions: str) -> torch.Tensor:
    return torch.stack([torch.from_numpy(FORMAT.question(question)) for question in questions])


def pooling(eps: float = 0.0) -> NumberPooling:
    torch.manual_seed(0)
    return NumberPooling(SLOTS, PARTS, len(FORMAT.vocabulary), DIGITS, 16, eps, torch.float64).double()


def cut(question: str, parts: int = PARTS) -> list[list[tuple[str, int]]]:
    """The tokens of each part with their places from its end."""
    tokens = rows(question)[:, SLOTS:]
    found: list[list[tuple[str, int]]] = [[] for _ in range(parts)]
    numbers, places = pooling().cut(tokens, parts)
    for token, number, place in zip(tokens[0].tolist(), numbers[0].tolist(), places[0].tolist(), strict=True):
        if token:
            found[number].append((FORMAT.vocabulary.tokens[token].strip(), place))
        else:
            assert number == -1, "padding is in no part"
    return found


def test_a_vocabulary_knows_its_digits() -> None:
    shown = [FORMAT.vocabulary.tokens[number] for number in DIGITS]
    assert shown == [*(f" {digit}" for digit in range(10)), *map(str, range(10))]


def test_a_part_ends_with_a_number_and_counts_from_there() -> None:
    assert cut(QUESTIONS[0]) == [
        [("Take", 2), ("1", 1), ("2", 0)],
        [("from", 1), ("5", 0)],
        [("pens", 1), ("?", 0)],
    ]
    assert cut(QUESTIONS[1])[:2] == [[("Take", 1), ("7", 0)], [("from", 2), ("4", 1), ("0", 0)]]
    assert cut(QUESTIONS[2])[:2] == [[("Is", 1), ("3", 0)], [("-", 2), ("1", 1), ("2", 0)]]
    assert cut(QUESTIONS[3]) == [[("Why", 1), ("?", 0)], [], []]


def test_the_last_part_takes_what_is_left() -> None:
    assert cut(QUESTIONS[0], parts=2)[1] == [("from", 3), ("5", 2), ("pens", 1), ("?", 0)]


def test_a_row_is_the_sum_of_its_tokens_in_their_places() -> None:
    pool = pooling()
    vectors = pool.embed_places.embedding_weight.view(-1, len(FORMAT.vocabulary), PART_WIDTH)
    expected = []
    for part in cut(QUESTIONS[0]):
        total = torch.zeros(PART_WIDTH, dtype=torch.float64)
        for token, place in part:
            word = f" {token}" if f" {token}" in FORMAT.vocabulary.tokens and (token, place) != ("2", 0) else token
            total = total + vectors[place, FORMAT.vocabulary.tokens.index(word)]
        expected.append(total / total.square().mean().sqrt())
    row = pool.proj(torch.cat(expected))
    torch.testing.assert_close(pool(rows(QUESTIONS[0]))[0, 0], row / row.square().mean().sqrt())


def test_padding_and_answer_slots_are_not_read() -> None:
    pool, question = pooling(), rows(QUESTIONS[0])
    longer = torch.nn.functional.pad(question, (0, 5))
    answered = question.clone()
    answered[:, :SLOTS] = 4
    for other in (longer, answered):
        torch.testing.assert_close(pool(other), pool(question))


def test_the_last_note_stands_in_the_same_channels_however_many_there_are() -> None:
    encoder = lively(NUMBERED).model.inner.encoder
    alone, behind = [5, 6, 0, 0, 0, 0], [7, 0, 5, 6, 0, 0]
    with torch.no_grad():
        first, second = (encoder.notes_read(with_notes(notes))[0] for notes in (alone, behind))
    last = NOTE_PARTS * PART_WIDTH
    torch.testing.assert_close(first[1, :last], second[2, :last])
    assert not torch.allclose(first[1], second[2]), "what was noted before counts"


def with_notes(notes: list[int]) -> torch.Tensor:
    inputs = batch(1)["inputs"]
    inputs[0, 2:8] = torch.tensor(notes)
    return inputs


def test_training_leaves_out_what_nobody_asks_for() -> None:
    """An evaluation that is given the true notes computes all positions, and says the same where labels are."""
    model, data = lively(NUMBERED), batch()
    asked = data["labels"] != IGNORED
    with torch.no_grad():
        carry, trained = step(model.train(), data)
        told = {**data, "inputs": carry.current_data["inputs"]}
        whole = step(model.eval(), told)[1]
    torch.testing.assert_close(trained[asked[:, : trained.shape[1]]], whole[asked[:, : whole.shape[1]]])
    notes = (carry.latents["z_H"] != 0).any(2).sum(1)
    assert notes.tolist() == [3] * len(notes), "two notes, and the position behind them"


@pytest.mark.parametrize("arch", ARCHS)
def test_sums_are_learned_by_every_arch(arch: str) -> None:
    model = make(arch, "softmax_cross_entropy", **SHAPE | {"hidden_size": 32, "halt_max_steps": 1, "H_cycles": 1})
    asked = [(a, b) for a in range(5) for b in range(5)]
    inputs = rows(*(f"Take {a} from {b}" for a, b in asked))
    labels = torch.full_like(inputs, -100)
    for label, (a, b) in zip(labels, asked, strict=True):
        answer = FORMAT.answer(str(a + b))[:2]
        label[:2] = torch.from_numpy(answer)
    batch = {"inputs": inputs, "labels": labels, "puzzle_identifiers": torch.zeros(len(inputs), dtype=torch.int32)}
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.01, total_iters=200)
    for _ in range(200):
        optimizer.zero_grad()
        _, loss, metrics, _, _ = model(carry=model.initial_carry(batch), batch=batch, return_keys=[])
        (loss / len(inputs)).backward()
        optimizer.step()
        schedule.step()
    assert metrics["exact_accuracy"] == len(inputs)


def test_what_it_needs_is_said() -> None:
    sizes = make("trm", **SHAPE).model.config.model_dump()
    for changes, word in (
        ({"layout": Layout()}, "dataset.json: no answer_slots"),
        ({"dense": False, "mlp_t": True}, "mlp_t=True has none to mix"),
        ({"puzzle_emb_ndim": 16}, "puzzle_emb_ndim=0"),
        ({"head": "heads.positions@Positions"}, "choose head=slots, notes or numbers"),
    ):
        with pytest.raises(ValueError, match=word):
            TRM({**sizes, **changes})
