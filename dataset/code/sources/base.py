"""What a reader of one format is. A reader is a module of this folder, found by its file name.

    --source humaneval:HumanEval.jsonl.gz        dataset/code/sources/humaneval.py

A module has these names:

    FORMAT: str                                    one line of help: what the files hold
    COLUMNS: tuple[str | tuple[str, ...], ...]     columns that a table (CSV, Parquet, Lance) must have; a tuple has the
                                                   names that one column may have
    ALSO: tuple[str, ...]                          columns that are read where there are any
    def read(row: dict[str, Any], name: str) -> Problem
                                                   one row; `Skip` if it cannot be used. `name` is `FILE:NUMBER`

Rows come from `dataset.code.tables.rows`. Instead of `read`, a module may have `read_path`, for files that
lie beside each other:

    def read_path(path: Path, skipped: Skipped) -> Iterator[tuple[str, Problem]]      names of rows, and problems

The functions below take a field of a row, and raise `Skip` if it is not what it should be.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any

from dataset.code.python_text import parsed, why_not_python
from dataset.sources.skipped import Skip
from utils.errors import UserError
from utils.reading import parse_json


def text(row: Mapping[str, Any], *keys: str) -> str:
    """The text in the first of some fields that the row has. `Skip` if there is none, or if it is no text."""
    for key in keys:
        if row.get(key) is not None:
            if isinstance(row[key], str):
                return str(row[key])
            raise Skip(f"a '{key}' that is no text", type(row[key]).__name__)
    raise Skip(f"a row without {' or '.join(map(repr, keys))}")


def text_or(row: Mapping[str, Any], key: str, otherwise: str = "") -> str:
    """The text in a field, or `otherwise` if the row does not have it. `Skip` if it is no text."""
    return otherwise if row.get(key) is None else text(row, key)


def code(row: Mapping[str, Any], *keys: str) -> str:
    """`text`, with line ends as Python writes them."""
    return text(row, *keys).replace("\r\n", "\n").replace("\r", "\n")


def name_in(row: Mapping[str, Any], key: str, otherwise: str) -> str:
    """What a row is called by a text or an integer in it."""
    value = row.get(key)
    if value is None or value == "":
        return otherwise
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise Skip(f"a '{key}' that is neither text nor number", type(value).__name__)
    return str(value)


def texts(row: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """The texts in a field: a list, or in CSV files its form in Python or JSON. A missing field has none."""
    value = row.get(key)
    if value is None or value == "":
        return ()
    if isinstance(value, str):
        value = _written_list(value, key)
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise Skip(f"a '{key}' that is no list of texts", type(value).__name__)
    return tuple(value)


def _written_list(value: str, key: str) -> Any:
    tree = parsed(value.strip())
    try:
        if isinstance(tree, ast.Module) and len(tree.body) == 1 and isinstance(tree.body[0], ast.Expr):
            return ast.literal_eval(tree.body[0].value)
    except (ValueError, RecursionError):
        pass
    return decoded(value, key)


def decoded(value: str, key: str) -> Any:
    """The value of a field that holds JSON as text. `Skip` if it is no JSON."""
    try:
        return parse_json(value, key)
    except UserError as error:
        raise Skip(f"a '{key}' that is no JSON", str(error)) from None


def require_python(program: str, what: str) -> str:
    """The program, if it parses; else `Skip`."""
    why = why_not_python(program)
    if why is not None:
        raise Skip(f"{what} that does not parse as Python", why)
    return program


def facts_of(row: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    """Some fields of a row, where they hold something: numbers and texts as they are, other values as text."""
    found = {key: row[key] for key in keys if row.get(key) not in (None, "", [])}
    return {key: value if isinstance(value, str | int | float) else str(value) for key, value in found.items()}
