"""Try the most probable answers one after the other, until one obeys the rules of the task.

    logits of two cells   [2.0 1.0]  [1.5 1.4]      in the order tried   0 0,  0 1,  1 0,  1 1

Many puzzles are hard to solve and easy to check. A network that is unsure of one move often has the right move in
second place. Trying the next answer then finds it. Only the rules decide whether an answer is taken, never the label.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator

import numpy as np

from dataset.tasks import Rules

_BEHIND_END = 4
"""Slots behind its likeliest end that a text may still take."""
_TOKENS = 20
"""Likeliest tokens of a slot that are tried."""


def likeliest(logits: np.ndarray, count: int) -> np.ndarray:
    """The most probable answers, the most probable first. Cells count as independent of each other.

    Args:
        logits: (cells, vocab_size).

    Returns:
        (n, cells) tokens; n is `count`, or the number of all answers if that is smaller.
    """
    order = np.argsort(-logits, axis=1, kind="stable")
    ranked = np.take_along_axis(logits, order, axis=1)
    losses = ranked[:, :1] - ranked  # (cells, vocab_size): log probability lost by the token of each rank, from 0 up
    first = (0,) * len(logits)
    waiting, seen = [(0.0, first)], {first}  # `waiting` is a heap by loss
    taken: set[tuple[int, ...]] = set()
    found: list[np.ndarray] = []
    while waiting and len(found) < count:
        loss, ranks = heapq.heappop(waiting)
        taken.add(ranks)
        found.append(order[np.arange(len(ranks)), ranks])
        for cell, rank in enumerate(ranks):
            later = (*ranks[:cell], rank + 1, *ranks[cell + 1 :])
            if rank + 1 < losses.shape[1] and later not in seen:
                seen.add(later)
                heapq.heappush(waiting, (loss + float(losses[cell, rank + 1] - losses[cell, rank]), later))
        if len(waiting) > 2 * count + len(first):  # at most `count` of them can still be returned
            waiting = heapq.nsmallest(count, waiting)
            seen = {ranks for _, ranks in waiting} | taken
    return np.array(found)


def different_texts(
    canvases: Iterable[np.ndarray], text_of: Callable[[np.ndarray], str], count: int
) -> Iterator[tuple[str, np.ndarray]]:
    """The first `count` different texts of canvases that are not empty, each with its first canvas."""
    found: set[str] = set()
    for canvas in canvases:
        text = text_of(canvas)
        if text and text not in found:
            found.add(text)
            yield text, canvas
            if len(found) == count:
                return


def up_to_end(log_p: np.ndarray, end: int) -> np.ndarray:
    """The slots (n, V) that a text may take: those up to its likeliest end, and a few behind it.

    Args:
        log_p: (slots, V).
        end: the token of the end.
    """
    ends = np.flatnonzero(log_p.argmax(axis=1) == end)
    return log_p[: int(ends[0]) + _BEHIND_END] if len(ends) else log_p


def likeliest_canvases(log_p: np.ndarray, count: int) -> np.ndarray:
    """`likeliest`, faster for many tokens: only a slot's likeliest ones are tried."""
    order = np.argsort(-log_p, axis=1, kind="stable")[:, :_TOKENS]
    ranks = likeliest(np.take_along_axis(log_p, order, axis=1), count)
    return np.stack([np.take_along_axis(order, rank[:, None], axis=1)[:, 0] for rank in ranks])


def first_that_obeys(puzzle: Rules, inputs: np.ndarray, logits: np.ndarray, tries: int) -> tuple[np.ndarray, int]:
    """The first of the `tries` most probable answers that obeys the rules, or the most probable one.

    If the task names its token of an empty cell (`BLANK`), only cells that are empty in the question vary.

    Args:
        inputs: (seq_len,) tokens.
        logits: (seq_len, vocab_size).

    Returns:
        The answer (seq_len,), and its number among the most probable ones, from 1; 0 if no answer obeys the rules.
    """
    blank = getattr(puzzle, "BLANK", None)
    cells = np.flatnonzero(inputs == blank) if blank is not None else np.arange(len(inputs))
    answer = logits.argmax(axis=-1)
    for number, tokens in enumerate(likeliest(logits[cells], tries), 1):
        candidate = answer.copy()
        candidate[cells] = tokens
        if puzzle.check(inputs, candidate) is None:
            return candidate, number
    return answer, 0
