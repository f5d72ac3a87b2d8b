"""Of several right answers, the likeliest is taught and graded."""

from __future__ import annotations

import pytest
import torch

from dataset.code.list_rows import ALTERNATIVES, FIRST_STATEMENT
from dataset.common import IGNORE_LABEL_ID
from dataset.text.special import END
from models.objectives.alternatives import Alternatives
from tests.models.listed import ROWS, batch, network
from tests.models.networks import make


def labels(*slots: int, notes: dict[int, list[int]]) -> torch.Tensor:
    row = torch.full((1, ROWS.seq_len), IGNORE_LABEL_ID)
    row[0, : len(slots)] = torch.tensor(slots)
    row[0, 2 : ROWS.layout.slots] = END
    for slot, others in notes.items():
        start = 2 + slot * ALTERNATIVES
        row[0, start : start + len(others)] = torch.tensor(others)
    return row


def test_the_likeliest_right_label_is_taken() -> None:
    first, second, third = (FIRST_STATEMENT + number for number in range(3))
    logits = torch.zeros(1, 2, 20)
    logits[0, :, second], logits[0, :, third] = 1, 2
    targets = network().targets
    assert targets(labels(first, first, notes={0: [second]}), logits)[0, :2].tolist() == [second, first]
    assert targets(labels(first, first, notes={0: [second, third], 1: [second]}), logits)[0, :2].tolist() == [
        third,
        second,
    ]
    assert targets(labels(third, END, notes={0: [second]}), logits)[0, :2].tolist() == [third, END]
    unknown = labels(IGNORE_LABEL_ID, first, notes={0: [second]})
    assert targets(unknown, logits)[0, :2].tolist() == [IGNORE_LABEL_ID, first]


def test_any_right_answer_counts() -> None:
    model = network().train()
    rows = batch(4)
    said = model(carry=model.initial_carry(rows), batch=rows, return_keys=["preds"])[3]["preds"]
    start = slice(2, 2 + ROWS.layout.note_slots, ALTERNATIVES)
    rows["labels"][:, start] = said[:, :2]
    found = said[:, :2] >= FIRST_STATEMENT
    assert found.any()
    (taught, right), (plain, _) = (
        (float(metrics["lm_loss"]), int(metrics["exact_accuracy"]))
        for asked in (rows, batch(4))
        for metrics in (model(carry=model.initial_carry(asked), batch=asked, return_keys=[])[2],)
    )
    assert taught < plain and right >= int(found.all(1).sum())


def test_data_without_alternatives() -> None:
    with pytest.raises(ValueError, match="needs data with a note for each slot"):
        Alternatives(make("trm").model, "softmax_cross_entropy")
