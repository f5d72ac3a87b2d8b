"""From questions and answers to a data set of text (`dataset.text.format`); all builders of text tasks use it.

    write_examples("data/riddles", {("train", "all"): train, ("test", "all"): test}, task="qa", seed=0)

Beside the arrays it writes `vocabulary.json`, and for each set `<split>/<set>__meta.jsonl`: one line for each example,
in the order of the arrays, with the facts that evaluators group by.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from dataset.common import VOCABULARY_FILE, smallest_dtype
from dataset.layout import Layout
from dataset.options import require_room_for
from dataset.text.format import TextFormat
from dataset.text.vocabulary import Kind, Vocabulary
from dataset.writer import DatasetWriter
from utils.errors import UserError


@dataclass(frozen=True)
class Example:
    """A question and its answer, both texts, and facts about it.

    Attributes:
        facts: JSON values by name, such as `{"kind": "kinship", "hops": 2}`.
        notes: intermediate results that lead to the answer, in order. They are written for the `train` split only.
    """

    question: str
    answer: str
    facts: dict[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


Sets = Mapping[tuple[str, str], Sequence[Example]]
"""Examples by split and set, as in `{("test", "iid"): [...]}`."""


def write_examples(
    output_dir: str | Path,
    sets: Sets,
    *,
    task: str,
    seed: int,
    kind: Kind = "words",
    spelled: Mapping[str, Sequence[str]] | None = None,
    min_count: int = 1,
    letters: bool = False,
    seq_len: int | None = None,
    in_lines: bool = False,
    room_for_longer: bool = False,
    exchangeable: Sequence[Collection[str]] = (),
    line_names: Sequence[str] = (),
    sources: Sequence[str | Path] = (),
    options: dict[str, Any] | None = None,
) -> TextFormat:
    """Write a data set of text; print the number of examples of each set, and how many were left out.

    Args:
        sets: the vocabulary is made from the `train` split; other splits add the parts of unknown words only.
        kind: whether tokens are words or characters.
        spelled, min_count: see `Vocabulary.of_words`.
        letters: add all letters and digits to the tokens, so that any word can be spelled.
        seq_len: length of a row; longer examples are left out and counted. By default the longest fits.
        in_lines: whether each sentence has a line of its own, see `dataset.text.format`.
        room_for_longer: give rows room for as many notes as any question needs, and not only any training question.
        exchangeable: classes of tokens that may replace each other in every example; tokens may be missing in the data.
        line_names: words by which notes name lines of the story, the last line first; each becomes a token.

    Raises:
        UserError: a set is empty, or a test question is in train.
    """
    _check(sets)
    train = [text for (split, _), examples in sets.items() if split == "train" for text in _texts(examples)]
    train += line_names
    others = [text for (split, _), examples in sets.items() if split != "train" for text in _texts(examples)]
    if kind == "characters":
        vocabulary = Vocabulary.of_characters([*train, *others])
    else:
        vocabulary = Vocabulary.of_words(train, spelled=spelled, min_count=min_count, also=others)
    if letters:
        vocabulary = vocabulary.with_letters()
    text_format = _format(vocabulary, sets, seq_len, in_lines, room_for_longer, exchangeable, line_names)
    fitting = _fitting(sets, text_format, seq_len)
    token_type = smallest_dtype(len(vocabulary) - 1)
    rows = sum(map(len, fitting.values()))
    width = text_format.seq_len * token_type.itemsize
    require_room_for(rows, width, f"{rows} rows of {text_format.seq_len} tokens", output_dir)
    with DatasetWriter(
        output_dir,
        task=task,
        vocab_size=len(vocabulary),
        seq_len=text_format.seq_len,
        seed=seed,
        sources=sources,
        options=options,
        layout=text_format.layout,
    ) as writer:
        writer.add_json(VOCABULARY_FILE, text_format.as_json())
        for (split, name), kept in fitting.items():
            writer.add_set(
                split,
                name,
                inputs=np.stack([text_format.question(example.question).astype(token_type) for example in kept]),
                labels=np.stack([_label(example, split, text_format).astype(token_type) for example in kept]),
            )
            writer.add_meta(split, name, [example.facts for example in kept])
            left_out = len(sets[split, name]) - len(kept)
            left = f", {left_out} left out: longer than {seq_len} tokens" if left_out else ""
            print(f"{output_dir}: {split}/{name} {len(kept)} questions{left}")
    layout = text_format.layout
    notes = f", {layout.note_slots} for notes" if layout.notes else ""
    lines = f", then lines of {layout.line_len}" if in_lines else ""
    print(
        f"{output_dir}: {len(vocabulary)} tokens, rows of {text_format.seq_len}, the first {layout.answer_slots}"
        f" for the answer{notes}{lines}"
    )
    return text_format


def _label(example: Example, split: str, text_format: TextFormat) -> np.ndarray:
    """The label of an example; notes are for training only, since longer test questions may need more slots."""
    return text_format.answer(example.answer, example.notes if split == "train" else None)


def _check(sets: Sets) -> None:
    for (split, name), examples in sets.items():
        if not examples:
            raise UserError(f"{split}/{name} has no questions")
    train = {example.question for (split, _), examples in sets.items() if split == "train" for example in examples}
    for (split, name), examples in sets.items():
        shared = [example.question for example in examples if split != "train" and example.question in train]
        if shared:
            raise UserError(f"{len(shared)} questions of {split}/{name} stand in train too, as {shared[0]!r}")


def told(example: Example) -> tuple[str, ...]:
    """All texts of an example."""
    return (example.question, example.answer, *example.notes)


def _texts(examples: Sequence[Example]) -> list[str]:
    return [text for example in examples for text in told(example)]


def _format(
    vocabulary: Vocabulary,
    sets: Sets,
    seq_len: int | None,
    in_lines: bool,
    room_for_longer: bool,
    exchangeable: Sequence[Collection[str]],
    line_names: Sequence[str],
) -> TextFormat:
    """The format with slots for the longest answer and most notes, and rows for the longest question or `seq_len`."""
    examples = [example for found in sets.values() for example in found]
    slots = 1 + max(len(vocabulary.encode(example.answer)) for example in examples)
    trained_notes = [example.notes for (split, _), found in sets.items() if split == "train" for example in found]
    notes = max(map(len, trained_notes), default=0)
    if notes and room_for_longer:
        notes = max(len(example.notes) for example in examples)
    note_len = max((len(vocabulary.encode(note)) for found in trained_notes for note in found), default=0)
    all_slots = slots + notes * note_len
    questions = [vocabulary.encode(example.question) for example in examples]
    line_len = None
    longest = max(map(len, questions))
    if in_lines:
        cut = [vocabulary.lines(question, longest) for question in questions]
        line_len = max(slots, note_len, max(len(line) for lines in cut for line in lines))
        longest = max(map(len, cut)) * line_len
        if seq_len is not None:
            longest = (seq_len - all_slots) // line_len * line_len
    elif seq_len is not None:
        longest = seq_len - all_slots
    numbers = {token: number for number, token in enumerate(vocabulary.tokens)}
    classes = tuple(tuple(numbers[token] for token in tokens if token in numbers) for tokens in exchangeable)
    layout = Layout(
        answer_slots=slots,
        note_slots=notes * note_len,
        note_len=note_len,
        line_len=line_len,
        digits=tuple(vocabulary.digits),
        line_names=tuple(vocabulary.encode(name)[0] for name in line_names),
    )
    return TextFormat(vocabulary, all_slots + longest, layout, classes)


def _fitting(sets: Sets, text_format: TextFormat, seq_len: int | None) -> dict[tuple[str, str], list[Example]]:
    """The examples of each set whose questions fit into a row; `UserError` if a set has none."""
    found = {}
    for (split, name), examples in sets.items():
        found[split, name] = [
            example for example in examples if text_format.fits(text_format.vocabulary.encode(example.question))
        ]
        if not found[split, name]:
            what = f"none of {len(examples)} questions fits into seq_len {seq_len}"
            raise UserError(f"{split}/{name}: {what}")
    return found
