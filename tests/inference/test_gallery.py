"""The examples of a gallery: which are chosen, and how large a page of many is."""

from __future__ import annotations

import numpy as np
import pytest

from inference.gallery import Gallery
from inference.steps import Finished


def answered(name: str, probabilities: list[float], exact: list[bool]) -> Finished:
    count = len(exact)
    odds = np.array(probabilities) / (1 - np.array(probabilities))
    return Finished(
        set_name=name,
        examples=np.arange(count) + 10,
        batch={
            "inputs": np.arange(count)[:, None] + np.zeros((1, 4), np.int32),
            "labels": np.zeros((count, 4), np.int32),
            "puzzle_identifiers": np.arange(count, dtype=np.int32),
        },
        outputs={"q_halt_logits": np.log(odds)},
        steps=np.ones(count, np.int32),
        exact_by_step=np.array([[not last, last] for last in exact]),
    )


@pytest.mark.parametrize(
    ("count", "names"),
    [
        (2, ["b:11", "a:10"]),
        (4, ["b:11", "a:12", "a:10", "a:13"]),
        (5, ["b:11", "a:12", "a:10", "a:13", "b:10"]),
        (6, ["b:11", "a:12", "a:11", "a:10", "a:13", "b:10"]),
        (99, ["b:11", "a:12", "a:11", "a:10", "a:13", "b:10"]),
    ],
)
def test_failed_ones_come_first_the_surest_at_the_head(count: int, names: list[str]) -> None:
    gallery = Gallery(count)
    gallery.note(answered("a", [0.2, 0.1, 0.6, 0.7], [True, False, False, True]))
    gallery.note(answered("b", [0.95, 0.9], [True, False]))
    assert [row.name for row in gallery.chosen] == names
    first = gallery.chosen[0]
    assert first.batch["puzzle_identifiers"].tolist() == [1] and first.batch["inputs"].tolist() == [[1] * 4]
    assert (first.set_name, first.example, first.steps) == ("b", 11, 1)
