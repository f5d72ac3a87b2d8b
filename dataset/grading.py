"""Whether an answer is right: the one definition that the loss, its metrics, every evaluation and evaluators use.

A position counts if it has a label and is no part of a note: notes are taught, and make no answer right or wrong.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from dataset.common import IGNORE_LABEL_ID
from dataset.layout import Layout


class Grade(NamedTuple):
    """Each (B,), numpy arrays or tensors as given: positions that count, how many of them are right, are all right?"""

    expected: Any
    correct: Any
    exact: Any


def grade(preds: Any, labels: Any, layout: Layout) -> Grade:
    """Compare predictions with labels, both (B, seq_len), numpy arrays or tensors. A row without labels is exact."""
    scored_len = layout.scored_len(labels.shape[-1])
    labels = labels[..., :scored_len]
    counts = labels != IGNORE_LABEL_ID
    expected, correct = counts.sum(-1), (counts & (preds[..., :scored_len] == labels)).sum(-1)
    return Grade(expected, correct, correct == expected)
