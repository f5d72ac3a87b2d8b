"""The rules of outputs in JSON lie with their data: `vocabulary.json` says how prompts and outputs become rows."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dataset.common import VOCABULARY_FILE
from dataset.layout import Size
from dataset.provenance import check_file
from dataset.tool_json.canvas import Canvas
from dataset.tool_json.format import CanvasFormat
from dataset.tools.vocabulary import WordVocabulary
from utils.errors import UserError
from utils.reading import read_object

_LARGEST_JSON = 8 * 2**20
"""The most characters of the file."""
_Texts = Annotated[list[Annotated[str, Field(min_length=1)]], Field(fail_fast=True)]


class _Saved(BaseModel):
    """The fields of `vocabulary.json`."""

    model_config = ConfigDict(strict=True, extra="forbid")

    room: Literal["tool_json"]
    slots: Size
    words: Size
    known: _Texts
    pieces: _Texts
    fixed: _Texts


def load(folder: Path, check: bool = True) -> CanvasFormat:
    """The format in the folder of a data set or run.

    Args:
        check: compare the file with the hash in the data set's `build.json`; False for callers that do so later.

    Raises:
        UserError: there is no vocabulary of outputs in JSON, or it is damaged.
    """
    file = folder / VOCABULARY_FILE
    try:
        saved = _Saved.model_validate(read_object(file, _LARGEST_JSON))
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise UserError(f"{file} is no vocabulary of outputs in JSON: field '{field}': {first['msg']}") from None
    for field, texts in (("known", saved.known), ("pieces", saved.pieces)):
        if len(set(texts)) < len(texts):
            raise UserError(f"{file} is no vocabulary of outputs in JSON: field '{field}' holds a text twice")
    if check:
        check_file(folder, VOCABULARY_FILE)
    canvas = Canvas(tuple(saved.pieces), frozenset(saved.fixed))
    return CanvasFormat(WordVocabulary(saved.known), canvas, saved.slots, saved.words)
