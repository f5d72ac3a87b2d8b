"""Problems in this project's own form (`dataset.code.written`), which holds everything that a problem has."""

from __future__ import annotations

from typing import Any

from dataset.code.problem import Problem
from dataset.code.written import from_json
from dataset.sources.skipped import Skip

FORMAT = "problems as this project writes them"
COLUMNS = ("id", "source")
ALSO = ("text", "code", "entry_point", "prompt", "tests", "facts")


def read(row: dict[str, Any], name: str) -> Problem:
    """The problem of a row."""
    try:
        return from_json(row)
    except ValueError as error:
        raise Skip("a row that is no problem", str(error)) from None
