"""Every question of the XOR task."""

from __future__ import annotations

import itertools

import numpy as np

from dataset.xor.rules import ASKED, CELLS, ZERO


def questions() -> tuple[np.ndarray, np.ndarray]:
    """All 1,008 questions and their labels, both (1008, 9) uint8."""
    inputs, labels = [], []
    for (first, second), bits in itertools.product(
        itertools.combinations(range(CELLS), 2), itertools.product((0, 1), repeat=2)
    ):
        for asked in sorted(set(range(CELLS)) - {first, second}):
            question, answer = np.zeros((2, CELLS), np.uint8)
            question[[first, second, asked]] = ZERO + bits[0], ZERO + bits[1], ASKED
            answer[asked] = ZERO + (bits[0] ^ bits[1])
            inputs.append(question)
            labels.append(answer)
    return np.array(inputs), np.array(labels)
