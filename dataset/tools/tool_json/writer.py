"""The files of a data set of prompts.

train/, test/            arrays of `dataset.tools.tool_json.format`; each example is a puzzle with an identifier of
                         its own, so that an output can be scored in training, too
*/all__examples.jsonl    the examples of the rows; all__meta.jsonl: what scores are grouped by
train.json, test.json    all examples, for other programs

A split `calibration` has the same files.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from dataset.common import VOCABULARY_FILE, smallest_dtype
from dataset.identifiers import BLANK
from dataset.options import require_room_for
from dataset.text.word_vocabulary import Forgetful, WordVocabulary
from dataset.tools.numerals import only_number
from dataset.tools.tool_json.arithmetic import calculated
from dataset.tools.tool_json.canvas import Canvas
from dataset.tools.tool_json.examples import CATEGORIES, Example, as_row, output_of
from dataset.tools.tool_json.expressions import close
from dataset.tools.tool_json.format import CanvasFormat
from dataset.tools.tool_json.sidecar import SUFFIX
from dataset.tools.words import split
from dataset.writer import DatasetWriter
from utils.errors import UserError
from utils.printing import one_line


def write_dataset(
    output_dir: str | Path,
    splits: Mapping[str, Sequence[Example]],
    canvas_format: CanvasFormat,
    *,
    seed: int,
    forgotten: float = 0.0,
    sources: Sequence[Path] = (),
    options: dict[str, Any] | None = None,
) -> None:
    """Write the examples of each split; print how many do not fit into a row.

    Args:
        forgotten: share of the words that a training prompt takes for unknown ones, so that a network does not rely on
            a single word.
        sources: files that the examples come from; their hashes are recorded.

    Raises:
        UserError: a split has no example that fits, or the folder cannot be written.
    """
    fitting = {split_name: _fitting(canvas_format, examples) for split_name, examples in splits.items()}
    for split_name, rows in fitting.items():
        if not rows:
            raise UserError(f"{split_name} has no example that fits into a row; see --row-words and --row-slots")
    token_type = smallest_dtype(len(canvas_format.vocabulary) - 1)
    total = sum(map(len, fitting.values()))
    require_room_for(total, canvas_format.seq_len * token_type.itemsize, f"{total} rows", output_dir)
    with DatasetWriter(
        output_dir,
        task="tools",
        vocab_size=len(canvas_format.vocabulary),
        seq_len=canvas_format.seq_len,
        identifiers=[BLANK, *(str(example.id) for rows in fitting.values() for example, _ in rows)],
        seed=seed,
        sources=sources,
        options=options,
        layout=canvas_format.layout,
    ) as writer:
        writer.add_json(VOCABULARY_FILE, canvas_format.as_json())
        first = 1
        shares = {split_name: forgotten if split_name == "train" else 0.0 for split_name in fitting}
        for split_name, rows in fitting.items():
            writer.add_set(
                split_name,
                inputs=_inputs(canvas_format, [example for example, _ in rows], shares[split_name], seed, token_type),
                labels=np.stack([labels for _, labels in rows]).astype(token_type),
                puzzle_identifiers=np.arange(first, first + len(rows), dtype=np.int32),
            )
            first += len(rows)
            writer.add_meta(split_name, "all", [_facts(example) for example, _ in rows])
            writer.add_lines(split_name, f"all{SUFFIX}", (as_row(example) for example, _ in rows))
            writer.add_json(f"{split_name}.json", [as_row(example) for example in splits[split_name]])
            lost = len(splits[split_name]) - len(rows)
            if lost:
                print(f"{output_dir}: {split_name}: {lost} examples do not fit into a row; {split_name}.json has them")


def _inputs(
    canvas_format: CanvasFormat, examples: Sequence[Example], forgotten: float, seed: int, dtype: Any
) -> np.ndarray:
    """The tokens (N, seq_len) of prompts, with some words forgotten."""
    rows = []
    for number, example in enumerate(examples):
        rng = np.random.default_rng((seed, number))
        known = Forgetful(canvas_format.vocabulary, forgotten, rng) if forgotten else canvas_format.vocabulary
        rows.append(canvas_format.inputs(example.prompt, known))
    return np.stack(rows).astype(dtype)


def format_for(train: Sequence[Example], slots: int, words: int, min_count: int, most_words: int) -> CanvasFormat:
    """The format for these examples of training.

    Args:
        slots, words: most slots of a canvas and most words of a prompt; fewer where the longest needs fewer.
        min_count: how often a word or a piece must occur to have a token or a class of its own.
        most_words: most words that are known.
    """
    pairs = [(example.prompt, output_of(example)) for example in train]
    canvas = Canvas.of(pairs, min_count)
    known = (word.text for prompt, _ in pairs for word in split(prompt))
    longest_output = max((len(canvas.encode(*pair) or ()) for pair in pairs), default=1)
    longest_prompt = max((len(split(prompt)) for prompt, _ in pairs), default=1)
    vocabulary = WordVocabulary.of(known, min_count, most_words)
    return CanvasFormat(vocabulary, canvas, max(1, min(longest_output, slots)), max(1, min(longest_prompt, words)))


def _facts(example: Example) -> dict[str, Any]:
    """The facts that scores are grouped by."""
    facts = {name: getattr(example, name) for name in ("category", "source", "kind", "template")}
    return {name: value for name, value in facts.items() if value is not None}


def _fitting(canvas_format: CanvasFormat, examples: Sequence[Example]) -> list[tuple[Example, np.ndarray]]:
    found = []
    for example in examples:
        if 0 < len(split(example.prompt)) <= canvas_format.words:
            labels = canvas_format.labels(example.prompt, output_of(example))
            if labels is not None:
                found.append((example, labels))
    return found


def summary(split_name: str, examples: Sequence[Example]) -> str:
    """One line: how many examples there are, by category and by what training knows of them."""
    categories = Counter(example.category for example in examples)
    parts = [f"{categories[category]} {category}" for category in CATEGORIES]
    unseen = sum(example.template == "unseen" for example in examples)
    parts += [f"{unseen} with a template that training never has"] if unseen else []
    return f"{len(examples)} {split_name} prompts: {', '.join(parts)}"


def doubts(examples: Sequence[Example]) -> list[str]:
    """One line if expressions do not have their expected answers; such examples are kept."""
    found = [example for example in examples if example.tool == "calculator" and not _gives_its_answer(example)]
    if not found:
        return []
    first = f"{found[0].argument!r} of {found[0].id} should give {found[0].expected_answer!r}"
    return [one_line(f"{len(found)} expressions do not give the expected answer, as {first}")]


def _gives_its_answer(example: Example) -> bool:
    answer = only_number(example.expected_answer)
    try:
        return answer is None or close(float(calculated(example.argument)), answer.value)
    except UserError:
        return False
