"""What rule-based evaluators share: which data they take, and how the answers of all batches and ranks add up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dataset.common import read_metadata
from evaluators.base import NotApplicable
from evaluators.maze import Maze
from evaluators.puzzle import Puzzle
from evaluators.rubik import Rubik2x2
from evaluators.sudoku import Sudoku
from tests.harness import toy_puzzles, write_toy_data


class Together:
    """Ranks that have finished their part, and this one, which gathers."""

    def __init__(self, *others: Puzzle) -> None:
        self.others = others

    def gather(self, value: Any) -> list[Any]:
        return [value, *(dict(other._sums) for other in self.others)]


def made(evaluator_class: type[Puzzle], data: Path) -> Puzzle:
    return evaluator_class(data, read_metadata(data, "test"))


def update(evaluator: Puzzle, answers: np.ndarray, set_name: str = "all") -> None:
    inputs, labels = toy_puzzles(4, 6, seed=1)
    batch = {"inputs": inputs[: len(answers)], "labels": labels[: len(answers)]}
    evaluator.update_batch(set_name, batch, {"preds": answers})


@pytest.mark.parametrize("evaluator_class", [Puzzle, Sudoku])
def test_answers_that_obey_the_rules_are_counted(work: Path, evaluator_class: type[Puzzle]) -> None:
    first, second = (made(evaluator_class, work / "data/toy") for _ in range(2))
    right = toy_puzzles(4, 6, seed=1)[1]
    wrong = np.where(np.arange(4)[:, None] == 2, 0, right)
    update(first, wrong)
    update(second, right)
    update(second, right[:2], "other")
    assert first.result(Together(), None) == {"all/valid": 3 / 4}
    assert first.result(Together(second), None) == {"all/valid": 7 / 8, "other/valid": 1.0}
    first.begin_eval()
    assert first.result(Together(), None) == {}


def test_what_does_not_apply_to_an_answer_is_not_counted(work: Path) -> None:
    class Parity(Puzzle):
        def judge(self, inputs: np.ndarray, labels: np.ndarray, answers: np.ndarray) -> dict[str, np.ndarray]:
            number = answers[:, 0]
            return {"small": np.where(number < 3, number, np.nan), "never": np.full(len(number), np.nan)}

    evaluator = made(Parity, work / "data/toy")
    update(evaluator, np.repeat([[1], [2], [3], [4]], 16, axis=1))
    assert evaluator.result(Together(), None) == {"all/small": 1.5}


def test_data_of_another_task_is_left_alone(tmp_path: Path) -> None:
    data = write_toy_data(tmp_path / "toy")
    for evaluator_class in (Maze, Rubik2x2):
        with pytest.raises(NotApplicable, match=f"is no {evaluator_class.task} data set .*sudoku"):
            made(evaluator_class, data)
    with pytest.raises(NotApplicable, match="rules are known .*no task 'riddle'"):
        made(Puzzle, write_toy_data(tmp_path / "riddle", task="riddle"))
    (data / "build.json").unlink()
    with pytest.raises(NotApplicable):
        made(Puzzle, data)
