"""Whether an answer is right: the one definition for the loss, its metrics, every evaluation and all evaluators.

A position counts if it has a label, does not belong to a note, and is one that the network answers. Notes are trained
on, but they do not make an answer right or wrong. A network that answers only a part of each row predicts
`IGNORE_LABEL_ID` elsewhere.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from dataset.common import IGNORE_LABEL_ID
from dataset.layout import Layout


class Grade(NamedTuple):
    """The result for B rows, as numpy arrays or tensors, like the arguments of `grade`."""

    expected: Any
    """(B,) number of positions that count."""
    correct: Any
    """(B,) how many of them are right."""
    exact: Any
    """(B,) whether all of them are right."""


def grade(preds: Any, labels: Any, layout: Layout) -> Grade:
    """Compare predictions with labels, both (B, seq_len) arrays or tensors. A row without labels counts as exact."""
    scored_len = layout.scored_len(labels.shape[-1])
    labels, preds = labels[..., :scored_len], preds[..., :scored_len]
    counts = (labels != IGNORE_LABEL_ID) & (preds != IGNORE_LABEL_ID)
    expected, correct = counts.sum(-1), (counts & (preds == labels)).sum(-1)
    return Grade(expected, correct, correct == expected)
