"""Examples of functions in the list language, drawn and written as a data set.

    train/all                   examples of functions and one of their programs, or a wrong turn on the way to one
    test/unseen_functions       new functions, one after the other
    test/seen_functions         functions that training has, and new examples
    test/*__meta.jsonl          a program, and further examples that no network is shown

Behind a wrong turn, no statement leads to the function. A network that has learned to say so prefers programs whose
results it can go on from.

All functions that need a number of statements are known (`dataset.code.list_programs`), and one in twenty is kept for
the test.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from dataset.code.list_language import STATEMENTS, Statement, Type, show
from dataset.code.list_programs import INPUT_TYPES, Programs, behaviour, draw_examples, functions, next_statements
from dataset.code.list_rows import EXAMPLES, ExampleRows, rows_for, state_of
from dataset.code.list_search import State
from dataset.common import VOCABULARY_FILE, smallest_dtype
from dataset.options import require_room_for
from dataset.text.special import BLANK
from dataset.writer import DatasetWriter
from utils.parallel import Workers

TRAIN, UNSEEN, SEEN = "train", "unseen_functions", "seen_functions"
HIDDEN = "hidden"
"""The fact that holds further examples: inputs and an output each."""
_UNSEEN_SHARE = 20
"""One of so many functions is kept for the test."""
_JOB = 2_000
"""Rows that are drawn at a time."""
_TURNS = 100
"""How many statements are tried as a wrong turn."""


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


_Row = tuple[np.ndarray, np.ndarray, dict[str, Any]]
"""Inputs and labels (seq_len,), and facts."""


def _rows(job: _Job, chosen: list[ListFunction], rows: ExampleRows, rng: random.Random) -> Iterator[_Row]:
    draw = _lesson if job.part == TRAIN else _question
    for number in range(job.first, job.first + job.rows):
        function = chosen[number % len(chosen)] if job.part == UNSEEN else rng.choice(chosen)
        while (row := draw(function, rows, rng)) is None:
            function = rng.choice(chosen)
        yield row


def _question(function: ListFunction, rows: ExampleRows, rng: random.Random) -> _Row | None:
    """A row of the test; None if the function's outputs hardly differ."""
    program = rng.choice(function.programs)
    examples = draw_examples(program, function.types, 2 * EXAMPLES, rng)
    if examples is None:
        return None
    hidden = [[example.inputs, example.output] for example in examples[EXAMPLES:]]
    facts = {"program": show(program), HIDDEN: hidden}
    return rows.row(state_of(examples[:EXAMPLES])), rows.program_labels(program), facts


def _lesson(function: ListFunction, rows: ExampleRows, rng: random.Random) -> _Row | None:
    """A row of training: a program or, in half of the rows, a wrong turn; None if its examples do not tell enough."""
    program = rng.choice(function.programs)
    examples = draw_examples(program, function.types, EXAMPLES, rng)
    if examples is None:
        return None
    length, state = rows.length, state_of(examples)
    wrong_from = rng.choice([*range(length - 1), *[length] * (length - 1)])
    labels: list[Statement | None] = []
    others: list[list[Statement]] = []
    for at, statement in enumerate(program):
        right = next_statements(function.programs, state.program)  # none behind a wrong turn
        labels.append(statement if right else None)
        others.append([other for other in right if other != statement])
        if at + 1 < length:
            wrong = at >= wrong_from
            after = _wrong_turn(state, right, length, rng) if wrong else state.after(statement, length)
            if after is None:
                return None
            state = after
    inputs = rows.row(state)
    inputs[:length] = BLANK
    return inputs, rows.program_labels(labels, others), {}


def _wrong_turn(state: State, right: Sequence[Statement], length: int, rng: random.Random) -> State | None:
    """A state after a statement that does not lead to the function; None if chance finds none."""
    good = {after.values for statement in right if (after := state.after(statement, length)) is not None}
    for _ in range(_TURNS):
        statement = rng.choice(STATEMENTS)
        after = None if statement in right else state.after(statement, length)
        if after is not None and after.values not in good:
            return after
    return None
