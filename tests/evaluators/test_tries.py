"""The most probable answers in their order, and the first of them that obeys the rules."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from dataset.tasks import load_puzzle
from evaluators.tries import first_that_obeys, likeliest


@pytest.mark.parametrize("cells", [1, 2, 4])
def test_answers_come_by_probability(cells: int) -> None:
    logits = np.random.default_rng(cells).normal(size=(cells, 3))
    every = sorted(itertools.product(range(3), repeat=cells), key=lambda a: -logits[np.arange(cells), a].sum())
    assert likeliest(logits, 10).tolist() == [list(answer) for answer in every[:10]]
    assert len(likeliest(logits, 1000)) == 3**cells


def test_no_cells_have_one_answer() -> None:
    assert likeliest(np.zeros((0, 3)), 5).shape == (1, 0)


def test_the_rules_choose_and_givens_stay() -> None:
    puzzle = load_puzzle("sudoku")
    inputs = puzzle.parse("1234341221.." + "4321")
    solved = np.where(inputs == 1, 0, inputs)
    solved[10:12] = (5, 4)  # 4 and 3
    logits = np.zeros((16, 6))
    logits[np.arange(16), solved] = 3.0
    assert first_that_obeys(puzzle, inputs, logits, 1)[1] == 1
    logits[10, 2], logits[11, 5] = 4.0, 3.5  # now 1 and 4 are more probable
    logits[0, 5] = 9.0  # a given, however sure the network is of another digit, is not the network's to change
    answer, number = first_that_obeys(puzzle, inputs, logits, 1)
    assert number == 0 and answer[10] == 2
    logits[0, 5] = 0.0
    answer, number = first_that_obeys(puzzle, inputs, logits, 10)
    assert number > 1 and (answer == solved).all()
