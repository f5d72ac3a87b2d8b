"""The answers of every kind of every mode, derived again from the text alone by another solver."""

from __future__ import annotations

import numpy as np
import pytest

from dataset.qa.modes import MODES
from dataset.qa.names import casts
from dataset.qa.story import Kind, tell
from tests.dataset.qa.reading import read
from tests.dataset.qa.solvers import SOLVERS

KINDS = [pytest.param(mode, kind, id=f"{mode}-{kind.name}") for mode in MODES for kind in MODES[mode]]


@pytest.mark.parametrize("count", [100, pytest.param(1000, marks=pytest.mark.slow)])
@pytest.mark.parametrize(("mode", "kind"), KINDS)
def test_another_solver_finds_the_same_answers(mode: str, kind: Kind, count: int) -> None:
    rng = np.random.default_rng(count)
    steps = (*kind.easier, *kind.hops, *kind.longer)
    for turn in range(count):
        story = kind.make(rng, steps[turn % len(steps)], casts()[turn % 2])
        text = tell(story, kind, rng)
        assert SOLVERS[mode].solve(kind.name, *read(text, kind)) == story.answer, text
