r"""Build a data set of square mazes, each answered by a shortest path.

    python dataset/build_maze_dataset.py                                        # Maze-Hard, 30x30, from the hub
    python dataset/build_maze_dataset.py --source train.csv.gz --test-source test.csv.gz --aug
    python dataset/build_maze_dataset.py --generate 1000                        # of the same kind: no download, no file
    python dataset/build_maze_dataset.py --generate 20000 --size 9 --min-path 4 --kind corridors

One maze, from text to arrays (here 4x4; the bars only show where the spaces end):

    |#S #|    |#So#|    question  "#S # # #   #G#  "    CSV files hold question and answer as one line
    | # #|    | #o#|    answer    "#So# #o#ooo#G#  "
    |   #|    |ooo#|    inputs    [1 3 2 1 2 1 2 1 2 2 2 1 4 1 2 2]   uint8; wall 1, free 2, start 3, goal 4
    |G#  |    |G#  |    labels    [1 3 5 1 2 1 5 1 5 5 5 1 4 1 2 2]   uint8; path 5; every cell is supervised

With --aug each training maze is followed by its seven rotations and reflections, and the eight are one group, of which
an epoch draws one. The test split is never augmented, and no test maze is in train under any of the eight.

Of several shortest paths the label shows one, as in the published data: a model can then be right and still not exact.
With --unique every generated maze has one shortest path only, and with --kind corridors one path at all.
"""

from __future__ import annotations

if __name__ == "__main__":  # before all other imports, which take a moment
    from utils.startup import begin

    begin()

import sys
from dataclasses import dataclass

import numpy as np

from dataset.maze.generator import LARGEST, Kind, generate, longest_path
from dataset.maze.rules import VOCAB_SIZE, turn_maps
from dataset.maze.sources import Mazes, read_mazes
from dataset.options import require_at_most, require_room_for
from dataset.output import claims_output
from dataset.sources.puzzle_csv import require_disjoint
from dataset.sources.puzzle_source import SourceOptions, check_options, note_twins, read_splits, write_splits
from utils.commands import parse
from utils.errors import UserError, report_user_errors


@dataclass
class Options(SourceOptions):
    """Build a maze data set from the hub, from CSV files, or from nothing."""

    output_dir: str = "data/maze-30x30-hard-1k"
    """Folder of the data set."""
    source_repo: str = "sapientinc/maze-30x30-hard-1k"
    """Data set of the Hugging Face hub to download, unless --source or --generate is given."""
    aug: bool = False
    """Add the seven rotations and reflections of each training maze to its group."""
    size: int = 30
    """Rows and columns of generated mazes, at most 64."""
    min_path: int = 110
    """Steps from start to goal, at least, in generated mazes."""
    unique: bool = False
    """Generate only mazes with a single shortest path."""
    kind: Kind = "strewn"
    """Of generated mazes: strewn walls as in Maze-Hard, or corridors with one way between any two cells."""


@claims_output
def build(options: Options) -> None:
    """Read or generate the mazes, choose, check, and write the data set; `UserError` where something is wrong."""
    _check_options(options)
    rng = np.random.default_rng(options.seed)
    splits = read_splits(options, rng, read=read_mazes, generate=lambda count: _generated(count, options, rng))
    train, test = splits.train, splits.test
    if test is not None:
        if test.inputs.shape[1] != train.inputs.shape[1]:
            raise UserError(f"{test.origin} has mazes of another size than {train.origin}")
        require_disjoint(train, test)
    note_twins(train)
    maps = turn_maps(int(train.inputs.shape[1] ** 0.5))[: 8 if options.aug else 1]
    require_room_for(len(train) * len(maps), maps.shape[1], f"{len(train)} mazes and their images", options.output_dir)
    inputs, labels = (grids[:, maps].reshape(-1, grids.shape[1]) for grids in (train.inputs, train.answers))
    write_splits(options, splits, inputs, labels, task="maze", vocab_size=VOCAB_SIZE)


def _check_options(options: Options) -> None:
    """Refuse what cannot be, before anything is read or generated."""
    check_options(options, size=2, min_path=1)
    require_at_most(options, size=LARGEST)
    for flag, given in (("--unique", options.unique), ("--kind", options.kind != "strewn")):
        if given and not options.generate:
            raise UserError(f"{flag} is about generated mazes: give --generate N, the number of training mazes")
    if options.kind == "corridors" and (options.size % 2 == 0 or options.size < 5):
        raise UserError(f"--kind corridors needs an odd --size of at least 5, not {options.size}")
    if options.generate:
        longest = longest_path(options.size, options.kind)
        if options.min_path > longest:
            raise UserError(
                f"--min-path {options.min_path}: no shortest path in a maze of {options.size}x{options.size} cells"
                f" has more than {longest} steps"
            )
        wanted = (options.generate + (options.generate_test or 0)) * (8 if options.aug else 1)
        require_room_for(wanted, options.size**2, f"{wanted} mazes", options.output_dir)


def _generated(wanted: int, options: Options, rng: np.random.Generator) -> Mazes:
    """Generate the mazes of both splits."""

    def report(kept: int, tried: int) -> None:
        if kept < wanted:
            print(f"generating: {kept} of {wanted}, after {tried} attempts", file=sys.stderr)

    inputs, answers, steps = generate(wanted, options.size, options.min_path, rng, options.unique, options.kind, report)
    return Mazes("generated mazes", np.arange(1, wanted + 1), inputs, answers, steps)


@report_user_errors
def main() -> None:
    """Read the command line and build."""
    build(parse(Options))


if __name__ == "__main__":
    main()
