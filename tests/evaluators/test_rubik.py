"""The cube's evaluator: solved by turning, optimal by the table, told apart by distance."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dataset.build_rubik2x2_dataset import Options, build
from dataset.common import read_metadata
from dataset.rubik2x2.cube import MOVES
from dataset.rubik2x2.rules import END, FIRST_MOVE, check, parse
from evaluators.rubik import Rubik2x2
from training.distributed import Dist
from utils.errors import UserError


@pytest.fixture(scope="module", params=["htm", "qtm"])
def metric(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def evaluator(metric: str, tmp_path_factory: pytest.TempPathFactory) -> Rubik2x2:
    data = tmp_path_factory.mktemp("cubes") / "data"
    build(Options(str(data), num_train_puzzles=20, num_test_puzzles=5, metric="qtm" if metric == "qtm" else "htm"))
    return Rubik2x2(data, read_metadata(data, "test"))


def answer(text: str, seq_len: int, then: int = END) -> np.ndarray:
    row = np.full(seq_len, then)
    moves = [FIRST_MOVE + MOVES.index(word) for word in text.split()]
    row[24 : 24 + len(moves)] = moves
    row[:24] = np.arange(24)  # whatever a model says of the stickers
    return row


def test_judge(evaluator: Rubik2x2, metric: str) -> None:
    qtm, length = metric == "qtm", 38 if metric == "qtm" else 35
    cases = [  # scramble, answer, what follows it, solved, moves of the answer, distance
        ("R U'", "U R'", END, True, 2, 2),
        ("R U'", "U2 U' R'", END, True, 4 if qtm else 3, 2),
        ("R U'", "D F'", END, True, 2, 2),
        ("R U'", "U U R'", END, False, 3, 2),
        ("R U'", "U R'", 0, False, 2, 2),
        ("R2", "R2", END, True, 2 if qtm else 1, 2 if qtm else 1),
        ("R2", "R R", END, True, 2, 2 if qtm else 1),
        ("R2", "", END, False, 0, 2 if qtm else 1),
    ]
    inputs = np.stack([parse(f"{metric}: {scramble}") for scramble, *_ in cases])
    answers = np.stack([answer(text, length, then) for _, text, then, *_ in cases])
    judged = evaluator.judge(inputs, np.zeros_like(inputs), answers)
    solved = [case[3] for case in cases]
    assert judged["solved"].tolist() == solved
    assert judged["solved_optimally"].tolist() == [case[3] and case[4] == case[5] for case in cases]
    assert solved == [check(row, found) is None for row, found in zip(inputs, answers, strict=True)]
    for far in range(1, length - 23):
        applies = np.array([case[5] == far for case in cases])
        assert (np.isnan(judged[f"solved@{far}"]) == ~applies).all()
        assert judged[f"solved@{far}"][applies].tolist() == np.array(solved)[applies].tolist()
    assert len(judged) == 2 + length - 24


def test_only_distances_that_occur_are_reported(evaluator: Rubik2x2, metric: str) -> None:
    evaluator.begin_eval()
    inputs = np.stack([parse(f"{metric}: R U'")] * 2)
    answers = np.stack([answer("U R'", inputs.shape[1]), answer("U", inputs.shape[1])])
    evaluator.update_batch("all", {"inputs": inputs, "labels": inputs}, {"preds": answers})
    assert evaluator.result(Dist(), None) == {
        "all/solved": 0.5,
        "all/solved_optimally": 0.5,
        "all/solved@2": 0.5,
    }


def test_more_tries_are_chosen_by_the_rules(tmp_path: Path) -> None:
    data = tmp_path / "data"
    build(Options(str(data), num_train_puzzles=20, num_test_puzzles=5))
    evaluator = Rubik2x2(data, read_metadata(data, "test"), tries=4)
    assert set(evaluator.required_outputs) == {"preds", "logits"}
    inputs = np.stack([parse("R U'")] * 2)
    right, wrong = answer("U R'", 35), answer("F R'", 35)
    logits = np.zeros((2, 35, 27))
    for row, second in enumerate(("U R'", "D R'")):  # the second choice of a row: right in one, wrong in the other
        logits[row, np.arange(35), answer(second, 35)] = 1.0
        logits[row, np.arange(35), wrong] = 2.0
    batch = {"inputs": inputs, "labels": np.stack([right] * 2)}
    evaluator.update_batch("all", batch, {"preds": np.stack([wrong] * 2), "logits": logits})
    found = evaluator.result(Dist(), None)
    assert found["all/solved"] == 0.0 and found["all/tries4/solved"] == found["all/tries4/solved@2"] == 0.5
    with pytest.raises(UserError, match="tries must be at least 1, not 0"):
        Rubik2x2(data, read_metadata(data, "test"), tries=0)
