"""Which examples a training step sees, and by which symmetries they are changed.

Training follows the official sampling: in an epoch every group gives one random puzzle, and every puzzle its
examples in random order, packed into batches of a fixed size. Unlike the original, the order is a function of the seed
and the position alone: every rank draws the same global batch and takes its own rows, and a `Position` of three
integers is enough to go on after an interruption. Epochs follow each other without a gap, so that a batch at an epoch's
end is completed from the next one and no example is dropped.

    dataset = PuzzleDataset([Path("data/sudoku4x4")], "train")
    sampler = TrainSampler(dataset, global_batch_size=64, seed=0)
    batch = sampler.next_batch()          # inputs, labels (64, 16) and puzzle_identifiers (64,), int32

A batch may be drawn before it is its turn (`training.feed`): `draw` changes nothing, and `position` is where those
batches end that were used.
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
    """Where training stands in its stream of examples: `cursor` groups into `epoch`, `batch` batches from the start."""

    epoch: int = 0
    cursor: int = 0
    batch: int = 0


@dataclass(frozen=True)
class Draw:
    """A batch as numbers, of which no row has been read.

    Attributes:
        set_number, examples: (B,) which set of the data each row is from, and which example of the set it is.
        symmetries: of the rows, or None.
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
        dataset: what to draw from.
        global_batch_size: examples in a batch, over all ranks.
        seed: fixes order, choice of puzzles and augmentation.
        exclude_groups: groups held out for validation.
        augment: the domain module whose symmetries change every batch, or None.

    Attributes:
        position: behind the last batch used; assign one (from a checkpoint) to continue there.
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
        """Expected number of examples that `epochs` epochs give."""
        return epochs * len(self._groups) * self.dataset.metadata.mean_puzzle_examples

    def next_batch(self, rows: slice = slice(None)) -> Batch:
        """Draw, read and use the next global batch; return those `rows` of it (one rank's share)."""
        draw = self.draw(self.position, rows)
        self.use(draw)
        return self.read(draw)

    def draw(self, start: Position, rows: slice = slice(None)) -> Draw:
        """Draw those `rows` of the global batch that begins at `start`."""
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
        """The rows of a draw, changed by its symmetries."""
        batch = self.dataset.gather(draw.set_number, draw.examples)
        if draw.symmetries is not None:
            batch["inputs"], batch["labels"] = draw.symmetries.images(batch["inputs"], batch["labels"])
        return batch

    def use(self, draw: Draw) -> None:
        """Note that training now makes a step on this draw."""
        self._last_epoch = draw.start.epoch
        self.position = draw.end

    def describe(self) -> str:
        """Where the last batch used came from, for messages."""
        return f"batch {self.position.batch} of the run, begun in epoch {self._last_epoch + 1}"

    def _draw_examples(self, rng: np.random.Generator, start: Position) -> tuple[np.ndarray, np.ndarray, Position]:
        """Set number and example of each row of the global batch at `start`, and the position behind it."""
        set_numbers: list[np.ndarray] = []
        examples: list[np.ndarray] = []
        epoch, cursor = start.epoch, start.cursor
        missing = self.global_batch_size
        while missing > 0:
            order = self._epoch_order(epoch)
            set_number, local = self.dataset.locate_groups(order[cursor : cursor + missing])
            starts, sizes = self._draw_puzzles(rng, set_number, local)
            # Whole puzzles go in while they fit; the one that reaches the batch's end gives a random part of itself.
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
        """Choose a puzzle of each group; return first example and number of examples of each."""
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
