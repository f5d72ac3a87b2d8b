"""Examples of functions in the list language, and a network that is none: it knows what it likes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from dataset.code.list_language import STATEMENTS, Program
from dataset.code.list_rows import FIRST_STATEMENT, LIST_TOKEN, rows_for

ROWS = rows_for(3)
TYPED = "[3, -1] -> [-2, 6]\n[2, 0] -> [0, 4]\n[5] -> [10]\n[4, 1, -3] -> [-6, 2, 8]\n[0, 7] -> [0, 14]"
"""What `MAP *2 a` and `SORT c` give."""
DOUBLED = "\n".join(
    ("[3, -1] -> [6, -2]", "[2, 0] -> [4, 0]", "[5] -> [10]", "[4, 1, -3] -> [8, 2, -6]", "[0, 7] -> [14, 0]")
)
"""What `MAP *2 a`, `SORT c` and `REVERSE d` give."""


def program(*texts: str) -> Program:
    """The statements of these texts."""
    by_text = {str(statement): statement for statement in STATEMENTS}
    return tuple(by_text[text] for text in texts)


def network_that_likes(*preferred: Mapping[str, float] | Sequence[str]) -> Callable[[np.ndarray], np.ndarray]:
    """Logits of these statements, the first one's highest, for each place of a statement; all others have 0."""
    by_text = {str(statement): number for number, statement in enumerate(STATEMENTS)}
    logits = np.zeros((len(preferred), LIST_TOKEN), np.float32)
    for slot, texts in enumerate(preferred):
        for rank, text in enumerate(texts):
            logits[slot, FIRST_STATEMENT + by_text[text]] = 20 - rank
    return lambda rows: np.repeat(logits[None], len(rows), axis=0)
