"""Files of conversations, and the reader that understands their rows.

    read_conversations("openai:logs.jsonl", (), skipped)     Conversation, Conversation, ...
    read_conversations("auto:logs", (), skipped)             the same, and prints `logs/a.jsonl: read as openai`

`dataset.sources.json_rows` reads the rows; what is broken is counted in `skipped` and does not stop the rest.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from dataset.sources.json_rows import FIRST_ROWS, files, rows
from dataset.sources.named import read_source
from dataset.sources.skipped import Skip, Skipped
from dataset.tools.conversations import Conversation, Tool
from dataset.tools.schema import ToolError, read_tools
from utils.classes import modules_of
from utils.errors import UserError
from utils.reading import is_folder, read_text

AUTO = "auto"


def files_of(source: str) -> list[Path]:
    """The files that a source names: itself, or those in its folder."""
    path = parse_source(source)[1]
    return files(path) if is_folder(path) else [path]


@cache
def readers() -> dict[str, ModuleType]:
    """The readers of this folder by format."""
    modules = modules_of("dataset.tools.sources")
    return {name: module for name, module in modules.items() if hasattr(module, "FORMAT")}


def read_conversations(
    source: str, tools: tuple[Tool, ...], skipped: Skipped, say: Callable[[str], None] = print
) -> Iterator[Conversation]:
    """The conversations of a source.

    Args:
        source: `FORMAT:PATH`, `auto:PATH`, or with options `FORMAT,KEY=VALUE,...:PATH`.
        tools: for rows that list none.
        skipped: is told what is left out.
        say: is told by `auto` which format a file has.

    Raises:
        UserError: there is no such format, option, file or folder; for `auto`, no format fits anything.
    """
    name, path, options = parse_source(source)
    if name == AUTO:
        yield from _read_auto(path, tools, skipped, say)
    else:
        yield from _read(readers()[name], path, tools, skipped, options)


def parse_source(source: str) -> tuple[str, Path, dict[str, str]]:
    """The format, path and options of a source.

    Raises:
        UserError: the source has another form, or there is no such format or option.
    """
    return read_source(source, {AUTO: None, **readers()}, "openai:logs.jsonl")


def read_tools_file(path: Path, services: bool = False) -> tuple[Tool, ...]:
    """The tools of a file: any form that `read_tools` takes.

    Raises:
        UserError: the file cannot be read or its tools cannot be understood; the message names it.
    """
    text = read_text(path)
    try:
        return read_tools(text, services)
    except ToolError as error:
        raise UserError(f"{path}: {error}") from None


def format_of(values: Iterable[Any]) -> str | None:
    """The format that claims these rows most strongly; None if none does. Equal claims: the first by name."""
    scores = dict.fromkeys(readers(), 0)
    for value in values:
        for name, module in readers().items():
            scores[name] += module.claims(value)
    best = max(scores, key=lambda name: scores[name], default=None)
    return best if best is not None and scores[best] else None


def _read(
    module: ModuleType,
    path: Path,
    tools: tuple[Tool, ...],
    skipped: Skipped,
    options: dict[str, str],
    name: str | None = None,
) -> Iterator[Conversation]:
    """The conversations of a file or folder; `name` is what a file is called in the names of its rows."""
    if hasattr(module, "read_folder"):
        yield from module.read_folder(path, skipped, **options)
    elif hasattr(module, "read_rows"):
        yield from module.read_rows(rows(path, skipped, name), tools, skipped, **options)
    else:
        for place, row in rows(path, skipped, name):
            try:
                read = module.read(row, place, tools, **options)
            except (Skip, UserError) as error:
                add_skip(skipped, error, place)
            else:
                yield from [read] if isinstance(read, Conversation) else read


def add_skip(skipped: Skipped, error: Skip | UserError, name: str) -> None:
    """Count a row that could not be read, by the reason that the error gives."""
    if isinstance(error, Skip):
        skipped.add(str(error), name, error.detail)
    elif isinstance(error, ToolError):
        skipped.add("tools that cannot be understood", name, str(error))
    else:
        skipped.add("a field that cannot be understood", name, str(error))


def _read_auto(
    path: Path, tools: tuple[Tool, ...], skipped: Skipped, say: Callable[[str], None]
) -> Iterator[Conversation]:
    """Each file as what it is; a data set of several files beside each other is read once."""
    unknown: dict[Path, str] = {}
    folders: set[tuple[str, Path]] = set()
    found = False
    for file in files(path) if is_folder(path) else [path]:
        shown = str(file.relative_to(path)) if file != path else file.name
        name = format_of(row for _, row in itertools.islice(rows(file, Skipped()), FIRST_ROWS))
        if name is None:
            unknown[file] = shown
            continue
        found = True
        place = file.parent if hasattr(readers()[name], "read_folder") and file != path else file
        if (name, place) not in folders:
            folders |= {(name, place)} if place != file else set()
            say(f"{place}: read as {name}")
            yield from _read(readers()[name], place, tools, skipped, {}, shown)
    for file, shown in unknown.items():
        if any(file.is_relative_to(folder) for _, folder in folders):
            continue  # a file of that data set which holds no conversations
        first = next(rows(file, skipped, shown), None)  # which counts a file without rows
        if first is not None:
            raw = isinstance(first[1], dict) and "role" in first[1]
            hint = "raw conversations are made into rows by dataset/convert_raw_to_dataset.py" if raw else ""
            skipped.add("no format fits the first rows", f"{shown}:1", hint)
    if not found:
        raise UserError(
            f"{AUTO}:{path}: no format fits ({'; '.join(skipped.lines())}); formats: {', '.join(readers())}"
        )
