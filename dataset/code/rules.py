"""The rules of code lie with its data: `vocabulary.json` says how code becomes rows."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dataset.code.list_rows import rows_for
from dataset.code.listing import Listing
from dataset.common import VOCABULARY_FILE
from dataset.layout import Layout, Size
from dataset.provenance import check_file
from dataset.tasks import TaskOption
from utils.errors import UserError
from utils.reading import read_object

OPTION = TaskOption(
    "code", "a function in Python with a wrong token, a gap `___` or a call behind it, or examples of one"
)
_LARGEST_JSON = 8 * 2**20
"""The most characters of the file."""


class _Saved(BaseModel):
    """The fields of `vocabulary.json`."""

    model_config = ConfigDict(strict=True, extra="forbid")

    room: Literal["code"]
    rows: Literal["listing", "examples"]
    lines: Size
    layout: Layout
    tokens: Annotated[list[Annotated[str, Field(min_length=1)]], Field(fail_fast=True)]


def load(folder: Path, check: bool = True) -> Listing:
    """The format in the folder of a data set or run.

    Args:
        check: compare the file with the hash in the data set's `build.json`; False for callers that do so later.

    Raises:
        UserError: there is no vocabulary of code, or it is damaged.
    """
    file = folder / VOCABULARY_FILE
    try:
        saved = _Saved.model_validate(read_object(file, _LARGEST_JSON))
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise UserError(f"{file} is no vocabulary of code: field '{field}': {first['msg']}") from None
    if saved.layout.line_len is None or len(set(saved.tokens)) < len(saved.tokens):
        raise UserError(f"{file} is no vocabulary of code: layout.line_len is missing, or a token stands twice")
    if check:
        check_file(folder, VOCABULARY_FILE)
    if saved.rows == "listing":
        return Listing(tuple(saved.tokens), saved.layout, saved.lines)
    rows = rows_for(saved.layout.answer_slots or 0)
    if (tuple(saved.tokens), saved.layout, saved.lines) != (rows.tokens, rows.layout, rows.lines):
        raise UserError(f"{file} is for another version of the list language; build the data set again")
    return rows
