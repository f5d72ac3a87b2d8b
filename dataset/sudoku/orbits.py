"""4x4 Sudoku puzzles by orbit: all 288 grids, the puzzles with one solution, and how they are split and drawn.

An orbit is a puzzle with all its symmetry images: 128 rearrangements of the cells times 24 renamings of the digits. All
puzzles of an orbit are the same puzzle in disguise, so train and test never share an orbit.

    orbits = find_orbits(6, 10)                          # one puzzle of each orbit, with 6 to 10 givens
    train, test = split_orbits(orbits, 2000, 400, rng)   # numbers of orbits
    inputs, labels = draw_puzzles(orbits, train, level(2000, orbits.sizes[train]), rng)
"""

from __future__ import annotations

import itertools
from typing import NamedTuple

import numpy as np
from einops import rearrange

from dataset.sudoku.rules import BLANK, FIRST_DIGIT, draw_symmetries, position_maps, valid_grids, vocabulary_size
from dataset.symmetries import Symmetries
from utils.errors import UserError

SIZE, CELLS = 4, 16
GRIDS, SYMMETRIES = 288, 3072
_PLACES = 1 << np.arange(CELLS)
"""A mask of given cells is a number: bit i is set if cell i is given."""


class Orbits(NamedTuple):
    """O orbits of puzzles with one solution; one puzzle stands for each orbit."""

    answers: np.ndarray  # (O, 16) uint8 tokens
    given: np.ndarray  # (O, 16) bool
    sizes: np.ndarray  # (O,) number of puzzles in the orbit

    def inputs(self, chosen: np.ndarray) -> np.ndarray:
        """The puzzles that stand for the chosen orbits (N,): (N, 16) uint8 tokens."""
        return np.where(self.given[chosen], self.answers[chosen], BLANK).astype(np.uint8)


def all_grids() -> np.ndarray:
    """Every full 4x4 grid: (288, 16) uint8 tokens."""
    rows = np.array(list(itertools.permutations(range(SIZE))))  # (24, 4)
    chosen = rearrange(np.indices((len(rows),) * SIZE), "row a b c d -> (a b c d) row")  # every way to choose 4 rows
    stacked = rearrange(rows[chosen], "grid row column -> grid (row column)") + FIRST_DIGIT
    grids = stacked[valid_grids(stacked)].astype(np.uint8)
    assert len(grids) == GRIDS
    return grids


def find_orbits(min_givens: int, max_givens: int) -> Orbits:
    """Every orbit of puzzles with one solution and `min_givens` to `max_givens` givens.

    A puzzle is a grid and a mask of given cells. All grids are images of a few representatives. Two masks of the same
    representative belong to one orbit if a rearrangement of the cells maps one mask onto the other and keeps the grid,
    except for the names of its digits.
    """
    grids, maps = all_grids(), position_maps(SIZE)
    masks = np.arange(1 << CELLS)
    cells = (masks[:, None] & _PLACES) > 0  # (65536, 16)
    givens = cells.sum(axis=1)
    in_range = (givens >= min_givens) & (givens <= max_givens)
    forms = np.stack([_renamed(grids[:, cell_map]) for cell_map in maps], axis=1)  # (288, 128)
    kinds, representatives = np.unique(forms.min(axis=1), return_index=True)
    found: list[Orbits] = []
    for grid in representatives:
        keeping = maps[forms[grid] == _renamed(grids[grid : grid + 1])[0]]
        assert len(keeping) * int((forms.min(axis=1) == forms[grid].min()).sum()) == SYMMETRIES
        agreeing = (grids == grids[grid]) @ _PLACES  # mask of the cells in which each grid agrees with this one
        ambiguous = np.zeros(len(masks), bool)
        for same in np.delete(agreeing, grid):
            ambiguous |= (masks & ~same) == 0
        kept = np.flatnonzero(in_range & ~ambiguous)
        images = np.stack([cells[kept][:, cell_map] @ _PLACES for cell_map in keeping])  # (K, masks)
        first = kept == images.min(axis=0)
        sizes = SYMMETRIES // (images == kept).sum(axis=0)[first]
        found.append(Orbits(np.tile(grids[grid], (int(first.sum()), 1)), cells[kept[first]], sizes))
    return Orbits(*(np.concatenate(field) for field in zip(*found, strict=True)))


def _renamed(grids: np.ndarray) -> np.ndarray:
    """A number for each grid (N, 16) that is the same if digits are renamed: a digit becomes its column in row 1."""
    names = np.argsort(grids[:, :SIZE], axis=1)  # digit -> its column in the first row
    digits = np.take_along_axis(names, grids.astype(np.intp) - FIRST_DIGIT, axis=1)
    return digits @ (SIZE ** np.arange(CELLS, dtype=np.int64))


def level(total: int, capacities: np.ndarray) -> np.ndarray:
    """Share `total` among bins as evenly as their capacities allow; the first bins take the remainder."""
    shares = np.zeros(len(capacities), np.int64)
    while (rest := total - int(shares.sum())) > 0:
        open_ = np.flatnonzero(shares < capacities)
        each = rest // len(open_)
        if each == 0:
            shares[open_[:rest]] += 1
        else:
            shares[open_] = np.minimum(shares[open_] + each, capacities[open_])
    return shares


def split_orbits(
    orbits: Orbits, trains: int, tests: int, givens: range, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Choose the orbits of train and test, in random order: two index arrays without a common element.

    Orbits are spread evenly over the numbers of givens, as far as there are orbits. Each number of givens is shared
    between test and train in the same proportion.

    Args:
        trains, tests: how many puzzles each split wants.
        givens: the numbers of givens of these orbits.

    Raises:
        UserError: there are not enough orbits for the test split.
    """
    count = len(orbits.sizes)
    if tests + min(trains, 1) > count:
        raise UserError(
            f"--num-test-puzzles {tests}: with {givens[0]} to {givens[-1]} givens there are {count}"
            f" puzzles that no symmetry maps onto another, so at most {max(count - 1, 0)} for the test split"
        )
    wanted = min(tests + trains, count)
    given_cells = orbits.given.sum(axis=1)
    bins = [rng.permutation(np.flatnonzero(given_cells == number)) for number in givens]
    shares = level(wanted, np.array([len(b) for b in bins]))
    # Running sums are rounded down, so that each bin gives its proportion to within one and the total is exact.
    cuts = np.diff(np.cumsum(shares) * tests // max(wanted, 1), prepend=0)
    test = np.concatenate([b[:cut] for b, cut in zip(bins, cuts, strict=True)])
    train = np.concatenate([b[cut:share] for b, cut, share in zip(bins, cuts, shares, strict=True)])
    return rng.permutation(train), rng.permutation(test)


def draw_puzzles(
    orbits: Orbits, chosen: np.ndarray, counts: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Draw `counts[i]` different random puzzles of orbit `chosen[i]`: inputs and labels (sum of counts, 16)."""
    inputs, answers = orbits.inputs(chosen), orbits.answers[chosen]
    single = draw_symmetries(len(chosen), CELLS, rng)
    if (counts == 1).all():
        return single.apply(inputs), single.apply(answers)
    every = _every_symmetry()
    drawn_inputs, drawn_answers = [], []
    for question, answer, count in zip(inputs, answers, counts, strict=True):
        images = every.apply(question[None])
        keys = images.astype(np.int64) @ (vocabulary_size(SIZE) ** np.arange(CELLS, dtype=np.int64))
        distinct = np.unique(keys, return_index=True)[1]
        picked = rng.choice(distinct, count, replace=False)
        drawn_inputs.append(images[picked])
        drawn_answers.append(Symmetries(every.cells[picked], every.tokens[picked]).apply(answer[None]))
    return np.concatenate(drawn_inputs), np.concatenate(drawn_answers)


def _every_symmetry() -> Symmetries:
    """All 3,072 symmetries."""
    digits = range(FIRST_DIGIT, vocabulary_size(SIZE))
    names = [[*range(FIRST_DIGIT), *order] for order in itertools.permutations(digits)]
    maps = position_maps(SIZE)
    every = Symmetries(np.repeat(maps, len(names), axis=0), np.tile(np.array(names, np.uint8), (len(maps), 1)))
    assert len(every.cells) == SYMMETRIES
    return every
