"""Drawing the examples of each training step, and the symmetries that change them.

Training follows the official sampling: in an epoch every group gives one random puzzle, and every puzzle gives its
examples in random order, packed into batches of a fixed size. Unlike in the original, the order depends on the seed and
the position only. So every rank draws the same global batch and takes its own rows, and after an interruption a
`Position` of three integers is enough to continue. Epochs follow each other without a gap: a batch at an epoch's end is
filled from the next epoch, and no example is dropped.

    dataset = PuzzleDataset([Path("data/sudoku4x4")], "train")
    sampler = TrainSampler(dataset, global_batch_size=64, seed=0)
    batch = sampler.next_batch()          # inputs, labels (64, 16) and puzzle_identifiers (64,), int32

A batch may be drawn ahead of time (`training.feed`): `draw` changes nothing, and `position` is the end of the last
batch that was used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np

from dataset.puzzle_dataset import Batch, PuzzleDataset
from dataset.symmetries import Symmetries
from dataset.tasks import Puzzle
from utils.errors import UserError


@dataclass(frozen=True)
class Position:
    """A position in the stream of examples: `cursor` groups into `epoch`, and `batch` batches from the start."""

    epoch: int = 0
    cursor: int = 0
    batch: int = 0


@dataclass(frozen=True)
class Draw:
    """A drawn batch, whose rows have not been read yet.

    Attributes:
        set_number, examples: (B,) the number of each row's set, and of the example within the set.
        symmetries: those that change the rows, or None.
        start, end: positions of the sampler before and after this batch.
    """

    set_number: np.ndarray
    examples: np.ndarray
    symmetries: Symmetries | None
    start: Position
    end: Position


class TrainSampler:
    """The endless stream of global batches.

    Args:
        dataset: the data to draw from.
        global_batch_size: examples in a batch, over all ranks.
        seed: determines the order, the choice of puzzles and the augmentation.
        exclude_groups: groups held out for validation.
        augment: the rules of the task whose symmetries change every batch, or None.

    Attributes:
        position: the end of the last batch used; assign one (from a checkpoint) to continue there.
    """

    def __init__(
        self,
        dataset: PuzzleDataset,
        global_batch_size: int,
        seed: int,
        exclude_groups: np.ndarray | None = None,
        augment: Puzzle | None = None,
    ) -> None:
        self.dataset = dataset
        self.global_batch_size = global_batch_size
        self.seed = seed
        self.augment = augment
        self.position = Position()
        self._last_epoch = 0
        self._groups = np.setdiff1d(
            np.arange(dataset.total_groups), exclude_groups if exclude_groups is not None else []
        )
        if len(self._groups) == 0:
            raise UserError(f"no group is left to train on: all {dataset.total_groups} are held out (val_groups)")
        self._order: tuple[int, np.ndarray] | None = None

    def examples_in(self, epochs: float) -> float:
        """The expected number of examples in `epochs` epochs."""
        return epochs * len(self._groups) * self.dataset.metadata.mean_puzzle_examples

    def next_batch(self, rows: slice = slice(None)) -> Batch:
        """Draw, use and read the next global batch; return its `rows` (one rank's share)."""
        draw = self.draw(self.position, rows)
        self.use(draw)
        return self.read(draw)

    def draw(self, start: Position, rows: slice = slice(None)) -> Draw:
        """Draw the `rows` of the global batch that begins at `start`."""
        rng = np.random.Generator(np.random.Philox(key=[self.seed, start.batch]))
        set_number, examples, end = self._draw_examples(rng, start)
        symmetries = None
        if self.augment is not None:
            symmetries = self.augment.draw_symmetries(
                len(examples),
                self.dataset.metadata.seq_len,
                rng,
                lambda: self.dataset.gather(set_number, examples),
            ).take(rows)
        return Draw(set_number[rows], examples[rows], symmetries, start, end)

    def read(self, draw: Draw) -> Batch:
        """Read the rows of a draw, changed by its symmetries."""
        batch = self.dataset.gather(draw.set_number, draw.examples)
        if draw.symmetries is not None:
            batch["inputs"], batch["labels"] = draw.symmetries.images(batch["inputs"], batch["labels"])
        return batch

    def use(self, draw: Draw) -> None:
        """Record that training makes a step on this draw."""
        self._last_epoch = draw.start.epoch
        self.position = draw.end

    def describe(self) -> str:
        """The position of the last batch used, for messages."""
        return f"batch {self.position.batch} of the run, begun in epoch {self._last_epoch + 1}"

    def _draw_examples(self, rng: np.random.Generator, start: Position) -> tuple[np.ndarray, np.ndarray, Position]:
        """Set number and example of each row of the global batch at `start`, and the position after it."""
        set_numbers: list[np.ndarray] = []
        examples: list[np.ndarray] = []
        epoch, cursor = start.epoch, start.cursor
        missing = self.global_batch_size
        while missing > 0:
            order = self._epoch_order(epoch)
            set_number, local = self.dataset.locate_groups(order[cursor : cursor + missing])
            starts, sizes = self._draw_puzzles(rng, set_number, local)
            # Whole puzzles are taken while they fit; the last one gives as many of its examples as are missing.
            used = min(int(np.searchsorted(np.cumsum(sizes), missing)) + 1, len(sizes))
            taken = sizes[:used].copy()
            taken[-1] -= max(0, int(taken.sum()) - missing)
            if taken.max() == 1 and sizes[used - 1] == 1:
                examples.append(starts[:used])
            else:
                examples += [a + rng.permutation(n)[:t] for a, n, t in zip(starts, sizes, taken, strict=False)]
            set_numbers.append(np.repeat(set_number[:used], taken))
            missing -= int(taken.sum())
            cursor += used
            if cursor >= len(order):
                epoch, cursor = epoch + 1, 0
        return np.concatenate(set_numbers), np.concatenate(examples), Position(epoch, cursor, start.batch + 1)

    def _draw_puzzles(
        self, rng: np.random.Generator, set_number: np.ndarray, group: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Choose a puzzle of each group; return the first example and the number of examples of each puzzle."""
        starts = np.empty(len(group), np.int64)
        sizes = np.empty(len(group), np.int64)
        for number in np.unique(set_number):
            rows = set_number == number
            source = self.dataset.sets[number]
            puzzles = rng.integers(source.group_indices[group[rows]], source.group_indices[group[rows] + 1])
            starts[rows] = source.puzzle_indices[puzzles]
            sizes[rows] = source.puzzle_indices[puzzles + 1] - source.puzzle_indices[puzzles]
        return starts, sizes

    def _epoch_order(self, epoch: int) -> np.ndarray:
        if self._order is None or self._order[0] != epoch:
            rng = np.random.Generator(np.random.Philox(key=[self.seed, epoch], counter=1 << 64))
            self._order = epoch, rng.permutation(self._groups)
        return self._order[1]

    def state_dict(self) -> dict[str, int]:
        """The position, for a checkpoint."""
        return asdict(self.position)

    def load_state_dict(self, state: Mapping[str, int]) -> None:
        """Continue at a saved position."""
        self.position = Position(**state)
