"""Questions of one and two steps: as many facts matter as there are steps."""

from __future__ import annotations

import numpy as np
import pytest

from dataset.qa.modes import MODES
from dataset.qa.names import casts
from dataset.qa.story import Kind
from tests.dataset.qa.solver_default import follows_without

KINDS = [pytest.param(kind, id=kind.name) for kind in MODES["default"]]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.id not in ("counting", "comparison")])
def test_as_many_facts_matter_as_there_are_steps(kind: Kind) -> None:
    """Without any of them the answer does not follow.

    Two kinds are left out: who is elsewhere does not count, and of two in order the first may be the first of three.
    And so is what nobody knows.
    """
    rng = np.random.default_rng(1)
    for hops in (*kind.hops, *kind.longer):
        for _ in range(10):
            story = kind.make(rng, hops, casts()[0])
            if story.answer == "unknown":
                continue
            needed = sum(not follows_without(kind.name, story, place) for place in range(len(story.facts)))
            assert needed >= hops, story
