"""Build a 4x4 Sudoku data set from all 288 grids, without a test puzzle that is a training puzzle in disguise.

    python dataset/build_sudoku_4x4_dataset.py

One puzzle, from grid to arrays ('.' is a blank cell, token 1; digit d is token d + 1; 0, padding, does not occur):

    1 . | 3 4      inputs  [2 1 4 5 4 1 1 1 1 2 1 1 5 4 1 1]   uint8
    3 . | . .
    ----+----      labels  [2 3 4 5 4 5 2 3 3 2 5 4 5 4 3 2]   uint8; every cell is supervised
    . 1 | . .
    4 3 | . .

Every puzzle has one solution. There are few grids, so every test solution occurs in train; what must not occur there
is the puzzle, in any of the 3,072 forms that 128 rearrangements of the cells and 24 relabellings of the digits give it.
So the puzzles are drawn by orbit, the set of all these forms: the orbits of train and test differ, each test puzzle has
an orbit of its own, and the training puzzles of one orbit are one group. Train takes one puzzle from each of its orbits
before it takes a second from any.
"""

from __future__ import annotations

if __name__ == "__main__":  # before all other imports, which take a moment
    from utils.startup import begin

    begin()

import itertools
from dataclasses import asdict, dataclass
from typing import NamedTuple

import numpy as np

from dataset.options import require_at_least
from dataset.output import claims_output
from dataset.sudoku.rules import BLANK, FIRST_DIGIT, draw_symmetries, position_maps, valid_grids, vocabulary_size
from dataset.symmetries import Symmetries
from dataset.writer import DatasetWriter
from utils.commands import parse
from utils.errors import UserError, report_user_errors

SIZE, CELLS = 4, 16
GRIDS, SYMMETRIES = 288, 3072
_PLACES = 1 << np.arange(CELLS)  # a mask is a number: bit i is set where cell i is given


@dataclass
class Options:
    """Build a 4x4 Sudoku data set."""

    output_dir: str = "data/sudoku4x4"
    """Folder of the data set."""
    num_train_puzzles: int = 2000
    """Training puzzles."""
    num_test_puzzles: int = 400
    """Test puzzles, no two of one orbit."""
    min_givens: int = 6
    """Fewest given cells of a puzzle; no puzzle with less than 4 has one solution."""
    max_givens: int = 10
    """Most given cells of a puzzle."""
    seed: int = 0
    """Seed of every choice: the same seed gives the same bytes."""


class Orbits(NamedTuple):
    """The puzzles with one solution, one of each orbit."""

    answers: np.ndarray  # (O, 16) uint8 tokens
    given: np.ndarray  # (O, 16) bool
    sizes: np.ndarray  # (O,) number of puzzles in the orbit

    def inputs(self, chosen: np.ndarray) -> np.ndarray:
        return np.where(self.given[chosen], self.answers[chosen], BLANK).astype(np.uint8)


def all_grids() -> np.ndarray:
    """Every full 4x4 grid: (288, 16) uint8 tokens."""
    rows = np.array(list(itertools.permutations(range(SIZE))))  # (24, 4)
    stacked = rows[np.indices((len(rows),) * SIZE).reshape(SIZE, -1).T].reshape(-1, CELLS) + FIRST_DIGIT
    grids = stacked[valid_grids(stacked)].astype(np.uint8)
    assert len(grids) == GRIDS
    return grids


def find_orbits(min_givens: int, max_givens: int) -> Orbits:
    """Every orbit of puzzles with one solution and so many givens.

    A puzzle is a grid and a mask of given cells. All grids are images of a few; for such a grid, two masks are of one
    orbit where a rearrangement of the cells that keeps the grid, but for the digits' names, maps one onto the other.
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
        agreeing = (grids == grids[grid]) @ _PLACES  # where each grid agrees with this one
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
    """One number per grid (N, 16), the same whatever its digits are called: the first row renames them."""
    names = np.argsort(grids[:, :SIZE], axis=1)  # digit -> its column in the first row
    digits = np.take_along_axis(names, grids.astype(np.intp) - FIRST_DIGIT, axis=1)
    return digits @ (SIZE ** np.arange(CELLS, dtype=np.int64))


def level(total: int, capacities: np.ndarray) -> np.ndarray:
    """Share `total` among bins as evenly as their capacities allow; the first bins take what remains."""
    shares = np.zeros(len(capacities), np.int64)
    while (rest := total - int(shares.sum())) > 0:
        open_ = np.flatnonzero(shares < capacities)
        each = rest // len(open_)
        if each == 0:
            shares[open_[:rest]] += 1
        else:
            shares[open_] = np.minimum(shares[open_] + each, capacities[open_])
    return shares


def split_orbits(orbits: Orbits, options: Options, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Choose the orbits of train and test, in random order: two index arrays without a common element.

    The orbits wanted are spread evenly over the numbers of givens, as far as there are orbits, and each number of
    givens is shared between test and train in the same proportion.
    """
    tests, trains = options.num_test_puzzles, options.num_train_puzzles
    count = len(orbits.sizes)
    if tests + min(trains, 1) > count:
        raise UserError(
            f"--num-test-puzzles {tests}: with {options.min_givens} to {options.max_givens} givens there are {count}"
            f" puzzles that no symmetry maps onto another, so at most {max(count - 1, 0)} for the test split"
        )
    wanted = min(tests + trains, count)
    givens = orbits.given.sum(axis=1)
    bins = [rng.permutation(np.flatnonzero(givens == g)) for g in range(options.min_givens, options.max_givens + 1)]
    shares = level(wanted, np.array([len(b) for b in bins]))
    # running sums, rounded down, so that each bin gives its proportion to within one and the total is exact
    cuts = np.diff(np.cumsum(shares) * tests // max(wanted, 1), prepend=0)
    test = np.concatenate([b[:cut] for b, cut in zip(bins, cuts, strict=True)])
    train = np.concatenate([b[cut:share] for b, cut, share in zip(bins, cuts, shares, strict=True)])
    return rng.permutation(train), rng.permutation(test)


def draw_puzzles(
    orbits: Orbits, chosen: np.ndarray, counts: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Draw `counts[i]` different puzzles at random from orbit `chosen[i]`: inputs and labels (sum of counts, 16)."""
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


@claims_output
def build(options: Options) -> None:
    """Find the orbits, draw the puzzles and write the data set; `UserError` where more is asked than exists."""
    _check_options(options)
    rng = np.random.default_rng(options.seed)
    orbits = find_orbits(options.min_givens, options.max_givens)
    train, test = split_orbits(orbits, options, rng)
    most = int(orbits.sizes[train].sum())
    if options.num_train_puzzles > most:
        raise UserError(
            f"--num-train-puzzles {options.num_train_puzzles}: beside the test split there are {most} puzzles with"
            f" {options.min_givens} to {options.max_givens} givens and one solution"
        )
    counts = level(options.num_train_puzzles, orbits.sizes[train])
    inputs, labels = draw_puzzles(orbits, train, counts, rng)
    test_inputs, test_labels = draw_puzzles(orbits, test, np.ones(len(test), np.int64), rng)
    assert not set(map(bytes, test_inputs)) & set(map(bytes, inputs)) and not set(test) & set(train)
    with DatasetWriter(
        options.output_dir,
        task="sudoku",
        vocab_size=vocabulary_size(SIZE),
        seq_len=CELLS,
        seed=options.seed,
        options=asdict(options),
    ) as writer:
        groups = np.concatenate([[0], np.cumsum(counts)])
        writer.add_set("train", inputs=inputs, labels=labels, group_indices=groups)
        if len(test):
            writer.add_set("test", inputs=test_inputs, labels=test_labels)
    print(
        f"{options.output_dir}: train {len(inputs)} puzzles in {len(train)} groups, test {len(test)}, of"
        f" {len(orbits.sizes)} orbits with {options.min_givens} to {options.max_givens} givens"
    )


def _check_options(options: Options) -> None:
    require_at_least(options, num_train_puzzles=1, num_test_puzzles=0, seed=0)
    if not 1 <= options.min_givens <= options.max_givens <= CELLS:
        raise UserError(
            f"--min-givens {options.min_givens} --max-givens {options.max_givens}: they must rise, within 1..{CELLS}"
        )


@report_user_errors
def main() -> None:
    """Read the command line and build."""
    build(parse(Options))


if __name__ == "__main__":
    main()
