"""The likeliest output that has a form, where slots are independent: an exact search over all canvases.

A class of the canvas is a text of one or more letters and so leads from each state of the machine that reads outputs
(`form_machine`) to one other, or nowhere. The best way through the slots to the state `done` is found by dynamic
programming (Viterbi 1967).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import cached_property, lru_cache

import numpy as np

from dataset.text.prompt_rows import END
from dataset.tools.tool_json.canvas import LETTERS, Canvas
from dataset.tools.tool_json.form_machine import MACHINE, NOWHERE, leads
from dataset.tools.words import Word


class Forms:
    """Searches for outputs that have a form, on one canvas."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas

    @cached_property
    def _own(self) -> np.ndarray:
        """(own classes, states): where each class that stands for itself leads from each state."""
        nothing = np.full((END + 1, len(MACHINE)), NOWHERE)  # no label and END lead nowhere
        return np.concatenate((nothing, [leads(text) for text in (*self._canvas.pieces, *LETTERS)]))

    def likeliest(self, words: Sequence[Word], log_p: np.ndarray) -> np.ndarray:
        """The likeliest canvas (slots,) whose text has a form, with END behind its end; the likeliest one if none has.

        Args:
            words: those of the prompt.
            log_p: (slots, classes), classes as of `Canvas`; those behind the last word are not used.
        """
        lead = np.concatenate((self._own, np.array([leads(word.text) for word in words]).reshape(len(words), -1)))
        log_p = log_p[:, : len(lead)].astype(np.float64)
        # All steps from a state by a class to a next state, sorted by the next state.
        classes, states = np.nonzero(lead != NOWHERE)
        order = np.argsort(lead[classes, states], kind="stable")
        classes, states = classes[order], states[order]
        reached, first = np.unique(lead[classes, states], return_index=True)
        steps = dict(zip(reached.tolist(), itertools.pairwise([*first.tolist(), len(states)]), strict=True))
        best = np.full((len(log_p) + 1, len(MACHINE)), -np.inf)
        best[0, 0] = 0
        for slot, here in enumerate(log_p):
            best[slot + 1, reached] = np.maximum.reduceat(best[slot, states] + here[classes], first)
        ended = best[:, MACHINE.done] + np.append(log_p[:, END], 0.0)  # a full canvas needs no END
        end = int(ended.argmax())
        if ended[end] == -np.inf:
            return log_p.argmax(-1)
        found = np.full(len(log_p), END)
        at = MACHINE.done
        for slot in range(end - 1, -1, -1):
            into = slice(*steps[at])
            step = into.start + int((best[slot, states[into]] + log_p[slot, classes[into]]).argmax())
            found[slot], at = classes[step], int(states[step])
        return found


@lru_cache(8)
def forms_of(canvas: Canvas) -> Forms:
    """The search on a canvas, prepared once."""
    return Forms(canvas)
