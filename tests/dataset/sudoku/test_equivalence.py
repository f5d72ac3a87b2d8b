"""Which puzzles are the same under a symmetry."""

from __future__ import annotations

import itertools

import numpy as np

from dataset.sudoku.equivalence import equivalent, signatures
from dataset.sudoku.generator import random_grids
from dataset.sudoku.rules import (
    BLANK,
)
from tests.dataset.sudoku.reference import (
    augment,
    equivalent_by_listing,
)


def test_images_are_equivalent_and_others_are_not(puzzles: tuple[np.ndarray, ...]) -> None:
    inputs, answers, _ = puzzles
    images, labels = augment(inputs, answers, np.random.default_rng(4))
    assert (signatures(inputs, answers) == signatures(images, labels)).all()
    assert len(np.unique(signatures(inputs, answers))) == len(inputs)
    for i in range(3):
        assert equivalent((inputs[i], answers[i]), (images[i], labels[i]))
        assert not equivalent((inputs[i], answers[i]), (images[i + 1], labels[i + 1]))
        fewer = images[i].copy()
        fewer[np.argmax(fewer > BLANK)] = BLANK
        assert not equivalent((inputs[i], answers[i]), (fewer, labels[i]))


def test_equivalence_of_4x4_is_that_of_all_symmetries() -> None:
    rng = np.random.default_rng(0)
    answers = random_grids(60, 4, rng)
    inputs = np.where(rng.random(answers.shape) < 0.5, answers, BLANK).astype(np.uint8)
    inputs[30:], answers[30:] = augment(inputs[:30], answers[:30], rng)
    inputs[45:, 5] = np.where(inputs[45:, 5] == BLANK, answers[45:, 5], BLANK)  # near images
    marks = signatures(inputs, answers)
    outcomes = set()
    for i, j in itertools.product(range(0, 30, 3), range(60)):
        found = equivalent((inputs[i], answers[i]), (inputs[j], answers[j]))
        assert found == equivalent_by_listing((inputs[i], answers[i]), (inputs[j], answers[j]))
        assert not found or marks[i] == marks[j]
        outcomes.add(found)
    assert outcomes == {True, False}
