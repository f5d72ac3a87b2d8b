"""From examples to a data set of outputs in JSON (`dataset.tools.tool_json.format`).

Beside the arrays: `<set>__examples.jsonl`, the examples in the order of the rows, in the schema that people have; and
`<set>__meta.jsonl`, the facts that scores are grouped by. Each example is a puzzle with an identifier of its own, so
that an answer can be scored in training, too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from dataset.common import VOCABULARY_FILE, smallest_dtype
from dataset.identifiers import BLANK
from dataset.options import require_room_for
from dataset.tools.tool_json.canvas import Canvas
from dataset.tools.tool_json.examples import Example, as_row, output_of
from dataset.tools.tool_json.format import CanvasFormat
from dataset.tools.vocabulary import WordVocabulary
from dataset.tools.words import split
from dataset.writer import DatasetWriter
from utils.errors import UserError

Sets = Mapping[tuple[str, str], Sequence[Example]]
"""Examples by split and set, as in `{("test", "all"): [...]}`."""


def format_for(train: Sequence[Example], slots: int, words: int, min_count: int, most_words: int) -> CanvasFormat:
    """The format for these examples of training.

    Args:
        slots, words: most slots of a canvas and most words of a prompt; fewer are taken where the longest needs fewer.
        min_count: how often a word or piece must occur to have a token or class of its own.
        most_words: most words that are known.
    """
    canvas = Canvas.of([(example.prompt, output_of(example)) for example in train], min_count)
    known = (word.text for example in train for word in split(example.prompt))
    lengths = [len(canvas.encode(example.prompt, output_of(example)) or ()) for example in train]
    longest = max((len(split(example.prompt)) for example in train), default=1)
    return CanvasFormat(
        WordVocabulary.of(known, min_count, most_words),
        canvas,
        min(max(lengths, default=1), slots),
        min(longest, words),
    )


def write_arrays(
    output_dir: str | Path,
    sets: Sets,
    canvas_format: CanvasFormat,
    *,
    seed: int,
    sources: Sequence[str | Path] = (),
    options: dict[str, Any] | None = None,
) -> None:
    """Write a data set; print the number of examples of each set, and how many do not fit.

    Raises:
        UserError: a set has no example that fits.
    """
    fitting = {key: _fitting(canvas_format, found) for key, found in sets.items()}
    for (split_name, name), rows in fitting.items():
        if not rows:
            raise UserError(f"{split_name}/{name} has no example that fits into a row")
    token_type = smallest_dtype(len(canvas_format.vocabulary) - 1)
    label_type = smallest_dtype(canvas_format.canvas.first_word + canvas_format.words - 1)
    total = sum(map(len, fitting.values()))
    require_room_for(total, canvas_format.seq_len * (token_type.itemsize + label_type.itemsize), "rows", output_dir)
    names = [BLANK, *(str(example.id) for rows in fitting.values() for example, _ in rows)]
    with DatasetWriter(
        output_dir,
        task="tools",
        vocab_size=len(canvas_format.vocabulary),
        seq_len=canvas_format.seq_len,
        identifiers=names,
        seed=seed,
        sources=sources,
        options=options,
        layout=canvas_format.layout,
    ) as writer:
        writer.add_json(VOCABULARY_FILE, canvas_format.as_json())
        first = 1
        for (split_name, name), rows in fitting.items():
            writer.add_set(
                split_name,
                name,
                inputs=np.stack([canvas_format.inputs(example.prompt) for example, _ in rows]).astype(token_type),
                labels=np.stack([labels for _, labels in rows]).astype(label_type),
                puzzle_identifiers=np.arange(first, first + len(rows), dtype=np.int32),
            )
            first += len(rows)
            writer.add_meta(split_name, name, [facts_of(example) for example, _ in rows])
            writer.add_lines(split_name, f"{name}__examples", (as_row(example) for example, _ in rows))
            lost = len(sets[split_name, name]) - len(rows)
            print(
                f"{output_dir}: {split_name}/{name}: {len(rows)} examples"
                + (f", {lost} do not fit into a row" * (lost > 0))
            )


def facts_of(example: Example) -> dict[str, Any]:
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
