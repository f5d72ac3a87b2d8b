"""Several answers instead of one: the most probable ones, until one obeys the rules of the task.

    logits of two cells   [2.0 1.0]  [1.5 1.4]      in the order tried   0 0,  0 1,  1 0,  1 1

Many puzzles are hard to solve and easy to check: a cube is turned, a Sudoku read. A network that is unsure of one move
puts the right one second, and whoever can check an answer may ask for the next. Only the rules decide, never the label.
"""

from __future__ import annotations

import heapq

import numpy as np

from dataset.tasks import Rules


def likeliest(logits: np.ndarray, count: int) -> np.ndarray:
    """The most probable answers, cells taken as independent of each other, the most probable first.

    Args:
        logits: (cells, vocab_size).

    Returns:
        (n, cells) tokens; n is `count`, or all answers where there are fewer.
    """
    order = np.argsort(-logits, axis=1, kind="stable")
    ranked = np.take_along_axis(logits, order, axis=1)
    losses = ranked[:, :1] - ranked  # what the token of each rank costs: (cells, vocab_size), rising from 0
    first = (0,) * len(logits)
    waiting, seen = [(0.0, first)], {first}  # a heap by loss
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
        if len(waiting) > 2 * count + len(first):  # no more of them can be asked for than `count`
            waiting = heapq.nsmallest(count, waiting)
            seen = {ranks for _, ranks in waiting} | taken
    return np.array(found)


def first_that_obeys(puzzle: Rules, inputs: np.ndarray, logits: np.ndarray, tries: int) -> tuple[np.ndarray, int]:
    """The first of the `tries` most probable answers that obeys the rules, or the most probable one.

    Where the task names its token of an empty cell (`BLANK`), only the cells that are empty in the question vary.

    Args:
        inputs: (seq_len,) tokens.
        logits: (seq_len, vocab_size).

    Returns:
        The answer (seq_len,), and which one it was, from 1 on; 0 where none obeys.
    """
    blank = getattr(puzzle, "BLANK", None)
    cells = np.flatnonzero(inputs == blank) if blank is not None else np.arange(len(inputs))
    answer = logits.argmax(axis=-1)
    for number, tokens in enumerate(likeliest(logits[cells], tries), 1):
        tried = answer.copy()
        tried[cells] = tokens
        if puzzle.check(inputs, tried) is None:
            return tried, number
    return answer, 0
