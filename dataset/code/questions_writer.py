"""Questions about code, drawn and written as a data set.

train/, test/               arrays of `dataset.code.listing` or `dataset.code.canvas`; the test sets are `seen_forms`
                            (new functions of skeletons that training has) and `unseen_forms` (of skeletons that
                            training never has)
*/<set>__meta.jsonl         what scores are grouped by
test/<set>__problems.jsonl  programs and their tests, for `evaluators.code`; not of `output`, whose answers are values
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterator, Mapping, Sequence
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
from utils.parallel import Workers

TRAIN, SEEN, UNSEEN = "train", "seen_forms", "unseen_forms"
_UNSEEN_SHARE = 10
"""One of so many skeletons is kept for the test."""
_JOB = 1_000
"""Questions that are drawn at a time."""
_FAULTS = 4
"""Most wrong tokens of a training question, or lines with a gap: more to learn from each. A test question has one."""


class _Job(NamedTuple):
    task: str
    part: str
    lengths: tuple[int, int]
    questions: int
    seed: tuple[int, ...]


def draw_questions(
    task: str, counts: Mapping[str, int], lengths: tuple[int, int], seed: int, workers: Workers
) -> dict[str, list[Question]]:
    """Questions for each part of a data set; no question of a test set is in train.

    Args:
        counts: how many there are of `TRAIN`, `SEEN` and `UNSEEN`.
        lengths: the least and the most statements of a function.
    """
    found: dict[str, list[Question]] = {}
    for number, (part, count) in enumerate(counts.items()):
        starts = range(0, count, _JOB)
        jobs = (_Job(task, part, lengths, min(_JOB, count - start), (seed, number, start)) for start in starts)
        found[part] = [question for drawn in workers.map(_draw, jobs) for question in drawn]
    trained = set(map(_key, found[TRAIN]))
    found[SEEN] = [question for question in found[SEEN] if _key(question) not in trained]
    return found


def _draw(job: _Job) -> list[Question]:
    rng = random.Random(repr(job.seed))
    wanted = partial(_belongs, job.part == UNSEEN)
    faults = _FAULTS if job.part == TRAIN else 1
    return [draw_question(job.task, wanted, job.lengths, rng, faults) for _ in range(job.questions)]


def _belongs(to_unseen: bool, skeleton: str) -> bool:
    return (zlib.crc32(skeleton.encode()) % _UNSEEN_SHARE == 0) == to_unseen


def _key(question: Question) -> tuple[tuple[str, ...], ...]:
    return tuple(map(tuple, question.lines))


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
    parts: Mapping[str, Sequence[Question]],
    rows: Listing | Canvas,
    *,
    seed: int,
    options: dict[str, Any] | None = None,
) -> None:
    """Write the questions as a data set; print how many there are.

    Raises:
        UserError: the folder cannot be written.
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
        for part, questions in parts.items():
            split, name = ("train", "all") if part == TRAIN else ("test", part)
            inputs = np.stack([rows.inputs(question.lines).astype(token_type) for question in questions])
            writer.add_set(split, name, inputs=inputs, labels=np.stack(list(_labels(rows, split, questions))))
            writer.add_meta(split, name, [question.facts | {"task": question.task} for question in questions])
            if split == "test" and questions[0].task != OUTPUT:
                problems = (as_json(_problem(question, number)) for number, question in enumerate(questions))
                writer.add_lines(split, f"{name}{SUFFIX}", problems)
            print(f"{output_dir}: {split}/{name} {len(questions)} questions")


def _labels(rows: Listing | Canvas, split: str, questions: Sequence[Question]) -> Iterator[np.ndarray]:
    """Notes are for training alone."""
    token_type = smallest_dtype(rows.vocab_size - 1)
    for question in questions:
        if isinstance(rows, Canvas):
            labels = rows.labels(question.lines, question.right)
        else:
            labels = rows.labels(question.answer, question.notes if split == "train" and rows.layout.notes else None)
        yield labels.astype(token_type)


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
