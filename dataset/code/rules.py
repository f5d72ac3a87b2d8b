"""The rules of code lie with its data: `vocabulary.json` says how code becomes rows."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from dataset.code.canvas import MARKS, Canvas
from dataset.code.line_canvas import LineCanvas
from dataset.code.line_format import LineFormat
from dataset.code.list_rows import TASK as SYNTHESIS
from dataset.code.list_rows import ExampleRows, rows_for
from dataset.code.listing import Listing
from dataset.code.questions import OUTPUT, TASKS
from dataset.common import VOCABULARY_FILE
from dataset.layout import Layout, Size
from dataset.options import folder_like
from dataset.provenance import check_file
from dataset.tasks import TaskOption
from dataset.text.word_vocabulary import WordVocabulary
from utils.errors import UserError
from utils.reading import read_object

OPTION = TaskOption(
    "code",
    "a function in Python with a wrong token, a gap `___` or a call behind it, or examples of one",
    (*TASKS, SYNTHESIS),
)
_LARGEST_JSON = 8 * 2**20
"""The most characters of the file."""
_Texts = Annotated[list[Annotated[str, Field(min_length=1)]], Field(fail_fast=True)]


class _Saved(BaseModel):
    """The fields of `vocabulary.json` that all rows have. Each kind of rows is a class, told by its field `rows`."""

    model_config = ConfigDict(strict=True, extra="forbid")

    room: Literal["code"]

    @model_validator(mode="after")
    def _texts_differ(self) -> Self:
        for name, value in self:
            if isinstance(value, list) and len(set(value)) < len(value):
                raise ValueError(f"field '{name}' has a text twice")
        return self


class _Listing(_Saved):
    rows: Literal["listing"]
    lines: Size
    layout: Layout
    tokens: _Texts

    @model_validator(mode="after")
    def _has_lines(self) -> Self:
        if self.layout.line_len is None:
            raise ValueError("layout.line_len is missing")
        return self

    def read(self) -> Listing:
        """The format."""
        return Listing(tuple(self.tokens), self.layout, self.lines)


class _Canvas(_Saved):
    rows: Literal["canvas"]
    task: Literal["repair", "fill"]
    seq_len: Size
    tokens: _Texts

    @model_validator(mode="after")
    def _marks_are_left_out(self) -> Self:
        if set(self.tokens) & set(MARKS):
            raise ValueError(f"tokens has one of {MARKS}, which every canvas has")
        return self

    def read(self) -> Canvas:
        """The format."""
        return Canvas(self.task, tuple(self.tokens), self.seq_len)


class _Examples(_Saved):
    rows: Literal["examples"]
    lines: Size
    layout: Layout
    tokens: _Texts

    def read(self) -> ExampleRows:
        """The format."""
        rows = rows_for(self.layout.answer_slots or 0)
        if (tuple(self.tokens), self.layout, self.lines) != (rows.tokens, rows.layout, rows.lines):
            raise UserError("it is for another version of the list language; build the data set again")
        return rows


class _Line(_Saved):
    rows: Literal["line"]
    slots: Size
    words: Size
    known: _Texts
    pieces: _Texts
    fixed: _Texts

    def read(self) -> LineFormat:
        """The format."""
        canvas = LineCanvas(tuple(self.pieces), frozenset(self.fixed))
        return LineFormat(WordVocabulary(self.known), canvas, self.slots, self.words)


_Format = _Listing | _Canvas | _Line | _Examples
_FORMAT: TypeAdapter[_Format] = TypeAdapter(Annotated[_Format, Field(discriminator="rows")])


def load(folder: Path, check: bool = True) -> Listing | Canvas | LineFormat:
    """The format in the folder of a data set or run.

    Args:
        check: compare the file with the hash in the data set's `build.json`; False for callers that do so later.

    Raises:
        UserError: there is no vocabulary of code, or it is damaged.
    """
    file = folder / VOCABULARY_FILE
    try:
        saved = _FORMAT.validate_python(read_object(file, _LARGEST_JSON))
        found = saved.read()
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"][1:]))  # behind the kind of rows
        where = f"field '{field}': " if field else ""
        said = first["msg"].removeprefix("Value error, ")
        raise UserError(f"{file} is no vocabulary of code: {where}{said}") from None
    except UserError as error:
        raise UserError(f"{file}: {error}") from None
    if check:
        check_file(folder, VOCABULARY_FILE)
    return found


def questions_like(path: Path, task: str) -> Listing | Canvas:
    """The format that a run, one of its checkpoints or a pretrained folder was trained with, for questions of a task.

    Raises:
        UserError: there is none, or it holds other rows.
    """
    found = load(folder_like(path, f"questions of {task}"), check=False)
    if isinstance(found, Canvas) and found.task == task:
        return found
    if isinstance(found, Listing) and not isinstance(found, ExampleRows) and task == OUTPUT:
        return found
    raise UserError(f"--like {path}: it was not trained on questions of --task {task}")


def lines_like(path: Path) -> LineFormat:
    """The same for lines of code from a source."""
    found = load(folder_like(path, "lines of a source"), check=False)
    if isinstance(found, LineFormat):
        return found
    raise UserError(f"--like {path}: it was not trained on lines of a --source")
