"""Files that somebody else wrote, read within bounds: whatever their bytes, a value or one `UserError`.

read_text(Path("puzzle.txt"))                  UTF-8, or UTF-16 and UTF-32 with their mark; plain, or gzip by .gz
read_json(Path("build.json"))                  any JSON value but NaN and infinity
with open_text(path) as file:                  a file too large for memory, line by line
    for line in bounded_lines(file, path): ...
"""

from __future__ import annotations

import codecs
import gzip
import io
import json
import os
import stat
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, TextIO, cast

from utils.errors import UserError

LARGEST_JSON = 16 * 2**20
"""Bytes of a JSON file that is read whole, unless its reader says otherwise."""
LONGEST_LINE = 2**20
"""Characters of a line."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark begins in the same way
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def require_file(path: Path) -> int:
    """The size of a regular file in bytes.

    Raises:
        UserError: there is none, or it is a folder, a pipe or a device.
    """
    try:
        found = os.stat(path)
    except FileNotFoundError:
        raise UserError(f"no such file: {path}") from None
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL
        raise UserError(f"cannot read {path}: {getattr(error, 'strerror', None) or error}") from None
    if stat.S_ISDIR(found.st_mode):
        raise UserError(f"{path} is a folder, and a file is needed")
    if not stat.S_ISREG(found.st_mode):
        raise UserError(f"{path} is a pipe or a device, and a regular file is needed")
    return found.st_size


def is_file(path: Path) -> bool:
    """Whether a regular file can be found there; False for a name that cannot be one."""
    return _is(path, stat.S_ISREG)


def is_folder(path: Path) -> bool:
    """Whether a folder can be found there; False for a name that cannot be one."""
    return _is(path, stat.S_ISDIR)


def _is(path: Path, kind: Callable[[int], bool]) -> bool:
    try:
        return kind(os.stat(path).st_mode)
    except (OSError, ValueError):  # too long for a name, no permission, a NUL
        return False


@contextmanager
def open_text(path: Path, newline: str | None = None) -> Iterator[TextIO]:
    """Open a text file, plain or gzip (by its ending .gz); a byte-order mark tells its encoding, else it is UTF-8.

    UTF-16 without a mark is known by the zeros of its first two characters, if these are Latin.

    Raises:
        UserError: naming the file, for whatever makes it unreadable inside the block.
    """
    require_file(path)
    try:
        with gzip.open(path, "rb") if path.suffix == ".gz" else open(path, "rb") as opened:
            raw = cast(BinaryIO, opened)
            start = cast(io.BufferedReader, opened).peek(4)[:4]
            encoding = next((name for mark, name in _MARKS if start.startswith(mark)), _unmarked(start))
            with io.TextIOWrapper(raw, encoding=encoding, newline=newline) as file:
                yield file
    except UnicodeError as error:
        raise UserError(f"cannot read {path}: it is no text in UTF-8 ({error}); save it as UTF-8") from None
    except (OSError, EOFError, zlib.error) as error:
        raise UserError(f"cannot read {path}: {getattr(error, 'strerror', None) or error}") from None


def _unmarked(start: bytes) -> str:
    zeros = [byte == 0 for byte in start]
    if zeros == [False, True, False, True]:
        return "utf-16-le"
    return "utf-16-be" if zeros == [True, False, True, False] else "utf-8"


def bounded_lines(file: TextIO, path: Path, longest: int = LONGEST_LINE) -> Iterator[str]:
    """The lines of an open file, line ends included.

    Raises:
        UserError: a line has more than `longest` characters.
    """
    number = 0
    while line := file.readline(longest + 1):
        number += 1
        if len(line) > longest:
            raise UserError(f"{path}, line {number}: longer than {longest} characters")
        yield line


def read_text(path: Path, largest: int = LARGEST_JSON) -> str:
    """The text of a file of at most so many characters.

    Raises:
        UserError: the file cannot be read, is no text, or is larger.
    """
    with open_text(path) as file:
        text = file.read(largest + 1)
    if len(text) > largest:
        raise UserError(f"{path} is larger than {largest} characters")
    return text


def read_json(path: Path, largest: int = LARGEST_JSON) -> Any:
    """The value that a JSON file of at most so many characters holds.

    Raises:
        UserError: the file cannot be read, or holds no JSON, or NaN or an infinity.
    """
    return parse_json(read_text(path, largest), str(path))


def read_object(path: Path, largest: int = LARGEST_JSON) -> dict[str, Any]:
    """The JSON object that a file holds; `UserError` as in `read_json`, and where it is another value."""
    value = read_json(path, largest)
    if not isinstance(value, dict):
        raise UserError(f"{path} holds a JSON {_kind(value)}, and an object is needed")
    return value


def parse_json(text: str, where: str) -> Any:
    """The value of a JSON text; `where` names it in messages.

    Raises:
        UserError: it is no JSON, or holds NaN or an infinity, is nested too deeply or has a number of thousands of
            digits.
    """
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except RecursionError:
        raise UserError(f"{where} is not JSON that can be read: it is nested too deeply") from None
    except ValueError as error:
        raise UserError(f"{where} is not JSON: {error}") from None


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON number")


def _kind(value: Any) -> str:
    names = {list: "list", str: "string", bool: "truth value", type(None): "null"}
    return names.get(type(value), "number")
