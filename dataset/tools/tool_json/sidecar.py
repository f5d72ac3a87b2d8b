"""The examples of a set's rows: `<set>__examples.jsonl` beside the arrays."""

from __future__ import annotations

from collections.abc import Iterator

from dataset.puzzle_dataset import ExampleSet
from dataset.tools.tool_json.examples import Example, example_of
from utils.errors import UserError
from utils.reading import bounded_lines, open_text, parse_json

SUFFIX = "__examples"
"""Follows the set's name in the file's name."""
_LONGEST_LINE = 2**20


def examples_of(source: ExampleSet) -> Iterator[Example]:
    """The example of each row, in order.

    Raises:
        UserError: the file is missing or damaged.
    """
    file = source.meta_file.with_name(source.meta_file.name.replace("__meta.jsonl", f"{SUFFIX}.jsonl"))
    order = range(len(source)) if source.meta_rows is None else source.meta_rows.tolist()
    rows = set(order)
    found: dict[int, Example] = {}
    with open_text(file) as text:
        for number, line in enumerate(bounded_lines(text, file, _LONGEST_LINE)):
            if number in rows or source.meta_rows is None:
                try:
                    found[number] = example_of(parse_json(line, f"line {number + 1}"))
                except UserError as error:
                    raise UserError(
                        f"{file} is damaged (line {number + 1}: {error}); build the data set again"
                    ) from None
    if len(found) != len(source):
        raise UserError(f"{file} has {len(found)} lines for {len(source)} rows; build the data set again")
    return iter(found[number] for number in order)
