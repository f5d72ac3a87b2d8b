"""Reading and checking `vocabulary.json`, which `dataset.text.format.TextFormat.as_json` describes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dataset.layout import Layout, Size
from utils.errors import UserError
from utils.reading import read_object

_LARGEST_JSON = 8 * 2**20
"""The most characters of the file, enough for some hundred thousand tokens."""


class SavedVocabulary(BaseModel):
    """The fields of `vocabulary.json`: those of `dataset.text.format.TextFormat` and of its vocabulary."""

    model_config = ConfigDict(strict=True)

    kind: Literal["words", "characters"]
    seq_len: Size
    layout: Layout
    exchangeable: Annotated[list[Annotated[list[int], Field(fail_fast=True)]], Field(fail_fast=True)] = []
    tokens: Annotated[
        list[Annotated[str, Field(min_length=1)]], Field(fail_fast=True)
    ]  # a million errors would take a GB


def read_vocabulary(file: Path, special: tuple[str, ...]) -> SavedVocabulary:
    """Read and check a `vocabulary.json` whose first tokens are `special`.

    Raises:
        UserError: the file cannot be read, a field is missing or has a wrong type, or fields contradict each other.
    """
    try:
        content = read_object(file, _LARGEST_JSON)
    except UserError as error:
        raise UserError(f"{file} is no vocabulary: {error}") from None
    try:
        saved = SavedVocabulary.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise UserError(f"{file} is no vocabulary: field '{field}': {first['msg']}") from None
    problem = _problem(saved, special)
    if problem:
        raise UserError(f"{file} is no vocabulary: {problem}")
    return saved


def _problem(saved: SavedVocabulary, special: tuple[str, ...]) -> str | None:
    """Which fields contradict each other; None if none do."""
    tokens = saved.tokens
    if tuple(tokens[: len(special)]) != special:
        return f"its first tokens are {tokens[: len(special)]}, not {list(special)}"
    if len(set(tokens)) < len(tokens):
        return f"the token {next(token for token, count in Counter(tokens).items() if count > 1)!r} stands there twice"
    for group in saved.exchangeable:
        if len(set(group)) < len(group) or not all(len(special) <= number < len(tokens) for number in group):
            return "a class of 'exchangeable' does not hold different tokens of text"
    if saved.layout.answer_slots is None:
        return "its layout names no answer_slots"
    if max(saved.layout.slots, saved.layout.line_len or 0) > saved.seq_len:
        return f"its answer, its notes or one of its lines do not fit into seq_len {saved.seq_len}"
    return None
