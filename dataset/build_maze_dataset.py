r"""Build a data set of square mazes; the answer to each is a shortest path.

    python dataset/build_maze_dataset.py                                        # Maze-Hard, 30x30, from the hub
    python dataset/build_maze_dataset.py --source train.csv.gz --test-source test.csv.gz --aug
    python dataset/build_maze_dataset.py --generate 1000                        # of the same kind: no download, no file
    python dataset/build_maze_dataset.py --generate 20000 --size 9 --min-path 4 --kind corridors

One maze, from text to arrays (here 4x4; the bars only show where the spaces end):

    |#S #|    |#So#|    question  "#S # # #   #G#  "    CSV files hold question and answer as one line
    | # #|    | #o#|    answer    "#So# #o#ooo#G#  "
    |   #|    |ooo#|    inputs    [1 3 2 1 2 1 2 1 2 2 2 1 4 1 2 2]   uint8; wall 1, free 2, start 3, goal 4
    |G#  |    |G#  |    labels    [1 3 5 1 2 1 5 1 5 5 5 1 4 1 2 2]   uint8; path 5; every cell is supervised

With --aug each training maze and its seven rotations and reflections are one group, of which an epoch draws one. The
test split is never augmented, and no test maze is in train under any of the eight symmetries.

If a maze has several shortest paths, the label shows one of them, as in the published data, so an answer can be right
and still differ from the label. With --unique every generated maze has one shortest path; with --kind corridors it has
one path.
"""

from __future__ import annotations

if __name__ == "__main__":  # before all other imports, which take a moment
    from utils.startup import begin

    begin()

from dataclasses import dataclass

import numpy as np

from dataset.maze.generator import LARGEST, Kind, generate_mazes, longest_path
from dataset.maze.rules import VOCAB_SIZE
from dataset.maze.sources import read_mazes, with_turns
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
    """The fewest steps from start to goal in generated mazes."""
    unique: bool = False
    """Generate only mazes with a single shortest path."""
    kind: Kind = "strewn"
    """Generated mazes have walls strewn at random as in Maze-Hard, or corridors with one path between any two cells."""


@claims_output
def build(options: Options) -> None:
    """Read or generate the mazes, check, augment and write them; `UserError` for wrong options or files."""
    _check_options(options)
    rng = np.random.default_rng(options.seed)
    splits = read_splits(
        options,
        rng,
        read=read_mazes,
        generate=lambda count: generate_mazes(count, options.size, options.min_path, rng, options.unique, options.kind),
    )
    train, test = splits.train, splits.test
    if test is not None:
        if test.inputs.shape[1] != train.inputs.shape[1]:
            raise UserError(f"{test.origin} has mazes of another size than {train.origin}")
        require_disjoint(train, test)
    note_twins(train)
    rows, cells = len(train) * (8 if options.aug else 1), train.inputs.shape[1]
    require_room_for(rows, cells, f"{len(train)} mazes and their images", options.output_dir)
    inputs, labels = with_turns(train) if options.aug else (train.inputs, train.answers)
    write_splits(options, splits, inputs, labels, task="maze", vocab_size=VOCAB_SIZE)


def _check_options(options: Options) -> None:
    """Raise `UserError` for impossible options, before anything is read or generated."""
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


@report_user_errors
def main() -> None:
    """Read the command line and build."""
    build(parse(Options))


if __name__ == "__main__":
    main()
