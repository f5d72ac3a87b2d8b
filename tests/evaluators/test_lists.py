"""Programs of the list language are run: on the examples of a row, on further ones, and on those of other programs."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from dataset.code.list_language import LENGTH
from dataset.code.list_rows import ExampleRows, rows_for
from dataset.code.list_writer import HIDDEN, SEEN, TRAIN, UNSEEN, write_examples
from dataset.common import read_metadata
from dataset.puzzle_dataset import PuzzleDataset
from dataset.tasks import read_data_rules
from evaluators.base import AsksNetwork, NotApplicable
from evaluators.lists import ListPrograms
from tests.dataset.code.list_examples import ROWS, network_that_likes, program
from tests.harness import write_toy_data
from utils.errors import UserError
from utils.parallel import Workers


class Alone:
    def gather(self, value: Any) -> list[Any]:
        return [value]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lists") / "data"
    with Workers(1) as workers:
        write_examples(folder, {TRAIN: 4, UNSEEN: 6, SEEN: 4}, 2, workers, seed=0, options={})
    return folder


def made(data: Path, tries: int = 1) -> ListPrograms:
    evaluator = ListPrograms(data, read_metadata(data, "test"), tries)
    evaluator.sets = {each.name: each for each in PuzzleDataset([data], "test").sets}
    return evaluator


def test_right_answers_are_counted(data: Path) -> None:
    evaluator = made(data)
    unseen = evaluator.sets[UNSEEN]
    rows = read_data_rules(data)
    assert isinstance(rows, ExampleRows) and isinstance(evaluator, AsksNetwork)
    answers = unseen.labels.astype(np.int64)
    batch = {"inputs": unseen.inputs, "examples": np.arange(6)}
    evaluator.update_batch(UNSEEN, batch, {"preds": answers})
    evaluator.update_batch("elsewhere", batch, {"preds": answers})
    assert evaluator.result(Alone(), None) == {f"{UNSEEN}/solved": 1, f"{UNSEEN}/generalised": 1}
    evaluator.begin_eval()
    wrong = np.where(np.arange(6)[:, None] < 2, 0, answers)
    evaluator.update_batch(UNSEEN, batch, {"preds": wrong})
    assert evaluator.result(Alone(), None)[f"{UNSEEN}/solved"] == 4 / 6


def test_an_answer_may_be_right_for_the_examples_alone(data: Path) -> None:
    evaluator = made(data, tries=8)
    evaluator.rows = rows_for(LENGTH)
    asked = ROWS.parse("[4, 1, 3] -> [8, 6, 2]\n[5] -> [10]")
    batch = {"inputs": asked[None], "examples": np.zeros(1, int)}
    meant = ROWS.program_labels(program("MAP *2 a", "SORT c", "REVERSE d"))[None]
    evaluator.network = network_that_likes(["MAP *2 a"], ["SORT c"], ["SUM d", "REVERSE d"])
    for further, generalised in (([[[[2, 3]], [6, 4]]], 1), ([[[[2, 3]], [6, 4]], [[[2, 3]], [4, 6]]], 0)):
        evaluator.begin_eval()
        evaluator.sets = {UNSEEN: SimpleNamespace(facts=[{HIDDEN: further}])}  # type: ignore[dict-item]
        evaluator.update_batch(UNSEEN, batch, {"preds": meant})
        assert evaluator.result(Alone(), None) == {
            f"{UNSEEN}/solved": 1,
            f"{UNSEEN}/generalised": generalised,
            f"{UNSEEN}/tries8/solved": 1,
            f"{UNSEEN}/tries8/generalised": generalised,
            f"{UNSEEN}/tries8/likeliest": 0,
        }
    evaluator.begin_eval()
    evaluator.network = network_that_likes(["MAP *2 a"], ["SORT c"], ["REVERSE d"])
    evaluator.update_batch(UNSEEN, batch, {"preds": np.zeros_like(meant)})
    found = evaluator.result(Alone(), None)
    assert found[f"{UNSEEN}/solved"] == 0 and found[f"{UNSEEN}/tries8/likeliest"] == 1


def test_what_it_does_not_score(data: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="tries must be at least 1"):
        made(data, tries=0)
    toy = write_toy_data(tmp_path / "toy")
    with pytest.raises(NotApplicable, match="is no code data set"):
        ListPrograms(toy, read_metadata(toy, "test"))


def test_the_data_are_what_they_say(data: Path) -> None:
    for name in (UNSEEN, SEEN):
        facts = [json.loads(line) for line in (data / f"test/{name}__meta.jsonl").read_text().splitlines()]
        rows = read_data_rules(data)
        inputs, labels = (np.load(data / f"test/{name}__{part}.npy").astype(np.int64) for part in ("inputs", "labels"))
        assert isinstance(rows, ExampleRows)
        for row, label, fact in zip(inputs, labels, facts, strict=True):
            assert rows.render(row, label) == fact["program"] and len(fact[HIDDEN]) == 5
            assert rows.check(row, label) is None and np.array_equal(rows.parse(rows.render(row)), row)
