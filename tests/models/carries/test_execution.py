"""The carry that runs programs: what is written, what the next step reads, and when an answer is known to be right."""

from __future__ import annotations

import numpy as np
import torch

from dataset.code.list_language import STATEMENTS, Program
from dataset.code.list_rows import FIRST_STATEMENT, LIST_TOKEN
from models.heads.base import NEVER
from tests.models.listed import ROWS, batch, network


def test_each_step_writes_a_statement_and_its_results() -> None:
    model = network().eval()
    asked = batch(9, results=False)
    carry = model.initial_carry(asked)
    states = [ROWS.state(row) for row in asked["inputs"].numpy()]
    written: list[Program] = [()] * 9
    for number in (1, 2):
        carry, _, _, outputs, _ = model(carry=carry, batch=asked, return_keys=["logits", "preds", "q_halt_logits"])
        rows = carry.current_data["inputs"].numpy()
        for at, row in enumerate(rows):
            state = ROWS.state(row)
            assert state.program[: len(written[at])] == written[at]
            if len(state.program) < number:
                assert all(state.after(statement, 2) is None for statement in STATEMENTS), "nothing leads on"
                continue
            assert np.array_equal(ROWS.row(state), row)
            assert ROWS.read_program(outputs["preds"][at].numpy())[:number] == state.program
            right = number == 2 and state.is_right
            assert bool(outputs["q_halt_logits"][at] > 0) == right == (right and ROWS.check(row, row) is None)
            written[at] = state.program
            assert states[at].outputs == state.outputs


def test_the_likeliest_statement_that_leads_on_is_written() -> None:
    model = network().eval()
    asked = batch(3, results=False)
    rule = model.model.carry_rule
    row = asked["inputs"][1].numpy().copy()  # a is a number, so that nothing is its head
    logits = np.linspace(5, 0, 2 * LIST_TOKEN, dtype=np.float32).reshape(2, LIST_TOKEN)
    state = ROWS.state(row)
    first = next(
        number
        for number in range(LIST_TOKEN - FIRST_STATEMENT)
        if state.after(ROWS.read_program(np.array([FIRST_STATEMENT + number, 0]))[0], 2) is not None
    )
    assert first > 0, "some statements before it have no value here"
    assert not rule._write(row, logits)
    assert row[0] == FIRST_STATEMENT + first
    assert (logits[0, FIRST_STATEMENT : FIRST_STATEMENT + first] == NEVER).all()


def test_results_that_nothing_has_computed_are_not_read() -> None:
    model = network().eval()
    solved, asked = batch(6), batch(6, results=False)
    answers = []
    for rows in (solved, asked):
        carry = model.initial_carry(rows)
        for _ in range(2):
            carry, _, _, outputs, _ = model(carry=carry, batch=rows, return_keys=["preds"])
        answers.append(outputs["preds"])
    assert torch.equal(*answers)


def test_training_teaches_all_statements_in_one_step() -> None:
    model = network().train()
    rows = batch(6)
    carry, _, metrics, _, done = model(carry=model.initial_carry(rows), batch=rows, return_keys=[])
    assert bool(done) and int(metrics["count"]) == 6
    assert torch.equal(carry.current_data["inputs"], rows["inputs"])
