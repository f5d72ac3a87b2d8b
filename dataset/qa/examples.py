"""Random questions to look at, of all modes of the builder; a vocabulary tells which of them its networks can read."""

from __future__ import annotations

import numpy as np

from dataset.qa.modes import MODES
from dataset.qa.names import casts
from dataset.qa.story import tell
from dataset.qa.words import pick


def example(seq_len: int, rng: np.random.Generator) -> str:
    """See `dataset.tasks.Examples`."""
    kind = pick(rng, pick(rng, tuple(MODES.values())))
    return tell(kind.make(rng, pick(rng, kind.hops), casts()[0]), kind, rng)
