"""The likeliest lines of code for a sentence, by the logits of a canvas (`dataset.code.line_format`).

    logits of "substitute key for key."      key (word 1): 2.0   key (word 3): 1.9   value: 2.1
    merged                                   key: 2.6            value: 2.1
    lines                                    key = key, value = key, ...     different ones, the likeliest first

Classes of one text are one choice, so their probabilities add up. Slots count as independent of each other.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dataset.code.line_format import LineFormat
from dataset.code.python_text import is_line
from dataset.text.prompt_rows import END
from evaluators.tries import different_texts, likeliest_canvases, up_to_end

_CANVASES = 4
"""Canvases that are looked through for each line that is wanted, since several say the same."""


def merged(line_format: LineFormat, sentence: str, logits: np.ndarray) -> np.ndarray:
    """Log-probabilities (slots, V) in which the first class of a text has the probability of all its classes.

    Slots that a line cannot take are left out.

    Args:
        logits: (slots, V).
    """
    shifted = logits.astype(np.float64) - logits.max(axis=1, keepdims=True)
    probability = np.exp(shifted)
    probability /= probability.sum(axis=1, keepdims=True)
    canvas = line_format.canvas
    first = dict(zip(canvas.pieces, range(canvas.first_letter - len(canvas.pieces), canvas.first_letter), strict=True))
    for place, word in enumerate(line_format.read(sentence, cut=True), canvas.first_word):
        same = first.setdefault(word.unit, place)
        if same != place:
            probability[:, same] += probability[:, place]
            probability[:, place] = 0
    return up_to_end(np.log(np.maximum(probability, 1e-30)), END)


def likeliest_lines(line_format: LineFormat, sentence: str, logits: np.ndarray, count: int) -> Iterator[str]:
    """Up to `count` different lines that are not empty, the likeliest first.

    Args:
        logits: (slots, V) of the canvas.
    """
    canvases = likeliest_canvases(merged(line_format, sentence, logits), _CANVASES * count)
    for line, _ in different_texts(canvases, lambda classes: line_format.line(sentence, classes.tolist()), count):
        yield line


def best_line(line_format: LineFormat, sentence: str, logits: np.ndarray, tries: int) -> str:
    """The likeliest of `tries` lines that is Python; the likeliest one if none is; empty if all are empty."""
    first = ""
    for line in likeliest_lines(line_format, sentence, logits, tries):
        if is_line(line):
            return line
        first = first or line
    return first
