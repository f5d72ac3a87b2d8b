"""Rows of JSON files: lines of JSON Lines, elements of a JSON list, or an object that is a whole file; also gzipped.

rows(Path("logs.jsonl"), skipped)                        ("logs.jsonl:1", {...}), ("logs.jsonl:2", {...}), ...

A row that is broken is counted in `skipped`, and so is a file that cannot be read; neither stops the others.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dataset.sources.skipped import Skipped
from utils.errors import UserError
from utils.printing import printable
from utils.reading import LONGEST_LINE, is_folder, open_text, parse_json, read_text, require_file, require_usable

ENDINGS = (".json", ".jsonl", ".ndjson")
"""Ends of the names of files that a folder is searched for; each also with .gz behind it."""
LARGEST_FILE = 2**28
"""Most characters of a JSON list or object; JSON Lines are read line by line and have no bound."""
FIRST_ROWS = 20
"""Number of rows by which a file's format is told."""
NOT_JSON = "a row that cannot be read as JSON"
_LINE = re.compile(r"line (\d+) column \d+ \(char \d+\)$")


def rows(
    path: Path, skipped: Skipped, name: str | None = None, longest: int = LONGEST_LINE
) -> Iterator[tuple[str, Any]]:
    """The rows of a file, or of all files in a folder and its subfolders, with names such as `logs.jsonl:17`.

    A row's number is its line, or its place in the list, from 1. Names in a folder begin with the path inside it.

    Args:
        name: what a file is called in the names of its rows, instead of the last part of `path`.
        longest: most characters of a row of JSON Lines.

    Raises:
        UserError: there is no such file or folder, or the folder has no file of JSON.
    """
    if not is_folder(path):
        require_file(path)
        yield from _rows_of_file(path, name or path.name, skipped, longest)
        return
    for file in files(path):
        yield from _rows_of_file(file, str(file.relative_to(path)), skipped, longest)


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


def line_of(error: UserError, otherwise: int = 1) -> int:
    """The line of a file at which it stops being JSON, by the error's message."""
    found = _LINE.search(str(error))
    return int(found[1]) if found else otherwise


def _rows_of_file(path: Path, name: str, skipped: Skipped, longest: int) -> Iterator[tuple[str, Any]]:
    number = 0
    try:
        for number, text, value in _values(path, longest):
            where = f"{name}:{number}"
            if text is not None and len(text) > longest:
                skipped.add(f"a row longer than {longest} characters", where)
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


def _values(path: Path, longest: int) -> Iterator[tuple[int, str | None, Any]]:
    """The rows of a file as number, text and value; a row of JSON Lines has its text, others their value."""
    whole = _whole_value(path, longest)
    if whole is None:
        for number, line in _lines(path, longest):
            yield number, line, None
    elif isinstance(whole, list):
        for number, value in enumerate(whole, 1):
            yield number, None, value
    else:
        yield 1, None, whole


def _whole_value(path: Path, longest: int) -> Any:
    """The value of a file that is one JSON list or object; None if the file is JSON Lines.

    Raises:
        UserError: the file is neither, or larger than `LARGEST_FILE` characters.
    """
    start = list(itertools.islice(_lines(path, longest), 2))
    if not start:
        return []
    if len(start) == 2 and _is_row(start[0][1]):
        return None
    try:
        return parse_json(read_text(path, LARGEST_FILE), printable(path.name))
    except UserError:
        if path.name.removesuffix(".gz").endswith(".jsonl"):
            return None
        sample = [_is_row(line) for _, line in itertools.islice(_lines(path, longest), 2 * FIRST_ROWS)]
        if 2 * sum(sample) >= len(sample):
            return None
        raise


def _is_row(line: str) -> bool:
    """Whether a line is a row of JSON Lines: an object or a list in itself."""
    try:
        return isinstance(parse_json(line, "the line"), dict | list)
    except UserError:
        return False


def _lines(path: Path, longest: int) -> Iterator[tuple[int, str]]:
    """Lines that are not blank, with their numbers; a line that is too long is cut to `longest` + 1 characters."""
    with open_text(path) as file:
        number = 0
        while line := file.readline(longest + 1):
            number += 1
            rest = line
            while rest and not rest.endswith("\n"):
                rest = file.readline(longest)
            if line.strip():
                yield number, line
