"""Read files that somebody else wrote, within bounds. Any content gives either a value or one `UserError`.

read_text(Path("puzzle.txt"))                  UTF-8, or UTF-16 or UTF-32 with a byte-order mark; plain or .gz
read_json(Path("build.json"))                  any JSON value except NaN and infinity
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
"""Most characters of a file that is read whole, unless the caller gives another bound."""
LONGEST_LINE = 2**20
"""Most characters of a line."""
DEEPEST_VALUE = 100
"""Most levels of a JSON value that readers take. Code behind `require_usable` may recurse into the value."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # must precede UTF-16, whose mark begins with the same bytes
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def require_file(path: Path) -> int:
    """The size of a regular file in bytes.

    Raises:
        UserError: there is no such file, or it is a folder, a pipe or a device.
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
    """Whether there is a regular file; False for a path that no file can have."""
    return _is(path, stat.S_ISREG)


def is_folder(path: Path) -> bool:
    """Whether there is a folder; False for a path that no folder can have."""
    return _is(path, stat.S_ISDIR)


def _is(path: Path, kind: Callable[[int], bool]) -> bool:
    try:
        return kind(os.stat(path).st_mode)
    except (OSError, ValueError):  # too long for a name, no permission, a NUL
        return False


@contextmanager
def open_text(path: Path, newline: str | None = None) -> Iterator[TextIO]:
    """Open a text file, gzip if its name ends in .gz. A byte-order mark gives its encoding; without one it is UTF-8.

    UTF-16 without a mark is recognised if its first two characters are Latin: every second byte is then zero.

    Raises:
        UserError: the file cannot be read, also if that shows only inside the block. The message names the file.
    """
    require_file(path)
    try:
        with gzip.open(path, "rb") if path.suffix == ".gz" else open(path, "rb") as opened:
            raw = cast(BinaryIO, opened)
            start = cast(io.BufferedReader, opened).peek(4)[:4]
            encoding = next((name for mark, name in _MARKS if start.startswith(mark)), _encoding_without_mark(start))
            with io.TextIOWrapper(raw, encoding=encoding, newline=newline) as file:
                yield file
    except UnicodeError as error:
        raise UserError(f"cannot read {path}: it is no text in UTF-8 ({error}); save it as UTF-8") from None
    except (OSError, EOFError, zlib.error) as error:
        raise UserError(f"cannot read {path}: {getattr(error, 'strerror', None) or error}") from None


def _encoding_without_mark(start: bytes) -> str:
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
    """The text of a file of at most `largest` characters.

    Raises:
        UserError: the file cannot be read, is not text, or is larger.
    """
    with open_text(path) as file:
        text = file.read(largest + 1)
    if len(text) > largest:
        raise UserError(f"{path} is larger than {largest} characters")
    return text


def read_json(path: Path, largest: int = LARGEST_JSON) -> Any:
    """The value in a JSON file of at most `largest` characters.

    Raises:
        UserError: the file cannot be read, is not JSON, or holds NaN or an infinity.
    """
    return parse_json(read_text(path, largest), str(path))


def read_object(path: Path, largest: int = LARGEST_JSON) -> dict[str, Any]:
    """The JSON object in a file; `UserError` as in `read_json`, and if the value is not an object."""
    value = read_json(path, largest)
    if not isinstance(value, dict):
        raise UserError(f"{path} holds a JSON {_kind(value)}, and an object is needed")
    return value


def parse_json(text: str, where: str, non_finite: bool = False) -> Any:
    """The value of a JSON text; `where` names it in messages.

    Args:
        non_finite: allow NaN and infinities, which Python writes although JSON has none.

    Raises:
        UserError: the text is not JSON, holds NaN or an infinity, is nested too deeply, or has a number of thousands
            of digits.
    """
    try:
        return json.loads(text, parse_constant=None if non_finite else _refuse_constant)
    except RecursionError:
        raise UserError(f"{where} is not JSON that can be read: it is nested too deeply") from None
    except ValueError as error:
        raise UserError(f"{where} is not JSON: {error}") from None


def require_usable(value: Any, where: str = "the value", deepest: int = DEEPEST_VALUE) -> None:
    """Refuse a value that is nested too deeply, or has text that UTF-8 cannot hold.

    Raises:
        UserError: there are more than `deepest` levels of lists and objects, or half of a surrogate pair in a text.
    """
    level: list[Any] = [value]
    for _ in range(deepest + 1):
        inner: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                inner.extend(item.keys())
                inner.extend(item.values())
            elif isinstance(item, list | tuple):
                inner.extend(item)
            elif isinstance(item, str) and not item.isascii():
                _require_whole_characters(item, where)
        if not inner:
            return
        level = inner
    raise UserError(f"{where} is nested deeper than {deepest} levels")


def _require_whole_characters(text: str, where: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UserError(f"{where} holds half of a surrogate pair, {text[error.start]!a}") from None


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON number")


def _kind(value: Any) -> str:
    names = {list: "list", str: "string", bool: "truth value", type(None): "null"}
    return names.get(type(value), "number")
