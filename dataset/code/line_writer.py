"""Sentences and lines of code, read from a source and written as a data set.

train/, test/             arrays of `dataset.code.line_format`
*/all__meta.jsonl         what scores are grouped by
*/all__problems.jsonl     sentences and lines, for `evaluators.code_lines`

Training has each line several times if it is told so, each time with other words forgotten. The test has each line
once; a line that no canvas can hold has an empty label, so that it counts as wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from dataset.code.line_canvas import LineCanvas
from dataset.code.line_format import LineFormat
from dataset.code.problem import Problem
from dataset.code.sentences import tokens, words
from dataset.code.sources.finding import files_of, parse_source, read_problems
from dataset.code.written import SUFFIX, as_json
from dataset.common import VOCABULARY_FILE, smallest_dtype
from dataset.options import require_room_for
from dataset.sources.skipped import Skipped
from dataset.text.word_vocabulary import Forgetful, WordVocabulary
from dataset.writer import DatasetWriter
from utils.errors import UserError

SOURCE = "django"
"""The format whose problems are a sentence and a line."""
_TRAIN_FILE, _TEST_FILE = re.compile(r"(.*/)?train[^/]*"), re.compile(r"(.*/)?(valid|test)[^/]*")
_TRAIN_LINES, _TEST_LINES = 16_000, 17_000
"""The customary split of the one file `all.code`: the first 16,000 lines, 1,000 that are left out here, the rest."""
_MOST_WORDS = 8_000
"""Most words that are known."""
_MIN_COUNT = 2
"""How often a word or a token of a line must occur in train to be known."""


class Room(NamedTuple):
    """How much a row has room for, and how training rows are made.

    Attributes:
        slots, words: of a row.
        copies: how often training has each line.
        forgotten: share of the words that a training row takes for unknown ones.
    """

    slots: int
    words: int
    copies: int
    forgotten: float


def build_lines(
    source: str, output_dir: str, room: Room, seed: int, options: dict[str, Any], like: LineFormat | None = None
) -> None:
    """Read a source and write it as a data set; print what was left out.

    Args:
        like: the format of the rows; by default one for the lines of training.

    Raises:
        UserError: the source is of another format, has no train or no test lines, or the folder cannot be written.
    """
    if parse_source(source)[0] != SOURCE:
        raise UserError(f"--source {source}: only {SOURCE}:FOLDER has a sentence for each line of code")
    skipped = Skipped(report=print)
    splits: dict[str, list[Problem]] = {"train": [], "test": []}
    for problem in read_problems(source, skipped):
        split = split_of(problem.id)
        if split is not None:
            splits[split].append(problem)
    for split, problems in splits.items():
        if not problems:
            raise UserError(
                f"--source {source}: no lines for {split}; name a folder of train.jsonl.gz and valid.jsonl.gz"
            )
    line_format = like or format_for(splits["train"], room)
    _write(output_dir, splits, line_format, room, seed, options, files_of(source))


def split_of(place: str) -> str | None:
    """The split of a row of this name, `FILE:NUMBER`; None if it belongs to none."""
    name, _, number = place.rpartition(":")
    if _TRAIN_FILE.fullmatch(name):
        return "train"
    if _TEST_FILE.fullmatch(name):
        return "test"
    if name.endswith(".code"):
        line = int(number)
        return "train" if line <= _TRAIN_LINES else "test" if line > _TEST_LINES else None
    return None


def format_for(train: Iterable[Problem], room: Room) -> LineFormat:
    """The format for these lines of training; it has no more room than they need."""
    pairs = [(problem.text, problem.code or "") for problem in train]
    canvas = LineCanvas.of(pairs, _MIN_COUNT)
    said = [words(sentence) for sentence, _ in pairs]
    longest = max(
        len(canvas.encode(*pair) or ()) for pair in zip(said, (tokens(line) for _, line in pairs), strict=True)
    )
    known = WordVocabulary.of((word.text for sentence in said for word in sentence), _MIN_COUNT, _MOST_WORDS)
    return LineFormat(known, canvas, min(longest, room.slots), min(max(map(len, said)), room.words))


def _write(
    output_dir: str,
    splits: dict[str, list[Problem]],
    line_format: LineFormat,
    room: Room,
    seed: int,
    options: dict[str, Any],
    sources: Sequence[Path],
) -> None:
    token_type = smallest_dtype(len(line_format.vocabulary) - 1)
    rows = len(splits["train"]) * room.copies + len(splits["test"])
    require_room_for(rows, line_format.seq_len * token_type.itemsize, f"{rows} rows", output_dir)
    with DatasetWriter(
        output_dir,
        task="code",
        vocab_size=len(line_format.vocabulary),
        seq_len=line_format.seq_len,
        seed=seed,
        sources=sources,
        options=options,
        layout=line_format.layout,
    ) as writer:
        writer.add_json(VOCABULARY_FILE, line_format.as_json())
        for split, problems in splits.items():
            labelled = [(problem, line_format.labels(problem.text, problem.code or "")) for problem in problems]
            lost = sum(labels is None for _, labels in labelled)
            if split == "train":
                labelled = [pair for pair in labelled if pair[1] is not None]
                if not labelled:
                    raise UserError("no line of train fits into a row; see --row-slots and --row-words")
                inputs = _training_inputs([problem for problem, _ in labelled], line_format, room, seed)
                labelled *= room.copies
            else:
                inputs = [line_format.inputs(problem.text, cut=True) for problem, _ in labelled]
            empty = line_format.no_labels()
            writer.add_set(
                split,
                inputs=np.stack(inputs).astype(token_type),
                labels=np.stack([empty if labels is None else labels for _, labels in labelled]).astype(token_type),
            )
            writer.add_meta(split, "all", [_facts(problem, labels) for problem, labels in labelled])
            if split == "test":
                writer.add_lines(split, f"all{SUFFIX}", (as_json(problem) for problem, _ in labelled))
            treated = "are left out" if split == "train" else "count as wrong"
            print(f"{output_dir}: {split}: {len(problems)} lines; {lost} do not fit into a row and {treated}")


def _training_inputs(problems: Sequence[Problem], line_format: LineFormat, room: Room, seed: int) -> list[np.ndarray]:
    """The tokens of each copy of each sentence, copy after copy."""
    found = []
    for copy in range(room.copies):
        for number, problem in enumerate(problems):
            rng = np.random.default_rng((seed, copy, number))
            known = Forgetful(line_format.vocabulary, room.forgotten, rng) if room.forgotten else None
            found.append(line_format.inputs(problem.text, known))
    return found


def _facts(problem: Problem, labels: np.ndarray | None) -> dict[str, Any]:
    """What scores are grouped by."""
    return {"tokens": len(tokens(problem.code or "")), "fits": labels is not None}
