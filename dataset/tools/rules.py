"""The rules of tool calling lie with its data: `vocabulary.json` says how conversations or prompts become rows."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dataset.common import VOCABULARY_FILE
from dataset.layout import Layout, Size
from dataset.provenance import check_file
from dataset.text.word_vocabulary import WordVocabulary
from dataset.tools.format import ToolFormat
from dataset.tools.tool_json.format import CanvasFormat
from dataset.tools.tool_json.saved_format import LARGEST_JSON, read_format
from utils.errors import UserError
from utils.reading import read_object


class _Saved(BaseModel):
    """The fields of `vocabulary.json`."""

    model_config = ConfigDict(strict=True, extra="forbid")

    room: Literal["tools"]
    seq_len: Size
    layout: Layout
    words: Annotated[list[Annotated[str, Field(min_length=1)]], Field(fail_fast=True)]
    trained_tools: Annotated[list[str], Field(fail_fast=True)] = []


def load(folder: Path, check: bool = True) -> ToolFormat | CanvasFormat:
    """The format in the folder of a data set or run.

    Args:
        check: compare the file with the hash in the data set's `build.json`; False for callers that do so later.

    Raises:
        UserError: there is no vocabulary of tool calling, or it is damaged.
    """
    file = folder / VOCABULARY_FILE
    values = read_object(file, LARGEST_JSON)
    found = read_format(values, file) if "rows" in values else _tool_format(values, file)
    if check:
        check_file(folder, VOCABULARY_FILE)
    return found


def _tool_format(values: dict[str, Any], file: Path) -> ToolFormat:
    try:
        saved = _Saved.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise UserError(f"{file} is no vocabulary of tool calling: field '{field}': {first['msg']}") from None
    if saved.layout.tools is None or len(set(saved.words)) < len(saved.words):
        raise UserError(f"{file} is no vocabulary of tool calling: layout.tools is missing, or a word stands twice")
    return ToolFormat(WordVocabulary(saved.words), saved.seq_len, saved.layout, tuple(saved.trained_tools))
