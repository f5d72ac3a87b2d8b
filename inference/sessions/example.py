"""A row of a data set on the command line: what a network makes of it, beside what is expected.

infer.py --checkpoint RUN --example all:17 --html steps.html      row 17 of the set `all` of the run's test data
infer.py --checkpoint RUN --example a65b410d:1 --trace            the second test input of an ARC task
infer.py --checkpoint RUN --example all:3 --data-path data/other

A puzzle of ARC can be asked in no other way: the network knows it by an embedding, which is found by the puzzle's name.
The exit status is 1 if the answer is not the expected one.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from dataset.identifiers import BLANK, SEPARATOR, read_names
from dataset.puzzle_dataset import ExampleSet, PuzzleDataset, read_rows
from inference.gallery import drawings_of
from inference.renderers import terminal
from inference.renderers.base import asked, write
from inference.sessions.base import Shared
from inference.tracing import trace_row
from runs.devices import choose_device
from runs.open import open_run
from utils.commands import MOST_STEPS, require_between
from utils.errors import UserError, nearest

TASK = None
RULES = None
READS: dict[str, tuple[type, ...]] = {}
TAKES: tuple[str, ...] = ()
USAGE = "--example SET:NUMBER or PUZZLE:NUMBER for a row of the data that a run was trained on"
_COMPARED = 10_000
"""Most names that a wrong one is compared with."""


@dataclass
class Options:
    """Answer a row of a data set."""

    example: str | None = None
    """A row of test data, counted from 0: of a set, as galleries name it (all:17), or of a puzzle (a65b410d:1)."""
    data_path: Path | None = None
    """With --example: the data set; by default the one that the run was trained on."""
    split: str = "test"
    """With --example: the split."""


class Typed(Shared, Protocol):
    """The options of `infer.py` that are used here."""

    example: str | None
    data_path: Path | None
    split: str


def run(options: Typed) -> None:
    """Answer one row, and show it.

    Raises:
        UserError: there is no such row, or the run cannot answer it.
    """
    if options.example is None:
        raise UserError("--data-path and --split need a row: --example SET:NUMBER")
    require_between("--steps", options.steps, 1, MOST_STEPS)
    files = asked(options)
    trained = open_run(options.checkpoint, options.config, options.data_path)
    data_path = options.data_path or Path(trained.config.data_paths[0])
    dataset = PuzzleDataset([data_path], options.split)
    source, row = _found(dataset, data_path, options.example)
    (draw,) = drawings_of(trained, dataset, data_path)(source.name, [row])
    device = choose_device(options.device)
    network = trained.build_model(device, puzzles=trained.check_fits(dataset, data_path))
    trace = trace_row(
        network,
        device,
        f"{trained.checkpoint} on {source.name}:{row} of {data_path}",
        read_rows(source, np.array([row]), dataset.metadata),
        draw,
        options.steps,
        options.halt,
        options.cycles,
    )
    for file in files:
        write(trace, file)
    terminal.show(trace, options.color, only_last=not options.trace)
    if trace.exact is False:
        sys.exit(1)


def _found(dataset: PuzzleDataset, data_path: Path, text: str) -> tuple[ExampleSet, int]:
    """The set and the number of the row that a text names.

    Raises:
        UserError: there is none.
    """
    name, separator, digits = text.rpartition(":")
    if not separator or not digits.isdecimal():
        name, digits = text, "0"
    number = int(digits[:18])
    places = _places(dataset, data_path, name)
    if number >= len(places):
        raise UserError(f"--example {text}: '{name}' has {len(places)} rows, and they are counted from 0")
    return places[number]


def _places(dataset: PuzzleDataset, data_path: Path, name: str) -> Sequence[tuple[ExampleSet, int]]:
    """The rows of a set or of a puzzle with this name."""
    sets = {source.name: source for source in dataset.sets}
    if name in sets:
        return [(sets[name], row) for row in range(len(sets[name]))]
    names = read_names(data_path, dataset.metadata) or []
    identifiers = [number for number, known in enumerate(names) if known == name != BLANK]
    if not identifiers:
        there = ", ".join(sets)
        hint = nearest(name, [known for known in names if SEPARATOR not in known][:_COMPARED])
        raise UserError(f"--example: {data_path} has no set and no puzzle '{name}'{hint}; sets: {there}")
    return [
        (source, row)
        for source in dataset.sets
        for row in np.flatnonzero(np.isin(source.identifiers_of(np.arange(len(source))), identifiers)).tolist()
    ]
