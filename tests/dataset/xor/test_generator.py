"""Every question of XOR is asked once and answered right."""

from __future__ import annotations

import numpy as np

from dataset.xor.generator import questions
from dataset.xor.rules import check


def test_every_question_is_asked_once_and_answered() -> None:
    inputs, labels = questions()
    assert len(np.unique(inputs, axis=0)) == len(inputs) == 36 * 7 * 4
    assert all(check(row, label) is None for row, label in zip(inputs, labels, strict=True))
    assert all(check(row, 3 - label) is not None for row, label in zip(inputs, labels, strict=True))
    assert np.bincount(labels[labels > 0]).tolist() == [0, 504, 504], "guessing is right half of the time"
