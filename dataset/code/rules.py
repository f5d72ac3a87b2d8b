"""The rules of code lie with its data: `vocabulary.json` says how code becomes rows."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dataset.code.line_canvas import LineCanvas
from dataset.code.line_format import LineFormat
from dataset.code.listing import Listing
from dataset.common import VOCABULARY_FILE
from dataset.layout import Layout, Size
from dataset.provenance import check_file
from dataset.tasks import TaskOption
from dataset.text.word_vocabulary import WordVocabulary
from utils.errors import UserError
from utils.reading import read_object

OPTION = TaskOption("code", "a function in Python with a wrong token, a gap `___` or a call behind it")
_LARGEST_JSON = 8 * 2**20
"""The most characters of the file."""


_Texts = Annotated[list[Annotated[str, Field(min_length=1)]], Field(fail_fast=True)]


class _SavedListing(BaseModel):
    """The fields of the `vocabulary.json` of questions in lines."""

    model_config = ConfigDict(strict=True, extra="forbid")

    room: Literal["code"]
    rows: Literal["listing"]
    lines: Size
    layout: Layout
    tokens: _Texts


class _SavedLine(BaseModel):
    """The fields of the `vocabulary.json` of sentences that a line of code answers."""

    model_config = ConfigDict(strict=True, extra="forbid")

    room: Literal["code"]
    rows: Literal["line"]
    slots: Size
    words: Size
    known: _Texts
    pieces: _Texts
    fixed: _Texts


def load(folder: Path, check: bool = True) -> Listing | LineFormat:
    """The format in the folder of a data set or run.

    Args:
        check: compare the file with the hash in the data set's `build.json`; False for callers that do so later.

    Raises:
        UserError: there is no vocabulary of code, or it is damaged.
    """
    file = folder / VOCABULARY_FILE
    values = read_object(file, _LARGEST_JSON)
    try:
        found = _line_format(values) if values.get("rows") == "line" else _listing(values)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise UserError(f"{file} is no vocabulary of code: field '{field}': {first['msg']}") from None
    except ValueError as error:
        raise UserError(f"{file} is no vocabulary of code: {error}") from None
    if check:
        check_file(folder, VOCABULARY_FILE)
    return found


def _listing(values: dict[str, Any]) -> Listing:
    saved = _SavedListing.model_validate(values)
    if saved.layout.line_len is None or len(set(saved.tokens)) < len(saved.tokens):
        raise ValueError("layout.line_len is missing, or a token stands twice")
    return Listing(tuple(saved.tokens), saved.layout, saved.lines)


def _line_format(values: dict[str, Any]) -> LineFormat:
    saved = _SavedLine.model_validate(values)
    for field in ("known", "pieces"):
        if len(set(getattr(saved, field))) < len(getattr(saved, field)):
            raise ValueError(f"field '{field}' holds a text twice")
    canvas = LineCanvas(tuple(saved.pieces), frozenset(saved.fixed))
    return LineFormat(WordVocabulary(saved.known), canvas, saved.slots, saved.words)
