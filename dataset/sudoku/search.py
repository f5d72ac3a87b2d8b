"""Solving Sudoku puzzles, thousands at a time, with numpy alone.

A state of the search says which digits each cell may still hold, as bits: (n, n) uint16. Many states of many puzzles
are processed together. States are the last axis of the arrays, so that each numpy call makes the same step for all of
them. A round removes the candidates that singles rule out (naked single: a cell with one candidate; hidden single: a
digit with one possible cell in a unit). A state that no longer changes is a solution, or branches at its first cell
with the fewest candidates.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from dataset.sudoku.rules import FIRST_DIGIT, PAD, size_of

_STATES = 2048
"""States processed together; for 9x9 that is 330 kB of candidates, which fits into the processor's cache."""
_PUZZLES = 4096
"""Puzzles searched together."""
_POPULATION = np.array([bin(bits).count("1") for bits in range(1 << 9)], np.uint8)


class Solutions(NamedTuple):
    """The result of `solve` for N puzzles."""

    counts: np.ndarray  # (N,) number of solutions; counting stops at the limit
    guesses: np.ndarray  # (N,) values tried in the whole search: the difficulty of a puzzle with one solution
    answers: np.ndarray  # (N, n * n) uint8 tokens of the first solution found, padding if there is none


def solve(inputs: np.ndarray, limit: int = 2) -> Solutions:
    """Count the solutions of each puzzle, up to `limit`.

    Args:
        inputs: (N, n * n) tokens.

    Guesses count every value tried at every branch until the search ends, as the `rating` of Sudoku-Extreme does. For
    puzzles with at most one solution the number depends on the puzzle alone. If the limit ended the search early, the
    number means nothing.
    """
    size = size_of(inputs.shape[1])
    given = np.asarray(inputs).astype(np.intp) - FIRST_DIGIT
    candidates = np.where(given >= 0, 1 << given.clip(0), (1 << size) - 1).astype(np.uint16)
    return search(np.ascontiguousarray(candidates.T).reshape(size, size, -1), limit)


def search(candidates: np.ndarray, limit: int) -> Solutions:
    """Search from the states (n, n, N) of candidate bits, one for each puzzle; see `solve`."""
    parts = [candidates[..., start : start + _PUZZLES] for start in range(0, max(candidates.shape[-1], 1), _PUZZLES)]
    found = [_Search(part, limit).run() for part in parts]
    return Solutions(*(np.concatenate(field) for field in zip(*found, strict=True)))


class _Search:
    """Depth-first search with up to `_STATES` states at a time; `owner` is the number of each state's puzzle."""

    def __init__(self, candidates: np.ndarray, limit: int) -> None:
        self.size, count = len(candidates), candidates.shape[-1]
        self.limit = limit
        self.counts = np.zeros(count, np.int64)
        self.guesses = np.zeros(count, np.int64)
        self.answers = np.full((count, self.size**2), PAD, np.uint8)
        self.pending = [(candidates, np.arange(count))]  # a stack: the last entries are the deepest states

    def run(self) -> Solutions:
        states, owner = self.pending[0][0][..., :0], np.zeros(0, np.intp)
        while True:
            states, owner = self._fill(states, owner)
            if not len(owner):
                return Solutions(self.counts, self.guesses, self.answers)
            states, dead, changed = propagate(states)
            settled = np.flatnonzero(~(dead | changed))
            if len(settled):
                self._settle(np.take(states, settled, axis=-1), owner[settled])
            active = np.flatnonzero(changed & ~dead & (self.counts < self.limit)[owner])
            states, owner = np.take(states, active, axis=-1), owner[active]  # `take` keeps states contiguous

    def _fill(self, states: np.ndarray, owner: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Add states from the stack, without those of puzzles that have reached the limit."""
        parts, owners, room = [states], [owner], _STATES - len(owner)
        while room > 0 and self.pending:
            more, whose = self.pending.pop()
            open_ = self.counts[whose] < self.limit
            if not open_.all():
                more, whose = np.compress(open_, more, axis=-1), whose[open_]
            if len(whose) > room:
                self.pending.append((more[..., room:], whose[room:]))
            parts.append(more[..., :room])
            owners.append(whose[:room])
            room -= len(owners[-1])
        return np.concatenate(parts, axis=-1), np.concatenate(owners)

    def _settle(self, states: np.ndarray, owner: np.ndarray) -> None:
        """Record the solved states, and push the children of the others on the stack."""
        flat = states.reshape(self.size**2, -1)
        cell, fewest = branching_cells(flat)
        solved = np.flatnonzero(fewest == 0)
        if len(solved):
            new = solved[self.counts[owner[solved]] == 0][::-1]  # an owner's first state is written last, and stays
            self.answers[owner[new]] = FIRST_DIGIT + digit_of(flat[:, new]).T
            np.add.at(self.counts, owner[solved], 1)
            np.minimum(self.counts, self.limit, out=self.counts)
        branching = np.flatnonzero(fewest)
        if len(branching):
            open_bits = flat[cell[branching], branching] >> np.arange(self.size, dtype=np.uint16)[:, None]
            digit, which = np.nonzero(open_bits & 1)
            parent = branching[which]
            children = np.take(flat, parent, axis=1)
            children[cell[parent], np.arange(len(parent))] = 1 << digit
            np.add.at(self.guesses, owner[parent], 1)
            self.pending.append((children.reshape(*states.shape[:2], -1), owner[parent]))


def propagate(states: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """One round of naked and hidden singles for the states (n, n, F) of candidate bits.

    Returns:
        the states after the round; dead (F,) bool: the state has no solution; changed (F,) bool: another round may
        remove more.
    """
    size, count = len(states), states.shape[-1]
    box = math.isqrt(size)
    alone = states * ((states & (states - np.uint16(1))) == 0)  # cells with one candidate, 0 elsewhere
    dead = np.zeros(count, bool)
    hidden = np.zeros_like(states)
    taken = np.zeros_like(states)
    boxed = (box, box, box, box, count)
    for cells, singles, hidden_view, taken_view, axes in (
        (states, alone, hidden, taken, (1,)),
        (states, alone, hidden, taken, (0,)),
        (states.reshape(boxed), alone.reshape(boxed), hidden.reshape(boxed), taken.reshape(boxed), (1, 3)),
    ):
        members = [_member(axes, place, cells.ndim) for place in np.ndindex(*(cells.shape[a] for a in axes))]
        once = np.zeros_like(cells[members[0]])  # digits with a possible cell in the unit; `twice`: with two
        twice, used, total = np.zeros_like(once), np.zeros_like(once), np.zeros_like(once)
        for member in members:
            twice |= once & cells[member]
            once |= cells[member]
            used |= singles[member]
            total += singles[member]
        # A digit has no possible cell, or two cells hold the same digit: then the sum of their bits carries.
        wrong = (once != (1 << size) - 1) | (used != total)
        dead |= wrong.reshape(-1, count).any(axis=0)
        hidden_view |= np.expand_dims(once & ~twice, axes)
        taken_view |= np.expand_dims(used, axes)
    hidden &= states
    dead |= (hidden & (hidden - np.uint16(1))).reshape(-1, count).any(axis=0)  # a cell is needed for two digits
    new = ((states & ~taken) | alone) * (hidden == 0) | hidden  # np.where would be several times slower
    dead |= (new == 0).reshape(-1, count).any(axis=0)
    return new, dead, (new != states).reshape(-1, count).any(axis=0)


def _member(axes: tuple[int, ...], place: tuple[int, ...], rank: int) -> tuple[int | slice, ...]:
    """The index of one cell of every unit: position `place` along the `axes` of a unit."""
    index: list[int | slice] = [slice(None)] * rank
    for axis, position in zip(axes, place, strict=True):
        index[axis] = position
    return tuple(index)


def branching_cells(flat: np.ndarray, ties: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    """The first open cell with the fewest candidates of each state (n * n, F), and how many it has; 0 if solved.

    Args:
        ties: (n * n, F) random numbers in [0, 1) that choose among several such cells; None takes the first.
    """
    open_ = _POPULATION[flat]
    open_[open_ == 1] = 99
    cell = open_.argmin(axis=0) if ties is None else (open_ + ties).argmin(axis=0)
    fewest = open_[cell, np.arange(flat.shape[1])]
    return cell, np.where(fewest == 99, 0, fewest)


def digit_of(bits: np.ndarray) -> np.ndarray:
    """The position of the single bit in each element: 0 for 1, 1 for 2, 2 for 4, ..."""
    return _POPULATION[bits - np.uint16(1)]
