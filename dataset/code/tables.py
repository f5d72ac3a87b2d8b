"""Rows of code data, whatever holds them: JSON (Lines), CSV, Parquet, or Lance; in a file or in a folder of files.

    rows(Path("HumanEval.csv"), ("task_id", "prompt"), ("test",), skipped)        ("HumanEval.csv:2", {...}), ...

Tables name their columns once, so a missing column is an error of the whole file. Rows of JSON name their fields
themselves, so a row without a field is left out by the reader. Rows are read one after the other, within bounds.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from dataset.sources import json_rows
from dataset.sources.skipped import Skipped
from utils.errors import UserError
from utils.reading import bounded_lines, is_file, is_folder, open_text, require_file

Column = str | tuple[str, ...]
"""A column's name, or the names that it may have."""
LONGEST_ROW = 2**26
"""Most characters of a row: tests of contests are long."""
_BATCH = 16
"""Rows of Parquet and Lance that are in memory together."""
_CSV, _PARQUET, _LANCE = (".csv", ".csv.gz"), (".parquet",), ".lance"


def rows(
    path: Path, columns: Sequence[Column], also: Sequence[str], skipped: Skipped
) -> Iterator[tuple[str, dict[str, Any] | Any]]:
    """The rows of a file, of a Lance folder, or of all such in a folder, with names such as `logs.jsonl:17`.

    Args:
        columns: those that a table must have.
        also: those that are read where a table has them.
        skipped: is told of rows and files that cannot be read.

    Raises:
        UserError: there is no such path, a table lacks a column, or the package that reads it is missing.
    """
    if not is_folder(path):
        require_file(path)
    found = [path] if _is_table(path) or not is_folder(path) else _files(path)
    for file in found:
        yield from _rows_of(file, path.name if file == path else str(file.relative_to(path)), columns, also, skipped)


def files(path: Path) -> list[Path]:
    """All regular files that a path of `rows` stands for."""
    if not is_folder(path):
        return [path]
    tables = [path] if _is_table(path) else _files(path)
    return [
        file
        for table in tables
        for file in (sorted(table.rglob("*")) if is_folder(table) else [table])
        if is_file(file)
    ]


def _files(folder: Path) -> list[Path]:
    endings = (*json_rows.ENDINGS, *(f"{end}.gz" for end in json_rows.ENDINGS), *_CSV, *_PARQUET)
    tables = [path for path in sorted(folder.rglob(f"*{_LANCE}")) if _is_table(path)]
    found = [
        path
        for path in sorted(folder.rglob("*"))
        if (path.name.endswith(endings) and is_file(path) or path in tables)
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and not any(table in path.parents for table in tables)
    ]
    if not found:
        raise UserError(f"{folder} holds no files whose names end in {', '.join((*endings, _LANCE))}")
    return found


def _is_table(path: Path) -> bool:
    """Whether a path is a folder of Lance's."""
    return is_folder(path) and (path.name.endswith(_LANCE) or is_folder(path / "_versions"))


def _rows_of(
    path: Path, name: str, columns: Sequence[Column], also: Sequence[str], skipped: Skipped
) -> Iterator[tuple[str, Any]]:
    if is_folder(path):
        yield from _guarded(_lance(path, columns, also), name, 1, skipped)
    elif path.name.endswith(_PARQUET):
        yield from _guarded(_parquet(path, columns, also), name, 1, skipped)
    elif path.name.endswith(_CSV):
        yield from _guarded(_csv(path, columns), name, 2, skipped)
    else:
        yield from json_rows.rows(path, skipped, name, LONGEST_ROW)


class _Unreadable(Exception):
    """A table that breaks off, with the reason."""


def _guarded(
    found: Iterable[tuple[int, dict[str, Any]]], name: str, number: int, skipped: Skipped
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Rows with names; a table that breaks off, and one without rows, is counted."""
    last = None
    try:
        for last, row in found:
            yield f"{name}:{last}", row
        if last is None:
            skipped.add("a file without rows", f"{name}:{number}")
    except _Unreadable as error:
        skipped.add("a file that cannot be read", f"{name}:{number if last is None else last + 1}", str(error))


def _csv(path: Path, columns: Sequence[Column]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Rows by the number of their last line."""
    try:
        with open_text(path, newline="") as file:
            reader = csv.DictReader(bounded_lines(file, path, LONGEST_ROW), strict=True)
            if reader.fieldnames is None:
                return
            reader.fieldnames = [str(name).strip() for name in reader.fieldnames]
            wanted(path, columns, reader.fieldnames)
            for row in reader:
                if None in row or None in row.values():
                    raise _Unreadable(f"line {reader.line_num} has another number of cells than the header")
                yield reader.line_num, row
    except MissingColumn:
        raise
    except (csv.Error, UserError) as error:
        raise _Unreadable(str(error)) from None


def _parquet(path: Path, columns: Sequence[Column], also: Sequence[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError:
        raise _without("pyarrow", path) from None
    try:
        with ParquetFile(path) as file:
            names = wanted(path, columns, file.schema_arrow.names, also)
            yield from _batches(file.iter_batches(_BATCH, columns=names))
    except (ArrowException, OSError) as error:
        raise _Unreadable(str(error)) from None


def _lance(path: Path, columns: Sequence[Column], also: Sequence[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        import lance
    except ImportError:
        raise _without("pylance", path) from None
    try:
        table = lance.dataset(str(path))
        names = wanted(path, columns, table.schema.names, also)
        yield from _batches(table.to_batches(columns=names, batch_size=_BATCH, scan_in_order=True))
    except MissingColumn:
        raise
    except (OSError, ValueError, RuntimeError) as error:  # what it raises for all that is wrong with its files
        raise _Unreadable(str(error)) from None


def _batches(batches: Iterable[Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    number = 0
    for batch in batches:
        for row in batch.to_pylist():
            number += 1
            yield number, row


class MissingColumn(UserError):
    """A table lacks a column that its format has."""


def wanted(path: Path, columns: Sequence[Column], names: Sequence[str], also: Sequence[str] = ()) -> list[str]:
    """The columns of a table that are read.

    Raises:
        MissingColumn: one that is needed is not there.
    """
    found = []
    for column in columns:
        options = (column,) if isinstance(column, str) else column
        chosen = next((name for name in options if name in names), None)
        if chosen is None:
            has = ", ".join(names) if names else "none"
            raise MissingColumn(f"{path} has no column {' or '.join(map(repr, options))}; its columns: {has}")
        found.append(chosen)
    return found + [name for name in also if name in names and name not in found]


def _without(package: str, path: Path) -> UserError:
    """The error of a package that is not installed."""
    return UserError(f"{path} needs the package {package} to be read: uv sync --extra code")
