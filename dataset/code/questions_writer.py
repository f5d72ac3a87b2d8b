"""Questions about code, drawn and written as a data set.

train/, test/               arrays of `dataset.code.listing` or `dataset.code.canvas`; the test sets are `seen_forms`
                            (new functions of skeletons that training has) and `unseen_forms` (of skeletons that
                            training never has)
calibration/                further questions of both kinds, in neither train nor test, if they are asked for
*/<set>__meta.jsonl         what scores are grouped by
test/<set>__problems.jsonl  programs and their tests, for `evaluators.code`; not of `output`, whose answers are values
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from dataset.code.canvas import MARKS, Canvas
from dataset.code.listing import Listing
from dataset.code.problem import Assertions, Problem
from dataset.code.questions import GAP, LONGEST_GAP, OUTPUT, Question, draw_question
from dataset.code.repairs import BROKEN
from dataset.code.written import SUFFIX, as_json
from dataset.common import VOCABULARY_FILE, smallest_dtype
from dataset.layout import Layout, NumberTokens
from dataset.options import require_room_for
from dataset.text.special import SPECIAL
from dataset.writer import DatasetWriter
from utils.errors import UserError
from utils.parallel import Workers

SEEN, UNSEEN = "seen_forms", "unseen_forms"
Part = tuple[str, str]
"""A split and one of its sets."""
_TRAIN, _SEEN = ("train", "all"), ("test", SEEN)
_UNSEEN_SHARE = 10
"""One of so many skeletons is kept for the test."""
_JOB = 1_000
"""Questions that are drawn at a time."""
_FAULTS = 4
"""Most wrong tokens of a training question, or lines with a gap: more to learn from each. A test question has one."""


class _Job(NamedTuple):
    task: str
    part: Part
    lengths: tuple[int, int]
    questions: int
    seed: tuple[int, ...]


def parts_of(train: int, test: int, calibration: int) -> dict[Part, int]:
    """How many questions each part of a data set has; of test and calibration, half have new forms."""
    counts = {_TRAIN: train}
    for split, count in (("test", test), ("calibration", calibration)):
        counts |= {(split, SEEN): count // 2, (split, UNSEEN): count - count // 2}
    return {part: count for part, count in counts.items() if count}


def draw_questions(
    task: str, counts: Mapping[Part, int], lengths: tuple[int, int], seed: int, workers: Workers
) -> dict[Part, list[Question]]:
    """Questions for each part of a data set; no question of a test set is in train, none for calibration in either.

    Args:
        counts: how many there are of each part (`parts_of`).
        lengths: the least and the most statements of a function.
    """
    found: dict[Part, list[Question]] = {}
    for number, part in enumerate(parts_of(1, 2, 2)):
        count = counts.get(part, 0)
        starts = range(0, count, _JOB)
        jobs = (_Job(task, part, lengths, min(_JOB, count - start), (seed, number, start)) for start in starts)
        drawn = [question for questions in workers.map(_draw, jobs) for question in questions]
        if drawn:
            found[part] = drawn
    known = {_key(question) for question in found.get(_TRAIN, ())}
    for part in found:
        if part == _SEEN or part[0] == "calibration":
            found[part] = [question for question in found[part] if _key(question) not in known]
        if part[0] == "test":
            known |= set(map(_key, found[part]))
    return found


def _draw(job: _Job) -> list[Question]:
    rng = random.Random(repr(job.seed))
    wanted = partial(_belongs, job.part[1] == UNSEEN)
    faults = _FAULTS if job.part == _TRAIN else 1
    return [draw_question(job.task, wanted, job.lengths, rng, faults) for _ in range(job.questions)]


def _belongs(to_unseen: bool, skeleton: str) -> bool:
    return (zlib.crc32(skeleton.encode()) % _UNSEEN_SHARE == 0) == to_unseen


def _key(question: Question) -> tuple[tuple[str, ...], ...]:
    return tuple(map(tuple, question.lines))


def format_of(parts: Mapping[Part, Sequence[Question]]) -> Listing | Canvas:
    """The format for the questions of train and test. Those for calibration do not change it."""
    return format_for([question for part, found in parts.items() if part[0] != "calibration" for question in found])


def format_for(questions: Sequence[Question]) -> Listing | Canvas:
    """The format in which all of these questions have room."""
    return _listing_for(questions) if questions[0].task == OUTPUT else _canvas_for(questions)


def _canvas_for(questions: Sequence[Question]) -> Canvas:
    texts = [lines for question in questions for lines in (question.lines[1:], question.right[1:])]
    tokens = {token for lines in texts for line in lines for token in line}
    longest = max(sum(1 + len(line) + (LONGEST_GAP - 1) * line.count(GAP) for line in lines) for lines in texts)
    return Canvas(questions[0].task, tuple(sorted(tokens.difference(MARKS))), longest)


def _listing_for(questions: Sequence[Question]) -> Listing:
    lines = [line for question in questions for line in question.lines]
    notes = [note for question in questions for note in question.notes]
    texts = [*lines, *notes, *(question.answer for question in questions)]
    most_notes = max(len(question.notes) for question in questions)
    note_len = max(map(len, notes), default=0)
    tokens = sorted({token for text in texts for token in text if not _is_number(token)})
    smallest, largest = (
        bound(int(token) for text in texts for token in text if _is_number(token)) for bound in (min, max)
    )
    numbers = range(smallest, largest + 1)
    layout = Layout(
        answer_slots=max(len(question.answer) for question in questions),
        note_slots=most_notes * note_len,
        note_len=note_len,
        line_len=max(map(len, texts)),
        numbers=NumberTokens(first=len(SPECIAL) + len(tokens), smallest=smallest, count=len(numbers)),
    )
    return Listing((*tokens, *map(str, numbers)), layout, max(len(question.lines) for question in questions))


def _is_number(token: str) -> bool:
    return token.removeprefix("-").isdecimal()


def write_questions(
    output_dir: str | Path,
    parts: Mapping[Part, Sequence[Question]],
    rows: Listing | Canvas,
    *,
    seed: int,
    options: dict[str, Any] | None = None,
) -> None:
    """Write the questions as a data set; print how many there are, and how many of them have no room in the rows.

    Raises:
        UserError: no question of a part has room, or the folder cannot be written.
    """
    token_type = smallest_dtype(rows.vocab_size - 1)
    total = sum(map(len, parts.values()))
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
        for (split, name), drawn in parts.items():
            fitting = [(question, row) for question in drawn if (row := _row(rows, split, question))]
            if not fitting:
                raise UserError(f"{output_dir}: no question of {split}/{name} is new and has room in the rows")
            questions = [question for question, _ in fitting]
            inputs, labels = (np.stack([row[place] for _, row in fitting]) for place in (0, 1))
            writer.add_set(split, name, inputs=inputs, labels=labels)
            writer.add_meta(split, name, [question.facts | {"task": question.task} for question in questions])
            if split != "train" and questions[0].task != OUTPUT:
                problems = (as_json(_problem(question, number)) for number, question in enumerate(questions))
                writer.add_lines(split, f"{name}{SUFFIX}", problems)
            lost = len(drawn) - len(questions)
            left_out = f"; {lost} have no room or other tokens, and are left out" if lost else ""
            print(f"{output_dir}: {split}/{name} {len(questions)} questions{left_out}")


def _row(rows: Listing | Canvas, split: str, question: Question) -> tuple[np.ndarray, np.ndarray] | None:
    """Inputs and labels (seq_len,) of a question; None if these rows cannot hold it. Notes are for training alone."""
    try:
        if isinstance(rows, Canvas):
            labels = rows.labels(question.lines, question.right)
        else:
            labels = rows.labels(question.answer, question.notes if split == "train" and rows.layout.notes else None)
        inputs = rows.inputs(question.lines)
    except UserError:
        return None
    token_type = smallest_dtype(rows.vocab_size - 1)
    return inputs.astype(token_type), labels.astype(token_type)


def _problem(question: Question, number: int) -> Problem:
    statements = tuple(f"assert f({given}) == {result}" for given, result in question.calls)
    return Problem(
        str(number),
        question.task,
        "",
        question.program,
        "f",
        tests=Assertions(statements),
        facts={BROKEN: question.asked},
    )
