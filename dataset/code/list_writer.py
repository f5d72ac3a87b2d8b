"""Examples of functions in the list language, drawn and written as a data set.

    train/all                   examples of functions, each time of a program that is drawn from all for the function
    test/unseen_functions       new functions, one after the other
    test/seen_functions         functions that training has, and new examples
    test/*__meta.jsonl          a program, and further examples that no network is shown

All functions that need a number of statements are known (`dataset.code.list_programs`), and one in twenty is kept for
the test.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from dataset.code.list_language import Type, show
from dataset.code.list_programs import INPUT_TYPES, Programs, behaviour, draw_examples, functions, next_statements
from dataset.code.list_rows import EXAMPLES, ExampleRows, rows_for
from dataset.common import VOCABULARY_FILE, smallest_dtype
from dataset.options import require_room_for
from dataset.writer import DatasetWriter
from utils.parallel import Workers

TRAIN, UNSEEN, SEEN = "train", "unseen_functions", "seen_functions"
HIDDEN = "hidden"
"""The fact that holds further examples: inputs and an output each."""
_UNSEEN_SHARE = 20
"""One of so many functions is kept for the test."""
_JOB = 2_000
"""Rows that are drawn at a time."""


class ListFunction(NamedTuple):
    """A function by the types of its inputs and all of its programs."""

    types: tuple[Type, ...]
    programs: Programs


class _Job(NamedTuple):
    part: str
    length: int
    first: int
    rows: int
    seed: int


class _Drawn(NamedTuple):
    inputs: np.ndarray
    labels: np.ndarray
    facts: list[dict[str, Any]]


def write_examples(
    output_dir: str | Path,
    counts: Mapping[str, int],
    length: int,
    workers: Workers,
    *,
    seed: int,
    options: dict[str, Any],
) -> None:
    """Draw examples and write them as a data set; print how many there are.

    Args:
        counts: how many rows there are of `TRAIN`, `UNSEEN` and `SEEN`.
        length: the number of statements that functions need.

    Raises:
        UserError: the folder cannot be written.
    """
    rows = rows_for(length)
    token_type = smallest_dtype(rows.vocab_size - 1)
    total = sum(counts.values())
    require_room_for(total, rows.seq_len * token_type.itemsize, f"{total} rows", output_dir)
    with DatasetWriter(
        output_dir,
        task="code",
        vocab_size=rows.vocab_size,
        seq_len=rows.seq_len,
        seed=seed,
        options=options,
        layout=rows.layout,
    ) as writer:
        writer.add_json(VOCABULARY_FILE, rows.as_json())
        for part, count in counts.items():
            split, name = ("train", "all") if part == TRAIN else ("test", part)
            starts = range(0, count, _JOB)
            jobs = (_Job(part, length, start, min(_JOB, count - start), seed) for start in starts)
            bounds = np.arange(count + 1)
            identifiers = np.zeros(count, np.int32)
            written = writer.open_set(
                split, name, puzzle_identifiers=identifiers, puzzle_indices=bounds, group_indices=bounds
            )
            facts = []
            for drawn in workers.map(_draw, jobs):
                written.append(drawn.inputs.astype(token_type), drawn.labels.astype(token_type))
                facts += drawn.facts
            if split == "test":
                writer.add_meta(split, name, facts)
            print(f"{output_dir}: {split}/{name} {count} rows")


@lru_cache
def split_functions(length: int, seed: int) -> tuple[list[ListFunction], list[ListFunction]]:
    """All functions that need so many statements, in random order: those for training, and those for the test.

    Functions that give the same for small numbers (`behaviour`) are on one side.
    """
    alike: defaultdict[Any, list[ListFunction]] = defaultdict(list)
    for types in INPUT_TYPES:
        for programs in functions(types, length):
            alike[types, behaviour(types, programs[0])].append(ListFunction(types, programs))
    groups = list(alike.values())
    random.Random(seed).shuffle(groups)
    kept = len(groups) // _UNSEEN_SHARE
    train, test = ([function for group in part for function in group] for part in (groups[kept:], groups[:kept]))
    return train, test


def _draw(job: _Job) -> _Drawn:
    rng = random.Random(repr(job))
    rows = rows_for(job.length)
    seen, unseen = split_functions(job.length, job.seed)
    drawn = list(_rows(job, unseen if job.part == UNSEEN else seen, rows, rng))
    inputs, labels, facts = zip(*drawn, strict=True)
    return _Drawn(np.stack(inputs), np.stack(labels), list(facts))


def _rows(
    job: _Job, chosen: list[ListFunction], rows: ExampleRows, rng: random.Random
) -> Iterator[tuple[np.ndarray, np.ndarray, dict[str, Any]]]:
    """Inputs and labels (seq_len,), and facts."""
    for number in range(job.first, job.first + job.rows):
        function = chosen[number % len(chosen)] if job.part == UNSEEN else rng.choice(chosen)
        examples = None
        while examples is None:
            program = rng.choice(function.programs)
            count = EXAMPLES if job.part == TRAIN else 2 * EXAMPLES
            examples = draw_examples(program, function.types, count, rng)
            if examples is None:  # its outputs hardly differ
                function = rng.choice(chosen)
        if job.part == TRAIN:
            others = [
                [other for other in next_statements(function.programs, program[:at]) if other != program[at]]
                for at in range(job.length)
            ]
            yield rows.solved_row(examples), rows.program_labels(program, others), {}
        else:
            hidden = [[example.inputs, example.output] for example in examples[EXAMPLES:]]
            inputs = rows.unsolved_row(examples[:EXAMPLES])
            yield inputs, rows.program_labels(program), {"program": show(program), HIDDEN: hidden}
