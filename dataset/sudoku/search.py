"""Solving and generating Sudoku puzzles, thousands at a time, with numpy alone.

A state of the search is what each cell may still hold, as bits: (n, n) uint16. Many states, of many puzzles, are
worked on at once, the state being the last axis, so that each numpy call does the same step for all of them. A round
removes what singles rule out (naked: a cell with one candidate; hidden: a digit with one place in a unit); a state
that no longer changes is a solution, or branches at its first cell with the fewest candidates.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from dataset.sudoku.rules import BLANK, FIRST_DIGIT, PAD, size_of
from utils.errors import UserError

_STATES = 2048  # worked on at once: 330 kB of candidates for 9x9, which the processor's cache holds
_PUZZLES = 4096  # searched together; their answers and counters are kept, their states come and go
_GENERATED = 1024  # puzzles a round of the generator, at most
_POPULATION = np.array([bin(bits).count("1") for bits in range(1 << 9)], np.uint8)


class Solutions(NamedTuple):
    """What `solve` found out about N puzzles."""

    counts: np.ndarray  # (N,) number of solutions, counting stops at the limit
    guesses: np.ndarray  # (N,) values tried in the whole search: the difficulty of a puzzle with one solution
    answers: np.ndarray  # (N, n * n) uint8 tokens of the first solution found, padding where there is none


def solve(inputs: np.ndarray, limit: int = 2) -> Solutions:
    """Count the solutions of each puzzle, up to `limit`.

    Args:
        inputs: (N, n * n) tokens.

    Guesses count every value tried at every branch until the search is exhausted, which is the `rating` of the
    collections that this project was developed with. For puzzles with one solution or none the number depends on the
    puzzle alone; where the limit cut the search short it only says that there was one.
    """
    size = size_of(inputs.shape[1])
    given = np.asarray(inputs).astype(np.intp) - FIRST_DIGIT
    candidates = np.where(given >= 0, 1 << given.clip(0), (1 << size) - 1).astype(np.uint16)
    return _search(np.ascontiguousarray(candidates.T).reshape(size, size, -1), limit)


def _search(candidates: np.ndarray, limit: int) -> Solutions:
    """Search from the states (n, n, N), one per puzzle."""
    parts = [candidates[..., start : start + _PUZZLES] for start in range(0, max(candidates.shape[-1], 1), _PUZZLES)]
    found = [_Search(part, limit).run() for part in parts]
    return Solutions(*(np.concatenate(field) for field in zip(*found, strict=True)))


class _Search:
    """Depth-first search with a front of up to `_STATES` states; `owner` says which puzzle a state belongs to."""

    def __init__(self, candidates: np.ndarray, limit: int) -> None:
        self.size, count = len(candidates), candidates.shape[-1]
        self.limit = limit
        self.counts = np.zeros(count, np.int64)
        self.guesses = np.zeros(count, np.int64)
        self.answers = np.full((count, self.size**2), PAD, np.uint8)
        self.pending = [(candidates, np.arange(count))]  # a stack: later states lie deeper

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
            states, owner = np.take(states, active, axis=-1), owner[active]  # take keeps the state axis innermost

    def _fill(self, states: np.ndarray, owner: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Top the front up from the stack, leaving out puzzles whose solutions have reached the limit."""
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
        """Record the states that are solved, and push the children of the others."""
        flat = states.reshape(self.size**2, -1)
        cell, fewest = _branching_cells(flat)
        solved = np.flatnonzero(fewest == 0)
        if len(solved):
            new = solved[self.counts[owner[solved]] == 0][::-1]  # backwards: the first of equal owners stays
            self.answers[owner[new]] = FIRST_DIGIT + _digit(flat[:, new]).T
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
        the states after the round; dead (F,): no solution can follow; changed (F,): another round may find more.
    """
    size, count = len(states), states.shape[-1]
    box = math.isqrt(size)
    alone = states * ((states & (states - np.uint16(1))) == 0)  # the cells with one candidate, 0 for the others
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
        once = np.zeros_like(cells[members[0]])  # digits with a place in the unit, then those with two, ...
        twice, used, total = np.zeros_like(once), np.zeros_like(once), np.zeros_like(once)
        for member in members:
            twice |= once & cells[member]
            once |= cells[member]
            used |= singles[member]
            total += singles[member]
        # a digit without a place, or two cells that hold the same one (then the sum carries)
        wrong = (once != (1 << size) - 1) | (used != total)
        dead |= wrong.reshape(-1, count).any(axis=0)
        hidden_view |= np.expand_dims(once & ~twice, axes)
        taken_view |= np.expand_dims(used, axes)
    hidden &= states
    dead |= (hidden & (hidden - np.uint16(1))).reshape(-1, count).any(axis=0)  # one cell, the only place of two digits
    new = ((states & ~taken) | alone) * (hidden == 0) | hidden  # products, as np.where is several times slower
    dead |= (new == 0).reshape(-1, count).any(axis=0)
    return new, dead, (new != states).reshape(-1, count).any(axis=0)


def _member(axes: tuple[int, ...], place: tuple[int, ...], rank: int) -> tuple[int | slice, ...]:
    """Index of the cell at `place` of every unit; `axes` run along a unit."""
    index: list[int | slice] = [slice(None)] * rank
    for axis, position in zip(axes, place, strict=True):
        index[axis] = position
    return tuple(index)


def _branching_cells(flat: np.ndarray, ties: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    """The first cell with the fewest open candidates of each state (n * n, F), and how many: (F,), (F,), 0 if solved.

    `ties` (n * n, F) in [0, 1) breaks ties at random instead.
    """
    open_ = _POPULATION[flat]
    open_[open_ == 1] = 99
    cell = open_.argmin(axis=0) if ties is None else (open_ + ties).argmin(axis=0)
    fewest = open_[cell, np.arange(flat.shape[1])]
    return cell, np.where(fewest == 99, 0, fewest)


def _digit(bits: np.ndarray) -> np.ndarray:
    """Number of the single bit in each element: 0 for 1, 1 for 2, 2 for 4, ..."""
    return _POPULATION[bits - np.uint16(1)]


# ---- generating


def random_grids(count: int, size: int, rng: np.random.Generator) -> np.ndarray:
    """Draw `count` full grids at random, though not quite evenly: (count, n * n) uint8 tokens.

    Each grid is filled by random values at random narrowest cells; where that fails, it starts anew.
    """
    every = np.uint16((1 << size) - 1)
    states = np.full((size, size, count), every, np.uint16)
    done = np.zeros((0, size * size), np.uint8)
    while len(done) < count:
        states, dead, changed = propagate(states)
        settled = np.flatnonzero(~(dead | changed))
        flat = states.reshape(size * size, -1)
        cell, fewest = _branching_cells(np.take(flat, settled, axis=1), rng.random((size * size, len(settled))))
        bits = flat[cell, settled]
        draws = rng.random((size, len(settled))) * ((bits >> np.arange(size, dtype=np.uint16)[:, None]) & 1)
        solved = settled[fewest == 0]
        done = np.concatenate([done, FIRST_DIGIT + _digit(np.take(flat, solved, axis=1)).T])
        going = fewest > 0
        flat[cell[going], settled[going]] = 1 << draws.argmax(axis=0)[going]
        states[..., np.flatnonzero(dead)] = every
        states = np.take(states, np.setdiff1d(np.arange(states.shape[-1]), solved), axis=-1)
    return done


def dig(answers: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Blank cells of full grids (N, n * n), in random order, for as long as the solution stays the only one.

    Returns:
        (N, n * n) uint8 tokens of minimal puzzles: each given is needed.
    """
    size, every = size_of(answers.shape[1]), np.uint16((1 << size_of(answers.shape[1])) - 1)
    bits = (1 << (answers.astype(np.intp) - FIRST_DIGIT)).astype(np.uint16)
    given = np.ones(answers.shape, bool)
    each = np.arange(len(answers))
    order = rng.permuted(np.tile(np.arange(size * size), (len(answers), 1)), axis=1)
    for cell in order.T:
        # without this given, is there a solution with another value there?
        trial = np.where(given, bits, every)
        trial[each, cell] = every & ~bits[each, cell]
        other = _search(np.ascontiguousarray(trial.T).reshape(size, size, -1), limit=1)
        given[each, cell] = other.counts > 0
    return np.where(given, answers, BLANK).astype(np.uint8)


def generate(
    count: int,
    rng: np.random.Generator,
    size: int = 9,
    min_guesses: float = 0,
    report: Callable[[int, int], None] | None = None,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Generate minimal puzzles with one solution that need at least `min_guesses` guesses.

    `report`, where given, hears after each round how many were kept and how many generated.

    Returns:
        inputs and answers (count, n * n) uint8 tokens, guesses (count,).

    Raises:
        UserError: puzzles that hard are too rare, fewer than one in a thousand.
    """
    found: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    kept = tried = hardest = 0
    while kept < count:
        if tried >= 10_000 and kept * 1000 < tried:
            raise UserError(
                f"only {kept} of {tried} generated puzzles need {min_guesses:g} guesses or more (the hardest needs"
                f" {hardest}); lower --min-difficulty"
            )
        expected = (count - kept) * (tried + 1) // (kept + 1) + 16  # attempts that the missing ones may take
        answers = random_grids(min(expected, _GENERATED), size, rng)
        inputs = dig(answers, rng)
        solutions = solve(inputs)
        assert (solutions.counts == 1).all() and (solutions.answers == answers).all()
        keep = solutions.guesses >= min_guesses
        found.append((inputs[keep], answers[keep], solutions.guesses[keep]))
        kept, tried, hardest = kept + int(keep.sum()), tried + len(inputs), max(hardest, int(solutions.guesses.max()))
        if report:
            report(kept, tried)
    inputs, answers, guesses = (np.concatenate(field)[:count] for field in zip(*found, strict=True))
    return inputs, answers, guesses
