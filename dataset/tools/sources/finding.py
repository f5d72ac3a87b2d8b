"""Files of conversations: the rows in them, and the reader that understands the rows.

    rows(Path("logs.jsonl"), skipped)                        ("logs.jsonl:1", {...}), ("logs.jsonl:2", {...}), ...
    read_conversations("openai:logs.jsonl", (), skipped)     Conversation, Conversation, ...
    read_conversations("auto:logs", (), skipped)             the same, and prints `logs/a.jsonl: read as openai`

A row is a line of JSON Lines, an element of a JSON list, or a JSON object that is a whole file. A row that is broken is
counted in `skipped`, and so is a file that cannot be read; neither stops the others.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from dataset.tools.conversations import Conversation, Tool
from dataset.tools.json_text import require_usable
from dataset.tools.schema import ToolError, read_tools
from dataset.tools.sources.base import Skip, Skipped
from utils.classes import modules_of
from utils.errors import UserError, nearest
from utils.printing import printable
from utils.reading import LONGEST_LINE, is_folder, open_text, parse_json, read_text, require_file

AUTO = "auto"
ENDINGS = (".json", ".jsonl", ".ndjson")
"""Ends of the names of files that a folder is searched for; each also with .gz behind it."""
LARGEST_FILE = 2**28
"""Most characters of a JSON list or object; JSON Lines are read line by line and have no bound."""
FIRST_ROWS = 20
"""Number of rows by which a file's format is told."""
NOT_JSON = "a row that cannot be read as JSON"
_LINE = re.compile(r"line (\d+) column \d+ \(char \d+\)$")


def rows(path: Path, skipped: Skipped, name: str | None = None) -> Iterator[tuple[str, Any]]:
    """The rows of a file, or of all files in a folder and its subfolders, with names such as `logs.jsonl:17`.

    A row's number is its line, or its place in the list, from 1. Names in a folder begin with the path inside it.

    Args:
        name: what a file is called in the names of its rows, instead of the last part of `path`.

    Raises:
        UserError: there is no such file or folder, or the folder has no file of JSON.
    """
    if not is_folder(path):
        require_file(path)
        yield from _rows_of_file(path, name or path.name, skipped)
        return
    for file in files(path):
        yield from _rows_of_file(file, str(file.relative_to(path)), skipped)


def files(folder: Path) -> list[Path]:
    """The files of JSON in a folder and its subfolders, by name; hidden ones are left out.

    Raises:
        UserError: there are none.
    """
    found = [
        file
        for file in sorted(folder.rglob("*"))
        if file.name.removesuffix(".gz").endswith(ENDINGS)
        and not any(part.startswith(".") for part in file.relative_to(folder).parts)
        and not is_folder(file)
    ]
    if not found:
        raise UserError(f"{folder} holds no files whose names end in {', '.join(ENDINGS)}, or these with .gz")
    return found


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
    head, colon, path = source.partition(":")
    name, *settings = head.split(",")
    if not colon or not path:
        raise UserError(f"source {source}: must be FORMAT:PATH, or {AUTO}:PATH, as in openai:logs.jsonl")
    known = [AUTO, *readers()]
    if name not in known:
        raise UserError(f"source {source}: no format '{name}'{nearest(name, known)}; formats: {', '.join(known)}")
    options: dict[str, str] = {}
    allowed: tuple[str, ...] = getattr(readers().get(name), "OPTIONS", ())
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals or key not in allowed:
            what = f"options of {name}: {', '.join(allowed)}" if allowed else f"{name} has no options"
            raise UserError(f"source {source}: '{setting}' is no option{nearest(key, allowed)}; {what}")
        options[key] = value
    return name, Path(path), options


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


def line_of(error: UserError, otherwise: int = 1) -> int:
    """The line of a file at which it stops being JSON, by the error's message."""
    found = _LINE.search(str(error))
    return int(found[1]) if found else otherwise


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


def _rows_of_file(path: Path, name: str, skipped: Skipped) -> Iterator[tuple[str, Any]]:
    number = 0
    try:
        for number, text, value in _values(path):
            where = f"{name}:{number}"
            if text is not None and len(text) > LONGEST_LINE:
                skipped.add(f"a row longer than {LONGEST_LINE} characters", where)
                continue
            try:
                if text is not None:
                    value = parse_json(text, "the row")
                require_usable(value, "the row")
            except UserError as error:
                skipped.add(NOT_JSON, where, str(error).removeprefix("the row is not JSON: "))
            else:
                yield where, value
        if number == 0:
            skipped.add("a file without rows", f"{name}:1")
    except UserError as error:  # of the file as a whole: no text, no gzip, too large
        skipped.add("a file that cannot be read", f"{name}:{line_of(error, number + 1)}", str(error))


def _values(path: Path) -> Iterator[tuple[int, str | None, Any]]:
    """The rows of a file as number, text and value; a row of JSON Lines has its text, others their value."""
    whole = _whole_value(path)
    if whole is None:
        for number, line in _lines(path):
            yield number, line, None
    elif isinstance(whole, list):
        for number, value in enumerate(whole, 1):
            yield number, None, value
    else:
        yield 1, None, whole


def _whole_value(path: Path) -> Any:
    """The value of a file that is one JSON list or object; None if the file is JSON Lines.

    Raises:
        UserError: the file is neither, or larger than `LARGEST_FILE` characters.
    """
    start = list(itertools.islice(_lines(path), 2))
    if not start:
        return []
    if len(start) == 2 and _is_row(start[0][1]):
        return None
    try:
        return parse_json(read_text(path, LARGEST_FILE), printable(path.name))
    except UserError:
        if path.name.removesuffix(".gz").endswith(".jsonl"):
            return None
        sample = [_is_row(line) for _, line in itertools.islice(_lines(path), 2 * FIRST_ROWS)]
        if 2 * sum(sample) >= len(sample):
            return None
        raise


def _is_row(line: str) -> bool:
    """Whether a line is a row of JSON Lines: an object or a list in itself."""
    try:
        return isinstance(parse_json(line, "the line"), dict | list)
    except UserError:
        return False


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Lines that are not blank, with their numbers; a line that is too long is cut to `LONGEST_LINE` + 1 characters."""
    with open_text(path) as file:
        number = 0
        while line := file.readline(LONGEST_LINE + 1):
            number += 1
            rest = line
            while rest and not rest.endswith("\n"):
                rest = file.readline(LONGEST_LINE)
            if line.strip():
                yield number, line
