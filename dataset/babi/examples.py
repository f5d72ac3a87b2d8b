"""Random stories in the words of bAbI to look at: who is where, and where a thing is that somebody carries."""

from __future__ import annotations

import numpy as np

from dataset.babi.renamed import PEOPLE, ROOMS, THINGS

TASK = "qa"
_GOES = "moved to", "went to", "journeyed to", "travelled to"
_TAKES = "got", "grabbed", "picked up", "took"
_MOST_MOVES = 5


def example(seq_len: int, rng: np.random.Generator) -> str:
    """See `dataset.tasks.Examples`."""
    sentences = [_moves(str(person), rng) for person in rng.choice(PEOPLE, size=int(rng.integers(2, _MOST_MOVES + 1)))]
    person = sentences[int(rng.integers(len(sentences)))].split()[0]
    if rng.random() < 0.5:
        return " ".join([*sentences, f"Where is {person}?"])
    thing = rng.choice(THINGS)
    return " ".join(
        [*sentences, f"{person} {rng.choice(_TAKES)} the {thing}.", _moves(person, rng), f"Where is the {thing}?"]
    )


def _moves(person: str, rng: np.random.Generator) -> str:
    return f"{person} {rng.choice(_GOES)} the {rng.choice(ROOMS)}."
