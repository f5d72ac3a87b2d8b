"""The `vocabulary.json` of prompts with a canvas: it says how prompts and outputs become rows."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dataset.common import VOCABULARY_FILE
from dataset.layout import Size
from dataset.options import folder_like
from dataset.text.word_vocabulary import WordVocabulary
from dataset.tools.tool_json.canvas import Canvas
from dataset.tools.tool_json.format import CanvasFormat
from utils.errors import UserError
from utils.reading import read_object

LARGEST_JSON = 8 * 2**20
"""The most characters of the file."""
_Texts = Annotated[list[Annotated[str, Field(min_length=1)]], Field(fail_fast=True)]


class _Saved(BaseModel):
    """The fields of `vocabulary.json`."""

    model_config = ConfigDict(strict=True, extra="forbid")

    room: Literal["tools"]
    rows: Literal["canvas"]
    slots: Size
    words: Size
    known: _Texts
    pieces: _Texts
    fixed: Annotated[list[Annotated[list[str], Field(min_length=2, max_length=2)]], Field(fail_fast=True)]


def read_format(values: dict[str, Any], file: Path) -> CanvasFormat:
    """The format that the content of a `vocabulary.json` describes.

    Raises:
        UserError: naming the file, for whatever is wrong with it.
    """
    try:
        saved = _Saved.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise UserError(f"{file} is no vocabulary of outputs in JSON: field '{field}': {first['msg']}") from None
    for field, texts in (("known", saved.known), ("pieces", saved.pieces)):
        if len(set(texts)) < len(texts):
            raise UserError(f"{file} is no vocabulary of outputs in JSON: field '{field}' holds a text twice")
    canvas = Canvas(tuple(saved.pieces), frozenset((tool, word) for tool, word in saved.fixed))
    return CanvasFormat(WordVocabulary(saved.known), canvas, saved.slots, saved.words)


def format_like(path: Path) -> CanvasFormat:
    """The format that a run, one of its checkpoints or a pretrained folder was trained with.

    Raises:
        UserError: there is none.
    """
    file = folder_like(path, "such prompts") / VOCABULARY_FILE
    return read_format(read_object(file, LARGEST_JSON), file)
